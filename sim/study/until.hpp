#pragma once
/// When a run that goes on until an interval is narrow looks at it, and what it must find.
#include <cstdint>

#include "study/mean_interval.hpp"

namespace hegemon {

/// Looking all the time and stopping at the first narrow interval makes intervals that are narrow by luck: those of a
/// t interval then cover 91 % instead of 95 %. Looking seldom, and late, costs little.
inline constexpr std::uint64_t first_looked_at = 256;

/// The first look after `done` replicates: first_looked_at times a power of 2.
std::uint64_t next_look(std::uint64_t done);

/// Whether the interval is at most +- `half_width`, and rests on enough: one of values that are all equal, or of which
/// too few differ, says nothing of how they spread.
bool is_narrow(const MeanInterval& interval, double half_width);

}  // namespace hegemon
