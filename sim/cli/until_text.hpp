#pragma once
/// `--until`: how it is written, and what its looks found.
#include <hegemon/hegemon.hpp>
#include <optional>
#include <string>

#include "cli/json.hpp"

namespace hegemon::cli {

/// "bursts +- 0.05", "bursts ± 0.05", "bursts+-0.05"; nothing if it is none of these.
std::optional<Until> parse_until(const std::string& text);

/// A heading and a line for each look; if none was enough, what was reached and what it would take.
std::string looks_text(const Looks& looks, std::size_t width);

/// "the interval of `bursts` is not that narrow: at 512 pairs it was +- 0.12, ..."; for looks of which none was enough.
std::string not_reached_text(const Looks& looks);

/// As the value of a key.
void write_looks(JsonWriter& json, const Looks& looks);

}  // namespace hegemon::cli
