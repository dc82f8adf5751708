#pragma once
/// Where a run's time went, as the public header tells it.
#include <hegemon/run.hpp>

#include "engine/run.hpp"

namespace hegemon {

/// `threads`: which the seconds are added up over.
RunProfile to_public(const std::vector<ProfileEntry>& entries, const Arms& arms, int threads);

/// Threads that had at least one of the batches that were left to do, if there are so many in all.
int busy_threads(const Arms& arms, const RunOptions& options, std::uint64_t done_before, int threads);

}  // namespace hegemon
