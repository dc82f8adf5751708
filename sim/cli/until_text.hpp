#pragma once
/// `--until`: how it is written, and what its looks found.
#include <hegemon/hegemon.hpp>
#include <optional>
#include <string>

#include "cli/json.hpp"

namespace hegemon::cli {

/// "bursts +- 0.05", "bursts ± 0.05", "bursts+-0.05"; nothing if it is none of these.
std::optional<Until> parse_until(const std::string& text);

/// A heading and a line for each look.
std::string looks_text(const Looks& looks);

/// As the value of a key.
void write_looks(JsonWriter& json, const Looks& looks);

}  // namespace hegemon::cli
