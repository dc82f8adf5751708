#pragma once
/// All commands, in the order in which help lists them.
#include <array>

#include "cli/command.hpp"

namespace hegemon::cli {

extern const Command run_command;
extern const Command check_command;

inline const std::array<const Command*, 2> commands = {&run_command, &check_command};

}  // namespace hegemon::cli
