#include "study/paired_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "study/student.hpp"

namespace hegemon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double few_differ = 5, many_pairs = 10;

/// The pairs that are there.
struct Pairs {
    std::vector<double> first, other, differences;
    double above = 0, below = 0;  ///< pairs in which the first is more, less
    double largest = 0;           ///< of the differences, without their sign
    bool binary = true, whole = true;

    [[nodiscard]] double count() const { return static_cast<double>(differences.size()); }
    [[nodiscard]] double differing() const { return above + below; }
};

bool is_binary(double value) { return value == 0 || value == 1; }

void take(Pairs& pairs, double first, double other) {
    const double difference = first - other;
    pairs.first.push_back(first);
    pairs.other.push_back(other);
    pairs.differences.push_back(difference);
    if (difference > 0) ++pairs.above;
    if (difference < 0) ++pairs.below;
    pairs.largest = std::fmax(pairs.largest, std::fabs(difference));
    pairs.binary = pairs.binary && is_binary(first) && is_binary(other);
    pairs.whole = pairs.whole && first == std::floor(first) && other == std::floor(other);
}

Pairs pairs_of(std::span<const double> first, std::span<const double> other) {
    Pairs pairs;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (!std::isnan(first[i]) && !std::isnan(other[i])) take(pairs, first[i], other[i]);
    return pairs;
}

/// IntervalMethod::none: that of the differences suits.
IntervalMethod method_of_signs(const Pairs& pairs) {
    if (pairs.count() < 1) return IntervalMethod::none;
    if (pairs.binary) return IntervalMethod::score;
    const bool alike = pairs.differing() < 1 || pairs.above >= pairs.count() || pairs.below >= pairs.count();
    if (alike) return IntervalMethod::none;
    if (pairs.whole && pairs.largest <= 1) return IntervalMethod::score;
    const bool few = pairs.count() >= many_pairs && pairs.differing() < few_differ;
    return few ? IntervalMethod::few : IntervalMethod::none;
}

double mean_of(const std::vector<double>& values) {
    if (values.empty()) return none;
    double sum = 0;
    for (const double value : values) sum += value - values.front();
    return values.front() + sum / static_cast<double>(values.size());
}

/// Sum of squares of the deviations from the mean, over n.
double variance(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(values.size());
}

double unpaired_replicates(const Pairs& pairs) {
    if (pairs.differences.size() < 2) return none;
    const double apart = variance(pairs.first) + variance(pairs.other);
    return pairs.count() * apart / variance(pairs.differences);  // x / 0 is infinity, 0 / 0 is NaN: as promised
}

}  // namespace

PairedInterval paired_interval(std::span<const double> first, std::span<const double> other, std::uint64_t seed) {
    const Pairs pairs = pairs_of(first, other);
    PairedInterval result;
    result.first_mean = mean_of(pairs.first);
    result.other_mean = mean_of(pairs.other);
    result.share_positive = pairs.above / pairs.count();
    result.share_negative = pairs.below / pairs.count();
    result.unpaired = unpaired_replicates(pairs);
    const IntervalMethod method = method_of_signs(pairs);
    if (method == IntervalMethod::none) {
        result.difference = mean_interval(pairs.differences, seed);
        return result;
    }
    result.difference = without_interval(pairs.differences);
    const double size = pairs.binary ? 1 : pairs.largest;
    const Bounds share = paired_share_interval(pairs.count(), pairs.above, pairs.below);
    result.difference.interval = {share.low * size, share.high * size};
    result.difference.p_value = paired_share_p_value(pairs.above, pairs.below);
    result.difference.method = method;
    return result;
}

MeanInterval interval_from_sums(std::uint64_t count, double sum, double sum_of_squares, DifferenceOf of) {
    MeanInterval result{count, none, none, {none, none}, none, IntervalMethod::none};
    if (count == 0) return result;
    const auto n = static_cast<double>(count);
    result.mean = sum / n;
    const double variance = std::fmax(sum_of_squares / n - result.mean * result.mean, 0);
    if (count >= 2) result.standard_error = std::sqrt(variance / (n - 1));
    if (std::isnan(result.mean)) return result;
    if (of == DifferenceOf::truths) {
        const double above = (sum_of_squares + sum) / 2, below = (sum_of_squares - sum) / 2;
        result.interval = paired_share_interval(n, above, below);
        result.p_value = paired_share_p_value(above, below);
        result.method = IntervalMethod::score;
    } else if (count >= 2) {
        const double half = student_975(n - 1) * result.standard_error;
        result.interval = {result.mean - half, result.mean + half};
        result.p_value = student_two_sided(result.mean / result.standard_error, n - 1);
        result.method = IntervalMethod::student;
    }
    return result;
}

}  // namespace hegemon
