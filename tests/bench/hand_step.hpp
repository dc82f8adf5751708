#pragma once
/// One step of the benchmark's model written by hand for many replicates side by side. Nothing of the standard library
/// whose inline functions units with different instructions could share is included here.
#include <cstddef>
#include <cstdint>

#include "bench/network_shape.hpp"
#include "core/philox.hpp"

namespace hegemon::bench {

/// What a step reads and does not change.
struct HandWorld {
    std::size_t states = 0;
    const std::uint32_t* target = nullptr;      ///< [state * out_degree + slot]
    const double* weight = nullptr;             ///< as target
    const std::uint64_t* row_hashes = nullptr;  ///< [state], as the engine has them
    double event_probability = 0;               ///< of a state without political capacity
    DrawKey key;
};

/// The three variables, [state][lane].
struct HandColumns {
    double* influence = nullptr;
    double* military = nullptr;
    double* political = nullptr;
};

/// Which replicates, and which step: what the engine's random numbers are addressed by.
struct HandPlace {
    std::uint64_t first_replicate = 0;  ///< even
    std::uint32_t step = 0;
    std::size_t lanes = 0;
};

/// One set of instructions.
struct HandKernel {
    const char* name;  ///< "baseline", "avx2" or "avx512", as the engine names them
    /// One synchronous step from `now` into `next`; crises[lane] grows by those of the step. `place.lanes` is a
    /// multiple of 8.
    void (*step)(const HandWorld& world, const HandPlace& place, const HandColumns& now, const HandColumns& next,
                 std::int64_t* crises);
};

}  // namespace hegemon::bench
