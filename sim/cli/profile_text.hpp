#pragma once
/// Where the time of a run went, as a table or as JSON.
#include <cstddef>
#include <hegemon/run.hpp>
#include <string>

#include "cli/json.hpp"

namespace hegemon::cli {

/// Which rules cost how much, the costliest first; those below half a percent are one line. Explained in lines of at
/// most `width` characters.
std::string profile_text(const RunProfile& profile, std::size_t width);

/// One object: threads, seconds, and all costs with their shares (of 1).
void write_profile(JsonWriter& json, const RunProfile& profile);

}  // namespace hegemon::cli
