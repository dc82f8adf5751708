#pragma once
/// The arms of a run file, compiled again from the scenario that the file holds: what was run can be run once more.
#include <hegemon/error.hpp>
#include <memory>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "storage/run_reader.hpp"

namespace hegemon {

struct RecordedScenario {
    std::vector<std::shared_ptr<const Model>> models;  ///< [arm], as RunReader::run().arms has them
    RunOptions options;                                ///< seed and replicates of the run

    /// They live as long as this.
    [[nodiscard]] Arms arms() const;
};

/// Compiles what the file says was run; values given by `--set` stand in the text that it holds.
/// Throws NotRepeatable if there is no scenario in it, if the text is no longer right, or if its arms, rows, columns,
/// events, decisions and parameters are not those that the text now yields.
RecordedScenario recorded_scenario(const RunReader& reader);

/// The same where the file need not agree with its text: what is not as the text yields it is told in `difference`.
/// Throws NotRepeatable if the text is missing, no longer right, or lacks an arm of the run.
struct RecompiledScenario {
    RecordedScenario scenario;
    std::string difference;  ///< in a few words; empty if there is none
};
RecompiledScenario recompiled_scenario(const RunReader& reader);

/// What the two do not have in common, in a few words ("column state.x"); empty if a replicate of one is a replicate of
/// the other. Numbers of parameters and constants are compared, units and notes are not.
std::string difference(const ArmDescription& a, const ArmDescription& b);

}  // namespace hegemon
