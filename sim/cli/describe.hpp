#pragma once
/// What a scenario consists of, in a few lines.
#include <hegemon/description.hpp>
#include <hegemon/scenario.hpp>
#include <string>

#include "cli/json.hpp"

namespace hegemon::cli {

/// "scenario", "model", "table"
const char* role_word(FileFacts::Role role);

/// Title, files, time, kinds with their rows, rules, outcomes, variants.
std::string description_text(const Scenario& scenario);

/// The same as members of the object that is open.
void write_description(JsonWriter& json, const Scenario& scenario);

/// The files as a member `files`.
void write_files(JsonWriter& json, const std::vector<FileFacts>& files);

}  // namespace hegemon::cli
