#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <map>
#include <vector>

#include "cli/text.hpp"
#include "core/diagnostic.hpp"

namespace hegemon::cli {

namespace {

const std::map<std::string, Recording> recordings = {
    {"outcomes", Recording::outcomes}, {"default", Recording::standard}, {"all", Recording::all}};

const char* const run_help = R"(Run all replicates of a scenario into a run file (HDF5, netCDF-4), and print the outcomes.

The same scenario and seed give the same content, with the same digest, at any number of threads and lanes.)";

const char* const run_footer = R"(Example:
  hegemon run scenario.toml --replicates 1000 --seed 7 --set rate=0.2 -o rate02.h5

Exit codes: 0 done; 1 done, but replicates failed; 64 wrong usage; 65 an error in the scenario; 66 a file cannot be
read; 70 a mistake of this program; 71 not enough memory or threads; 73 the run file cannot be created; 74 it cannot be
written; 130 stopped by Ctrl-C (what was done is in FILE.part).)";

const char* const check_help = "Read and check a scenario, all its errors at once; run nothing, write nothing.";
const char* const check_footer = R"(Example:
  hegemon check scenario.toml --set rate=0.2

Exit codes: 0 it is right; 64 wrong usage; 65 an error in the scenario; 66 a file cannot be read.)";

const char* const about = "What-if scenarios as text, run in parallel, reproducible to the bit.";
const char* const footer = R"(Examples:
  hegemon check scenario.toml
  hegemon run scenario.toml --replicates 1000 -o scenario.h5
`hegemon COMMAND --help` has the options of a command.)";

/// "rate=0.2" -> ("rate", "0.2")
std::pair<std::string, std::string> split_setting(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw CLI::ValidationError("--set", "'" + text + "' is not PARAMETER=VALUE");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// A whole number from `low` to `high`, refused with a sentence otherwise.
template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& value, Number low, Number high, const std::string& help) {
    const auto take = [&value, name, low, high](const std::string& text) {
        Number read{};
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, read);
        if (error != std::errc() || stop != end || read < low || read > high) {
            throw CLI::ValidationError(name, fmt::format("'{}' is not a whole number from {} to {}", text, low, high));
        }
        value = read;
    };
    app.add_option_function<std::string>(name, take, help)->type_name("N");
}

void add_scenario(CLI::App& app, std::string& scenario, ScenarioOptions& options) {
    app.add_option("SCENARIO", scenario, "the scenario's file (TOML)")->required()->type_name("");
    const auto set = [&options](const std::vector<std::string>& texts) {
        for (const auto& text : texts) options.set.push_back(split_setting(text));
    };
    app.add_option_function<std::vector<std::string>>("--set", set,
                                                      "another value for a parameter (a number or an expression); may be given often")
        ->allow_extra_args(false)
        ->type_name("PARAMETER=VALUE");
}

void add_json(CLI::App& app, Format& format) {
    app.add_flag_callback("--json", [&format] { format = Format::json; }, "print one JSON object instead of text");
}

void add_run(CLI::App& app, RunArguments& run) {
    app.footer(run_footer);
    add_scenario(app, run.scenario, run.options);
    app.add_option_function<std::string>("-o,--output", [&run](const std::string& file) { run.settings.output = file; },
                                         "the run file (default: the scenario's name with .h5, in this folder)")
        ->type_name("FILE");
    add_number<std::uint64_t>(app, "--replicates", run.settings.replicates, 1, most_replicates, "how many (default: 100)");
    add_number<std::uint64_t>(app, "--seed", run.settings.seed, 0, ~std::uint64_t{0}, "which random numbers (default: 1)");
    add_number<int>(app, "--threads", run.settings.threads, 0, most_threads, "how many (default: 0, one for each core)");
    const auto lanes = [&run](const std::string& text) {
        if (text != "1" && text != "8" && text != "64") throw CLI::ValidationError("--lanes", "'" + text + "' is not 1, 8 or 64");
        run.settings.lanes = static_cast<std::size_t>(std::stoul(text));
    };
    app.add_option_function<std::string>("--lanes", lanes, "replicates computed side by side: 1, 8 or 64 (default: what is fastest)")
        ->type_name("N");
    const auto record = [&run](const std::string& text) {
        const auto found = recordings.find(text);
        if (found == recordings.end()) throw CLI::ValidationError("--record", "'" + text + "' is not outcomes, default or all");
        run.options.recording = found->second;
    };
    app.add_option_function<std::string>("--record", record, "what the run file keeps: outcomes, default or all")->type_name("WHAT");
    app.add_flag_callback("--dry-run", [&run] { run.execution = Execution::dry_run; }, "say what would be run; write nothing");
    app.add_flag_callback("-q,--quiet", [&run] { run.talk = Talk::quiet; }, "print nothing but errors");
    add_json(app, run.format);
}

std::string joined(int count, const char* const* arguments) {
    std::string text = "hegemon";
    for (int i = 1; i < count; ++i) text += std::string(" ") + arguments[i];
    return text;
}

/// The options of a command, or the commands of the program, as they are typed.
std::vector<std::string> words_of(const CLI::App& app) {
    std::vector<std::string> words;
    for (const auto* command : app.get_subcommands(nullptr)) words.push_back(command->get_name());
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) words.push_back("--" + name);
    }
    return words;
}

/// "unknown command 'rnu' (run?)"
std::string unknown(const CLI::App& app, const std::string& what, const std::string& word) {
    const std::string near = nearest(word.substr(0, word.find('=')), words_of(app));
    return fmt::format("unknown {} '{}'{}", what, word, near.empty() ? "" : " (" + near + "?)");
}

/// What is wrong, in one line, and where help is.
ExitCode complain(const CLI::App& app, const std::string& problem) {
    const std::string path = app.get_parent() == nullptr ? "hegemon" : "hegemon " + app.get_name();
    std::cerr << "hegemon: " << printable(problem) << "\nsee `" << path << " --help`\n";
    return ExitCode::usage;
}

/// Words that are no option of the command that was typed; empty if all are known.
std::string unknown_words(const CLI::App& command) {
    const auto words = command.remaining();
    if (words.empty()) return {};
    return unknown(command, words.front().rfind('-', 0) == 0 ? "option" : "word", words.front());
}

ExitCode parse_error(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return static_cast<ExitCode>(app.exit(error));
    const auto commands = app.get_subcommands();
    const CLI::App& command = commands.empty() ? app : *commands.front();
    const std::string words = unknown_words(command);
    return complain(command, words.empty() || !command.parsed() ? error.what() : words);
}

}  // namespace

std::variant<ExitCode, RunArguments, CheckArguments> parse(int count, const char* const* arguments,
                                                           const std::filesystem::path& library) {
    CLI::App app(about, "hegemon");
    app.footer(footer);
    app.set_version_flag("--version", "hegemon " + std::string(version()));
    RunArguments run;
    CheckArguments check;
    CLI::App* run_command = app.add_subcommand("run", run_help);
    add_run(*run_command, run);
    CLI::App* check_command = app.add_subcommand("check", check_help)->footer(check_footer);
    add_scenario(*check_command, check.scenario, check.options);
    add_json(*check_command, check.format);
    if (count < 2) {
        std::cerr << app.help();
        return ExitCode::usage;
    }
    const std::string first = arguments[1];
    if (first.rfind('-', 0) != 0 && app.get_subcommand_no_throw(first) == nullptr) return complain(app, unknown(app, "command", first));
    app.require_subcommand(1);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return parse_error(app, error);
    }
    run.options.library = check.options.library = library;
    if (check_command->parsed()) return check;
    run.settings.command = joined(count, arguments);
    if (run.settings.output.empty()) run.settings.output = std::filesystem::path(run.scenario).stem().concat(".h5");
    return run;
}

}  // namespace hegemon::cli
