#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

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
    const Estimate result = estimate(values, 1, OutcomeKind::truth);
    CHECK(result.low == Approx(0.0624).margin(0.00005));
    CHECK(result.high == Approx(0.1605).margin(0.00005));
    // 0 of 20: 0 to 0.1611 (same table).
    const Estimate never = estimate(Eigen::ArrayXd::Zero(20), 1, OutcomeKind::truth);
    CHECK(never.low == 0);
    CHECK(never.high == Approx(0.1611).margin(0.00005));
    const Estimate always = estimate(Eigen::ArrayXd::Ones(20), 1, OutcomeKind::truth);
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

namespace {

/// Pairs of an outcome that is 0 or 1: in `above` of them the first alone is 1, in `below` the other alone.
std::pair<Eigen::ArrayXd, Eigen::ArrayXd> binary_pairs(int n, int above, int below) {
    Eigen::ArrayXd first = Eigen::ArrayXd::Zero(n), other = Eigen::ArrayXd::Zero(n);
    first.head(above) = 1;
    other.tail(below) = 1;
    return {first, other};
}

PairedEstimate of_pairs(int n, int above, int below) {
    const auto [first, other] = binary_pairs(n, above, below);
    return paired_estimate(first, other, 1, OutcomeKind::truth);
}

}  // namespace

TEST_CASE("the difference of pairs is that of a sample of differences by hand") {
    Eigen::ArrayXd first(7), other(7);
    first << 5, 1, none, 7, 3, 8, none;
    other << 3, 1, 4, 3, 4, none, none;
    const PairedEstimate result = paired_estimate(first, other);
    // Differences 2, 0, 4, -1: mean 1.25, squares 0.5625 + 1.5625 + 7.5625 + 5.0625 = 14.75; t(3) = 3.182446.
    const double error = std::sqrt(14.75 / 3 / 4);
    CHECK(result.count == 4);
    CHECK(result.mean == 1.25);
    CHECK(result.standard_error == Approx(error).epsilon(1e-14));
    CHECK(result.low == Approx(1.25 - 3.182446305 * error).epsilon(1e-5));
    CHECK(result.high == Approx(1.25 + 3.182446305 * error).epsilon(1e-5));
    CHECK(result.share_positive == 0.5);
    CHECK(result.share_negative == 0.25);
    const PairedEstimate turned = paired_estimate(other, first);
    CHECK(turned.mean == -1.25);
    CHECK(turned.low == -result.high);
    CHECK(turned.share_positive == 0.25);
}

TEST_CASE("the difference of paired shares has Tango's score interval") {
    // Fagerland, Lydersen and Laake 2014, Stat. Med. 33, 2850-2875, on Bentur et al. 2009: -0.517 to -0.026.
    const PairedEstimate bentur = of_pairs(21, 1, 7);
    CHECK(bentur.mean == Approx(-6.0 / 21));
    CHECK(bentur.low == Approx(-0.517).margin(0.0005));
    CHECK(bentur.high == Approx(-0.026).margin(0.0005));
    // Computed apart from this: the likelihood maximised under each difference by SciPy 1.10, not by Tango's formula.
    struct Case {
        int n, above, below;
        double low, high;
    };
    const Case cases[] = {{21, 1, 7, -0.51723228, -0.02600303},
                          {161, 6, 16, -0.12402343, -0.00543340},
                          {44, 0, 1, -0.11807710, 0.05939323},
                          {50, 12, 2, 0.06111241, 0.34470875},
                          {160, 40, 20, 0.03086453, 0.21806424},
                          {500, 5, 0, 0.00229942, 0.02319310},
                          {100, 7, 0, 0.03041696, 0.13749515},
                          {10, 3, 3, -0.44421781, 0.44421781},
                          {30, 30, 0, 0.77297322, 1}};
    for (const Case& given : cases) {
        const PairedEstimate result = of_pairs(given.n, given.above, given.below);
        CHECK(result.low == Approx(given.low).margin(2e-8));
        CHECK(result.high == Approx(given.high).margin(2e-8));
        const PairedEstimate turned = of_pairs(given.n, given.below, given.above);
        CHECK(turned.low == -result.high);
        CHECK(turned.high == -result.low);
    }
    CHECK(of_pairs(30, 0, 30).low == -1);
    // No pair differs: z^2 / (n + z^2), by hand.
    CHECK(of_pairs(500, 0, 0).high == Approx(3.841458821 / 503.841458821).epsilon(1e-9));
    CHECK(of_pairs(500, 0, 0).low == -of_pairs(500, 0, 0).high);
}

TEST_CASE("the interval of a rare difference covers it where Student's would not") {
    // 200 pairs, the first alone is 1 with probability 0.01: coverage by adding up the binomial distribution.
    const int n = 200;
    const double p = 0.01;
    double probability = std::pow(1 - p, n), covered = 0, student = 0;
    for (int above = 0; above < 30; ++above) {
        const PairedEstimate result = of_pairs(n, above, 0);
        if (result.low <= p && p <= result.high) covered += probability;
        const double half = student_975(n - 1) * result.standard_error;
        if (std::abs(result.mean - p) <= half) student += probability;
        probability *= p / (1 - p) * (n - above) / (above + 1);
    }
    CHECK(covered > 0.94);
    CHECK(student < 0.87);
}

TEST_CASE("equal arms differ by nothing, and too few pairs leave missing what they cannot tell") {
    const Eigen::ArrayXd values = Eigen::ArrayXd::LinSpaced(50, 0.1, 7.3);
    const PairedEstimate equal = paired_estimate(values, values);
    CHECK(equal.mean == 0);
    CHECK(equal.low == 0);
    CHECK(equal.high == 0);
    CHECK(equal.share_positive + equal.share_negative == 0);
    const PairedEstimate empty = paired_estimate(Eigen::ArrayXd::Constant(3, none), values.head(3));
    CHECK(empty.count == 0);
    CHECK(std::isnan(empty.mean));
    CHECK(std::isnan(empty.share_positive));
    CHECK(std::isnan(empty.half_width()));
    const PairedEstimate one = paired_estimate(values.head(1), values.tail(1));
    CHECK(one.count == 1);
    CHECK(one.share_negative == 1);
    CHECK(std::isnan(one.low));
    CHECK_THROWS_AS(paired_estimate(values, values.head(3)), std::invalid_argument);
}
