#pragma once
/// Other programs.
#include <string>
#include <vector>

namespace hegemon::bench {

/// Runs words[0] with the others as its arguments and returns what it writes to its standard output.
/// Throws std::runtime_error if it cannot be run or exits with other than 0.
std::string output_of(const std::vector<std::string>& words);

}  // namespace hegemon::bench
