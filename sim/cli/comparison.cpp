#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr int most_further_digits = 3, significant_digits = 6, most_decimals = 9;

/// In units of the last digit that is printed.
double printed(double value, int decimals) {
    return std::round(std::stod(fmt::format("{:.{}f}", value, decimals)) * std::pow(10.0, decimals));
}

/// Whether first - other = difference holds of the figures as printed.
bool adds_up(const OutcomeComparison& comparison, int decimals) {
    return printed(comparison.first, decimals) - printed(comparison.other, decimals) ==
           printed(comparison.difference.mean, decimals);
}

/// Without an interval: six significant digits of the larger mean, without zeros that all three end with.
int significant_decimals(const OutcomeComparison& comparison) {
    const double largest = std::fmax(std::fabs(comparison.first), std::fabs(comparison.other));
    if (!std::isfinite(largest) || largest <= 0) return -1;
    int decimals = significant_digits - 1 - static_cast<int>(std::floor(std::log10(largest)));
    if (decimals < 0 || decimals > most_decimals) return -1;
    const auto ends_with_zero = [&](double value) { return std::fmod(printed(value, decimals), 10) == 0; };
    while (decimals > 0 && ends_with_zero(comparison.first) && ends_with_zero(comparison.other) &&
           ends_with_zero(comparison.difference.mean))
        --decimals;
    return decimals;
}

Rounding rounding_of(const OutcomeComparison& comparison) {
    Rounding rounding = rounding_for(comparison.difference.low, comparison.difference.high);
    if (rounding.decimals < 0) rounding.decimals = significant_decimals(comparison);
    const bool is_finite = std::isfinite(comparison.first) && std::isfinite(comparison.other);
    if (rounding.decimals < 0 || !is_finite) return rounding;
    for (int more = 0; more <= most_further_digits && rounding.decimals + more <= most_decimals; ++more)
        if (adds_up(comparison, rounding.decimals + more)) return {rounding.decimals + more};
    return rounding;
}

std::string zero_or(double value, const std::string& text) { return value == 0 ? "0" : text; }

}  // namespace

ComparisonTexts texts_of(const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    const Rounding rounding = rounding_of(comparison);
    const auto rounded = [&](double value) { return zero_or(value, rounded_text(value, rounding)); };
    return {rounded(comparison.first), rounded(comparison.other),
            zero_or(difference.mean, signed_text(difference.mean, rounding)), rounded(difference.low),
            rounded(difference.high)};
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
        case IntervalKind::infinite:
            return "infinite";
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
    json.key("p").value(difference.p_value).key("least_p").value(difference.least_p);
    json.key("adjusted_p").value(comparison.adjusted_p);
    json.key("adjusted_p_is_bound").truth(comparison.adjusted_is_bound);
    json.key("unpaired").value(difference.unpaired).key("interval").value(word_of(difference.kind));
    json.key("heaviest_pair").value(difference.heaviest).key("heaviest_share").value(difference.heaviest_share);
}

std::vector<Comparison> comparisons_of(const Scenario& scenario, const Run& run) {
    std::vector<Comparison> comparisons;
    for (std::size_t i = 1; i < run.arms().size(); ++i) comparisons.push_back(compare(scenario, run, run.arms()[i]));
    return comparisons;
}

std::vector<std::vector<std::string>> comparison_headings(const Comparison& comparison) {
    return {{"", "mean", "mean", comparison.first, "", "pairs", "pairs"},
            {"outcome", comparison.first, comparison.other, "- " + comparison.other, "95 % interval", "> 0", "< 0"}};
}

std::string comparison_heading(const Comparison& comparison) {
    const std::string title = comparison.other_title.empty() ? "" : " (" + printable(comparison.other_title) + ")";
    return fmt::format("`{}` beside `{}`{}, {}", comparison.first, comparison.other, title,
                       count_text(comparison.pairs, "pair"));
}

std::string comparison_table(const Comparison& comparison, std::size_t width) {
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
    return filled(comparison_heading(comparison), width) + '\n' +
           table_text(lines, units, {width, {comparison_interval, comparison_shares, comparison_columns}}) +
           (comparison.pairs == 1 ? "One pair tells no interval: take more `--replicates`.\n" : "");
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
