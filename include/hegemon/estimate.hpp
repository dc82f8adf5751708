#pragma once
/// What a sample of replicates says about an outcome, and pairs of them about a difference.
#include <Eigen/Core>
#include <cstdint>

namespace hegemon {

/// All in the outcome's unit; NaN where there are too few values.
struct Estimate {
    std::uint64_t count = 0;  ///< values that are there
    double mean = 0;
    double standard_error = 0;  ///< of the mean; from two values on
    double low = 0, high = 0;   ///< 95 % interval of the mean
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// Leaves NaN out. The interval is mean +- t(n - 1) standard errors; for an outcome that is only ever 0 or 1 the score
/// interval (Wilson 1927), which keeps its promise for rare outcomes too.
Estimate estimate(const Eigen::ArrayXd& values);

/// What pairs of replicates say about the difference of an outcome between two arms. All in the outcome's unit; NaN
/// where there are too few pairs.
struct PairedEstimate {
    std::uint64_t count = 0;  ///< pairs in which both values are there
    double mean = 0;          ///< of first - other
    double standard_error = 0;
    double low = 0, high = 0;                       ///< 95 % interval of the mean
    double share_positive = 0, share_negative = 0;  ///< of the pairs: first above other, first below other
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// Equal places of both are a pair; pairs with a NaN are left out. The interval is mean +- t(n - 1) standard errors;
/// for an outcome that is only ever 0 or 1 the score interval of the difference of paired shares (Tango 1998), which
/// keeps its promise for rare differences too. Throws std::invalid_argument if the sizes differ.
PairedEstimate paired_estimate(const Eigen::ArrayXd& first, const Eigen::ArrayXd& other);

/// The x below which Student's t with `degrees` (at least 1) of freedom lies with probability 0.975.
double student_975(double degrees);

}  // namespace hegemon
