#pragma once
/// x^y. `pow` takes one of three ways by its exponent alone; who knows the exponent beforehand may call that way itself
/// and gets the same bits:
///   an integer from -64 to 64     pow_integer(x, n)
///   0.5                           pow_half(x)
///   anything else                 pow_general(x, y)
/// Zeros, ones, infinities and NaN as in IEEE 754 (2019, section 9.2.1): in particular x^0 = 1 and 1^y = 1, even for
/// NaN.
#include "core/math_pieces.hpp"

namespace hegemon::math {

inline constexpr int largest_integer_exponent = 64;

namespace pieces {

/// For x >= 0. From 2^52 on all doubles are integers.
HEGEMON_MATH bool is_integer(double x) {
    const double small = x < 0x1p52 ? x : 0.0;
    return (small + 0x1p52) - 0x1p52 == small;
}

/// The factor that a bit of the exponent stands for, or 1. By masks: SSE2 has no comparison of 64-bit integers.
HEGEMON_MATH double factor(std::uint64_t exponent, int bit, double power) {
    const std::uint64_t mask = 0 - ((exponent >> bit) & 1);
    return from_bits((bits(power) & mask) | (bits(1.0) & ~mask));
}

/// x^n for n below 128, by repeated squaring.
HEGEMON_MATH double products(double x, std::uint64_t n) {
    const double x2 = x * x, x4 = x2 * x2, x8 = x4 * x4, x16 = x8 * x8, x32 = x16 * x16, x64 = x32 * x32;
    // Written out, since GCC 12 does not vectorise a loop with a loop inside.
    return factor(n, 0, x) * factor(n, 1, x2) * factor(n, 2, x4) * factor(n, 3, x8) * factor(n, 4, x16) *
           factor(n, 5, x32) * factor(n, 6, x64);
}

}  // namespace pieces

/// x^n by repeated squaring, -64 <= n <= 64, 1 / x^|n| for negative n: exact where every power on the way is a double;
/// error below |n| ulp (below 0.5 for squares). Where x^|n| overflows, a negative n gives 0 (the true value is
/// below 5.6e-309).
HEGEMON_MATH double pow_integer(double x, int n) {
    const std::int64_t wide = n;
    const double power = pieces::products(x, static_cast<std::uint64_t>(wide < 0 ? -wide : wide));
    return n < 0 ? 1.0 / power : power;
}

/// x^0.5: sqrt but for -0 and -inf, of which IEEE 754 makes +0 and +inf.
HEGEMON_MATH double pow_half(double x) { return x == -infinity ? infinity : __builtin_sqrt(x) + 0.0; }

namespace pieces {

inline constexpr double largest = 0x1.fffffffffffffp1023;

/// x^y for y that is no integer, given |x|^y: negative numbers have no such power.
HEGEMON_MATH double no_root(double x, double size) { return x < 0.0 ? (x < -largest ? size : not_a_number) : size; }

}  // namespace pieces

/// x^y for a y that is no integer, and so finite: fewer cases than pow_general has, so that loops over it are vector
/// code.
struct FractionPowerSteps {
    double y;

    HEGEMON_MATH static Handed first(double x) { return pieces::log_pair_argument(__builtin_fabs(x)); }
    /// log |x| in two parts, infinite for 0 and infinity.
    HEGEMON_MATH static Handed second(double x, Handed handed) {
        const double size = __builtin_fabs(x);
        const pieces::Pair inside = pieces::log_pair(handed);
        return {size < infinity ? (size > 0.0 ? inside.high : -infinity) : size, inside.low};  // NaN for NaN
    }
    /// y log |x| in two parts, reduced.
    [[nodiscard]] HEGEMON_MATH Handed third(double x, Handed handed) const {
        const double used_y = x == 1.0 ? 0.0 : y;  // 1 to NaN is 1
        const pieces::Pair exponent = pieces::product(used_y, handed.a);
        return pieces::hand(pieces::reduce_any_for_exp(exponent.high, exponent.low + used_y * handed.b));
    }
    HEGEMON_MATH static double size(Handed handed) { return pieces::exp_of(pieces::reduced(handed)); }
    HEGEMON_MATH static double last(double x, Handed handed) { return pieces::no_root(x, size(handed)); }
};

/// exp(y log x) with the logarithm to 67 bits: error below 0.8 ulp (0.9 for subnormal results). Any x and y.
HEGEMON_MATH double pow_general(double x, double y) {
    // Infinite y times log(1) = 0 would be NaN.
    const double finite_y = y > pieces::largest ? pieces::largest : (y < -pieces::largest ? -pieces::largest : y);
    const FractionPowerSteps steps{finite_y};
    const double power = steps.size(steps.third(x, steps.second(x, steps.first(x))));
    const bool integer = pieces::is_integer(__builtin_fabs(y)), even = pieces::is_integer(0.5 * __builtin_fabs(y));
    const double with_sign = __builtin_copysign(power, even ? 1.0 : x);
    return y == 0.0 ? 1.0 : (integer ? with_sign : pieces::no_root(x, power));
}

/// Whether `pow` goes by repeated multiplication for this exponent.
HEGEMON_MATH bool is_integer_exponent(double y) {
    const double size = __builtin_fabs(y);
    return pieces::is_integer(size <= static_cast<double>(largest_integer_exponent) ? size : 0.5);
}

/// x^y.
HEGEMON_MATH double pow(double x, double y) {
    if (is_integer_exponent(y)) return pow_integer(x, static_cast<int>(y));
    if (y == 0.5) return pow_half(x);
    return pow_general(x, y);
}

/// x^y, the bits of `pow`, by all three ways and selects: for loops in which the exponent changes from element to
/// element.
HEGEMON_MATH double pow_select(double x, double y) {
    const bool integer = is_integer_exponent(y);
    const std::uint64_t n = pieces::bits((integer ? __builtin_fabs(y) : 0.0) + 0x1p52) & 0x7Fu;
    const double power = pieces::products(x, n);
    const double reciprocal = 1.0 / power, half = pow_half(x), general = pow_general(x, y);
    const double other = y == 0.5 ? half : general;
    return integer ? (y < 0.0 ? reciprocal : power) : other;
}

}  // namespace hegemon::math
