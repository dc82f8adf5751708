#include "cli/comparison_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "cli/comparison.hpp"
#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr double least_p_told = 0.0001;

/// "0.021", "< 0.0001"; of a bound "< 0.006", rounded upwards.
std::string p_text(const OutcomeComparison& outcome) {
    const double p = outcome.adjusted_p;
    if (std::isnan(p)) return "-";
    if (p < least_p_told) return "< 0.0001";
    if (!outcome.adjusted_is_bound) return fmt::format("{:.4f}", p);
    return fmt::format("< {:g}", std::ceil(p / least_p_told - 1e-9) * least_p_told);
}

std::string unpaired_text(double replicates) {
    if (std::isnan(replicates)) return "-";
    if (std::isinf(replicates)) return "never";
    constexpr double most_in_full = 1e15;
    return replicates < most_in_full ? thousands_text(static_cast<std::uint64_t>(std::round(replicates)))
                                     : fmt::format("{:.2g}", replicates);
}

const char* mark_of(IntervalKind kind) {
    static const std::map<IntervalKind, const char*> marks = {
        {IntervalKind::none, "-"},    {IntervalKind::equal, "="},     {IntervalKind::score, "s"},
        {IntervalKind::student, "t"}, {IntervalKind::bootstrap, "b"}, {IntervalKind::few, "f"},
        {IntervalKind::infinite, "i"}};
    return marks.at(kind);
}

/// What the marks in the table mean, of those that stand in it.
std::string marks_text(const Comparison& comparison, std::size_t width) {
    static const std::map<IntervalKind, const char*> meanings = {
        {IntervalKind::equal, "= all pairs differ alike or not at all, so nothing is known of how they spread"},
        {IntervalKind::score, "s Tango's score interval, of what is yes (1) or no (0)"},
        {IntervalKind::student, "t Student's"},
        {IntervalKind::bootstrap,
         "b bootstrap-t: the differences are skewed (28 + 25 skewness^2 is more than the pairs)"},
        {IntervalKind::few, "f a makeshift: too few pairs differ to tell how they spread; take more replicates"},
        {IntervalKind::infinite, "i none: a value is infinite"},
        {IntervalKind::none, "- none: it takes two pairs at least"}};
    std::string text = "How an interval was made:\n";
    for (const auto& [kind, meaning] : meanings) {
        const bool stands = std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(),
                                        [kind = kind](const auto& outcome) { return outcome.difference.kind == kind; });
        if (stands) text += filled(meaning, width, "  ", "    ");
    }
    return text;
}

std::string outcomes_table(const Comparison& comparison, std::size_t width) {
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
        line.insert(line.end(),
                    {mark_of(outcome.difference.kind), p_text(outcome), unpaired_text(outcome.difference.unpaired)});
        if (has_missing) line.push_back(std::to_string(outcome.missing));
        lines.push_back(std::move(line));
        units.push_back(unit_text(outcome.outcome.unit));
    }
    return table_text(lines, units, {width, {comparison_interval, comparison_shares, comparison_columns}});
}

/// What `p` and `unpaired` are, and what the signs beside them mean.
std::string numbers_text(const Comparison& comparison, std::size_t width) {
    const auto count = comparison.outcomes.size();
    const auto some = [&](const auto& is) {
        return std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(), is);
    };
    std::string p = count == 1 ? "1 outcome was looked at. `p` is for no difference in the mean."
                               : fmt::format(
                                     "{} outcomes were looked at. `p` is for no difference in the mean, adjusted for "
                                     "all {} (Holm): the chance to find any where none is stays below 5 % if only "
                                     "those below 0.05 are believed.",
                                     count, count);
    if (some([](const auto& outcome) { return outcome.adjusted_is_bound && outcome.adjusted_p >= least_p_told; }))
        p += " `<`: bootstrap-t can tell no smaller one.";
    std::string unpaired =
        "`unpaired`: so many replicates of each arm without common random numbers would tell as much";
    if (some([](const auto& outcome) { return std::isinf(outcome.difference.unpaired); }))
        unpaired += "; never: the difference is the same in all pairs, which no number of them would tell";
    return filled(p, width) + filled(unpaired + ".", width);
}

/// Outcomes whose interval hangs on one pair.
std::string heaviest_text(const Comparison& comparison, std::size_t width) {
    constexpr double half = 0.5;
    std::vector<std::string> heavy;
    for (const auto& outcome : comparison.outcomes) {
        const PairedEstimate& difference = outcome.difference;
        const bool counts_pairs = difference.kind == IntervalKind::score || difference.kind == IntervalKind::few;
        if (counts_pairs || difference.count < 10 || difference.heaviest_share < half) continue;
        heavy.push_back(fmt::format("`{}` (replicate {}: {} of the spread)", outcome.outcome.name, difference.heaviest,
                                    share_text(difference.heaviest_share)));
    }
    if (heavy.empty()) return {};
    return filled(
        fmt::format("A single pair decides the mean and the interval of {}. Look at what happened there, and take "
                    "more replicates.",
                    fmt::join(heavy, ", ")),
        width);
}

std::string notes_text(const Comparison& comparison, std::size_t width) {
    const std::string text =
        marks_text(comparison, width) + numbers_text(comparison, width) + heaviest_text(comparison, width);
    if (comparison.pairs < 10) return text;  // Student's t still narrows faster than by the root
    return text + filled(fmt::format("Halving these intervals takes 4 times the replicates: {} pairs.",
                                     thousands_text(4 * comparison.pairs)),
                         width);
}

}  // namespace

std::string report_text(const ArmReport& report, const std::vector<StepEnd>& ends, Columns columns, std::size_t width) {
    const Comparison& comparison = report.comparison;
    const std::size_t prose = std::min(width, widest_prose);
    std::string text = filled(comparison_heading(comparison), width) + '\n';
    if (!comparison.outcomes.empty())
        text += outcomes_table(comparison, width) + '\n' + notes_text(comparison, prose) + '\n';
    const std::string words = sentences_text(comparison, prose);
    if (!words.empty()) text += "In this model:\n" + words + '\n';
    text += parting_text(report.parting, comparison.pairs, ends, columns, width);
    for (const auto& path : report.paths) text += '\n' + path_text(path, comparison, ends, width);
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
