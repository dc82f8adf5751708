#include "study/bootstrap_t.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/check.hpp"
#include "core/name_hash.hpp"
#include "core/philox.hpp"

namespace hegemon {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Sum and sum of squares of a sample.
struct Sums {
    double sum = 0, squares = 0;
    void add(double value) {
        sum += value;
        squares += value * value;
    }
};

/// As many values as there are, drawn from them with replacement: one word of Philox chooses one.
Sums draw(std::span<const double> values, DrawKey key, std::uint64_t sample) {
    Sums sums;
    for (std::size_t i = 0; i < values.size(); i += 4) {
        const auto words = draw_block(key, i / 4, static_cast<std::uint32_t>(i / 4 >> 32U), sample);
        const std::size_t here = std::min<std::size_t>(4, values.size() - i);
        for (std::size_t k = 0; k < here; ++k) sums.add(values[(std::uint64_t{words[k]} * values.size()) >> 32U]);
    }
    return sums;
}

/// Student's statistic of a sample of deviations from the mean, up to the factor sqrt(n - 1) that all samples share.
/// A sample of equal values has no spread: it lies at infinity.
double statistic(const Sums& sums, double n) {
    constexpr double rounding = 1e-12;
    const double spread = sums.squares - sums.sum * sums.sum / n;
    if (spread <= rounding * sums.squares) return sums.sum == 0 ? 0 : std::copysign(infinity, sums.sum);
    return sums.sum / std::sqrt(n * spread);
}

double mean_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value - values.front();
    return values.front() + sum / static_cast<double>(values.size());
}

/// Two-sided, from the samples at least as far out as what was seen.
double p_value_of(const std::vector<double>& sorted, double seen) {
    const auto below = std::upper_bound(sorted.begin(), sorted.end(), seen) - sorted.begin();
    const auto above = sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), seen);
    const double rarer = static_cast<double>(std::min(below, above)) + 1;
    return std::fmin(1, 2 * rarer / static_cast<double>(sorted.size() + 1));
}

}  // namespace

std::uint64_t resamples_for(std::size_t values) {
    constexpr std::uint64_t most = 10'000, least = 1'000, draws = 100'000'000, step = 40;
    return std::clamp(draws / std::max<std::size_t>(values, 1) / step * step, least, most) - 1;
}

std::optional<BootstrapT> bootstrap_t(std::span<const double> values, std::uint64_t seed) {
    return bootstrap_t(values, seed, resamples_for(values.size()));
}

std::optional<BootstrapT> bootstrap_t(std::span<const double> values, std::uint64_t seed, std::uint64_t resamples) {
    HEGEMON_EXPECT(values.size() >= 2 && values.size() < std::size_t{1} << 32U && (resamples + 1) % 40 == 0);
    const double mean = mean_of(values), n = static_cast<double>(values.size());
    std::vector<double> deviations(values.begin(), values.end());
    for (double& value : deviations) value -= mean;
    const DrawKey key = draw_key(seed, "compare", "sample");
    std::vector<double> statistics(resamples);
    for (std::uint64_t sample = 0; sample < resamples; ++sample)
        statistics[sample] = statistic(draw(deviations, key, sample), n);
    std::sort(statistics.begin(), statistics.end());
    const double squares = std::inner_product(deviations.begin(), deviations.end(), deviations.begin(), 0.0);
    const double unit = std::sqrt(squares / n);  // of the statistic above, in that of the mean
    const auto tail = static_cast<std::size_t>((resamples + 1) / 40);
    const Bounds interval = {mean - statistics[resamples - tail] * unit, mean - statistics[tail - 1] * unit};
    if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return std::nullopt;
    return BootstrapT{interval, p_value_of(statistics, mean / unit), 2 / static_cast<double>(resamples + 1)};
}

}  // namespace hegemon
