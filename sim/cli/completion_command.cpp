#include <CLI/CLI.hpp>
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

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    const auto shell = std::make_shared<std::string>();
    const auto take = [shell](const std::string& text) {
        if (!writers.contains(text)) throw CLI::ValidationError("SHELL", "'" + text + "' is not bash, zsh or fish");
        *shell = text;
    };
    app.add_option_function<std::string>("SHELL", take, "bash, zsh or fish")->required()->type_name("");
    return [shell, &app] {
        std::cout << writers.at(*shell)(program_facts(app));
        return ExitCode::done;
    };
}

}  // namespace

const Command completion_command = {"completion", help, footer, add};

}  // namespace hegemon::cli
