#include "bench/same_work.hpp"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "bench/network_kernel.hpp"

namespace hegemon::bench {
namespace {

constexpr int steps = 100;
constexpr double event_probability = 0.05;

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

void require_equal(const char* column, double engine, const std::vector<double>& kernel) {
    const double expected = mean(kernel);
    if (std::abs(engine - expected) <= 1e-12 * expected) return;
    throw std::runtime_error(
        fmt::format("the engine's mean {} is {:.17g}, the plain loop's {:.17g}", column, engine, expected));
}

void check_without_events(const std::string& folder, const NetworkData& network) {
    const EngineResult engine = EngineNetwork(folder, 0).run({});
    const KernelRun kernel = run_kernel(network, steps, 0, 1);
    require_equal("influence", engine.influence, kernel.end.influence);
    require_equal("military", engine.military, kernel.end.military);
    require_equal("political", engine.political, kernel.end.political);
    if (engine.crises != 0) throw std::runtime_error("the engine has events of probability 0");
}

void check_with_events(const std::string& folder, const NetworkData& network) {
    constexpr std::uint64_t replicates = 1024;
    EngineRun run;
    run.replicates = replicates;
    const double engine = EngineNetwork(folder, event_probability).run(run).crises;
    std::vector<double> kernel, squares;
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        const auto crises = static_cast<double>(run_kernel(network, steps, event_probability, replicate).crises);
        kernel.push_back(crises);
        squares.push_back(crises * crises);
    }
    const double expected = mean(kernel);
    const double error = std::sqrt(2 * (mean(squares) - expected * expected) / replicates);
    if (std::abs(engine - expected) <= 4 * error) return;
    throw std::runtime_error(
        fmt::format("the engine has {:.3f} events a replicate, the plain loop {:.3f} (difference has "
                    "standard error {:.3f})",
                    engine, expected, error));
}

}  // namespace

void check_same_work(const std::string& folder, const NetworkData& network) {
    check_without_events(folder, network);
    check_with_events(folder, network);
}

}  // namespace hegemon::bench
