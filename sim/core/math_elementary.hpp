#pragma once
/// exp, log and what is made of them; see math.hpp.
#include "core/math_pieces.hpp"

namespace hegemon::math {

HEGEMON_MATH double abs(double x) { return __builtin_fabs(x); }

/// NaN if one of the two is; min(-0, +0) = -0, whatever the order.
HEGEMON_MATH double min(double a, double b) {
    const double equal = pieces::from_bits(pieces::bits(a) | pieces::bits(b));
    const double ordered = a < b ? a : (b < a ? b : equal);
    return a == a ? (b == b ? ordered : not_a_number) : not_a_number;
}

/// NaN if one of the two is; max(-0, +0) = +0, whatever the order.
HEGEMON_MATH double max(double a, double b) {
    const double equal = pieces::from_bits(pieces::bits(a) & pieces::bits(b));
    const double ordered = a > b ? a : (b > a ? b : equal);
    return a == a ? (b == b ? ordered : not_a_number) : not_a_number;
}

/// Correctly rounded. NaN below 0.
HEGEMON_MATH double sqrt(double x) { return __builtin_sqrt(x); }

struct ExpSteps {
    HEGEMON_MATH static Handed first(double x) { return pieces::hand(pieces::reduce_any_for_exp(x, 0.0)); }
    HEGEMON_MATH static double last(double /*x*/, Handed handed) { return pieces::exp_of(pieces::reduced(handed)); }
};

/// e^x, error below 0.7 ulp (0.85 for subnormal results); exp(0) = 1, exp(-inf) = 0, infinite above 709.78.
/// Cody and Waite's reduction by k ln 2, polynomial, sum with its lost part.
HEGEMON_MATH double exp(double x) { return value_of(ExpSteps{}, x); }

/// 2^x, error below 0.7 ulp (0.85 for subnormal results), exact for integer x.
HEGEMON_MATH double exp2(double x) {
    const double inside = x > 1100.0 ? 1100.0 : (x < -1100.0 ? -1100.0 : x);
    const double shifted = inside + pieces::round_shift;
    const double fraction = inside - (shifted - pieces::round_shift);
    constexpr pieces::Pair ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    const pieces::Pair scaled = pieces::product(fraction, ln2.high);
    return pieces::exp_of(
        {scaled.high, scaled.low + fraction * ln2.low, pieces::bits(shifted) - pieces::bits(pieces::round_shift)});
}

struct LogSteps {
    /// x = 2^k (1 + f): f, k and s = f / (2 + f).
    HEGEMON_MATH static Handed first(double x) {
        const pieces::Scaled scaled = pieces::scale_for_log(x);
        return {scaled.f, scaled.k, scaled.f / (2.0 + scaled.f)};
    }
    HEGEMON_MATH static double last(double x, Handed handed) {
        const double f = handed.a, k = handed.b, s = handed.c;
        const double half_square = 0.5 * f * f;
        const double k_high = k * pieces::ln2_high;
        const double head = k_high + f;
        const double lost = (k_high - head) + f;
        const double tail = s * (half_square + pieces::log_rest(s * s)) - half_square;
        const double inside = head + (lost + (k * pieces::ln2_low + tail));
        return pieces::log_outside(x, inside);
    }
};

/// Natural logarithm, error below 0.9 ulp, subnormal x included; log(1) = +0, log(0) = -inf, NaN below 0.
/// Series in s, as in fdlibm (Ng 1993), with the lost part of k ln 2 + f kept.
HEGEMON_MATH double log(double x) { return value_of(LogSteps{}, x); }

struct Log10Steps {
    HEGEMON_MATH static Handed first(double x) { return pieces::log_pair_argument(x); }
    HEGEMON_MATH static Handed second(double /*x*/, Handed handed) {
        const pieces::Pair log = pieces::log_pair(handed);
        return {log.high, log.low};
    }
    HEGEMON_MATH static double last(double x, Handed handed) {
        constexpr pieces::Pair per_ln10{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
        const pieces::Pair product = pieces::times({handed.a, handed.b}, per_ln10);
        return pieces::log_outside(x, product.high + product.low);
    }
};

/// Decimal logarithm, error below 0.6 ulp, exact for powers of ten. Twice the cost of `log`.
HEGEMON_MATH double log10(double x) { return value_of(Log10Steps{}, x); }

struct TanhSteps {
    HEGEMON_MATH static Handed first(double x) {
        const double size = abs(x);
        return pieces::hand(pieces::reduce_for_exp(2.0 * (size > 20.0 ? 20.0 : size), 0.0));
    }
    HEGEMON_MATH static double last(double x, Handed handed) {
        const pieces::Reduced reduced = pieces::reduced(handed);
        const double rest = reduced.high + (pieces::exp_rest(reduced.high + reduced.tail) + reduced.tail);
        const double power = pieces::from_bits((reduced.k + 1023) << 52);
        const double t = power * rest + (power - 1.0);
        return __builtin_copysign(t / (t + 2.0), x);
    }
};

/// Hyperbolic tangent, error below 2.5 ulp, also near 0: t / (t + 2) with t = exp(2 |x|) - 1.
HEGEMON_MATH double tanh(double x) { return value_of(TanhSteps{}, x); }

struct LogisticSteps {
    HEGEMON_MATH static Handed first(double x) { return ExpSteps::first(-abs(x)); }
    HEGEMON_MATH static double last(double x, Handed handed) {
        const double power = ExpSteps::last(x, handed);
        return (x < 0.0 ? power : 1.0) / (1.0 + power);
    }
};

/// 1 / (1 + exp(-x)), error below 3 ulp in both tails.
HEGEMON_MATH double logistic(double x) { return value_of(LogisticSteps{}, x); }

/// log(p / (1 - p)), error below 4 ulp, also near p = 1/2, where the series in s = 2 p - 1 (exact there) is taken;
/// -inf at 0, inf at 1, NaN outside of [0, 1].
HEGEMON_MATH double logit(double p) {
    const double s = 2.0 * p - 1.0;
    const double near_half = 2.0 * s + s * pieces::log_rest(s * s);
    const double elsewhere = log(p / (1.0 - p));
    return abs(s) < 0.17 ? near_half : elsewhere;
}

}  // namespace hegemon::math
