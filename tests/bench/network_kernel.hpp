#pragma once
/// The benchmark's model written by hand: the yardstick that the engine is measured with.
#include <array>
#include <cstdint>

#include "bench/network_data.hpp"

namespace hegemon::bench {

/// xoshiro256++ 1.0 (Blackman and Vigna 2021, ACM TOMS 45(4)), its state filled by splitmix64 as its authors advise.
class Xoshiro256 {
public:
    explicit Xoshiro256(std::uint64_t seed);
    explicit Xoshiro256(const std::array<std::uint64_t, 4>& state) : state_(state) {}

    std::uint64_t next() {
        const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

private:
    static std::uint64_t rotate(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
    std::array<std::uint64_t, 4> state_;
};

struct KernelRun {
    NetworkState end;
    std::uint64_t crises = 0;
};

/// One replicate, `steps` steps, one state after the other. `event_probability` is that of a state without political
/// capacity; with 0 numbers are drawn all the same, so the work is the same. Compiled with -O3 for baseline x86-64.
KernelRun run_kernel(const NetworkData& network, int steps, double event_probability, std::uint64_t seed);

}  // namespace hegemon::bench
