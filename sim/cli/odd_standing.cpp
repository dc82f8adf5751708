#include <fmt/format.h>

#include "cli/markdown.hpp"
#include "cli/odd_text.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string value_cell(const std::string& text) { return text.empty() ? std::string("—") : code_cell(text); }

std::string assumed_text(const std::vector<SourceFacts>& sources) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : sources)
        if (is_assumed(one.source)) rows.push_back({code_cell(one.where), code_cell(one.text), prose(one.source)});
    std::string text = "## What is assumed\n\n";
    text += rows.empty() ? "No source says \"assumed\".\n\n"
                         : fmt::format("{}: the source says \"assumed\", of all or of a part.\n\n", rows.size());
    return text + markdown_table({"what", "as written", "source"}, rows);
}

/// Without a source: parameters and rows one by one, formulas of rules by name.
std::string unsourced_text(const std::vector<SourceFacts>& sources) {
    std::vector<std::string> names;
    for (const auto& one : sources)
        if (one.source.empty()) names.push_back(one.where);
    std::string text = "## What has no source\n\n";
    if (names.empty()) return text + "Everything has one.\n\n";
    text += fmt::format("{}:\n\n", names.size());
    for (const auto& name : names) text += fmt::format("- {}\n", code(name));
    return text + '\n';
}

}  // namespace

std::string standing_text(const Description& description) {
    const auto all = sources(description);
    return assumed_text(all) + unsourced_text(all);
}

std::string difference_table(const std::vector<Difference>& differences, const std::string& first,
                             const std::string& second) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : differences)
        rows.push_back({code_cell(one.where), one.what, value_cell(one.before), value_cell(one.after)});
    return markdown_table({"where", "what", code_cell(first), code_cell(second)}, rows);
}

std::string variants_text(const Scenario& scenario, const Description& description) {
    if (description.arm != "base" || description.variants.empty()) return {};
    std::string text = "## Variants\n\n";
    for (const auto& variant : description.variants) {
        text +=
            fmt::format("### {}{}\n\n", code(variant.name), variant.title.empty() ? "" : ": " + prose(variant.title));
        if (!variant.note.empty()) text += prose(variant.note) + "\n\n";
        if (!variant.from.empty()) text += fmt::format("Until {} it is the scenario, to the bit.\n\n", variant.from);
        text += difference_table(differences(scenario, "base", variant.name), "base", variant.name);
    }
    return text;
}

std::string difference_text(const Scenario& scenario, const std::string& first, const std::string& second) {
    const auto titled = [&](const std::string& arm) {
        const Description description = describe(scenario, arm);
        std::string text = code(arm);
        if (!description.arm_title.empty()) text += fmt::format(" ({})", prose(description.arm_title));
        if (!description.arm_from.empty()) text += fmt::format(", from {} on", description.arm_from);
        return text;
    };
    const auto all = differences(scenario, first, second);
    std::string text = fmt::format("# {} beside {}\n\n", titled(first), titled(second));
    text += fmt::format("{} in {}; {} means that it is not there.\n\n", count_text(all.size(), "difference"),
                        prose(scenario.title().empty() ? "the scenario" : scenario.title()), "\"—\"");
    text += difference_table(all, first, second);
    text.pop_back();
    return text;
}

}  // namespace hegemon::cli
