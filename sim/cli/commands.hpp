#pragma once
/// All commands, in the order in which help lists them.
#include <array>

#include "cli/command.hpp"

namespace hegemon::cli {

extern const Command run_command;
extern const Command compare_command;
extern const Command report_command;
extern const Command check_command;
extern const Command describe_command;
extern const Command explain_command;
extern const Command verify_command;
extern const Command export_command;
extern const Command new_command;
extern const Command completion_command;
extern const Command man_command;

inline const std::array commands = {&run_command,      &compare_command,    &report_command, &check_command,
                                    &describe_command, &explain_command,    &verify_command, &export_command,
                                    &new_command,      &completion_command, &man_command};

}  // namespace hegemon::cli
