#include "bench/network_kernel.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace hegemon::bench {
namespace {

const std::string data_folder = HEGEMON_SOURCE "/scenarios/classics";
const std::string figures_folder = HEGEMON_SOURCE "/tests/classics/";

/// The fields of each line of a CSV file but its first.
std::vector<std::vector<std::string>> read_lines(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> lines;
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        lines.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) lines.back().push_back(field);
    }
    REQUIRE(lines.size() > 1);
    lines.erase(lines.begin());
    return lines;
}

bool equal_to_rounding(double value, double expected) { return std::abs(value - expected) <= 1e-13 * expected; }

TEST_CASE("xoshiro256++ gives its published numbers") {
    // The test vector of the crate rand_xoshiro, made with the authors' C code.
    Xoshiro256 random({1, 2, 3, 4});
    for (const std::uint64_t expected : {41943041ULL, 58720359ULL, 3588806011781223ULL, 3591011842654386ULL,
                                         9228616714210784205ULL, 9973669472204895162ULL, 14011001112246962877ULL,
                                         12406186145184390807ULL, 15849039046786891736ULL, 10450023813501588000ULL}) {
        REQUIRE(random.next() == expected);
    }
    // splitmix64 of 1234567 begins with these four.
    Xoshiro256 seeded(1234567);
    Xoshiro256 same({6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL, 4593380528125082431ULL});
    for (int i = 0; i < 4; ++i) REQUIRE(seeded.next() == same.next());
}

TEST_CASE("without crises the kernel gives numpy's value for each state") {
    const NetworkData network = read_network(data_folder);
    const auto lines = read_lines(figures_folder + "network_steady.csv");
    REQUIRE(lines.size() == 3 * network.states());
    for (std::size_t line = 0; line < lines.size(); line += network.states()) {
        const int steps = std::stoi(lines[line][0]);
        const KernelRun run = run_kernel(network, steps, 0, 1);
        REQUIRE(run.crises == 0);
        for (std::size_t state = 0; state < network.states(); ++state) {
            const auto& expected = lines[line + state];
            INFO(expected[1] << " after " << steps << " steps");
            REQUIRE(expected[1] == network.names[state]);
            REQUIRE(equal_to_rounding(run.end.influence[state], std::stod(expected[2])));
            REQUIRE(equal_to_rounding(run.end.military[state], std::stod(expected[3])));
            REQUIRE(equal_to_rounding(run.end.political[state], std::stod(expected[4])));
        }
    }
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

TEST_CASE("with crises the kernel gives numpy's means within four standard errors") {
    constexpr int replicates = 1000;
    const NetworkData network = read_network(data_folder);
    std::vector<std::vector<double>> values(4);  // in the order of network_ensemble.csv
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        const KernelRun run = run_kernel(network, 100, 0.05, replicate);
        values[0].push_back(static_cast<double>(run.crises));
        values[1].push_back(mean(run.end.influence));
        values[2].push_back(mean(run.end.military));
        values[3].push_back(mean(run.end.political));
    }
    const auto lines = read_lines(figures_folder + "network_ensemble.csv");
    REQUIRE(lines.size() == values.size());
    for (std::size_t outcome = 0; outcome < values.size(); ++outcome) {
        const double deviation = std::stod(lines[outcome][2]);
        const double error = deviation * std::sqrt(1.0 / replicates + 1 / std::stod(lines[outcome][3]));
        INFO(lines[outcome][0]);
        REQUIRE(std::abs(mean(values[outcome]) - std::stod(lines[outcome][1])) < 4 * error);
    }
}

}  // namespace
}  // namespace hegemon::bench
