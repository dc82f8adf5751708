#pragma once
/// What a sample of replicates says about an outcome, and pairs of them about a difference.
#include <Eigen/Core>
#include <cstdint>
#include <limits>

namespace hegemon {

/// How an interval was made.
enum class IntervalKind : std::uint8_t {
    none,       ///< too few values
    equal,      ///< all values are equal: the interval is that one value
    score,      ///< of shares: Wilson's score interval, of paired ones Tango's
    student,    ///< mean +- t(n - 1) standard errors
    bootstrap,  ///< bootstrap-t, for skewed values
    few,        ///< a makeshift: too few values differ to tell how they spread
};

/// All in the outcome's unit; NaN where there are too few values.
struct Estimate {
    std::uint64_t count = 0;  ///< values that are there
    double mean = 0;
    double standard_error = 0;  ///< of the mean; from two values on
    double low = 0, high = 0;   ///< 95 % interval of the mean
    IntervalKind kind = IntervalKind::none;
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// Leaves NaN out. The interval suits the values:
///  - of an outcome that is only ever 0 or 1 the score interval (Wilson 1927), which keeps its promise for rare ones;
///  - where n >= 28 + 25 G1^2, G1 being the skewness (Sugden, Smith and Jones 2000), and below 10 values, Student's;
///  - else bootstrap-t (Efron and Tibshirani 1993), whose random numbers `seed` chooses: as a rule that of the run.
Estimate estimate(const Eigen::ArrayXd& values, std::uint64_t seed = 1);

/// What pairs of replicates say about the difference of an outcome between two arms. All in the outcome's unit; NaN
/// where there are too few pairs.
struct PairedEstimate {
    std::uint64_t count = 0;  ///< pairs in which both values are there
    double mean = 0;          ///< of first - other
    double standard_error = 0;
    double low = 0, high = 0;                       ///< 95 % interval of the mean
    double share_positive = 0, share_negative = 0;  ///< of the pairs: first above other, first below other
    /// Two-sided, for no difference in the mean, by the same method as the interval.
    double p_value = std::numeric_limits<double>::quiet_NaN();
    /// Replicates of each arm without common random numbers that would tell as much: count * (variance in the first +
    /// variance in the other) / variance of the difference. Infinity if only the difference does not vary, NaN if
    /// nothing does.
    double unpaired = std::numeric_limits<double>::quiet_NaN();
    IntervalKind kind = IntervalKind::none;
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// Equal places of both are a pair; pairs with a NaN are left out. The interval suits the differences: the score
/// interval of paired shares (Tango 1998) where all values are 0 or 1, or whole and never more than 1 apart; else as
/// that of an estimate. Where less than 5 pairs differ it is a makeshift, the score interval times the largest
/// difference. Throws std::invalid_argument if the sizes differ.
PairedEstimate paired_estimate(const Eigen::ArrayXd& first, const Eigen::ArrayXd& other, std::uint64_t seed = 1);

/// The x below which Student's t with `degrees` (at least 1) of freedom lies with probability 0.975.
double student_975(double degrees);

}  // namespace hegemon
