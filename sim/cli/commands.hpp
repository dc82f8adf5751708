#pragma once
/// The commands. Results go to stdout, everything else to stderr.
#include "cli/arguments.hpp"

namespace hegemon::cli {

/// `hegemon run`. Throws what has no exit code of its own.
ExitCode run_command(const RunArguments& arguments);

/// `hegemon check`.
ExitCode check_command(const CheckArguments& arguments);

}  // namespace hegemon::cli
