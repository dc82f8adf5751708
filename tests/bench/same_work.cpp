#include "bench/same_work.hpp"

#include <fmt/core.h>

#include <cmath>
#include <hegemon/version.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/engine_adapter.hpp"
#include "bench/hand_kernel.hpp"
#include "bench/network_case.hpp"
#include "bench/network_kernel.hpp"

namespace hegemon::bench {
namespace {

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

void require_equal(const std::string& what, double engine, double expected) {
    if (std::abs(engine - expected) <= 1e-12 * std::abs(expected)) return;
    throw std::runtime_error(
        fmt::format("the engine's {} is {:.17g}, that of the kernel {:.17g}", what, engine, expected));
}

void check_without_events(const std::filesystem::path& folder, const NetworkData& network, const std::string& set) {
    const Run engine = Engine(network_setup(folder, 0, set)).run({}).run;
    const KernelRun kernel = run_kernel(network, steps, 0, 1);
    require_equal("mean influence", engine.outcome("influence")(0), mean(kernel.end.influence));
    require_equal("mean military", engine.outcome("military")(0), mean(kernel.end.military));
    require_equal("mean political", engine.outcome("political")(0), mean(kernel.end.political));
    if (engine.outcome("crises")(0) != 0) throw std::runtime_error("the engine has events of probability 0");
}

/// The same draws, so the same events, one replicate after the other.
void check_same_draws(const std::filesystem::path& folder, const NetworkData& network, const HandKernel& kernel) {
    EngineRun asked;
    asked.replicates = 64;
    const Run engine = Engine(network_setup(folder, event_probability, kernel.name)).run(asked).run;
    const auto hand = run_by_hand(kernel, network, {steps, event_probability, engine.seed(), asked.replicates, 64});
    for (std::size_t i = 0; i < hand.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        const std::string who = fmt::format(" of replicate {} ({})", i, kernel.name);
        if (engine.outcome("crises")(at) != static_cast<double>(hand[i].crises))
            throw std::runtime_error(fmt::format("the engine has {} events, the kernel by hand {}{}",
                                                 engine.outcome("crises")(at), hand[i].crises, who));
        require_equal("mean influence" + who, engine.outcome("influence")(at), hand[i].influence);
        require_equal("mean military" + who, engine.outcome("military")(at), hand[i].military);
        require_equal("mean political" + who, engine.outcome("political")(at), hand[i].political);
    }
}

void check_other_draws(const std::filesystem::path& folder, const NetworkData& network) {
    EngineRun asked;
    asked.replicates = 1024;
    const double engine = Engine(network_setup(folder, event_probability)).run(asked).run.outcome("crises").mean();
    std::vector<double> kernel, squares;
    for (std::uint64_t replicate = 0; replicate < asked.replicates; ++replicate) {
        const auto crises = static_cast<double>(run_kernel(network, steps, event_probability, replicate).crises);
        kernel.push_back(crises);
        squares.push_back(crises * crises);
    }
    const double expected = mean(kernel);
    const double error = std::sqrt(2 * (mean(squares) - expected * expected) / static_cast<double>(asked.replicates));
    if (std::abs(engine - expected) <= 4 * error) return;
    throw std::runtime_error(
        fmt::format("the engine has {:.3f} events a replicate, the plain loop {:.3f} (difference has "
                    "standard error {:.3f})",
                    engine, expected, error));
}

}  // namespace

void check_same_work(const std::filesystem::path& folder, const NetworkData& network) {
    for (const std::string& set : instruction_sets()) check_without_events(folder, network, set);
    for (const HandKernel& kernel : hand_kernels()) check_same_draws(folder, network, kernel);
    check_other_draws(folder, network);
}

void require_like_counts(double engine, double plain, std::uint64_t replicates) {
    constexpr double over_poisson = 1.1;  // its variance over 10,000 replicates of N = 200 is 1.05 times the mean
    const double error = std::sqrt(over_poisson * (engine + plain) / static_cast<double>(replicates));
    if (std::abs(engine - plain) <= 5 * error) return;
    throw std::runtime_error(
        fmt::format("the engine has {:.1f} events a replicate, the plain loop {:.1f}", engine, plain));
}

}  // namespace hegemon::bench
