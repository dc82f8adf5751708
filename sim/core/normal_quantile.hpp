#pragma once
/// The quantile of the standard normal distribution.
/// Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37, 477-484,
/// routine PPND16, whose coefficients these are.
#include "core/math_elementary.hpp"

namespace hegemon::math {

namespace pieces {

struct Ratio {
    double numerator, denominator;
};

/// |p - 1/2| <= 0.425, r = 0.425^2 - (p - 1/2)^2
HEGEMON_MATH Ratio quantile_centre(double r) {
    return {polynomial(r, 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
                       1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                       3.3430575583588128105e+4, 2.5090809287301226727e+3),
            polynomial(r, 1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
                       2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
                       5.2264952788528545610e+3)};
}

/// r = sqrt(-log(min(p, 1 - p))) - 1.6, for roots up to 5
HEGEMON_MATH Ratio quantile_tail(double r) {
    return {polynomial(r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                       3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                       2.27238449892691845833e-2, 7.74545014278341407640e-4),
            polynomial(r, 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                       1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                       1.05075007164441684324e-9)};
}

/// r = sqrt(-log(min(p, 1 - p))) - 5, beyond
HEGEMON_MATH Ratio quantile_far_tail(double r) {
    return {polynomial(r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                       2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                       2.71155556874348757815e-5, 2.01033439929228813265e-7),
            polynomial(r, 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                       7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                       2.04426310338993978564e-15)};
}

}  // namespace pieces

/// x with a chance of p to lie below it. Relative error below 1e-15; -inf at 0, inf at 1, NaN outside of [0, 1].
/// Odd around 1/2: normal_quantile(1 - p) = -normal_quantile(p) wherever 1 - p is exact.
HEGEMON_MATH double normal_quantile(double p) {
    const double q = p - 0.5;
    const bool central = __builtin_fabs(q) <= 0.425;
    const double nearer_end = q < 0.0 ? p : 1.0 - p;
    const double root = __builtin_sqrt(-log(central ? 0.5 : nearer_end));
    const bool far = root > 5.0;
    const pieces::Ratio centre = pieces::quantile_centre(0.180625 - q * q);
    const pieces::Ratio tail = pieces::quantile_tail(root - 1.6), far_tail = pieces::quantile_far_tail(root - 5.0);

    const double numerator = central ? q * centre.numerator : (far ? far_tail.numerator : tail.numerator);
    const double denominator = central ? centre.denominator : (far ? far_tail.denominator : tail.denominator);
    const double size = numerator / denominator;
    const double inside = central ? size : (q < 0.0 ? -size : size);
    const double at_low_end = p == 0.0 ? -infinity : not_a_number;
    const double at_high_end = p == 1.0 ? infinity : not_a_number;
    return p > 0.0 ? (p < 1.0 ? inside : at_high_end) : at_low_end;
}

}  // namespace hegemon::math
