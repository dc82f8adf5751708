#include "study/mean_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "study/bootstrap_t.hpp"
#include "study/student.hpp"

namespace hegemon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t least_for_bootstrap = 10;
constexpr std::size_t few_not_zero = 5, many_values = 10;

/// Sums of powers of the deviations from the mean.
struct Spread {
    double mean = 0, squares = 0, cubes = 0;
};

Spread spread_of(std::span<const double> values) {
    if (values.empty()) return {none, none, none};
    // Differences from the first: equal values then have no spread, to the bit.
    const double from = std::isfinite(values.front()) ? values.front() : 0;
    double sum = 0;
    for (const double value : values) sum += value - from;
    Spread spread{from + sum / static_cast<double>(values.size())};
    for (const double value : values) {
        const double deviation = value - spread.mean;
        spread.squares += deviation * deviation;
        spread.cubes += deviation * deviation * deviation;
    }
    return spread;
}

bool student_suits(const Spread& spread, double n) {
    if (n < least_for_bootstrap || spread.squares <= 0) return true;
    const double variance = spread.squares / n;
    const double skewness = spread.cubes / n / (variance * std::sqrt(variance));
    return n >= 28 + 25 * skewness * skewness;
}

MeanInterval moments(std::uint64_t count, const Spread& spread) {
    const auto n = static_cast<double>(count);
    const double error = count < 2 ? none : std::sqrt(spread.squares / (n - 1) / n);
    const bool is_finite = count == 0 || std::isfinite(spread.squares);
    const auto method = is_finite ? IntervalMethod::none : IntervalMethod::infinite;
    return {count, spread.mean, error, {none, none}, none, 0, method};
}

void set_student(MeanInterval& result) {
    const double degrees = static_cast<double>(result.count) - 1;
    const double half = student_975(degrees) * result.standard_error;
    result.interval = {result.mean - half, result.mean + half};
    result.p_value = student_two_sided(result.mean / result.standard_error, degrees);
    result.method = IntervalMethod::student;
}

/// Of the values that are not 0.
struct Signs {
    std::size_t above = 0, below = 0;
    double largest = 0;  ///< without its sign
};

Signs signs_of(std::span<const double> values) {
    Signs signs;
    for (const double value : values) {
        if (value > 0) ++signs.above;
        if (value < 0) ++signs.below;
        signs.largest = std::fmax(signs.largest, std::fabs(value));
    }
    return signs;
}

bool too_few(const Signs& signs, std::size_t values) {
    return values >= many_values && signs.above + signs.below < few_not_zero;
}

void set_few(MeanInterval& result, const Signs& signs) {
    const auto above = static_cast<double>(signs.above), below = static_cast<double>(signs.below);
    const Bounds share = paired_share_interval(static_cast<double>(result.count), above, below);
    result.interval = {share.low * signs.largest, share.high * signs.largest};
    result.p_value = paired_share_p_value(above, below);
    result.method = IntervalMethod::few;
}

void set_equal(MeanInterval& result) {
    result.interval = {result.mean, result.mean};
    result.p_value = result.mean == 0 ? 1 : 0;
    result.method = IntervalMethod::equal;
}

}  // namespace

bool student_suits(std::span<const double> values) {
    return student_suits(spread_of(values), static_cast<double>(values.size()));
}

MeanInterval without_interval(std::span<const double> values) { return moments(values.size(), spread_of(values)); }

MeanInterval mean_interval(std::span<const double> values, std::uint64_t seed) {
    const Spread spread = spread_of(values);
    MeanInterval result = moments(values.size(), spread);
    if (values.size() < 2 || result.method == IntervalMethod::infinite) return result;
    if (spread.squares <= 0) {
        set_equal(result);
        return result;
    }
    if (const Signs signs = signs_of(values); too_few(signs, values.size())) {
        set_few(result, signs);
        return result;
    }
    set_student(result);
    if (student_suits(spread, static_cast<double>(values.size()))) return result;
    result.method = IntervalMethod::few;
    if (const auto bootstrap = bootstrap_t(values, seed)) {
        result.interval = bootstrap->interval;
        result.p_value = bootstrap->p_value;
        result.least_p = bootstrap->least_p;
        result.method = IntervalMethod::bootstrap;
    }
    return result;
}

MeanInterval outcome_interval(std::span<const double> values, ValuesAre are, std::uint64_t seed) {
    if (are == ValuesAre::numbers) return mean_interval(values, seed);
    MeanInterval result = without_interval(values);
    if (values.size() < 2) return result;
    result.interval = share_interval(result.mean, static_cast<double>(values.size()));
    result.method = IntervalMethod::score;
    return result;
}

}  // namespace hegemon
