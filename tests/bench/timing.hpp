#pragma once
/// Time measured so that programs can be compared on a machine that others use too.
#include <functional>
#include <vector>

namespace hegemon::bench {

/// From now on what this process frees stays with it, for all programs that take turns in it. Else it goes back to the
/// system or does not, as the turns before have left the heap, and getting pages anew is a tenth of the shortest runs.
void keep_freed_memory();

/// The time that `work` takes by the clock on the wall.
double seconds_of(const std::function<void()>& work);

/// Below this even two threads that share nothing do not run side by side.
inline constexpr double two_free_cores = 1.95;

/// How much two threads that share nothing get done against one, now: 2 where both cores are free. Takes some 80 ms.
double cores_free_now();

/// A value over rounds, and how far it spreads.
struct Spread {
    double median = 0;
    double low = 0, high = 0;  ///< quartiles
};

/// Linear between neighbours, as numpy's. Throws std::invalid_argument for no values.
Spread spread_of(std::vector<double> values);

/// Of value / reference in the same round.
Spread ratio_of(const std::vector<double>& values, const std::vector<double>& references);

}  // namespace hegemon::bench
