#include "cli/sentences.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string subject_of(const OutcomeInfo& outcome) {
    std::string subject = printable(outcome.note.empty() ? outcome.name : outcome.note);
    while (!subject.empty() && (subject.back() == '.' || subject.back() == ' ')) subject.pop_back();
    return subject;
}

/// As it stands behind a number; empty where the subject says it already ("Bursts of the kettle: 2.24").
std::string unit_beside(const std::string& subject, const OutcomeInfo& outcome) {
    const auto lower = [](std::string text) {
        for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        return ' ' + text + ' ';
    };
    const std::string unit = unit_text(outcome.unit);
    return unit.empty() || lower(subject).find(lower(unit)) != std::string::npos ? std::string() : " " + unit;
}

/// "74 % of the 500 pairs", "all 500 pairs", "none of the 500 pairs"
std::string share_of_pairs(double share, std::uint64_t pairs) {
    if (share >= 1) return pairs == 1 ? "the only pair" : fmt::format("all {} pairs", pairs);
    return fmt::format("{} of the {}", share <= 0 ? "none" : share_text(share), count_text(pairs, "pair"));
}

/// The same after a sentence part that has told how many pairs there are.
std::string share_alone(double share) { return share <= 0 ? "none" : share >= 1 ? "all" : share_text(share); }

/// "is above 0 in 74 % of the 500 pairs and below 0 in none"
std::string signs_of(const PairedEstimate& difference) {
    if (difference.share_positive < difference.share_negative)
        return fmt::format("is below 0 in {} and above 0 in {}",
                           share_of_pairs(difference.share_negative, difference.count),
                           share_alone(difference.share_positive));
    return fmt::format("is above 0 in {} and below 0 in {}",
                       share_of_pairs(difference.share_positive, difference.count),
                       share_alone(difference.share_negative));
}

std::string sentence_of(const Comparison& arms, const OutcomeComparison& comparison) {
    const PairedEstimate& difference = comparison.difference;
    const std::string subject = subject_of(comparison.outcome);
    if (difference.count == 0) return subject + ": no pair has it in both arms.";
    const std::string unit = unit_beside(subject, comparison.outcome);
    const ComparisonTexts texts = texts_of(comparison);
    const std::string means = fmt::format("{}: {}{} in `{}`, {}{} in `{}`; ", subject, texts.first, unit, arms.first,
                                          texts.other, unit, arms.other);
    if (difference.share_positive <= 0 && difference.share_negative <= 0)
        return means + fmt::format("the two are equal in {}.", share_of_pairs(1, difference.count));
    const bool has_interval = !std::isnan(difference.low);
    const std::string interval = has_interval ? fmt::format("95 % interval {} to {}", texts.low, texts.high)
                                 : difference.kind == IntervalKind::infinite
                                     ? std::string("without an interval, since a value is infinite")
                                     : std::string("too few pairs for an interval");
    const std::string text =
        fmt::format("{}the difference of {}{} ({}) {}", means, texts.difference, unit, interval, signs_of(difference));
    if (has_interval && (difference.low > 0 || difference.high < 0)) return text + ".";
    return fmt::format("{}; {}the runs do not tell whether it is more or less in `{}` than in `{}`.", text,
                       has_interval ? "the interval contains 0: " : "", arms.first, arms.other);
}

}  // namespace

std::vector<std::string> sentences_of(const Comparison& comparison) {
    std::vector<std::string> sentences;
    for (const auto& outcome : comparison.outcomes)
        if (outcome.outcome.headline) sentences.push_back(sentence_of(comparison, outcome));
    return sentences;
}

std::string sentences_text(const Comparison& comparison, std::size_t width) {
    std::string text;
    for (const auto& sentence : sentences_of(comparison)) text += filled(sentence, width, "- ", "  ");
    return text;
}

}  // namespace hegemon::cli
