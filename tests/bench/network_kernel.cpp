#include "bench/network_kernel.hpp"

#include <utility>

namespace hegemon::bench {
namespace {

/// Steele, Lea and Flood 2014, as given with xoshiro.
std::uint64_t splitmix64(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/// One synchronous step from `now` into `next`; returns the number of crises. I, M, P are influence, military and
/// political capacity, i the state, j its neighbour.
std::uint64_t step(const NetworkData& network, double event_probability, Xoshiro256& random, const NetworkState& now,
                   NetworkState& next) {
    const double* I = now.influence.data();
    const double* M = now.military.data();
    const double* P = now.political.data();
    const std::uint32_t* target = network.target.data();
    const double* weight = network.weight.data();
    std::uint64_t crises = 0;
    for (std::size_t i = 0; i < network.states(); ++i) {
        const double strength = M[i] * M[i];
        double standing = 0, influence_around = 0, political_around = 0;
        for (std::size_t edge = i * out_degree; edge < (i + 1) * out_degree; ++edge) {
            const std::size_t j = target[edge];
            const double w = weight[edge];
            standing += w * (strength / (strength + M[j] * M[j]));
            influence_around += w * I[j];
            political_around += w * P[j];
        }
        double military = M[i] + 0.03 * (1 - M[i]) - 0.05 * M[i] * P[i];
        double political = P[i] + 0.04 * (1 - P[i]) - 0.04 * P[i] * (1 - standing) + 0.01 * (political_around - P[i]);
        if (random.uniform() < event_probability * (1 - political)) {
            military *= 0.8;
            political *= 0.9;
            ++crises;
        }
        next.influence[i] = 0.90 * I[i] + 0.05 * influence_around + 0.05 * standing;
        next.military[i] = military;
        next.political[i] = political;
    }
    return crises;
}

}  // namespace

Xoshiro256::Xoshiro256(std::uint64_t seed) : state_() {
    for (std::uint64_t& word : state_) word = splitmix64(seed);
}

KernelRun run_kernel(const NetworkData& network, int steps, double event_probability, std::uint64_t seed) {
    KernelRun run{network.start, 0};
    NetworkState next = network.start;
    Xoshiro256 random(seed);
    for (int t = 0; t < steps; ++t) {
        run.crises += step(network, event_probability, random, run.end, next);
        std::swap(run.end, next);
    }
    return run;
}

}  // namespace hegemon::bench
