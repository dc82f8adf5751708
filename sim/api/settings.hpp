#pragma once
/// The public settings of a run, as the engine takes them.
#include <hegemon/run.hpp>

#include "engine/run.hpp"

namespace hegemon {

/// Throws std::invalid_argument if a setting is out of its range.
RunOptions run_options(const RunSettings& settings);

/// The same; if settings.memory limits what the run may take, the fastest way to run it within that. Throws
/// NotEnoughMemory if there is none, and std::invalid_argument as run_options and arms_of do.
RunOptions fitting_options(const Scenario& scenario, const RunSettings& settings);

/// The models of the arms that are asked for, in that order. Throws std::invalid_argument for an unknown one and one
/// twice. They live as long as the scenario.
Arms arms_of(const Scenario& scenario, const RunSettings& settings);

/// As asked for, or the number of cores. `settings` have been looked at by run_options.
int threads_of(const RunSettings& settings);

}  // namespace hegemon
