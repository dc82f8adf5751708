#include "study/student.hpp"

#include <array>
#include <cmath>

#include "core/math.hpp"

namespace hegemon {

namespace {

constexpr double pi = 3.141592653589793;

/// The fraction in I_x(a, b) = x^a (1 - x)^b / (a B(a, b)) * 1 / (1 + d1 / (1 + d2 / (1 + ...))), see Abramowitz and
/// Stegun 1964, 26.5.8, evaluated from the front by the method of Lentz 1976 (Appl. Opt. 15, 668-671). Converges fast
/// for x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
    constexpr double tiny = 1e-300, enough = 1e-15;
    constexpr int most = 10'000;
    const auto away_from_zero = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
    double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), fraction = d;
    for (int i = 1; i <= most; ++i) {
        const double m = i, even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double step = 1;
        for (const double part : std::array{even, odd}) {
            d = 1 / away_from_zero(1 + part * d);
            c = away_from_zero(1 + part / c);
            step = c * d;
            fraction *= step;
        }
        if (std::fabs(step - 1) < enough) break;
    }
    return fraction;
}

/// The regularised incomplete beta function I_x(a, b), 0 <= x <= 1; `rest` is 1 - x, which may be known better.
double incomplete_beta(double x, double rest, double a, double b) {
    if (x <= 0) return 0;
    if (rest <= 0) return 1;
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log(rest));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(rest, b, a) / b;
}

}  // namespace

double student_975(double degrees) {
    const double two_tails = 0.05, n = degrees;
    if (n <= 1) return 12.706204736432095;  // tan(pi / 2 * 0.95)
    if (n <= 2) return std::sqrt(2 / (two_tails * (2 - two_tails)) - 2);
    const double a = 1 / (n - 0.5);
    const double b = 48 / (a * a);
    double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
    const double d = ((94.5 / (b + c) - 3) / b + 1) * std::sqrt(a * pi / 2) * n;
    double y = math::pow(d * two_tails, 2 / n);
    if (y > 0.05 + a) {
        const double x = -normal_975;
        y = x * x;
        if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
        y = a * y * y;
        y = y > 0.002 ? math::exp(y) - 1 : 0.5 * y * y + y;
    } else {
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) /
                (n + 2) +
            1 / y;
    }
    return std::sqrt(n * y);
}

double student_two_sided(double t, double degrees) {
    if (std::isnan(t)) return t;
    if (std::isinf(t)) return 0;
    const double all = degrees + t * t;
    return incomplete_beta(degrees / all, t * t / all, degrees / 2, 0.5);
}

double normal_two_sided(double z) { return std::erfc(std::fabs(z) / std::sqrt(2.0)); }

}  // namespace hegemon
