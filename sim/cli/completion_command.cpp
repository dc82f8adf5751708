#include <CLI/CLI.hpp>
#include <hegemon/hegemon.hpp>
#include <iostream>
#include <map>
#include <memory>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

using Writer = std::string (*)(const ProgramFacts& facts);
const std::map<std::string, Writer> writers = {
    {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

const char* const help = "Print the script by which a shell completes commands, options and files.";
const char* const footer = R"(`cmake --install` puts the scripts where the shells of a system look for them. By hand:

Examples:
  hegemon completion bash > ~/.local/share/bash-completion/completions/hegemon
  hegemon completion zsh > ~/.zfunc/_hegemon
  hegemon completion fish > ~/.config/fish/completions/hegemon.fish

Exit codes: 0 done; 64 wrong usage.)";

struct CompletionArguments {
    std::string shell;
    std::string arms_of, outcomes_of;  ///< a scenario or a run file
};

bool is_run_file(const std::string& file) { return file.ends_with(".h5") || file.ends_with(".part"); }

/// One a line.
std::string arms_text(const std::string& file, const std::filesystem::path& library) {
    std::string text;
    if (is_run_file(file)) {
        for (const auto& arm : RunFile(file).arms()) text += arm + '\n';
        return text;
    }
    ScenarioOptions options;
    options.library = library;
    text = "base\n";
    const Scenario scenario = Scenario::load(file, options);
    for (const auto& variant : scenario.variants()) text += variant.name + '\n';
    return text;
}

std::string outcomes_text(const std::string& file, const std::filesystem::path& library) {
    ScenarioOptions options;
    options.library = library;
    options.variants.emplace();
    std::string text;
    for (const auto& outcome : is_run_file(file) ? RunFile(file).outcomes() : Scenario::load(file, options).outcomes())
        text += outcome.name + '\n';
    return text;
}

/// What a script asks while somebody types: whatever is wrong with the file, it is not the time to say so.
ExitCode list(const CompletionArguments& arguments, const std::filesystem::path& library) {
    try {
        std::cout << (arguments.arms_of.empty() ? outcomes_text(arguments.outcomes_of, library)
                                                : arms_text(arguments.arms_of, library));
        return ExitCode::done;
    } catch (const InvalidScenario&) {
        return ExitCode::scenario;
    } catch (const FileError&) {
        return ExitCode::no_input;
    }
}

Action add(CLI::App& app, const Surroundings& surroundings) {
    const auto arguments = std::make_shared<CompletionArguments>();
    const auto take = [arguments](const std::string& text) {
        if (!writers.contains(text)) throw CLI::ValidationError("SHELL", "'" + text + "' is not bash, zsh or fish");
        arguments->shell = text;
    };
    auto* shell = app.add_option_function<std::string>("SHELL", take, "bash, zsh or fish")->type_name("");
    // For the scripts alone, in no help.
    auto* arms = app.add_option("--arms-of", arguments->arms_of)->group("");
    auto* outcomes = app.add_option("--outcomes-of", arguments->outcomes_of)->group("");
    return [arguments, shell, arms, outcomes, &app, &surroundings] {
        if (arms->count() + outcomes->count() > 0) return list(*arguments, surroundings.library);
        if (shell->count() == 0) {
            std::cerr << "hegemon: SHELL is missing: bash, zsh or fish\nsee `hegemon completion --help`\n";
            return ExitCode::usage;
        }
        std::cout << writers.at(arguments->shell)(program_facts(app));
        return ExitCode::done;
    };
}

}  // namespace

const Command completion_command = {"completion", help, footer, add};

}  // namespace hegemon::cli
