#include "cli/comparison_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "cli/comparison.hpp"
#include "cli/parting_text.hpp"
#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

/// "0.021", "< 0.0001"
std::string p_text(double p) {
    if (std::isnan(p)) return "-";
    return p < 0.0001 ? "< 0.0001" : fmt::format("{:.4f}", p);
}

/// "1,240"
std::string thousands(double number) {
    std::string text = fmt::format("{:.0f}", number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

std::string unpaired_text(double replicates) {
    if (std::isnan(replicates)) return "-";
    return std::isinf(replicates) ? "inf" : thousands(replicates);
}

const char* mark_of(IntervalKind kind) {
    static const std::map<IntervalKind, const char*> marks = {
        {IntervalKind::none, "-"},    {IntervalKind::equal, "="},     {IntervalKind::score, "s"},
        {IntervalKind::student, "t"}, {IntervalKind::bootstrap, "b"}, {IntervalKind::few, "f"}};
    return marks.at(kind);
}

/// What the marks in the table mean, of those that stand in it.
std::string marks_text(const Comparison& comparison) {
    static const std::map<IntervalKind, const char*> meanings = {
        {IntervalKind::equal, "= all pairs differ alike or not at all, so nothing is known of how they spread"},
        {IntervalKind::score, "s Tango's score interval (yes or no, and counts that are at most 1 apart)"},
        {IntervalKind::student, "t Student's"},
        {IntervalKind::bootstrap,
         "b bootstrap-t (the differences are skewed: 28 + 25 skewness^2 is more than the pairs)"},
        {IntervalKind::few, "f a makeshift: too few pairs differ to tell how they spread; take more replicates"},
        {IntervalKind::none, "- too few pairs"}};
    std::string text = "How an interval was made:\n";
    for (const auto& [kind, meaning] : meanings) {
        const bool stands = std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(),
                                        [kind = kind](const auto& outcome) { return outcome.difference.kind == kind; });
        if (stands) text += fmt::format("  {}\n", meaning);
    }
    return text;
}

std::string outcomes_table(const Comparison& comparison) {
    auto lines = comparison_headings(comparison);
    const bool has_missing = std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(),
                                         [](const OutcomeComparison& outcome) { return outcome.missing > 0; });
    lines[0].insert(lines[0].end(), {"", "adjusted", "as good as"});
    lines[1].insert(lines[1].end(), {"by", "p", "unpaired"});
    if (has_missing) {
        lines[0].emplace_back("pairs");
        lines[1].emplace_back("missing");
    }
    std::vector<std::string> units = {"", ""};
    for (const auto& outcome : comparison.outcomes) {
        auto line = comparison_line(outcome);
        line.insert(line.end(), {mark_of(outcome.difference.kind), p_text(outcome.adjusted_p),
                                 unpaired_text(outcome.difference.unpaired)});
        if (has_missing) line.push_back(std::to_string(outcome.missing));
        lines.push_back(std::move(line));
        units.push_back(unit_text(outcome.outcome.unit));
    }
    return table_text(lines, units);
}

std::string notes_text(const Comparison& comparison) {
    if (comparison.outcomes.empty()) return {};
    const auto count = comparison.outcomes.size();
    std::string text = marks_text(comparison);
    text += fmt::format(
        "{} looked at. `p` is for no difference in the mean, adjusted for {} (Holm): the chance to find\nany where "
        "none "
        "is stays below 5 % if only those below 0.05 are believed.\n",
        count == 1 ? "1 outcome was" : fmt::format("{} outcomes were", count),
        count == 1 ? "their number" : fmt::format("all {}", count));
    text += "`unpaired`: so many replicates of each arm without common random numbers would tell as much.\n";
    if (comparison.pairs < 10) return text;  // Student's t still narrows faster than by the root
    return text + fmt::format("Halving these intervals takes 4 times the replicates: {} pairs.\n",
                              thousands(4 * static_cast<double>(comparison.pairs)));
}

}  // namespace

std::string report_text(const ArmReport& report, const std::vector<StepEnd>& ends) {
    const Comparison& comparison = report.comparison;
    std::string text = comparison_heading(comparison) + "\n\n";
    if (!comparison.outcomes.empty()) text += outcomes_table(comparison) + '\n' + notes_text(comparison) + '\n';
    const std::string words = sentences_text(comparison);
    if (!words.empty()) text += "In this model:\n" + words + '\n';
    text += parting_text(report.parting, comparison.pairs, ends);
    for (const auto& path : report.paths) text += '\n' + path_text(path, comparison, ends);
    return text;
}

void write_report(JsonWriter& json, const ArmReport& report, const std::vector<StepEnd>& ends) {
    const Comparison& comparison = report.comparison;
    json.key("first").value(comparison.first).key("other").value(comparison.other);
    json.key("other_title").value(comparison.other_title).key("pairs").value(comparison.pairs);
    json.key("outcomes").begin_object();
    for (const auto& outcome : comparison.outcomes) {
        json.key(outcome.outcome.name).begin_object();
        write_outcome(json, outcome);
        json.end();
    }
    json.end().key("outcomes_looked_at").value(std::uint64_t{comparison.outcomes.size()});
    json.key("pairs_to_halve").value(4 * comparison.pairs).key("sentences").begin_list();
    for (const auto& sentence : sentences_of(comparison)) json.value(sentence);
    json.end().key("parting");
    write_parting(json, report.parting, ends);
    json.key("paths").begin_list();
    for (const auto& path : report.paths) write_path(json, path, ends);
    json.end();
}

}  // namespace hegemon::cli
