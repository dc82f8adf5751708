#pragma once
/// The command line: finds the command that was typed and carries it out.
#include "cli/command.hpp"

namespace hegemon::cli {

/// Parses what was typed and does it. Help, the version and complaints about usage are printed here.
ExitCode follow(int count, const char* const* arguments, const std::filesystem::path& library);

}  // namespace hegemon::cli
