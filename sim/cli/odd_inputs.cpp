#include <fmt/format.h>

#include "cli/describe.hpp"
#include "cli/markdown.hpp"
#include "cli/odd_text.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

/// Without paths, which are of one machine.
const char* place_of(const FileFacts& file) {
    if (file.role == FileFacts::Role::scenario) return "";
    switch (file.place) {
        case FileFacts::Place::own:
            return "the scenario's folder";
        case FileFacts::Place::library:
            return "the library";
        case FileFacts::Place::memory:
            break;
    }
    return "kept with the scenario";
}

std::string calendar_table(const Description& description) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& entry : description.calendar) {
        std::vector<std::string> first = {entry.date, code_cell(entry.name), prose(entry.note)};
        const auto put = [&](const std::string& what, const std::string& value, const FormulaFacts& formula) {
            rows.push_back({first[0], first[1], what, value, prose(formula.unit), prose(formula.source),
                            first[2] + (first[2].empty() || formula.note.empty() ? "" : "; ") + prose(formula.note)});
            first[2].clear();
        };
        for (const auto& write : entry.writes) {
            std::string value = code_cell(write.formula.text);
            if (write.over) value += fmt::format(" over {} {}", *write.over, description.clock.unit + "s");
            put((write.role == "add" ? "add to " : "set ") + code_cell(write.address), value, write.formula);
        }
        for (const auto& fire : entry.fires) put(code_cell(fire) + " happens", "", {});
    }
    return markdown_table({"date", "entry", "what", "value", "unit", "source", "note"}, rows);
}

}  // namespace

std::string start_text(const Description& description) {
    std::string text = "## 5 Initialization\n\n";
    text +=
        "All rows are there from the start and stay. A column starts as its rows say, else as its formula under "
        "\"start\" in\nsection 2 says.\n\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& setting : description.settings)
        rows.push_back({code_cell(setting.name), code_cell(setting.formula.text), prose(setting.formula.unit),
                        prose(setting.formula.source), prose(setting.formula.note)});
    if (!rows.empty()) text += "Other start values for single rows:\n\n";
    return text + markdown_table({"what", "starts as", "unit", "source", "note"}, rows);
}

std::string input_text(const Description& description) {
    std::string text = "## 6 Input data\n\n";
    std::vector<std::vector<std::string>> files, rows;
    for (const auto& file : description.files)
        files.push_back({code_cell(file.name), role_word(file.role), place_of(file)});
    text += markdown_table({"file", "what it is", "from"}, files);
    for (const auto& kind : description.kinds)
        if (!kind.rows.empty())
            rows.push_back({code_cell(kind.name), std::to_string(kind.rows.size()),
                            kind.table.empty() ? std::string("the scenario") : code_cell(kind.table),
                            kind.source.empty() ? std::string("none given") : prose(kind.source)});
    text += markdown_table({"rows of", "number", "stand in", "source"}, rows);
    if (description.calendar.empty()) return text + "**Calendar.** Nothing happens on a date.\n\n";
    text += "**Calendar.** An entry acts in the first step that begins on its date or later:\n\n";
    return text + calendar_table(description);
}

}  // namespace hegemon::cli
