#pragma once
/// Loads the scenario of a command, or says what is wrong with it.
#include <hegemon/hegemon.hpp>
#include <variant>

#include "cli/command.hpp"
#include "cli/json.hpp"

namespace hegemon::cli {

/// Errors go to stderr, all of them, then their number; as JSON to stdout.
std::variant<ExitCode, Scenario> load(const std::string& file, const ScenarioOptions& options, Format format);

/// The scenario and arms that a run file holds.
std::variant<ExitCode, Scenario> load_run(const std::string& file, Format format);

/// A list of notices.
void write_notices(JsonWriter& json, const std::vector<Notice>& notices);

}  // namespace hegemon::cli
