#pragma once
/// What tells two runs apart before they begin, and which of their replicates came out the same all the same.
#include <hegemon/verification.hpp>
#include <vector>

#include "storage/run_reader.hpp"

namespace hegemon {

/// The scenario but for the values of its parameters and what it records, which stand under names of their own; then
/// parameters of arms that both have, arms, seed, replicates, what is recorded.
std::vector<RunDifference> run_differences(const RunReader& first, const RunReader& second);

/// Reads the hashes of an arm whole: 8 bytes a step and replicate. Arms with more than 512 MB of them are compared by
/// outcomes alone.
std::vector<CommonReplicates> common_replicates(const RunReader& first, const RunReader& second);

}  // namespace hegemon
