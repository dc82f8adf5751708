#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

ComparisonTexts texts_of(const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    const Rounding rounding = rounding_for(difference.low, difference.high);
    return {rounded_text(comparison.first, rounding), rounded_text(comparison.other, rounding),
            signed_text(difference.mean, rounding), rounded_text(difference.low, rounding),
            rounded_text(difference.high, rounding)};
}

std::vector<std::string> comparison_line(const OutcomeComparison& comparison) {
    const ComparisonTexts texts = texts_of(comparison);
    const PairedEstimate& difference = comparison.difference;
    return {comparison.outcome.name,
            texts.first,
            texts.other,
            texts.difference,
            std::isnan(difference.low) ? "-" : texts.low + " to " + texts.high,
            share_text(difference.share_positive),
            share_text(difference.share_negative)};
}

const char* word_of(IntervalKind kind) {
    switch (kind) {
        case IntervalKind::none:
            break;
        case IntervalKind::equal:
            return "equal";
        case IntervalKind::score:
            return "score";
        case IntervalKind::student:
            return "t";
        case IntervalKind::bootstrap:
            return "bootstrap-t";
        case IntervalKind::few:
            return "few differ";
    }
    return "none";
}

void write_outcome(JsonWriter& json, const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    json.key("unit").value(comparison.outcome.unit).key("headline").truth(comparison.outcome.headline);
    json.key("first_mean").value(comparison.first).key("other_mean").value(comparison.other);
    json.key("difference").value(difference.mean).key("standard_error").value(difference.standard_error);
    json.key("low").value(difference.low).key("high").value(difference.high);
    json.key("share_positive").value(difference.share_positive).key("share_negative").value(difference.share_negative);
    json.key("pairs").value(difference.count).key("missing").value(comparison.missing);
    json.key("p").value(difference.p_value).key("adjusted_p").value(comparison.adjusted_p);
    json.key("unpaired").value(difference.unpaired).key("interval").value(word_of(difference.kind));
}

std::vector<Comparison> comparisons_of(const Scenario& scenario, const Run& run) {
    std::vector<Comparison> comparisons;
    for (std::size_t i = 1; i < run.arms().size(); ++i) comparisons.push_back(compare(scenario, run, run.arms()[i]));
    return comparisons;
}

std::vector<std::vector<std::string>> comparison_headings(const Comparison& comparison) {
    return {{"", "mean", "mean", "mean", "", "pairs", "pairs"},
            {"outcome", comparison.first, comparison.other, comparison.first + " - " + comparison.other,
             "95 % interval", "> 0", "< 0"}};
}

std::string comparison_heading(const Comparison& comparison) {
    const std::string title = comparison.other_title.empty() ? "" : " (" + printable(comparison.other_title) + ")";
    return fmt::format("`{}` beside `{}`{}, {}", comparison.first, comparison.other, title,
                       count_text(comparison.pairs, "pair"));
}

std::string comparison_table(const Comparison& comparison) {
    const bool has_missing = std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(),
                                         [](const OutcomeComparison& outcome) { return outcome.missing > 0; });
    auto lines = comparison_headings(comparison);
    if (has_missing) {
        lines[0].emplace_back("pairs");
        lines[1].emplace_back("missing");
    }
    std::vector<std::string> units = {"", ""};
    for (const auto& outcome : comparison.outcomes) {
        lines.push_back(comparison_line(outcome));
        if (has_missing) lines.back().push_back(std::to_string(outcome.missing));
        units.push_back(unit_text(outcome.outcome.unit));
    }
    return comparison_heading(comparison) + "\n\n" + table_text(lines, units);
}

void write_comparisons(JsonWriter& json, const std::vector<Comparison>& comparisons) {
    json.begin_list();
    for (const auto& comparison : comparisons) {
        json.begin_object().key("first").value(comparison.first).key("other").value(comparison.other);
        json.key("pairs").value(comparison.pairs).key("outcomes").begin_object();
        for (const auto& outcome : comparison.outcomes) {
            json.key(outcome.outcome.name).begin_object();
            write_outcome(json, outcome);
            json.end();
        }
        json.end().key("sentences").begin_list();
        for (const auto& sentence : sentences_of(comparison)) json.value(sentence);
        json.end().end();
    }
    json.end();
}

}  // namespace hegemon::cli
