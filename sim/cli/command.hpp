#pragma once
/// What a command is: its name, its help, its options, and what it does. Each lies in a file of its own,
/// NAME_command.cpp, and is listed in commands.cpp.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "cli/exit_code.hpp"

namespace CLI {
class App;
}

namespace hegemon::cli {

enum class Format : std::uint8_t { text, json };  ///< how results are printed

/// What a command knows besides its own options.
struct Surroundings {
    std::filesystem::path library;  ///< where models are looked up that are not in a scenario's folder; empty: nowhere
    std::string command_line;       ///< as typed
};

/// Results go to stdout, everything else to stderr. Throws what has no exit code of its own.
using Action = std::function<ExitCode()>;

struct Command {
    const char* name;
    const char* help;    ///< one sentence first
    const char* footer;  ///< examples, then exit codes
    /// Adds the options of the command to `app` and returns what is done once they are parsed.
    Action (*add)(CLI::App& app, const Surroundings& surroundings);
};

}  // namespace hegemon::cli
