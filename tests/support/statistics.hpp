#pragma once
/// What samples are held against. All tolerances are those of four standard errors of a normal distribution: what is
/// right passes but for one time in 16,000, and always or never with a fixed seed.
#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

namespace hegemon::test {

inline constexpr double tolerated_errors = 4;
inline constexpr double tolerated_chance = 6.334e-5;  ///< of a normal variate to lie further than that from its mean

struct Sample {
    double mean = 0;
    double variance = 0;  ///< the unbiased estimate
    double count = 0;
    [[nodiscard]] double standard_error() const { return std::sqrt(variance / count); }
};

inline Sample sample(const std::vector<double>& values) {
    if (values.size() < 2) throw std::invalid_argument("a sample has two values at least");
    Sample result;
    result.count = static_cast<double>(values.size());
    for (const double value : values) result.mean += value / result.count;
    for (const double value : values)
        result.variance += (value - result.mean) * (value - result.mean) / (result.count - 1);
    return result;
}

/// How many standard errors (known ones, not those of the sample) a share lies from its expectation.
inline double share_errors(double hits, double trials, double expected) {
    return (hits / trials - expected) / std::sqrt(expected * (1 - expected) / trials);
}

/// sqrt(n) D of Kolmogorov and Smirnov: the largest distance between the sample's distribution and `cumulative`.
inline double kolmogorov_smirnov(std::vector<double> values, const std::function<double(double)>& cumulative) {
    std::sort(values.begin(), values.end());
    const auto count = static_cast<double>(values.size());
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double below = cumulative(values[i]);
        const auto rank = static_cast<double>(i);
        distance = std::max({distance, below - rank / count, (rank + 1) / count - below});
    }
    return std::sqrt(count) * distance;
}

/// What kolmogorov_smirnov exceeds with the tolerated chance: the first term of the limit's series, 2 exp(-2 x^2)
/// (Kolmogorov 1933), whose other terms are below 1e-17 here.
inline double kolmogorov_smirnov_limit() { return std::sqrt(std::log(2 / tolerated_chance) / 2); }

}  // namespace hegemon::test
