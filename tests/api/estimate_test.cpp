#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include <hegemon/estimate.hpp>

using namespace hegemon;

namespace {
constexpr double none = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("the quantiles of Student's t are those of the tables") {
    // SciPy 1.10, stats.t.ppf(0.975, degrees).
    const std::pair<double, double> table[] = {
        {1, 12.706204736432095},  {2, 4.302652729911275},   {3, 3.182446305284263},
        {4, 2.7764451051977987},  {5, 2.5705818366147395},  {10, 2.2281388519649385},
        {30, 2.0422724563012373}, {99, 1.9842169515086827}, {1000, 1.9623390808264074}};
    for (const auto& [degrees, value] : table) CHECK(student_975(degrees) == Approx(value).epsilon(2e-5));
    CHECK(student_975(1e9) == Approx(1.959963985).epsilon(1e-8));
}

TEST_CASE("mean, standard error and interval are those of a sample by hand") {
    Eigen::ArrayXd values(6);
    values << 2, 4, none, 4, 5, 5;
    const Estimate result = estimate(values);
    // Mean 4, squares 4 + 0 + 0 + 1 + 1 = 6, variance 6/4, standard error sqrt(1.5/5); t(4) = 2.776445.
    CHECK(result.count == 5);
    CHECK(result.mean == 4);
    CHECK(result.standard_error == Approx(std::sqrt(0.3)).epsilon(1e-15));
    CHECK(result.low == Approx(4 - 2.776445105 * std::sqrt(0.3)).epsilon(1e-4));
    CHECK(result.high == Approx(4 + 2.776445105 * std::sqrt(0.3)).epsilon(1e-4));
    CHECK(result.half_width() == Approx(2.776445105 * std::sqrt(0.3)).epsilon(1e-4));
}

TEST_CASE("a share has the score interval") {
    // Newcombe 1998, Stat. Med. 17, 857-872, table I, method 3: 15 of 148.
    Eigen::ArrayXd values = Eigen::ArrayXd::Zero(148);
    values.head(15) = 1;
    const Estimate result = estimate(values);
    CHECK(result.low == Approx(0.0624).margin(0.00005));
    CHECK(result.high == Approx(0.1605).margin(0.00005));
    // 0 of 20: 0 to 0.1611 (same table).
    const Estimate never = estimate(Eigen::ArrayXd::Zero(20));
    CHECK(never.low == 0);
    CHECK(never.high == Approx(0.1611).margin(0.00005));
    const Estimate always = estimate(Eigen::ArrayXd::Ones(20));
    CHECK(always.low == Approx(1 - 0.1611).margin(0.00005));
    CHECK(always.high == 1);
}

TEST_CASE("equal values have no spread to the bit") {
    const Estimate result = estimate(Eigen::ArrayXd::Constant(1000, 0.1));
    CHECK(result.mean == 0.1);
    CHECK(result.standard_error == 0);
    CHECK(result.low == 0.1);
}

TEST_CASE("too few values leave what they cannot tell missing") {
    const Estimate empty = estimate(Eigen::ArrayXd::Constant(3, none));
    CHECK(empty.count == 0);
    CHECK(std::isnan(empty.mean));
    CHECK(std::isnan(empty.half_width()));
    const Estimate one = estimate(Eigen::ArrayXd::Constant(1, 2.5));
    CHECK(one.mean == 2.5);
    CHECK(std::isnan(one.standard_error));
    CHECK(std::isnan(one.low));
}
