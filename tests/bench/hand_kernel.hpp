#pragma once
/// The benchmark's model written by hand for many replicates side by side: what this machine can do with the engine's
/// layout, [row][lane], and the engine's own random numbers. One source, hand_kernel_loops.hpp, compiled for each set
/// of instructions.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/hand_step.hpp"
#include "bench/network_data.hpp"

namespace hegemon::bench {

/// Those that this processor has, the narrowest first.
std::vector<HandKernel> hand_kernels();

/// What one replicate came to.
struct HandResult {
    std::int64_t crises = 0;
    double influence = 0, military = 0, political = 0;  ///< means over states at the end
};

struct HandRun {
    int steps = 0;
    double event_probability = 0;
    std::uint64_t seed = 1;
    std::uint64_t replicates = 0;  ///< a multiple of `lanes`
    std::size_t lanes = 64;        ///< replicates of a batch, a multiple of 8
};

/// Replicates [0, run.replicates), batch after batch; as the engine would number and draw them.
std::vector<HandResult> run_by_hand(const HandKernel& kernel, const NetworkData& network, const HandRun& run);

}  // namespace hegemon::bench
