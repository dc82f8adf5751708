#pragma once
/// The benchmark's network as plain arrays, read from the same CSV files as the scenario.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/network_shape.hpp"

namespace hegemon::bench {

/// The three variables of each state, [state], without unit.
struct NetworkState {
    std::vector<double> influence, military, political;
};

struct NetworkData {
    std::vector<std::string> names;  ///< [state]
    NetworkState start;
    std::vector<std::uint32_t> target;  ///< [state * out_degree + slot], a state
    std::vector<double> weight;         ///< as target; those of a state add up to 1

    [[nodiscard]] std::size_t states() const { return names.size(); }
};

/// Reads network_states.csv and network_edges.csv of `folder`, as generate_network.py writes them.
/// Throws std::runtime_error that names the file and line if they are not of that form.
NetworkData read_network(const std::string& folder);

}  // namespace hegemon::bench
