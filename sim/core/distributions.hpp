#pragma once
/// Distributions as functions of one uniform number u in (0, 1), see philox.hpp: the inverse of the distribution
/// function, so that the draw grows with u and a common u makes common luck across variants of a model.
///
/// Parameters are the caller's to check: outside of the range given the result is whatever the formula makes of it,
/// mostly NaN.
#include "core/math.hpp"

namespace hegemon::draws {

/// True with chance p: never for p <= 0, always for p >= 1.
HEGEMON_MATH bool chance(double u, double p) { return u < p; }

/// Even between low and high.
HEGEMON_MATH double uniform(double u, double low, double high) { return low + (high - low) * u; }

/// Mean and standard deviation, the latter not below 0.
HEGEMON_MATH double normal(double u, double mean, double deviation) {
    return mean + deviation * math::normal_quantile(u);
}

/// By its mean, in the unit of the result, not by its rate: -mean log(1 - u). Not below 0.
HEGEMON_MATH double exponential(double u, double mean) {
    // 1 - u is exact: u is an odd multiple of 2^-53.
    return -mean * math::log(1.0 - u);
}

/// Pareto, cut off at both ends: density in proportion to x^-(exponent + 1) for 0 < low <= x <= high, exponent not 0.
/// low (1 - u (1 - (low / high)^exponent))^(-1 / exponent), the inverse of the distribution function, of
/// LANGUAGE.md 6.3.
HEGEMON_MATH double pareto(double u, double low, double high, double exponent) {
    return low * math::pow(1.0 - u * (1.0 - math::pow(low / high, exponent)), -1.0 / exponent);
}

/// The same bits by selects alone, for loops that shall become vector code.
HEGEMON_MATH double pareto_select(double u, double low, double high, double exponent) {
    return low * math::pow_select(1.0 - u * (1.0 - math::pow_select(low / high, exponent)), -1.0 / exponent);
}

}  // namespace hegemon::draws
