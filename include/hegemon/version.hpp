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

/// Sets of processor instructions that this processor and build have, the narrowest first: "baseline", on x86-64
/// "avx2", "avx512". All give the same results, to the bit.
std::vector<std::string> instruction_sets();
/// The one in use: else the last of these.
std::string instruction_set();
/// From now on in this process. To be called before a scenario is loaded. Throws std::invalid_argument, saying what
/// there is, for one that is not there.
void use_instruction_set(const std::string& name);

/// What it was built with, and runs with: "compiler", "HDF5", "oneTBB" (if it has it), each with its version.
std::vector<std::pair<std::string, std::string>> ingredients();

}  // namespace hegemon
