/// The network of the benchmark against numpy's figures (tests/bench/check_kernel.py makes them with dense matrices).
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/recorded_run.hpp"
#include "support/statistics.hpp"

using namespace hegemon::test;

namespace {

ScenarioText network() {
    return ScenarioText::shipped("classics/network", {"network_states.csv", "network_edges.csv"});
}

/// The fields of each line of a CSV file of this folder but its first.
std::vector<std::vector<std::string>> figures(const std::string& name) {
    std::ifstream file(std::string(HEGEMON_SOURCE) + "/tests/classics/" + name);
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        lines.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) lines.back().push_back(field);
    }
    lines.erase(lines.begin());
    return lines;
}

const std::vector<std::string> columns = {"influence", "military", "political"};

/// The name of the outcome that is one state's column after so many steps.
std::string outcome_name(const std::string& column, const std::string& state, const std::string& steps) {
    return column + '_' + state + "_after_" + steps;
}

TEST_CASE("without crises every state of the network is numpy's after 1, 10 and 100 steps") {
    const auto lines = figures("network_steady.csv");  // steps, name, influence, military, political
    REQUIRE(lines.size() == 600);
    std::string outcomes;
    for (const auto& line : lines) {
        for (const auto& column : columns)
            outcomes += outcome_name(column, line[1], line[0]) + " = { take = \"final\", to = " + line[0] +
                        ", of = \"state[" + line[1] + "]." + column + "\" }\n";
    }
    const RecordedRun run(network().set("event_probability", "0").followed_by(outcomes));
    REQUIRE(run.value("crises") == 0);
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            INFO(columns[i] << " of " << line[1] << " after " << line[0] << " steps");
            const double expected = std::stod(line[2 + i]);
            REQUIRE(std::abs(run.value(outcome_name(columns[i], line[1], line[0])) - expected) <= 1e-12 * expected);
        }
    }
}

TEST_CASE("with crises the network has numpy's means within four standard errors") {
    const RecordedRun run(network(), {500, 31});
    const auto lines = figures("network_ensemble.csv");  // outcome, mean, standard_deviation, replicates
    REQUIRE(lines.size() == 4);
    for (const auto& line : lines) {
        INFO(line[0]);
        const auto ours = sample(run.outcome(line[0]));
        const double deviation = std::stod(line[2]);
        const double error = std::hypot(ours.standard_error(), deviation / std::sqrt(std::stod(line[3])));
        REQUIRE(std::abs(ours.mean - std::stod(line[1])) < tolerated_errors * error);
        // And spread as much: the relative standard error of a deviation is 1 / sqrt(2 n).
        REQUIRE(std::abs(std::sqrt(ours.variance) / deviation - 1) < tolerated_errors / std::sqrt(2 * ours.count));
    }
}

}  // namespace
