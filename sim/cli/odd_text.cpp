#include "cli/odd_text.hpp"

#include <fmt/format.h>

#include "cli/markdown.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string heading_text(const Description& description) {
    const std::string& file = description.files.front().name;
    std::string text = "# " + prose(description.title.empty() ? file : description.title) + "\n\n";
    if (description.arm != "base") {
        text += fmt::format("The variant {}", code(description.arm));
        if (!description.arm_title.empty()) text += ": " + prose(description.arm_title);
        if (!description.arm_from.empty()) text += fmt::format(", from {} on", description.arm_from);
        text += ".\n\n";
        if (!description.arm_note.empty()) text += prose(description.arm_note) + "\n\n";
    }
    return text + fmt::format(
                      "The scenario {} in the order of the ODD protocol (Grimm et al. 2020, JASSS 23(2) 7), "
                      "written by `hegemon describe` from its files.\nFormulas, numbers, units, sources and "
                      "notes stand as its author wrote them.\n\n",
                      code(file));
}

}  // namespace

std::string odd_text(const Scenario& scenario, const std::string& arm) {
    const Description description = describe(scenario, arm);
    std::string text = heading_text(description) + purpose_text(description) + entities_text(description) +
                       process_text(description) + concepts_text(description) + start_text(description) +
                       input_text(description) + submodels_text(description) + variants_text(scenario, description) +
                       standing_text(description);
    while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
    return text;
}

std::string purpose_text(const Description& description) {
    std::string text = "## 1 Purpose and patterns\n\n", openings;
    for (const auto& file : description.files)
        if (!file.opening.empty())
            openings += fmt::format("**How {} opens.**\n\n", code(file.name)) + paragraphs(file.opening);
    text += openings.empty() ? "No opening comment that tells the purpose is at hand.\n\n" : openings;
    std::vector<std::vector<std::string>> rows;
    for (const auto& outcome : description.outcomes)
        if (outcome.headline) rows.push_back({code_cell(outcome.name), prose(outcome.formula.note)});
    if (!rows.empty()) text += "**Headlines**, the outcomes that reports tell in words:\n\n";
    return text + markdown_table({"outcome", "what it is"}, rows);
}

std::string equation(const std::string& left, const FormulaFacts& formula) {
    std::string text = fmt::format("- {} = {}", code(left), code(formula.text));
    if (!formula.unit.empty()) text += fmt::format(" ({})", prose(formula.unit));
    if (!formula.source.empty()) text += fmt::format("; source: {}", prose(formula.source));
    if (!formula.note.empty()) text += fmt::format("; note: {}", prose(formula.note));
    return text + '\n';
}

std::string range_text(const std::optional<std::pair<double, double>>& range) {
    return range ? fmt::format("{} to {}", range->first, range->second) : std::string();
}

}  // namespace hegemon::cli
