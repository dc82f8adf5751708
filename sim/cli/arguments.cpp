#include "cli/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <hegemon/hegemon.hpp>
#include <iostream>
#include <vector>

#include "cli/commands.hpp"
#include "cli/text.hpp"
#include "core/diagnostic.hpp"

namespace hegemon::cli {

namespace {

const char* const about = "What-if scenarios as text, run in parallel, reproducible to the bit.";
const char* const footer = R"(Examples:
  hegemon check scenario.toml
  hegemon run scenario.toml --replicates 1000 -o scenario.h5
`hegemon COMMAND --help` has the options of a command.)";

std::string version_text() {
    std::string text = fmt::format("hegemon {} (commit {}{})", version(), commit(),
                                   with_changes() ? ", with changes that are not committed" : "");
    for (const auto& [name, one] : ingredients()) text += fmt::format("\n{:<9}{}", name, one);
    text += fmt::format("\n{:<9}{}", "kernels",
                        fmt::format("{} (there are {})", instruction_set(), fmt::join(instruction_sets(), ", ")));
    return text;
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

ExitCode follow(int count, const char* const* arguments, const std::filesystem::path& library) {
    const Surroundings surroundings{library, joined(count, arguments)};
    CLI::App app(about, "hegemon");
    app.footer(footer);
    app.set_version_flag("--version", version_text);
    std::vector<std::pair<CLI::App*, Action>> actions;
    for (const auto* command : commands) {
        auto* sub = app.add_subcommand(command->name, command->help)->footer(command->footer);
        actions.emplace_back(sub, command->add(*sub, surroundings));
    }
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
    const auto typed =
        std::find_if(actions.begin(), actions.end(), [](const auto& action) { return action.first->parsed(); });
    return typed->second();
}

}  // namespace hegemon::cli
