// The normal quantile against libquadmath's erfc, by one step of Newton in 113 bits.
#include "core/normal_quantile.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "oracle.hpp"

namespace math = hegemon::math;
using oracle::Quad;
using oracle::Stream;

namespace {

const Quad root_half = static_cast<Quad>(0x1.6a09e667f3bcdp-1) + static_cast<Quad>(-0x1.bdd3413b26456p-55);
const Quad root_2_pi = static_cast<Quad>(0x1.40d931ff62706p+1) + static_cast<Quad>(-0x1.a6a0d6f814637p-53);

/// (x - quantile(p)) / x, to first order, from the lower tail up to p: the chance below x less p, over the density.
double relative_error(double x, double p) {
    const Quad residual = oracle::erfcq(-static_cast<Quad>(x) * root_half) / 2 - static_cast<Quad>(p);
    const Quad density = oracle::expq(-static_cast<Quad>(x) * static_cast<Quad>(x) / 2) / root_2_pi;
    return static_cast<double>(oracle::size(residual / density / static_cast<Quad>(x)));
}

template <class Draw>
double worst(int count, Draw draw) {
    double largest = 0;
    for (int i = 0; i < count; ++i) {
        const double p = draw();
        largest = std::max(largest, relative_error(math::normal_quantile(p), p));
    }
    return largest;
}

}  // namespace

TEST_CASE("normal_quantile has a relative error below 1e-15 in the centre and both tails") {
    Stream stream(21);
    const double centre = worst(20'000, [&] { return stream.between(0.075, 0.925); });
    const double all = worst(20'000, [&] { return stream(); });
    const double low = worst(20'000, [&] { return stream.log_between(1e-307, 0.1); });
    const double high = worst(10'000, [&] { return 1 - stream.log_between(0x1p-52, 0.1); });
    const double middle = worst(10'000, [&] { return 0.5 + stream.log_between(0x1p-50, 0.1); });
    INFO(centre << " " << all << " " << low << " " << high << " " << middle);
    CHECK(centre < 1e-15);
    CHECK(all < 1e-15);
    CHECK(low < 1e-15);
    CHECK(high < 1e-15);
    CHECK(middle < 1e-15);
}

TEST_CASE("normal_quantile gives the published values of AS 241") {
    // Wichura 1988, p. 482: p = 0.25, 0.001, 1e-20
    CHECK(math::normal_quantile(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));
    CHECK(math::normal_quantile(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
    CHECK(math::normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
}

TEST_CASE("normal_quantile is odd around one half, grows, and has infinite ends") {
    Stream stream(22);
    for (int i = 0; i < 2000; ++i) {
        const double p = std::ldexp(std::floor(std::ldexp(stream(), 40)) + 1, -41);  // so that 1 - p is exact
        REQUIRE(math::normal_quantile(1 - p) == -math::normal_quantile(p));
    }
    double before = -std::numeric_limits<double>::infinity();
    CHECK(math::normal_quantile(0) == before);
    for (int i = 1; i < 4096; ++i) {
        const double x = math::normal_quantile(i / 4096.0);
        REQUIRE(x > before);
        before = x;
    }
    CHECK(math::normal_quantile(1) == std::numeric_limits<double>::infinity());
    CHECK(math::normal_quantile(0.5) == 0);
    CHECK(std::isnan(math::normal_quantile(-0.1)));
    CHECK(std::isnan(math::normal_quantile(1.1)));
    CHECK(std::isnan(math::normal_quantile(std::numeric_limits<double>::quiet_NaN())));
}
