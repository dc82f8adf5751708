#pragma once
/// What a sample of replicates says about an outcome.
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

/// The x below which Student's t with `degrees` (at least 1) of freedom lies with probability 0.975.
double student_975(double degrees);

}  // namespace hegemon
