#pragma once
/// Independent values for the tests of sim/core/math.hpp: libquadmath, 113 bits.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/philox.hpp"

namespace oracle {

__extension__ typedef __float128 Quad;

// Declared here, since <quadmath.h> is GCC's alone while clang can use the library.
extern "C" {
Quad expq(Quad);
Quad exp2q(Quad);
Quad logq(Quad);
Quad log10q(Quad);
Quad powq(Quad, Quad);
Quad tanhq(Quad);
Quad erfcq(Quad);
}

/// The same bits, or both NaN.
inline bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) ||
           __builtin_bit_cast(std::uint64_t, a) == __builtin_bit_cast(std::uint64_t, b);
}

inline Quad size(Quad x) { return x < 0 ? -x : x; }

/// |got - exact| in units in the last place of the double nearest to exact. Infinities: 0 where both are, huge where
/// one is.
inline double error_in_ulp(double got, Quad exact) {
    const double nearest = static_cast<double>(exact);
    if (std::isnan(got) || std::isnan(nearest)) return std::isnan(got) == std::isnan(nearest) ? 0.0 : 1e300;
    if (std::isinf(got) || std::isinf(nearest)) {
        // Beyond the largest double, half a unit decides; the test does not.
        const double largest = std::numeric_limits<double>::max();
        return got == nearest || std::fabs(got) == largest || std::fabs(nearest) == largest ? 0.0 : 1e300;
    }
    int exponent = 0;
    std::frexp(nearest, &exponent);
    const double unit = std::ldexp(1.0, std::max(exponent - 53, -1074));
    return static_cast<double>(size(static_cast<Quad>(got) - exact) / static_cast<Quad>(unit));
}

/// Numbers in (0, 1) in an order of their own: the same in each run.
class Stream {
public:
    explicit Stream(std::uint32_t which) : key_{which, 0x7E57u} {}
    double operator()() { return hegemon::uniform(key_, next_++, 0, 0); }
    double between(double low, double high) { return low + (high - low) * (*this)(); }
    /// Spread evenly over the exponents.
    double log_between(double low, double high) { return std::exp2(between(std::log2(low), std::log2(high))); }
    /// Any bits that are a number.
    double any_number() {
        for (;;) {
            const auto words = hegemon::draw_block(key_, next_++, 1, 0);
            const double x = __builtin_bit_cast(double, (std::uint64_t{words[0]} << 32) | words[1]);
            if (!std::isnan(x)) return x;
        }
    }

private:
    hegemon::DrawKey key_;
    std::uint64_t next_ = 0;
};

/// The largest error of `function` against `exact` over `points`, and where.
struct Worst {
    double ulp = 0, at = 0;
};
template <class Function, class Exact>
Worst worst_error(const std::vector<double>& points, Function function, Exact exact) {
    Worst worst;
    for (const double x : points) {
        const double ulp = error_in_ulp(function(x), exact(static_cast<Quad>(x)));
        if (!(ulp <= worst.ulp)) worst = {ulp, x};
    }
    return worst;
}

}  // namespace oracle
