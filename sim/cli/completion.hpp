#pragma once
/// Scripts by which shells complete the words of a command line.
#include <string>

#include "cli/command_tree.hpp"

namespace hegemon::cli {

/// For bash 4.4 or later, to be sourced.
std::string bash_completion(const ProgramFacts& facts);
/// For zsh, to lie in a folder of $fpath as `_hegemon`.
std::string zsh_completion(const ProgramFacts& facts);
/// For fish, to lie among its completions as `hegemon.fish`.
std::string fish_completion(const ProgramFacts& facts);

}  // namespace hegemon::cli
