#pragma once
/// The network model, timed: the engine beside the loops written by hand.
#include <cstdint>

#include "bench/report.hpp"
#include "bench/settings.hpp"
#include "bench/world.hpp"

namespace hegemon::bench {

constexpr int steps = 100;
constexpr double event_probability = 0.05;

/// Many replicates on one thread.
Section time_batch(const Settings& settings, const World& world, std::uint64_t replicates);

/// One replicate: no lanes to work on side by side.
Section time_single(const Settings& settings, const World& world);

/// 1,024 replicates on two threads.
Section time_threads(const Settings& settings);

/// What it costs to keep more than outcomes, without writing it.
Section time_keeping(const Settings& settings);

}  // namespace hegemon::bench
