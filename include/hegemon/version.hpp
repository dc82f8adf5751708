#pragma once
/// Which hegemon this is.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hegemon {

/// "0.1.0": major, minor, patch (semver.org). It lives as long as the program.
std::string_view version();

/// The commit that was built, 40 hexadecimal digits; "unknown" if it was not built from its repository.
std::string_view commit();

/// Whether the sources that were built differ from that commit.
bool with_changes();

/// What it was built with, and runs with: "compiler", "HDF5", "oneTBB" (if it has it), each with its version.
std::vector<std::pair<std::string, std::string>> ingredients();

}  // namespace hegemon
