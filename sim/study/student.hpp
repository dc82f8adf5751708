#pragma once
/// Student's t distribution.

namespace hegemon {

/// The quantile of the standard normal distribution at 0.975.
inline constexpr double normal_975 = 1.959963984540054;

/// The x below which Student's t with `degrees` (at least 1) of freedom lies with probability 0.975. Hill 1970,
/// Algorithm 396, Commun. ACM 13, 619-620: relative error below 1e-6 from 3 degrees on, exact for 1 and 2. The same
/// bits on every machine: runs end by what an interval says.
double student_975(double degrees);

/// Probability that Student's t with `degrees` (more than 0) of freedom is at least |t| away from 0; 0 to 1. NaN for a
/// t that is NaN. Relative error about 1e-12.
double student_two_sided(double t, double degrees);

/// The same of the standard normal distribution.
double normal_two_sided(double z);

}  // namespace hegemon
