// x^y against libquadmath and the table of IEEE 754.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/math.hpp"
#include "oracle.hpp"

namespace math = hegemon::math;
using oracle::Quad;
using oracle::same;
using oracle::Stream;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least = std::numeric_limits<double>::denorm_min();
const double missing = std::numeric_limits<double>::quiet_NaN();

template <class Draw>
oracle::Worst worst_power(int count, Draw draw) {
    oracle::Worst worst;
    for (int i = 0; i < count; ++i) {
        const auto [x, y] = draw();
        const double ulp = oracle::error_in_ulp(math::pow_general(x, y), oracle::powq(x, y));
        if (!(ulp <= worst.ulp)) worst = {ulp, x};
    }
    return worst;
}

struct Arguments {
    double x, y;
};

}  // namespace

TEST_CASE("pow_general is below 0.8 ulp over all normal results and below 0.9 over subnormal ones") {
    Stream stream(11);
    const auto anywhere = worst_power(50'000, [&] {
        const double x = stream.log_between(0x1p-1074, 0x1p1023);
        return Arguments{x, stream.between(-708, 709) / std::log(x)};
    });
    const auto usual = worst_power(50'000, [&] {
        return Arguments{stream.log_between(1e-3, 1e3), stream.between(-4, 4)};
    });
    const auto near_one = worst_power(30'000, [&] {
        const double x = 1 + stream.log_between(0x1p-52, 0.4) * (stream() < 0.5 ? -1 : 1);
        return Arguments{x, stream.between(-708, 709) / std::log(x)};
    });
    const auto subnormal = worst_power(10'000, [&] {
        const double x = stream.log_between(1e-300, 1e300);
        return Arguments{x, stream.between(-745, -708) / std::log(x)};
    });
    INFO(anywhere.ulp << " " << usual.ulp << " " << near_one.ulp << " " << subnormal.ulp);
    CHECK(anywhere.ulp < 0.8);
    CHECK(usual.ulp < 0.8);
    CHECK(near_one.ulp < 0.8);
    CHECK(subnormal.ulp < 0.9);
}

TEST_CASE("integer powers are products: exact where they can be, and within |n| ulp") {
    CHECK(math::pow(2, 9) == 512);
    CHECK(math::pow(2, math::pow(3, 2)) == 512);
    CHECK(math::pow(10, 22) == 1e22);
    CHECK(math::pow(3, 33) == 5559060566555523.0);
    CHECK(math::pow(-3, 3) == -27);
    CHECK(math::pow(2, -3) == 0.125);
    CHECK(math::pow(10, -2) == 0.01);
    CHECK(math::pow(2, 64) == 0x1p64);
    CHECK(math::pow(2, -64) == 0x1p-64);
    Stream stream(12);
    for (int i = 0; i < 30'000; ++i) {
        const int n = static_cast<int>(std::lround(stream.between(-64, 64)));
        const double x = stream.log_between(1e-4, 1e4) * (stream() < 0.5 ? -1 : 1);
        const double power = math::pow_integer(x, n);
        REQUIRE(oracle::error_in_ulp(power, oracle::powq(x, n)) <= std::abs(n) + 0.5);
        REQUIRE(same(math::pow(x, n), power));
    }
}

TEST_CASE("the three ways of pow meet its two forms, bit by bit") {
    Stream stream(13);
    for (int i = 0; i < 20'000; ++i) {
        const double x = stream.any_number(), y = stream.between(-80, 80);
        const double whole = std::round(y), half = std::round(y) + 0.5;
        for (const double exponent : {y, whole, half, 0.5, stream.any_number()}) {
            const bool integer = std::fabs(exponent) <= 64 && exponent == std::round(exponent);
            const double expected = integer           ? math::pow_integer(x, static_cast<int>(exponent))
                                    : exponent == 0.5 ? math::pow_half(x)
                                                      : math::pow_general(x, exponent);
            REQUIRE(same(math::pow(x, exponent), expected));
            REQUIRE(same(math::pow_select(x, exponent), expected));
        }
    }
    CHECK(math::pow(2, 0.5) == std::sqrt(2.0));
}

TEST_CASE("pow of zeros, ones, infinities and NaN is that of IEEE 754, by each way") {
    // std::pow of this platform follows the table of C, annex F.10.4.4, which is that of IEEE 754.
    const std::vector<double> bases{-infinity, -1e300, -3, -2, -1, -0.5,  -least,   -0.0,   0.0,
                                    least,     0.5,    1,  2,  3,  1e300, infinity, missing};
    const std::vector<double> exponents{-infinity, -1e300, -0x1p53, -65,        -64.5,  -3,    -2,       -1.5,
                                        -1,        -0.5,   -0.0,    0.0,        0.5,    1,     1.5,      2,
                                        3,         65,     66,      0x1p52 + 1, 0x1p53, 1e300, infinity, missing};
    for (const double x : bases) {
        for (const double y : exponents) {
            CAPTURE(x, y);
            const double expected = std::pow(x, y);
            const double got = math::pow(x, y), general = math::pow_general(x, y);
            const bool special =
                std::isnan(expected) || std::isinf(expected) || expected == 0 || std::fabs(expected) == 1;
            if (special) {
                CHECK(same(got, expected));
                CHECK(same(general, expected));
            } else {
                CHECK(oracle::error_in_ulp(got, expected) <= 2);
                CHECK(oracle::error_in_ulp(general, expected) <= 2);
            }
            CHECK(same(math::pow_select(x, y), got));
        }
    }
}
