#include <cmath>
#include <hegemon/estimate.hpp>
#include <limits>
#include <stdexcept>
#include <vector>

namespace hegemon {

namespace {

constexpr double normal_975 = 1.959963984540054;  // quantile of the standard normal at 0.975
constexpr double pi = 3.141592653589793;

/// The score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).
void set_score_interval(Estimate& estimate) {
    const auto n = static_cast<double>(estimate.count);
    const double p = estimate.mean, z2 = normal_975 * normal_975;
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal_975 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    // At a share of 0 or 1 the two are equal but for their last bits.
    estimate.low = p <= 0 ? 0 : middle - half;
    estimate.high = p >= 1 ? 1 : middle + half;
}

/// How far a difference `delta` of two shares lies below what was seen, in units of the score test: n pairs, in `above`
/// of which the first alone is 1, in `below` the other alone. The share of the latter is the most likely one given
/// `delta`: the larger root q of 2 n q^2 - (above + below - (2 n - above + below) delta) q = below delta (1 - delta)
/// (Tango 1998, Stat. Med. 17, 891-908). Above 0 just if delta is below the interval.
double beyond_score(double n, double above, double below, double delta) {
    const double linear = (2 * n - above + below) * delta - above - below;
    const double constant = -below * delta * (1 - delta);
    const double root = std::sqrt(std::fmax(linear * linear - 8 * n * constant, 0));
    const double q = (root - linear) / (4 * n);
    const double variance = std::fmax(n * (2 * q + delta * (1 - delta)), 0);
    return above - below - n * delta - normal_975 * std::sqrt(variance);
}

/// The lower end of the score interval of the difference of two paired shares; the upper one is that of the exchanged
/// counts, with the other sign.
double lower_score_bound(double n, double above, double below) {
    double low = -1, high = (above - below) / n;
    while (true) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return high;
        (beyond_score(n, above, below, middle) > 0 ? low : high) = middle;
    }
}

bool is_binary(double value) { return value == 0 || value == 1; }

/// With Student's interval. No value is NaN.
Estimate estimate_of(const std::vector<double>& values) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Estimate result{values.size(), none, none, none, none};
    if (values.empty()) return result;
    const auto n = static_cast<double>(values.size());
    // Differences from the first: equal values then have no spread, to the bit.
    double sum = 0, squares = 0;
    for (const double value : values) sum += value - values.front();
    result.mean = values.front() + sum / n;
    for (const double value : values) squares += (value - result.mean) * (value - result.mean);
    if (values.size() < 2) return result;
    result.standard_error = std::sqrt(squares / (n - 1) / n);
    const double half = student_975(n - 1) * result.standard_error;
    result.low = result.mean - half;
    result.high = result.mean + half;
    return result;
}

}  // namespace

/// Hill 1970, Algorithm 396, Commun. ACM 13, 619-620: relative error below 1e-6 from 3 degrees on; exact for 1 and 2.
double student_975(double degrees) {
    const double two_tails = 0.05, n = degrees;
    if (n <= 1) return std::tan(pi / 2 * (1 - two_tails));
    if (n <= 2) return std::sqrt(2 / (two_tails * (2 - two_tails)) - 2);
    const double a = 1 / (n - 0.5);
    const double b = 48 / (a * a);
    double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
    const double d = ((94.5 / (b + c) - 3) / b + 1) * std::sqrt(a * pi / 2) * n;
    double y = std::pow(d * two_tails, 2 / n);
    if (y > 0.05 + a) {
        const double x = -normal_975;
        y = x * x;
        if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
        y = a * y * y;
        y = y > 0.002 ? std::expm1(y) : 0.5 * y * y + y;
    } else {
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) /
                (n + 2) +
            1 / y;
    }
    return std::sqrt(n * y);
}

Estimate estimate(const Eigen::ArrayXd& values) {
    std::vector<double> there;
    bool binary = true;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        there.push_back(value);
        binary = binary && is_binary(value);
    }
    Estimate result = estimate_of(there);
    if (binary && !there.empty()) set_score_interval(result);
    return result;
}

PairedEstimate paired_estimate(const Eigen::ArrayXd& first, const Eigen::ArrayXd& other) {
    if (first.size() != other.size()) throw std::invalid_argument("pairs need two samples of one size");
    std::vector<double> differences;
    bool binary = true;
    double above = 0, below = 0;
    for (Eigen::Index i = 0; i < first.size(); ++i) {
        if (std::isnan(first(i)) || std::isnan(other(i))) continue;
        differences.push_back(first(i) - other(i));
        binary = binary && is_binary(first(i)) && is_binary(other(i));
        if (first(i) > other(i)) ++above;
        if (first(i) < other(i)) ++below;
    }
    const Estimate estimate = estimate_of(differences);
    const auto n = static_cast<double>(differences.size());
    PairedEstimate result{estimate.count, estimate.mean, estimate.standard_error, estimate.low, estimate.high,
                          above / n,      below / n};
    if (!binary || differences.empty()) return result;
    result.low = lower_score_bound(n, above, below);
    result.high = -lower_score_bound(n, below, above);
    return result;
}

}  // namespace hegemon
