#pragma once
/// The manual page, made from the help of the program and its commands.
#include <string>

#include "cli/command_tree.hpp"

namespace hegemon::cli {

/// roff with the macros of man(7).
std::string manual_page(const ProgramFacts& facts);

}  // namespace hegemon::cli
