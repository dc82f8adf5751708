#include "study/score_interval.hpp"

#include <cmath>

#include "study/student.hpp"

namespace hegemon {

namespace {

/// How far a difference `delta` of two shares lies below what was seen, in units of the score test: n pairs, in `above`
/// of which the first alone is 1, in `below` the other alone. The share of the latter is the most likely one given
/// `delta`: the larger root q of 2 n q^2 - (above + below - (2 n - above + below) delta) q = below delta (1 - delta)
/// (Tango 1998). Above 0 just if delta is below the interval.
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

}  // namespace

Bounds share_interval(double mean, double n) {
    const double z2 = normal_975 * normal_975;
    const double middle = (mean + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal_975 * std::sqrt(mean * (1 - mean) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    // At a share of 0 or 1 the two are equal but for their last bits.
    return {mean <= 0 ? 0 : middle - half, mean >= 1 ? 1 : middle + half};
}

Bounds paired_share_interval(double n, double above, double below) {
    return {lower_score_bound(n, above, below), -lower_score_bound(n, below, above)};
}

double paired_share_p_value(double above, double below) {
    if (above + below <= 0) return 1;
    return normal_two_sided((above - below) / std::sqrt(above + below));
}

}  // namespace hegemon
