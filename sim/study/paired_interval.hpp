#pragma once
/// What pairs say about the difference of two means.
#include <cstdint>
#include <span>

#include "study/mean_interval.hpp"

namespace hegemon {

/// All in the unit of the values; NaN where there are too few pairs.
struct PairedInterval {
    MeanInterval difference;                        ///< first - other
    double first_mean = 0, other_mean = 0;          ///< over the same pairs
    double share_positive = 0, share_negative = 0;  ///< of the pairs
    /// Replicates of each arm without common random numbers that would tell as much: the count times (variance in the
    /// first + variance in the other) / variance of the difference. Infinity if the difference does not vary but the
    /// arms do, NaN if nothing varies.
    double unpaired = 0;
};

/// Equal places are a pair; pairs with a NaN are left out. `first` and `other` are of one size. The interval is
///  - Tango's where all values are 0 or 1, or whole and in no pair more than 1 apart (unless all pairs differ alike);
///  - as a makeshift Tango's times the largest difference where fewer than 5 of at least 10 pairs differ;
///  - else as mean_interval of the differences, where bootstrap-t depends on `seed`.
PairedInterval paired_interval(std::span<const double> first, std::span<const double> other, std::uint64_t seed);

/// The same of one column at one time, from sums alone: `sum` and `sum_of_squares` of `count` differences. Of
/// differences that are all -1, 0 or 1 (`truths`) Tango's, else Student's.
enum class DifferenceOf : std::uint8_t { numbers, truths };
MeanInterval interval_from_sums(std::uint64_t count, double sum, double sum_of_squares, DifferenceOf of);

}  // namespace hegemon
