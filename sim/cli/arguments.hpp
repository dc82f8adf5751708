#pragma once
/// What was typed, parsed. The only header between CLI11 and the commands.
#include <cstdint>
#include <hegemon/hegemon.hpp>
#include <optional>
#include <string>
#include <variant>

#include "cli/exit_code.hpp"

namespace hegemon::cli {

enum class Format : std::uint8_t { text, json };
enum class Talk : std::uint8_t { normal, quiet };      ///< quiet: no progress, no warnings, no table
enum class Execution : std::uint8_t { run, dry_run };  ///< dry run: says what would be run

struct RunArguments {
    std::string scenario;
    ScenarioOptions options;
    RunSettings settings;  ///< output filled in; without progress and stop
    Format format = Format::text;
    Talk talk = Talk::normal;
    Execution execution = Execution::run;
};

struct CheckArguments {
    std::string scenario;
    ScenarioOptions options;
    Format format = Format::text;
};

/// Parses the command line. Help, the version and complaints about usage are printed here, and their exit code
/// returned. `library` is where models are looked up that are not in a scenario's folder.
std::variant<ExitCode, RunArguments, CheckArguments> parse(int count, const char* const* arguments,
                                                           const std::filesystem::path& library);

}  // namespace hegemon::cli
