#pragma once
/// Before two programs are timed: do they compute the same?
#include <string>

#include "bench/engine_adapter.hpp"
#include "bench/network_data.hpp"

namespace hegemon::bench {

/// Without events the means of all columns after 100 steps agree to 1e-12; with them the mean number of events of 1,024
/// replicates each agrees within 4 standard errors. Throws std::runtime_error that says what does not.
void check_same_work(const std::string& folder, const NetworkData& network);

}  // namespace hegemon::bench
