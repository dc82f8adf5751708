#pragma once
/// A mean and its 95 % interval, by the method that suits the sample.
#include <cstdint>
#include <span>

#include "study/score_interval.hpp"

namespace hegemon {

enum class IntervalMethod : std::uint8_t {
    none,       ///< too few values
    equal,      ///< all values are equal: the interval is that one value
    score,      ///< of truths: Wilson's, of pairs of them Tango's
    student,    ///< mean +- t(n - 1) standard errors
    bootstrap,  ///< bootstrap-t
    few,        ///< a makeshift: too few values differ to tell how they spread
    infinite,   ///< none: a value is infinite
};

/// What values are by their nature, whatever they happen to be: a count that was 0 or 1 in all replicates is a number.
enum class ValuesAre : std::uint8_t { numbers, truths };

/// All in the unit of the values; NaN where there are too few.
struct MeanInterval {
    std::uint64_t count = 0;
    double mean = 0;
    double standard_error = 0;  ///< of the mean; from two values on
    Bounds interval;
    double p_value = 0;  ///< two-sided, for a mean of 0, by the same method
    double least_p = 0;  ///< below which the method tells nothing: of bootstrap-t 2 / (samples + 1), else 0
    IntervalMethod method = IntervalMethod::none;
};

/// Student's interval suits n values whose skewness G1 is so small that n >= 28 + 25 G1^2 (Sugden, Smith and Jones
/// 2000, J. R. Stat. Soc. D 49, 131-137, after Cochran's rule), and is all there is for fewer than 10.
bool student_suits(std::span<const double> values);

/// Count, mean and standard error of values of which none is NaN; no interval.
MeanInterval without_interval(std::span<const double> values);

/// Of at least 2 numbers of which none is NaN: equal ones as they are; where fewer than 5 of at least 10 are not 0, as
/// a makeshift Tango's interval of their signs times the largest of them; Student's where it suits; else bootstrap-t
/// with the random numbers of `seed`, else (too few values differ for that) Student's as a makeshift.
MeanInterval mean_interval(std::span<const double> values, std::uint64_t seed);

/// Of numbers as mean_interval, of at least 2 truths (0 or 1) Wilson's.
MeanInterval outcome_interval(std::span<const double> values, ValuesAre are, std::uint64_t seed);

}  // namespace hegemon
