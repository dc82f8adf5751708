#pragma once
/// What math.hpp is built from: bits, polynomials, exact products, range reduction. Not for use elsewhere.
///
/// Conditions are single comparisons and choices nested: GCC 12 vectorises `a ? x : (b ? x : y)` where it gives up on
/// `(a | b) ? x : y`.
///
/// No standard header but <cstdint> and everything forced inline: these functions stand in translation units compiled
/// for one instruction set each, and no copy of them may be left for the linker to share between those.
#include <cstdint>

#define HEGEMON_MATH [[gnu::always_inline]] inline

namespace hegemon::math {

inline constexpr double infinity = __builtin_inf();
inline constexpr double not_a_number = __builtin_nan("");

/// What a step of a function hands to the next. A function in steps is a struct with first(x), perhaps
/// second(x, handed) and third(x, handed), and last(x, handed), which is its value.
struct Handed {
    double a = 0, b = 0, c = 0;
};

/// All steps one after the other.
template <class Steps>
HEGEMON_MATH double value_of(Steps steps, double x) {
    Handed handed = steps.first(x);
    if constexpr (requires { steps.second(x, handed); }) handed = steps.second(x, handed);
    if constexpr (requires { steps.third(x, handed); }) handed = steps.third(x, handed);
    return steps.last(x, handed);
}

namespace pieces {

HEGEMON_MATH std::uint64_t bits(double x) { return __builtin_bit_cast(std::uint64_t, x); }
HEGEMON_MATH double from_bits(std::uint64_t x) { return __builtin_bit_cast(double, x); }

/// c0 + c1 x + c2 x^2 + ..., four terms at a time side by side (after Estrin 1960): most of the cost of these functions
/// is waiting for one operation after the other.
HEGEMON_MATH double polynomial(double /*x*/, double c0) { return c0; }
HEGEMON_MATH double polynomial(double x, double c0, double c1) { return c0 + x * c1; }
HEGEMON_MATH double polynomial(double x, double c0, double c1, double c2) { return (c0 + x * c1) + (x * x) * c2; }
template <class... Coefficients>
HEGEMON_MATH double polynomial(double x, double c0, double c1, double c2, double c3, Coefficients... further) {
    const double square = x * x;
    const double four = (c0 + x * c1) + square * (c2 + x * c3);
    if constexpr (sizeof...(further) == 0) {
        return four;
    } else {
        return four + (square * square) * polynomial(x, further...);
    }
}

/// A number as the sum of two, the second below half a unit in the last place of the first: some 105 bits.
struct Pair {
    double high = 0, low = 0;
};

/// Its first 26 bits: the product of two such numbers is exact.
HEGEMON_MATH double upper(double x) { return from_bits(bits(x) & 0xFFFFFFFFF8000000u); }

/// high + low made a Pair, exactly, for |high| >= |low| or high = 0 (Dekker 1971).
HEGEMON_MATH Pair normalised(double high, double low) {
    const double sum = high + low;
    return {sum, (high - sum) + low};
}

/// a * b to 105 bits or so, without a fused multiply-add (Dekker 1971), which would not be the same everywhere. The
/// factors are cut by mask, so that they do not overflow.
HEGEMON_MATH Pair product(double a, double b) {
    const double a_high = upper(a), a_low = a - a_high, b_high = upper(b), b_low = b - b_high;
    const double high = a * b;
    return {high, ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

/// ln 2, the first part of 41 bits, so that its product with an integer of 12 bits is exact.
inline constexpr double ln2_high = 0x1.62e42fefa4000p-1, ln2_low = -0x1.8432a1b0e2634p-43;
/// Adding and taking away 1.5 * 2^52 rounds to an integer, which the low bits of the sum hold.
inline constexpr double round_shift = 0x1.8p52;

/// (exp(r) - 1 - r) for |r| <= ln(2) / 2; tests/core/coefficients.py: error 2^-58 r^2.
HEGEMON_MATH double exp_rest(double r) {
    return r * r *
           polynomial(r, 0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5, 0x1.11111111100dcp-7,
                      0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13, 0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19,
                      0x1.27e4db646b17cp-22, 0x1.af4de97ca41a5p-26, 0x1.1f73034986bbdp-29);
}

/// x + low = k ln 2 + high + tail, |high| <= ln(2) / 2 and exact.
struct Reduced {
    double high, tail;
    std::uint64_t k;  ///< two's complement
};
HEGEMON_MATH Reduced reduce_for_exp(double x, double low) {
    const double shifted = x * 0x1.71547652b82fep+0 + round_shift;
    const double k = shifted - round_shift;
    return {x - k * ln2_high, low - k * ln2_low, bits(shifted) - bits(round_shift)};
}

HEGEMON_MATH Handed hand(Reduced reduced) { return {reduced.high, reduced.tail, from_bits(reduced.k)}; }
HEGEMON_MATH Reduced reduced(Handed handed) { return {handed.a, handed.b, bits(handed.c)}; }

/// 2^k exp(high + tail). The power of two comes in two halves, so that results down to the least subnormal number are
/// rounded once, and too large ones become infinite.
HEGEMON_MATH double exp_of(Reduced reduced) {
    const double high = reduced.high;
    const double sum = 1.0 + high;
    const double lost = (1.0 - sum) + high;
    const double scaled = sum + (lost + (exp_rest(high + reduced.tail) + reduced.tail));
    const std::uint64_t twice_biased = reduced.k + 2046;
    const std::uint64_t first = twice_biased >> 1;
    return scaled * from_bits(first << 52) * from_bits((twice_biased - first) << 52);
}

/// The same for any x and |low| far below |x|: exp_of makes 0 and infinity of what is outside of the range.
HEGEMON_MATH Reduced reduce_any_for_exp(double x, double low) {
    const double inside = x > 710.0 ? 710.0 : (x < -746.0 ? -746.0 : x);
    return reduce_for_exp(inside, inside == x ? low : 0.0);
}

/// x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2), f exact, for positive finite x; otherwise anything.
struct Scaled {
    double f, k;
};
HEGEMON_MATH Scaled scale_for_log(double x) {
    const bool subnormal = x < 0x1p-1022;
    const std::uint64_t x_bits = bits(subnormal ? x * 0x1p54 : x);
    constexpr std::uint64_t root_half = 0x3FE6A09E667F3BCDu, one = 0x3FF0000000000000u;
    const std::uint64_t biased = (x_bits + (one - root_half)) >> 52;
    const double mantissa = from_bits(x_bits - (biased << 52) + one);
    // 2^52 + biased is made by its bits: it is exact, and there is no vector conversion from 64-bit integers before
    // AVX-512.
    const double k = from_bits(biased | 0x4330000000000000u) - (0x1p52 + 1023.0);
    return {mantissa - 1.0, subnormal ? k - 54.0 : k};
}

/// A logarithm of any x, given what it is for positive finite x.
HEGEMON_MATH double log_outside(double x, double inside) {
    const double below = x == 0.0 ? -infinity : not_a_number;
    const double result = x > 0.0 ? inside : below;
    return x == infinity ? infinity : result;
}

/// log((1 + s) / (1 - s)) - 2 s, divided by s, for z = s^2, s <= 0.1716; tests/core/coefficients.py: error 2^-51 z.
HEGEMON_MATH double log_rest(double z) {
    return z * polynomial(z, 0x1.5555555555558p-1, 0x1.99999999952d7p-2, 0x1.2492492df281ap-2, 0x1.c71c62e3f11e6p-3,
                          0x1.7462b51cb66b1p-3, 0x1.39fe51a7c18f9p-3, 0x1.2b5900de53b32p-3);
}

HEGEMON_MATH Pair times(Pair a, Pair b) {
    const Pair exact = product(a.high, b.high);
    return {exact.high, exact.low + (a.high * b.low + a.low * b.high)};
}

/// f / (2 + f) for an exact f; the first part has 26 bits.
HEGEMON_MATH Pair log_argument(double f) {
    const double divisor_high = upper(2.0 + f), divisor_low = f - (divisor_high - 2.0);
    const double reciprocal = 1.0 / (2.0 + f);
    const double high = upper(f * reciprocal);
    return {high, ((f - high * divisor_high) - high * divisor_low) * reciprocal};
}

/// log(1 + f) for s = f / (2 + f): s (2 + z (2/3 + z (2/5 + z (2/7 + ...)))), z = s^2. Each bracket is a first part of
/// 26 bits, with which products are exact, and a rest; what stands behind 2/5 is taken in plain doubles.
HEGEMON_MATH Pair log_of_mantissa(Pair s) {
    const double s_sum = s.high + s.low;
    const double square = s.high * s.high, square_low = s.low * (s.high + s_sum);
    const double z = square + square_low, z_high = upper(square), z_low = (square - z_high) + square_low;
    const double rest =
        z * z *
        polynomial(z, 0x1.2492492492497p-2, 0x1.c71c71c715454p-3, 0x1.745d175506d0fp-3, 0x1.3b13a5283a631p-3,
                   0x1.11159f098bfbcp-3, 0x1.e0201b77e1af2p-4, 0x1.d9c2145534d37p-4);
    constexpr Pair two_fifths{0x1.9999998000000p-2, 0x1.999999999999ap-30};
    constexpr Pair two_thirds{0x1.5555555555555p-1, 0x1.5555555555555p-55};
    const double fifths = z_high * two_fifths.high;
    const double fifths_low = (z_high * two_fifths.low + z_low * 0.4) + rest;
    const double c = upper(two_thirds.high + fifths);
    const double c_low = ((two_thirds.high - c) + fifths) + (two_thirds.low + fifths_low);
    const double w = z_high * c, w_low = z_high * c_low + z_low * (c + c_low);
    const double g = upper(2.0 + w), g_low = ((2.0 - g) + w) + w_low;
    return {s.high * g, s.high * g_low + s.low * (g + g_low)};
}

// log(x) to about 2^-67 of its value, for positive finite x = 2^k (1 + f).

/// First step: s = f / (2 + f) in two parts, and k.
HEGEMON_MATH Handed log_pair_argument(double x) {
    const Scaled scaled = scale_for_log(x);
    const Pair s = log_argument(scaled.f);
    return {s.high, s.low, scaled.k};
}

/// Second step.
HEGEMON_MATH Pair log_pair(Handed argument) {
    const double k = argument.c;
    const Pair of_mantissa = log_of_mantissa({argument.a, argument.b});
    const Pair sum = normalised(k * ln2_high, of_mantissa.high);
    return normalised(sum.high, sum.low + (k * ln2_low + of_mantissa.low));
}

}  // namespace pieces
}  // namespace hegemon::math
