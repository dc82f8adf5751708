// exp, log and their relatives against libquadmath; special values; see math_bits_test.cpp for sameness of bits.
#include "core/math.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "oracle.hpp"

namespace math = hegemon::math;
using oracle::Quad;
using oracle::same;
using oracle::Stream;
using oracle::worst_error;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();
const double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double ln2 = 0.693147180559945309417;

template <class Draw>
std::vector<double> points(std::size_t count, Draw draw, std::vector<double> first = {}) {
    while (first.size() < count) first.push_back(draw());
    return first;
}

/// Both neighbours of each of these, and they themselves.
std::vector<double> around(const std::vector<double>& centres) {
    std::vector<double> all;
    for (const double x : centres) {
        all.insert(all.end(), {std::nextafter(x, -infinity), x, std::nextafter(x, infinity)});
    }
    return all;
}

#define REQUIRE_WORST_BELOW(worst, limit)                              \
    do {                                                               \
        const oracle::Worst found = (worst);                           \
        INFO("largest error " << found.ulp << " ulp at " << found.at); \
        CHECK(found.ulp < (limit));                                    \
    } while (false)

}  // namespace

TEST_CASE("exp is below 0.7 ulp over all normal results and below 0.85 over subnormal ones") {
    const auto exact = [](Quad x) { return oracle::expq(x); };
    Stream stream(1);
    std::vector<double> edges;
    for (int k = -1020; k < 1024; ++k) edges.push_back((k + 0.5) * ln2);
    edges.push_back(709.782712893384);
    REQUIRE_WORST_BELOW(worst_error(around(edges), math::exp, exact), 0.7);
    REQUIRE_WORST_BELOW(worst_error(points(50'000, [&] { return stream.between(-708.3, 709.7); }), math::exp, exact),
                        0.7);
    REQUIRE_WORST_BELOW(worst_error(points(50'000, [&] { return stream.between(-1, 1); }), math::exp, exact), 0.7);
    REQUIRE_WORST_BELOW(worst_error(points(10'000, [&] { return stream.log_between(1e-300, 1); }), math::exp, exact),
                        0.7);
    REQUIRE_WORST_BELOW(worst_error(points(10'000, [&] { return -stream.log_between(1e-300, 1); }), math::exp, exact),
                        0.7);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(-746, -708); }), math::exp, exact),
                        0.85);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.any_number(); }), math::exp, exact), 0.85);
}

TEST_CASE("exp of special values is exact") {
    CHECK(same(math::exp(0.0), 1.0));
    CHECK(same(math::exp(-0.0), 1.0));
    CHECK(same(math::exp(infinity), infinity));
    CHECK(same(math::exp(-infinity), 0.0));
    CHECK(same(math::exp(709.79), infinity));
    CHECK(same(math::exp(1e308), infinity));
    CHECK(same(math::exp(-745.2), 0.0));
    CHECK(same(math::exp(-745.1), least));
    CHECK(same(math::exp(-1e308), 0.0));
    CHECK(std::isnan(math::exp(missing)));
}

TEST_CASE("exp2 is below 0.7 ulp, and exact for integers") {
    const auto exact = [](Quad x) { return oracle::exp2q(x); };
    Stream stream(2);
    REQUIRE_WORST_BELOW(worst_error(points(30'000, [&] { return stream.between(-1022, 1024); }), math::exp2, exact),
                        0.7);
    REQUIRE_WORST_BELOW(worst_error(points(10'000, [&] { return stream.between(-1, 1); }), math::exp2, exact), 0.7);
    REQUIRE_WORST_BELOW(worst_error(points(10'000, [&] { return stream.between(-1076, -1022); }), math::exp2, exact),
                        0.85);
    for (int k = -1074; k < 1024; ++k) REQUIRE(same(math::exp2(k), std::ldexp(1.0, k)));
    CHECK(same(math::exp2(1024), infinity));
    CHECK(same(math::exp2(infinity), infinity));
    CHECK(same(math::exp2(-infinity), 0.0));
    CHECK(same(math::exp2(-1076), 0.0));
    CHECK(std::isnan(math::exp2(missing)));
}

TEST_CASE("log is below 0.9 ulp over all positive numbers, subnormal ones included") {
    const auto exact = [](Quad x) { return oracle::logq(x); };
    Stream stream(3);
    std::vector<double> edges{1.0, least, 2 * least, largest, std::numeric_limits<double>::min()};
    for (int k = -1070; k < 1024; ++k) {
        edges.push_back(std::ldexp(0.70710678118654752440, k));
        edges.push_back(std::ldexp(1.0, k));
    }
    REQUIRE_WORST_BELOW(worst_error(
                            around(edges), [](double x) { return math::log(x > 0 ? x : 1.0); },
                            [](Quad x) { return oracle::logq(x > 0 ? x : 1); }),
                        0.9);
    REQUIRE_WORST_BELOW(
        worst_error(points(60'000, [&] { return stream.log_between(0x1p-1074, largest); }), math::log, exact), 0.9);
    REQUIRE_WORST_BELOW(worst_error(points(60'000, [&] { return stream.between(0.5, 2); }), math::log, exact), 0.9);
    REQUIRE_WORST_BELOW(
        worst_error(points(20'000, [&] { return 1 + stream.log_between(0x1p-52, 0.5); }), math::log, exact), 0.9);
    REQUIRE_WORST_BELOW(
        worst_error(points(20'000, [&] { return 1 - stream.log_between(0x1p-53, 0.5); }), math::log, exact), 0.9);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return std::fabs(stream.any_number()); }), math::log, exact),
                        0.9);
}

TEST_CASE("log of special values is exact") {
    CHECK(same(math::log(1.0), 0.0));
    CHECK(same(math::log(0.0), -infinity));
    CHECK(same(math::log(-0.0), -infinity));
    CHECK(same(math::log(infinity), infinity));
    CHECK(std::isnan(math::log(-1.0)));
    CHECK(std::isnan(math::log(-least)));
    CHECK(std::isnan(math::log(-infinity)));
    CHECK(std::isnan(math::log(missing)));
}

TEST_CASE("log10 is below 0.6 ulp, and exact for powers of ten") {
    const auto exact = [](Quad x) { return oracle::log10q(x); };
    Stream stream(4);
    REQUIRE_WORST_BELOW(
        worst_error(points(20'000, [&] { return stream.log_between(0x1p-1074, largest); }), math::log10, exact), 0.6);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(0.5, 2); }), math::log10, exact), 0.6);
    double power = 1;
    for (int k = 0; k <= 22; ++k, power *= 10) REQUIRE(same(math::log10(power), k));
    CHECK(same(math::log10(0.0), -infinity));
    CHECK(same(math::log10(infinity), infinity));
    CHECK(std::isnan(math::log10(-1.0)));
    CHECK(std::isnan(math::log10(missing)));
}

TEST_CASE("tanh is below 2.5 ulp, also near zero, and odd") {
    const auto exact = [](Quad x) { return oracle::tanhq(x); };
    Stream stream(5);
    REQUIRE_WORST_BELOW(worst_error(points(60'000, [&] { return stream.between(-3, 3); }), math::tanh, exact), 2.5);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(-25, 25); }), math::tanh, exact), 2.5);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.log_between(1e-307, 1); }), math::tanh, exact),
                        2.5);
    for (int i = 0; i < 1000; ++i) {
        const double x = stream.between(-30, 30);
        REQUIRE(same(math::tanh(-x), -math::tanh(x)));
    }
    CHECK(same(math::tanh(0.0), 0.0));
    CHECK(same(math::tanh(-0.0), -0.0));
    CHECK(same(math::tanh(infinity), 1.0));
    CHECK(same(math::tanh(-infinity), -1.0));
    CHECK(same(math::tanh(20), 1.0));
    CHECK(same(math::tanh(least), least));
    CHECK(std::isnan(math::tanh(missing)));
}

TEST_CASE("logistic is below 3 ulp in both tails") {
    const auto exact = [](Quad x) { return 1 / (1 + oracle::expq(-x)); };
    Stream stream(6);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(-5, 5); }), math::logistic, exact), 3);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(-744, 744); }), math::logistic, exact),
                        3);
    CHECK(same(math::logistic(0), 0.5));
    CHECK(same(math::logistic(infinity), 1.0));
    CHECK(same(math::logistic(-infinity), 0.0));
    CHECK(std::isnan(math::logistic(missing)));
}

TEST_CASE("logit is below 4 ulp, also near one half") {
    const auto exact = [](Quad p) { return oracle::logq(p / (1 - p)); };
    Stream stream(7);
    REQUIRE_WORST_BELOW(worst_error(points(50'000, [&] { return stream(); }), math::logit, exact), 4);
    REQUIRE_WORST_BELOW(worst_error(points(20'000, [&] { return stream.between(0.4, 0.6); }), math::logit, exact), 4);
    REQUIRE_WORST_BELOW(
        worst_error(points(20'000, [&] { return stream.log_between(1e-307, 0.5); }), math::logit, exact), 4);
    REQUIRE_WORST_BELOW(
        worst_error(points(20'000, [&] { return 1 - stream.log_between(0x1p-53, 0.5); }), math::logit, exact), 4);
    CHECK(same(math::logit(0.5), 0.0));
    CHECK(same(math::logit(0), -infinity));
    CHECK(same(math::logit(1), infinity));
    CHECK(std::isnan(math::logit(-0.1)));
    CHECK(std::isnan(math::logit(1.1)));
    CHECK(std::isnan(math::logit(missing)));
}

TEST_CASE("min and max know NaN and the sign of zero, whatever the order") {
    const std::vector<double> values{-infinity, -1.5, -least, -0.0, 0.0, least, 1.0, infinity};  // in order
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i; j < values.size(); ++j) {
            CHECK(same(math::min(values[i], values[j]), values[i]));
            CHECK(same(math::min(values[j], values[i]), values[i]));
            CHECK(same(math::max(values[i], values[j]), values[j]));
            CHECK(same(math::max(values[j], values[i]), values[j]));
        }
        CHECK(std::isnan(math::min(values[i], missing)));
        CHECK(std::isnan(math::min(missing, values[i])));
        CHECK(std::isnan(math::max(values[i], missing)));
        CHECK(std::isnan(math::max(missing, values[i])));
    }
}

TEST_CASE("abs and sqrt are those of IEEE 754") {
    CHECK(same(math::abs(-0.0), 0.0));
    CHECK(same(math::abs(-infinity), infinity));
    CHECK(same(math::sqrt(2.0), 0x1.6a09e667f3bcdp+0));
    CHECK(same(math::sqrt(-0.0), -0.0));
    CHECK(std::isnan(math::sqrt(-1.0)));
}
