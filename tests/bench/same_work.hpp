#pragma once
/// Before programs are timed: do they compute the same?
#include <cstdint>
#include <filesystem>

#include "bench/network_data.hpp"

namespace hegemon::bench {

/// For each set of instructions: without events the means of all columns after 100 steps agree with those of the plain
/// loop to 1e-12; with them each of 64 replicates has just the events of the kernel written by hand, which draws the
/// same numbers. And the mean number of events of 1,024 replicates of the plain loop, which draws others, agrees within
/// 4 standard errors. Throws std::runtime_error that says what does not.
void check_same_work(const std::filesystem::path& folder, const NetworkData& network);

/// Mean numbers of events over `replicates` that may come from one distribution: within 5 standard errors.
/// Throws std::runtime_error if they are not.
void require_like_counts(double engine, double plain, std::uint64_t replicates);

}  // namespace hegemon::bench
