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

/// Sums of powers of the deviations from the mean.
struct Spread {
    double mean = 0, squares = 0, cubes = 0;
};

Spread spread_of(std::span<const double> values) {
    if (values.empty()) return {none, none, none};
    // Differences from the first: equal values then have no spread, to the bit.
    double sum = 0;
    for (const double value : values) sum += value - values.front();
    Spread spread{values.front() + sum / static_cast<double>(values.size())};
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
    return {count, spread.mean, error, {none, none}, none, IntervalMethod::none};
}

void set_student(MeanInterval& result) {
    const double degrees = static_cast<double>(result.count) - 1;
    const double half = student_975(degrees) * result.standard_error;
    result.interval = {result.mean - half, result.mean + half};
    result.p_value = student_two_sided(result.mean / result.standard_error, degrees);
    result.method = IntervalMethod::student;
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
    if (values.size() < 2) return result;
    if (spread.squares <= 0) {
        set_equal(result);
        return result;
    }
    set_student(result);
    if (student_suits(spread, static_cast<double>(values.size()))) return result;
    result.method = IntervalMethod::few;
    if (const auto bootstrap = bootstrap_t(values, seed)) {
        result.interval = bootstrap->interval;
        result.p_value = bootstrap->p_value;
        result.method = IntervalMethod::bootstrap;
    }
    return result;
}

MeanInterval outcome_interval(std::span<const double> values, std::uint64_t seed) {
    const bool is_binary =
        std::all_of(values.begin(), values.end(), [](double value) { return value == 0 || value == 1; });
    if (!is_binary || values.empty()) return mean_interval(values, seed);
    MeanInterval result = without_interval(values);
    result.interval = share_interval(result.mean, static_cast<double>(values.size()));
    result.method = IntervalMethod::score;
    return result;
}

}  // namespace hegemon
