/// The kernel written by hand, which the engine's speed is measured with, does the engine's work.
#include "bench/hand_kernel.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "bench/network_kernel.hpp"
#include "support/recorded_run.hpp"

namespace hegemon::bench {
namespace {

const std::string data_folder = HEGEMON_SOURCE "/scenarios/classics";
constexpr int steps = 100;

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

bool equal_to_rounding(double value, double expected) { return std::abs(value - expected) <= 1e-12 * expected; }

TEST_CASE("every processor has the kernel by hand in its baseline form") {
    const auto kernels = hand_kernels();
    REQUIRE(!kernels.empty());
    REQUIRE(std::string(kernels[0].name) == "baseline");
}

TEST_CASE("without crises the kernel by hand agrees with the plain loop at each set of instructions and lanes") {
    const NetworkData network = read_network(data_folder);
    const KernelRun plain = run_kernel(network, steps, 0, 1);
    for (const HandKernel& kernel : hand_kernels()) {
        for (const std::size_t lanes : {8U, 16U, 24U, 64U}) {
            INFO(kernel.name << ", " << lanes << " lanes");
            const auto hand = run_by_hand(kernel, network, {steps, 0, 1, lanes, lanes});
            REQUIRE(hand.size() == lanes);
            for (const HandResult& result : hand) {
                REQUIRE(result.crises == 0);
                REQUIRE(equal_to_rounding(result.influence, mean(plain.end.influence)));
                REQUIRE(equal_to_rounding(result.military, mean(plain.end.military)));
                REQUIRE(equal_to_rounding(result.political, mean(plain.end.political)));
            }
        }
    }
}

TEST_CASE("with crises each replicate by hand has as many as the scenario's, which draws the same numbers") {
    constexpr std::uint64_t replicates = 128, seed = 7;
    const NetworkData network = read_network(data_folder);
    const test::RecordedRun run(
        test::ScenarioText::shipped("classics/network", {"network_states.csv", "network_edges.csv"}),
        {replicates, seed});
    for (const HandKernel& kernel : hand_kernels()) {
        for (const std::size_t lanes : {8U, 64U}) {
            const auto hand = run_by_hand(kernel, network, {steps, 0.05, seed, replicates, lanes});
            for (std::size_t i = 0; i < replicates; ++i) {
                INFO(kernel.name << ", " << lanes << " lanes, replicate " << i);
                REQUIRE(static_cast<double>(hand[i].crises) == run.outcome("crises")[i]);
                REQUIRE(equal_to_rounding(hand[i].influence, run.outcome("influence")[i]));
                REQUIRE(equal_to_rounding(hand[i].military, run.outcome("military")[i]));
                REQUIRE(equal_to_rounding(hand[i].political, run.outcome("political")[i]));
            }
        }
    }
}

TEST_CASE("the kernel by hand refuses lanes and replicates that do not fit") {
    const NetworkData network = read_network(data_folder);
    const auto kernel = hand_kernels()[0];
    REQUIRE_THROWS(run_by_hand(kernel, network, {steps, 0, 1, 4, 4}));
    REQUIRE_THROWS(run_by_hand(kernel, network, {steps, 0, 1, 12, 8}));
    REQUIRE_THROWS(run_by_hand(kernel, network, {steps, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace hegemon::bench
