// Distributions: closed forms, moments and the whole distribution function, with fixed draws.
#include "core/distributions.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/name_hash.hpp"
#include "core/philox.hpp"

namespace draws = hegemon::draws;

namespace {

constexpr std::size_t count = 40'000;

template <class Draw>
std::vector<double> sample(std::uint64_t seed, Draw draw) {
    std::vector<double> values(count);
    hegemon::uniforms(values.data(), hegemon::draw_key(seed, "event.test", "set.x"), 3, 99, 0, count);
    for (double& value : values) value = draw(value);
    return values;
}

/// Kolmogorov and Smirnov's distance times the root of the count. Above 2.28 with a chance of 6e-5, that of 4 sigma.
template <class Distribution>
double scaled_distance(std::vector<double> values, Distribution distribution) {
    std::sort(values.begin(), values.end());
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double f = distribution(values[i]);
        distance = std::max({distance, f - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - f});
    }
    return distance * std::sqrt(static_cast<double>(count));
}
constexpr double four_sigma = 2.28;

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size());
}

const double root_count = std::sqrt(static_cast<double>(count));

}  // namespace

TEST_CASE("uniform is even between its ends") {
    const auto values = sample(1, [](double u) { return draws::uniform(u, -3, 5); });
    CHECK(scaled_distance(values, [](double x) { return (x + 3) / 8; }) < four_sigma);
    CHECK(std::fabs(mean_of(values) - 1) < 4 * 8 / std::sqrt(12.0) / root_count);
    CHECK(draws::uniform(0.25, 10, 20) == 12.5);
}

TEST_CASE("chance holds with its probability, never at 0 and always at 1") {
    const auto values = sample(2, [](double u) { return draws::chance(u, 0.3) ? 1.0 : 0.0; });
    CHECK(std::fabs(mean_of(values) - 0.3) < 4 * std::sqrt(0.3 * 0.7) / root_count);
    for (const double u : {0x1p-53, 0.5, 1 - 0x1p-53}) {
        CHECK(!draws::chance(u, 0));
        CHECK(draws::chance(u, 1));
    }
}

TEST_CASE("normal has its mean, deviation and shape") {
    const auto values = sample(3, [](double u) { return draws::normal(u, 10, 2); });
    CHECK(scaled_distance(values, [](double x) { return 0.5 * std::erfc((10 - x) / 2 / std::sqrt(2.0)); }) <
          four_sigma);
    CHECK(std::fabs(mean_of(values) - 10) < 4 * 2 / root_count);
    CHECK(std::fabs(variance_of(values) - 4) < 4 * 4 * std::sqrt(2.0) / root_count);
    CHECK(draws::normal(0.5, 7, 3) == 7);
    CHECK(draws::normal(0.975, 0, 1) == Approx(1.959963984540054).epsilon(1e-15));
    CHECK(draws::normal(0.2, 5, 0) == 5);
}

TEST_CASE("exponential has its mean, and grows with u") {
    const auto values = sample(4, [](double u) { return draws::exponential(u, 2.5); });
    CHECK(scaled_distance(values, [](double x) { return -std::expm1(-x / 2.5); }) < four_sigma);
    CHECK(std::fabs(mean_of(values) - 2.5) < 4 * 2.5 / root_count);
    CHECK(draws::exponential(0.5, 1) == Approx(0.6931471805599453).epsilon(1e-15));
    CHECK(draws::exponential(0x1p-53, 1) == Approx(0x1p-53).epsilon(1e-15));
    CHECK(draws::exponential(0.9, 1) > draws::exponential(0.1, 1));
    CHECK(*std::min_element(values.begin(), values.end()) > 0);
}

TEST_CASE("pareto follows the distribution function of a Pareto law cut off at both ends") {
    const double low = 10, high = 2000, a = 0.53;
    const auto values = sample(5, [&](double u) { return draws::pareto(u, low, high, a); });
    const auto distribution = [&](double x) { return (1 - std::pow(low / x, a)) / (1 - std::pow(low / high, a)); };
    CHECK(scaled_distance(values, distribution) < four_sigma);
    CHECK(*std::min_element(values.begin(), values.end()) >= low);
    CHECK(*std::max_element(values.begin(), values.end()) <= high);

    // E x^n of the density a low^a x^-(a + 1) / (1 - (low / high)^a).
    const auto moment = [&](double n) {
        const double mass = a * std::pow(low, a) / (1 - std::pow(low / high, a));
        return mass * (std::pow(high, n - a) - std::pow(low, n - a)) / (n - a);
    };
    const double mean = moment(1), variance = moment(2) - mean * mean;
    CHECK(std::fabs(mean_of(values) - mean) < 4 * std::sqrt(variance) / root_count);
    for (const double u : {0.001, 0.25, 0.5, 0.75, 0.999}) {
        CHECK(distribution(draws::pareto(u, low, high, a)) == Approx(u).epsilon(1e-12));
    }
}

TEST_CASE("pareto by selects has the bits of pareto") {
    for (const double exponent : {0.53, 1.0, 2.0, 0.5, -1.5}) {
        for (int i = 1; i < 500; ++i) {
            REQUIRE(draws::pareto_select(i / 500.0, 10, 2000, exponent) ==
                    draws::pareto(i / 500.0, 10, 2000, exponent));
        }
    }
}
