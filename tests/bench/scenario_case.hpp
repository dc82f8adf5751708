#pragma once
/// Whole scenarios, timed: replicates of an arm in a second.
#include <cstdint>

#include "bench/report.hpp"
#include "bench/settings.hpp"

namespace hegemon::bench {

/// post-soviet/2022-prototype.toml, base and no_war, with its run file; beside the numpy program of the same model if
/// there is one.
Section time_prototype_model(const Settings& settings, std::uint64_t pairs);

/// post-soviet/2022.toml, base and no_war, with its run file.
Section time_full_model(const Settings& settings);

/// world/2021.toml, with its run file.
Section time_world(const Settings& settings);

}  // namespace hegemon::bench
