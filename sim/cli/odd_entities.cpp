#include <fmt/format.h>

#include <algorithm>

#include "cli/markdown.hpp"
#include "cli/odd_text.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

/// More names of rows than this are counted.
constexpr std::size_t most_rows = 40;

/// Whether an address, "town[north].water" or "town[north].engines.total", means this column.
bool is_address_of(const std::string& address, const std::string& kind, const std::string& column) {
    const auto open = address.find('['), close = address.rfind(']');
    if (open == std::string::npos || close == std::string::npos || address.substr(0, open) != kind) return false;
    const auto dot = address.find('.', close);
    if (dot == std::string::npos) return false;
    const std::string member = address.substr(dot + 1);
    return member == column || member.rfind(column + ".", 0) == 0;
}

void put_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// The rules and entries that write a column.
std::vector<std::string> writers_of(const Description& description, const std::string& kind,
                                    const std::string& column) {
    std::vector<std::string> writers;
    for (const auto& rule : description.rules) {
        if (rule.sort == RuleFacts::Sort::flow && rule.on == kind && rule.name == column) put_once(writers, "flow");
        for (const auto& part : rule.parts) {
            const bool writes = (part.role == "set" || part.role == "add") && rule.on == kind && part.name == column;
            if (writes) put_once(writers, rule.sort == RuleFacts::Sort::update ? "update" : full_name(rule));
        }
    }
    for (const auto& entry : description.calendar)
        for (const auto& write : entry.writes)
            if (is_address_of(write.address, kind, column)) put_once(writers, "at." + entry.name);
    return writers;
}

std::string writers_text(const Description& description, const KindFacts& kind, const ColumnFacts& column) {
    std::string text;
    for (const auto& name : writers_of(description, kind.name, column.name))
        text += (text.empty() ? "" : ", ") + code_cell(name);
    if (column.capacity) text += text.empty() ? "what binds or spends it" : ", what binds or spends it";
    return text.empty() ? "nothing" : text;
}

std::string note_text(const ColumnFacts& column) {
    const std::string note = prose(column.note);
    if (column.source.empty()) return note;
    return note + (note.empty() ? "source: " : "; source: ") + prose(column.source);
}

std::vector<std::string> column_row(const Description& description, const KindFacts& kind, const ColumnFacts& column) {
    std::string range = range_text(column.range);
    if (column.outside == ColumnFacts::Outside::clamped) range += ", stops at the edge";
    std::string note = note_text(column);
    if (column.capacity) note = note.empty() ? "a capacity" : "a capacity: " + note;
    return {code_cell(column.name),
            prose(column.unit),
            range,
            column.given ? std::string("as the rows say") : code_cell(column.start.text),
            writers_text(description, kind, column),
            note};
}

std::string kind_text(const Description& description, const KindFacts& kind) {
    std::string text = fmt::format("### {}: {}\n\n", code(kind.name), count_text(kind.rows.size(), "row"));
    if (!kind.rows.empty()) {
        text += kind.key.empty() ? std::string("Named ")
                                 : fmt::format("Named by {}: ", code_list(kind.key, kind.key.size()));
        text += code_list(kind.rows, most_rows) + ".\n\n";
    }
    std::vector<std::vector<std::string>> columns, references;
    for (const auto& column : kind.columns) {
        if (column.reference.empty()) {
            columns.push_back(column_row(description, kind, column));
        } else {
            references.push_back({code_cell(column.name), code_cell(column.reference), note_text(column)});
        }
    }
    text += markdown_table({"reference", "to a row of", "note"}, references);
    return text + markdown_table({"column", "unit", "range", "start", "changed by", "note"}, columns);
}

std::string scale_text(const ClockFacts& clock) {
    if (clock.unit == "step") return fmt::format("{}, counted from {}", count_text(clock.steps, "step"), clock.start);
    return fmt::format("{} of {}, from {} to {}", count_text(clock.steps, "step"),
                       clock.step == 1 ? "one " + clock.unit : number_text(clock.step) + " " + clock.unit + "s",
                       clock.start, clock.end);
}

}  // namespace

std::string entities_text(const Description& description) {
    std::string text = "## 2 Entities, state variables, and scales\n\n";
    text += fmt::format("**Time.** {}. Rates and times are in the unit {}.\n\n", scale_text(description.clock),
                        code(description.clock.unit));
    std::string names;
    for (const auto& kind : description.kinds)
        names +=
            fmt::format("{}{} ({})", names.empty() ? "" : ", ", code(kind.name), count_text(kind.rows.size(), "row"));
    text += fmt::format("**Entities** are the rows of these kinds: {}.\n\n", names);
    for (const auto& kind : description.kinds) text += kind_text(description, kind);
    return text;
}

}  // namespace hegemon::cli
