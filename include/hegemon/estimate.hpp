#pragma once
/// What a sample of replicates says about an outcome, and pairs of them about a difference.
#include <Eigen/Core>
#include <cstdint>
#include <hegemon/scenario.hpp>
#include <limits>

namespace hegemon {

/// How an interval was made.
enum class IntervalKind : std::uint8_t {
    none,       ///< too few values
    equal,      ///< all values are equal: the interval is that one value
    score,      ///< of a yes or no: Wilson's score interval, of pairs of them Tango's
    student,    ///< mean +- t(n - 1) standard errors
    bootstrap,  ///< bootstrap-t, for skewed values
    few,        ///< a makeshift: too few values differ to tell how they spread
    infinite,   ///< there is none: a value is infinite
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

/// Leaves NaN out. Fewer than 2 values have no interval; else it suits the outcome:
///  - of a yes or no the score interval (Wilson 1927), which keeps its promise for rare ones;
///  - of a number, where n >= 28 + 25 G1^2, G1 being the skewness (Sugden, Smith and Jones 2000), and below 10 values,
///    Student's;
///  - else bootstrap-t (Efron and Tibshirani 1993), whose random numbers `seed` chooses: as a rule that of the run.
/// Where less than 5 of at least 10 numbers are not 0 it is a makeshift, the score interval times the largest of them.
Estimate estimate(const Eigen::ArrayXd& values, std::uint64_t seed = 1, OutcomeKind kind = OutcomeKind::number);

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
    double least_p = 0;  ///< what the method can tell at the least: of bootstrap-t 2 / (samples + 1), else 0
    /// Replicates of each arm without common random numbers that would tell as much: count * (variance in the first +
    /// variance in the other) / variance of the difference. Infinity if only the difference does not vary, NaN if
    /// nothing does.
    double unpaired = std::numeric_limits<double>::quiet_NaN();
    /// Of the sum of squares of the differences about their mean, what a single pair brings: the most, 0 to 1, and
    /// which pair. Where one brings half of it, mean and interval hang on that pair.
    double heaviest_share = 0;
    std::uint64_t heaviest = 0;
    IntervalKind kind = IntervalKind::none;
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// Equal places of both are a pair; pairs with a NaN are left out. The interval is that of an estimate of the
/// differences, of a yes or no the score interval of paired shares (Tango 1998). Throws std::invalid_argument if the
/// sizes differ.
PairedEstimate paired_estimate(const Eigen::ArrayXd& first, const Eigen::ArrayXd& other, std::uint64_t seed = 1,
                               OutcomeKind kind = OutcomeKind::number);

/// The x below which Student's t with `degrees` (at least 1) of freedom lies with probability 0.975.
double student_975(double degrees);

}  // namespace hegemon
