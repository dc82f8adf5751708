#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include "cli/text.hpp"
#include "core/diagnostic.hpp"

namespace hegemon::cli {

namespace {

const std::map<std::string, Recording> recordings = {
    {"outcomes", Recording::outcomes}, {"default", Recording::standard}, {"all", Recording::all}};

const std::map<std::string, std::size_t> lane_counts = {{"1", 1}, {"8", 8}, {"64", 64}};

const char* const run_help =
    R"(Run all replicates of a scenario into a run file (HDF5, netCDF-4), and print the outcomes.

The same scenario and seed give the same content, with the same digest, at any number of threads and lanes.)";

const char* const run_footer = R"(Examples:
  hegemon run scenario.toml --replicates 1000 --seed 7 --set rate=0.2 -o rate02.h5
  hegemon run scenario.toml --arms base,no_leak        the scenario beside its variant no_leak, pair by pair

Exit codes: 0 done; 1 done, but replicates failed; 64 wrong usage; 65 an error in the scenario; 66 a file cannot be
read; 70 a mistake of this program; 71 not enough memory or threads; 73 the run file cannot be created; 74 it cannot be
written; 130 stopped by Ctrl-C (what was done is in FILE.part).)";

const char* const check_help =
    "Read and check a scenario and all its variants, all errors at once; run nothing, write nothing.";
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

/// An option with one value; given twice, the last counts.
void add_value(CLI::App& app, const std::string& name, const std::string& type,
               const std::function<void(const std::string&)>& take, const std::string& help) {
    app.add_option_function<std::string>(name, take, help)
        ->type_name(type)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

/// A whole number from `low` to `high`, refused with a sentence otherwise.
template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& value, Number low, Number high,
                const std::string& help) {
    const auto take = [&value, name, low, high](const std::string& text) {
        Number read{};
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, read);
        if (error != std::errc() || stop != end || read < low || read > high) {
            throw CLI::ValidationError(name, fmt::format("'{}' is not a whole number from {} to {}", text, low, high));
        }
        value = read;
    };
    add_value(app, name, "N", take, help);
}

/// One of the words of `choices`, which `listed` names.
template <class Value>
void add_choice(CLI::App& app, const std::string& name, Value& value,
                const std::map<std::string, typename Value::value_type>& choices, const std::string& listed,
                const std::string& type, const std::string& help) {
    const auto take = [&value, &choices, name, listed](const std::string& text) {
        const auto found = choices.find(text);
        if (found == choices.end()) throw CLI::ValidationError(name, fmt::format("'{}' is not {}", text, listed));
        value = found->second;
    };
    add_value(app, name, type, take, help);
}

void add_scenario(CLI::App& app, std::string& scenario, ScenarioOptions& options) {
    app.add_option("SCENARIO", scenario, "the scenario's file (TOML)")->required()->type_name("");
    const auto set = [&options](const std::vector<std::string>& texts) {
        for (const auto& text : texts) options.set.push_back(split_setting(text));
    };
    app.add_option_function<std::vector<std::string>>(
           "--set", set, "another value for a parameter (a number or an expression); may be given often")
        ->allow_extra_args(false)
        ->type_name("PARAMETER=VALUE");
}

void add_flag(CLI::App& app, const std::string& name, const std::function<void()>& take, const std::string& help) {
    app.add_flag_callback(name, take, help);
}

void add_json(CLI::App& app, Format& format) {
    add_flag(
        app, "--json", [&format] { format = Format::json; }, "print one JSON object instead of text");
}

/// "base,no_leak" -> "base", "no_leak"
std::vector<std::string> split_arms(const std::string& text) {
    std::vector<std::string> arms;
    std::istringstream stream(text + ',');
    for (std::string name; std::getline(stream, name, ',');) {
        if (name.empty()) throw CLI::ValidationError("--arms", "'" + text + "' has an empty name");
        if (std::find(arms.begin(), arms.end(), name) != arms.end())
            throw CLI::ValidationError("--arms", "'" + text + "' names '" + name + "' twice");
        arms.push_back(std::move(name));
    }
    return arms;
}

/// What is run, and how.
void add_run_settings(CLI::App& app, RunSettings& settings, std::optional<std::size_t>& lanes) {
    add_value(
        app, "-o,--output", "FILE", [&settings](const std::string& file) { settings.output = file; },
        "the run file (default: the scenario's name with .h5, in this folder)");
    add_value(
        app, "--arms", "NAME,NAME...", [&settings](const std::string& text) { settings.arms = split_arms(text); },
        "run side by side, each compared with the first: variants, `base` is the scenario as written");
    add_number<std::uint64_t>(app, "--replicates", settings.replicates, 1, most_replicates,
                              "how many of each arm (default: 100)");
    add_number<std::uint64_t>(app, "--seed", settings.seed, 0, ~std::uint64_t{0}, "which random numbers (default: 1)");
    add_number<int>(app, "--threads", settings.threads, 0, most_threads, "how many (default: 0, one for each core)");
    add_choice(app, "--lanes", lanes, lane_counts, "1, 8 or 64", "N",
               "replicates computed side by side: 1, 8 or 64 (default: what is fastest)");
}

void add_run(CLI::App& app, RunArguments& run, std::optional<std::size_t>& lanes) {
    app.footer(run_footer);
    add_scenario(app, run.scenario, run.options);
    add_run_settings(app, run.settings, lanes);
    add_choice(app, "--record", run.options.recording, recordings, "outcomes, default or all", "WHAT",
               "what the run file keeps: outcomes, default or all");
    add_flag(
        app, "--dry-run", [&run] { run.execution = Execution::dry_run; }, "say what would be run; write nothing");
    add_flag(
        app, "-q,--quiet", [&run] { run.talk = Talk::quiet; }, "print nothing but errors");
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

bool has_command(const CLI::App& app, const std::string& word) {
    const auto commands = app.get_subcommands(nullptr);
    return std::any_of(commands.begin(), commands.end(),
                       [&](const CLI::App* command) { return command->get_name() == word; });
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
    std::optional<std::size_t> lanes;
    add_run(*run_command, run, lanes);
    CLI::App* check_command = app.add_subcommand("check", check_help)->footer(check_footer);
    add_scenario(*check_command, check.scenario, check.options);
    add_json(*check_command, check.format);
    if (count < 2) {
        std::cerr << app.help();
        return ExitCode::usage;
    }
    const std::string first = arguments[1];
    if (first.rfind('-', 0) != 0 && !has_command(app, first)) return complain(app, unknown(app, "command", first));
    app.require_subcommand(1);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return parse_error(app, error);
    }
    run.options.library = check.options.library = library;
    if (check_command->parsed()) return check;
    run.options.variants.emplace();  // what is not run need not be right
    for (const auto& arm : run.settings.arms)
        if (arm != "base") run.options.variants->push_back(arm);
    run.settings.lanes = lanes.value_or(0);
    run.settings.command = joined(count, arguments);
    if (run.settings.output.empty()) run.settings.output = std::filesystem::path(run.scenario).stem().concat(".h5");
    return run;
}

}  // namespace hegemon::cli
