#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

OutcomeComparison compared(const OutcomeInfo& outcome, const Eigen::ArrayXd& first, const Eigen::ArrayXd& other) {
    OutcomeComparison result;
    result.outcome = outcome;
    // What is missing in one arm counts in neither.
    const Eigen::ArrayXd nothing = first * 0 + other * 0;
    const auto mean = [&](const Eigen::ArrayXd& values) {
        return estimate(nothing.isNaN().select(nothing, values)).mean;
    };
    result.first = mean(first);
    result.other = mean(other);
    result.difference = paired_estimate(first, other);
    result.missing = static_cast<std::uint64_t>(first.size()) - result.difference.count;
    return result;
}

std::string title_of(const Scenario& scenario, const std::string& arm) {
    const auto& variants = scenario.variants();
    const auto found =
        std::find_if(variants.begin(), variants.end(), [&](const VariantInfo& variant) { return variant.name == arm; });
    return found == variants.end() ? std::string() : found->title;
}

std::vector<std::string> line_of(const OutcomeComparison& comparison) {
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

void write_outcome(JsonWriter& json, const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    json.begin_object().key("unit").value(comparison.outcome.unit).key("headline").truth(comparison.outcome.headline);
    json.key("first_mean").value(comparison.first).key("other_mean").value(comparison.other);
    json.key("difference").value(difference.mean).key("standard_error").value(difference.standard_error);
    json.key("low").value(difference.low).key("high").value(difference.high);
    json.key("share_positive").value(difference.share_positive).key("share_negative").value(difference.share_negative);
    json.key("pairs").value(difference.count).key("missing").value(comparison.missing).end();
}

}  // namespace

ComparisonTexts texts_of(const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    const Rounding rounding = rounding_for(difference.low, difference.high);
    return {rounded_text(comparison.first, rounding), rounded_text(comparison.other, rounding),
            signed_text(difference.mean, rounding), rounded_text(difference.low, rounding),
            rounded_text(difference.high, rounding)};
}

std::vector<Comparison> comparisons_of(const Scenario& scenario, const Run& run) {
    std::vector<Comparison> comparisons;
    for (std::size_t i = 1; i < run.arms().size(); ++i) {
        const std::string& other = run.arms()[i];
        Comparison& comparison = comparisons.emplace_back(
            Comparison{run.arms().front(), other, title_of(scenario, other), run.replicates(), {}});
        for (const auto& outcome : scenario.outcomes())
            comparison.outcomes.push_back(
                compared(outcome, run.outcome(outcome.name), run.outcome(outcome.name, other)));
    }
    return comparisons;
}

std::string comparison_table(const Comparison& comparison) {
    const bool has_missing = std::any_of(comparison.outcomes.begin(), comparison.outcomes.end(),
                                         [](const OutcomeComparison& outcome) { return outcome.missing > 0; });
    std::vector<std::vector<std::string>> lines = {
        {"", "mean", "mean", "mean", "", "pairs", "pairs"},
        {"outcome", comparison.first, comparison.other, comparison.first + " - " + comparison.other, "95 % interval",
         "> 0", "< 0"}};
    if (has_missing) {
        lines[0].emplace_back("pairs");
        lines[1].emplace_back("missing");
    }
    std::vector<std::string> units = {"", ""};
    for (const auto& outcome : comparison.outcomes) {
        lines.push_back(line_of(outcome));
        if (has_missing) lines.back().push_back(std::to_string(outcome.missing));
        units.push_back(unit_text(outcome.outcome.unit));
    }
    const std::string title = comparison.other_title.empty() ? "" : " (" + printable(comparison.other_title) + ")";
    return fmt::format("`{}` beside `{}`{}, {}\n\n", comparison.first, comparison.other, title,
                       count_text(comparison.pairs, "pair")) +
           table_text(lines, units);
}

void write_comparisons(JsonWriter& json, const std::vector<Comparison>& comparisons) {
    json.begin_list();
    for (const auto& comparison : comparisons) {
        json.begin_object().key("first").value(comparison.first).key("other").value(comparison.other);
        json.key("pairs").value(comparison.pairs).key("outcomes").begin_object();
        for (const auto& outcome : comparison.outcomes) {
            json.key(outcome.outcome.name);
            write_outcome(json, outcome);
        }
        json.end().key("sentences").begin_list();
        for (const auto& sentence : sentences_of(comparison)) json.value(sentence);
        json.end().end();
    }
    json.end();
}

}  // namespace hegemon::cli
