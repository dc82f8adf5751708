#include "study/bootstrap_t.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace hegemon;

namespace {

const std::vector<double> skewed = {0.2, 0.9, 1.4, 2.2, 3.1, 9.7};

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double error_of(const std::vector<double>& values) {
    double squares = 0;
    for (const double value : values) squares += std::pow(value - mean_of(values), 2);
    const auto n = static_cast<double>(values.size());
    return std::sqrt(squares / (n - 1) / n);
}

/// Student's statistic of each of the 6^6 samples that can be drawn, in order.
std::vector<double> all_statistics(const std::vector<double>& values) {
    std::vector<double> statistics;
    for (int code = 0; code < 46'656; ++code) {
        std::vector<double> sample;
        for (int rest = code, i = 0; i < 6; ++i, rest /= 6)
            sample.push_back(values[static_cast<std::size_t>(rest % 6)]);
        const double apart = mean_of(sample) - mean_of(values), error = error_of(sample);
        statistics.push_back(error > 1e-12 ? apart / error : std::copysign(1e300, apart));
    }
    std::sort(statistics.begin(), statistics.end());
    return statistics;
}

}  // namespace

TEST_CASE("the ends are quantiles of the statistic over all samples that can be drawn") {
    const auto statistics = all_statistics(skewed);
    const auto at = [&](double share) { return statistics[static_cast<std::size_t>(share * 46'656)]; };
    const auto result = bootstrap_t(skewed, 1);
    REQUIRE(result);
    const double mean = mean_of(skewed), error = error_of(skewed);
    // Quantiles at 0.025 and 0.975 from 9,999 samples: their shares have a standard error of 0.0016; four of them.
    CHECK(result->interval.low > mean - at(0.9813) * error);
    CHECK(result->interval.low < mean - at(0.9687) * error);
    CHECK(result->interval.high > mean - at(0.0313) * error);
    CHECK(result->interval.high < mean - at(0.0187) * error);
}

TEST_CASE("the p-value is the share of statistics beyond what was seen, on the nearer side twice") {
    const auto statistics = all_statistics(skewed);
    for (const double shift : {0.0, -1.0, -2.0, -4.0}) {
        auto values = skewed;
        for (double& value : values) value += shift;
        const double seen = mean_of(values) / error_of(values);
        const auto beyond = static_cast<double>(
            std::count_if(statistics.begin(), statistics.end(), [&](double each) { return each >= seen; }));
        const double share = std::min(beyond, 46'656 - beyond) / 46'656;
        const double p = bootstrap_t(values, 1)->p_value;
        CAPTURE(shift);
        CHECK(p == Approx(2 * share).margin(8 * std::sqrt(share * (1 - share) / 9'999) + 0.0003));
    }
}

TEST_CASE("the interval leaves out 0 just if the p-value is at most 0.05") {
    int out = 0;
    for (int i = -60; i <= 0; ++i) {
        auto values = skewed;
        for (double& value : values) value += 0.1 * i;
        const auto result = bootstrap_t(values, 3);
        const bool leaves_out = result->interval.low > 0 || result->interval.high < 0;
        CHECK(leaves_out == (result->p_value <= 0.05));
        out += leaves_out ? 1 : 0;
    }
    CHECK(out > 5);
    CHECK(out < 55);
}

TEST_CASE("the same seed draws the same samples, another one others") {
    const auto result = bootstrap_t(skewed, 1);
    CHECK(bootstrap_t(skewed, 1)->interval.low == result->interval.low);
    CHECK(bootstrap_t(skewed, 2)->interval.low != result->interval.low);
}

TEST_CASE("the other sign gives the other interval, another unit the same one") {
    auto values = skewed, scaled = skewed;
    for (double& value : values) value = -value;
    for (double& value : scaled) value *= 1024;
    const auto result = bootstrap_t(skewed, 1), turned = bootstrap_t(values, 1), larger = bootstrap_t(scaled, 1);
    CHECK(turned->interval.low == Approx(-result->interval.high).epsilon(1e-12));
    CHECK(turned->interval.high == Approx(-result->interval.low).epsilon(1e-12));
    CHECK(larger->interval.low == 1024 * result->interval.low);
}

TEST_CASE("no interval comes from a sample of which too few values differ") {
    std::vector<double> values(100, 0);
    values[17] = 3;
    CHECK(!bootstrap_t(values, 1));
    for (std::size_t i = 0; i < 20; ++i) values[i] = static_cast<double>(i);
    CHECK(bootstrap_t(values, 1));
}

TEST_CASE("fewer samples are drawn of many values") {
    CHECK(resamples_for(10) == 9'999);
    CHECK(resamples_for(10'000) == 9'999);
    CHECK(resamples_for(50'000) == 1'999);
    CHECK(resamples_for(10'000'000) == 999);
    for (std::size_t values = 1; values < 200'000; values = values * 3 + 1)
        CHECK((resamples_for(values) + 1) % 40 == 0);
}
