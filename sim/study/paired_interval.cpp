#include "study/paired_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "study/student.hpp"

namespace hegemon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// The pairs that are there.
struct Pairs {
    std::vector<double> first, other, differences;
    std::vector<std::size_t> places;  ///< in the samples
    double above = 0, below = 0;      ///< pairs in which the first is more, less

    [[nodiscard]] double count() const { return static_cast<double>(differences.size()); }
};

void take(Pairs& pairs, double first, double other) {
    const double difference = first - other;
    pairs.first.push_back(first);
    pairs.other.push_back(other);
    pairs.differences.push_back(difference);
    if (difference > 0) ++pairs.above;
    if (difference < 0) ++pairs.below;
}

/// Differences that are equal but for their last bits (1.3 - 0.3, 1.7 - 0.7) are equal: those bits would pass for a
/// spread that is known very well.
void drop_rounding(Pairs& pairs) {
    constexpr double rounding = 8 * std::numeric_limits<double>::epsilon();
    if (pairs.differences.empty()) return;
    double size = 0;
    for (const auto* values : {&pairs.first, &pairs.other})
        for (const double value : *values) size = std::fmax(size, std::fabs(value));
    const auto [least, most] = std::minmax_element(pairs.differences.begin(), pairs.differences.end());
    if (!std::isfinite(size) || *most - *least > rounding * size) return;
    std::fill(pairs.differences.begin(), pairs.differences.end(), pairs.differences.front());
}

Pairs pairs_of(std::span<const double> first, std::span<const double> other) {
    Pairs pairs;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (!std::isnan(first[i]) && !std::isnan(other[i])) {
            take(pairs, first[i], other[i]);
            pairs.places.push_back(i);
        }
    drop_rounding(pairs);
    return pairs;
}

double mean_of(const std::vector<double>& values) {
    if (values.empty()) return none;
    const double from = std::isfinite(values.front()) ? values.front() : 0;
    double sum = 0;
    for (const double value : values) sum += value - from;
    return from + sum / static_cast<double>(values.size());
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

void set_heaviest(PairedInterval& result, const Pairs& pairs) {
    const double mean = mean_of(pairs.differences);
    const double squares = variance(pairs.differences) * pairs.count();
    if (!(squares > 0) || !std::isfinite(squares)) return;
    for (std::size_t i = 0; i < pairs.differences.size(); ++i) {
        const double apart = pairs.differences[i] - mean;
        if (apart * apart / squares <= result.heaviest_share) continue;
        result.heaviest_share = apart * apart / squares;
        result.heaviest = pairs.places[i];
    }
}

/// Tango's.
void set_score(MeanInterval& result, double above, double below) {
    result.interval = paired_share_interval(static_cast<double>(result.count), above, below);
    result.p_value = paired_share_p_value(above, below);
    result.method = IntervalMethod::score;
}

}  // namespace

PairedInterval paired_interval(std::span<const double> first, std::span<const double> other, ValuesAre are,
                               std::uint64_t seed) {
    const Pairs pairs = pairs_of(first, other);
    PairedInterval result;
    result.first_mean = mean_of(pairs.first);
    result.other_mean = mean_of(pairs.other);
    result.share_positive = pairs.above / pairs.count();
    result.share_negative = pairs.below / pairs.count();
    result.unpaired = unpaired_replicates(pairs);
    set_heaviest(result, pairs);
    if (are == ValuesAre::numbers) {
        result.difference = mean_interval(pairs.differences, seed);
        return result;
    }
    result.difference = without_interval(pairs.differences);
    if (pairs.differences.size() >= 2) set_score(result.difference, pairs.above, pairs.below);
    return result;
}

MeanInterval interval_from_sums(std::uint64_t count, double sum, double sum_of_squares, ValuesAre are) {
    MeanInterval result{count, none, none, {none, none}, none, 0, IntervalMethod::none};
    if (count == 0) return result;
    const auto n = static_cast<double>(count);
    result.mean = sum / n;
    const double variance = std::fmax(sum_of_squares / n - result.mean * result.mean, 0);
    if (count >= 2) result.standard_error = std::sqrt(variance / (n - 1));
    if (std::isinf(sum_of_squares)) result.method = IntervalMethod::infinite;
    if (!std::isfinite(sum_of_squares) || count < 2) return result;
    if (are == ValuesAre::truths) {
        set_score(result, (sum_of_squares + sum) / 2, (sum_of_squares - sum) / 2);
    } else {
        const double half = student_975(n - 1) * result.standard_error;
        result.interval = {result.mean - half, result.mean + half};
        result.p_value = student_two_sided(result.mean / result.standard_error, n - 1);
        result.method = IntervalMethod::student;
    }
    return result;
}

}  // namespace hegemon
