#pragma once
/// What pairs say about the difference of two means.
#include <cstddef>
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
    /// Of the sum of squares of the differences about their mean, what a single pair brings: the most, and its place in
    /// the samples. 0 if nothing varies.
    double heaviest_share = 0;
    std::size_t heaviest = 0;
};

/// Equal places are a pair; pairs with a NaN are left out. Differences that are equal up to rounding count as equal.
/// `first` and `other` are of one size. The interval is that of mean_interval of the differences, where bootstrap-t
/// depends on `seed`; of at least 2 pairs of truths it is Tango's.
PairedInterval paired_interval(std::span<const double> first, std::span<const double> other, ValuesAre are,
                               std::uint64_t seed);

/// The same of one column at one time, from sums alone: `sum` and `sum_of_squares` of `count` differences. Of truths
/// (the differences are -1, 0 or 1) Tango's, else Student's, each of at least 2 pairs.
MeanInterval interval_from_sums(std::uint64_t count, double sum, double sum_of_squares, ValuesAre are);

}  // namespace hegemon
