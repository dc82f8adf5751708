#include "cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hegemon::cli {

namespace {

/// What a word or a value is to be completed to.
enum class Completing : std::uint8_t { nothing, files, folders, scenarios, runs, shells, choices, arms, outcomes };

/// `name`: what a value is called, e.g. "FILE" or "outcomes|events|default|all".
Completing completing(const std::string& name) {
    if (name.find('|') != std::string::npos) return Completing::choices;
    if (name.starts_with("ARM")) return Completing::arms;
    if (name == "OUTCOME") return Completing::outcomes;
    if (name == "FILE") return Completing::files;
    if (name == "DIR") return Completing::folders;
    if (name == "SCENARIO") return Completing::scenarios;
    if (name == "RUN" || name == "OTHER") return Completing::runs;
    return name == "SHELL" ? Completing::shells : Completing::nothing;
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    return fmt::format("{}", fmt::join(words, between));
}

/// "outcomes|events|default|all" -> "outcomes events default all"
std::string choices_of(std::string name) {
    std::replace(name.begin(), name.end(), '|', ' ');
    return name;
}

std::vector<std::string> names_of(const std::vector<OptionFacts>& options) {
    std::vector<std::string> names;
    for (const auto& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

std::vector<std::string> names_of(const std::vector<CommandFacts>& commands) {
    std::vector<std::string> names;
    for (const auto& command : commands) names.push_back(command.name);
    return names;
}

/// What the words of a command are, all of one sort.
std::string words_of(const CommandFacts& command) {
    return command.words.empty() ? "" : command.words.front().names.front();
}

/// The lines by which bash finds what it may be completed to.
std::string bash_words(const std::string& name) {
    switch (completing(name)) {
        case Completing::files:
            return "compgen -f -- \"$word\"";
        case Completing::folders:
            return "compgen -d -- \"$word\"";
        case Completing::scenarios:
            return "compgen -f -X '!*.toml' -- \"$word\"; compgen -d -- \"$word\"";
        case Completing::runs:
            return "compgen -f -X '!*.h5*' -- \"$word\"; compgen -d -- \"$word\"";
        case Completing::shells:
            return "compgen -W 'bash zsh fish' -- \"$word\"";
        case Completing::choices:
            return "compgen -W '" + choices_of(name) + "' -- \"$word\"";
        case Completing::arms:
            return "_hegemon_list arms \"$word\"";
        case Completing::outcomes:
            return "_hegemon_list outcomes \"$word\"";
        case Completing::nothing:
            break;
    }
    return ":";
}

std::string bash_command(const CommandFacts& command) {
    std::string text = fmt::format("        {})\n            case $before in\n", command.name);
    for (const auto& option : command.options)
        if (!option.value.empty())
            text += fmt::format("                {}) {}; return ;;\n", joined(option.names, " | "),
                                bash_words(option.value));
    text += "            esac\n";
    text += fmt::format("            [[ $word == -* ]] && {{ compgen -W '{}' -- \"$word\"; return; }}\n",
                        joined(names_of(command.options), " "));
    return text + fmt::format("            {} ;;\n", bash_words(words_of(command)));
}

/// Inside single quotes of bash, zsh and fish.
std::string quoted(const std::string& text, const char* quote) {
    std::string result;
    for (const char c : text) result += c == '\'' ? std::string(quote) : c == '\n' ? " " : std::string(1, c);
    return result;
}

/// zsh ends a description with `]` and a part with `:`.
std::string zsh_text(const std::string& text) {
    std::string result;
    for (const char c : quoted(text, "'\\''")) {
        if (c == '[' || c == ']' || c == ':') result += '\\';
        result += c;
    }
    return result;
}

std::string zsh_action(const std::string& name) {
    switch (completing(name)) {
        case Completing::files:
            return "_files";
        case Completing::folders:
            return "_files -/";
        case Completing::scenarios:
            return "_files -g \"*.toml\"";
        case Completing::runs:
            return "_files -g \"*.h5*\"";
        case Completing::shells:
            return "(bash zsh fish)";
        case Completing::choices:
            return "(" + choices_of(name) + ")";
        case Completing::arms:
            return " _hegemon_list arms";
        case Completing::outcomes:
            return " _hegemon_list outcomes";
        case Completing::nothing:
            break;
    }
    return " ";
}

std::string zsh_option(const OptionFacts& option) {
    std::string text;
    for (const auto& name : option.names) {
        text += fmt::format(" \\\n                '{}[{}]", name, zsh_text(option.help));
        if (!option.value.empty()) text += fmt::format(":{}:{}", zsh_text(option.value), zsh_action(option.value));
        text += "'";
    }
    return text;
}

std::string zsh_command(const CommandFacts& command) {
    std::string text = fmt::format("            {})\n                _arguments -s", command.name);
    for (const auto& option : command.options) text += zsh_option(option);
    for (std::size_t i = 0; i < command.words.size(); ++i) {
        const auto& word = command.words[i];
        text += fmt::format(" \\\n                '{}{}:{}:{}'", i + 1, word.required ? "" : ":", word.names.front(),
                            zsh_action(word.names.front()));
    }
    return text + " ;;\n";
}

std::string fish_arguments(const std::string& name) {
    switch (completing(name)) {
        case Completing::files:
            return " -F";
        case Completing::folders:
            return " -xa '(__fish_complete_directories)'";
        case Completing::scenarios:
            return " -k -xa '(__fish_complete_suffix .toml)'";
        case Completing::runs:
            return " -k -xa '(__fish_complete_suffix .h5)'";
        case Completing::shells:
            return " -xa 'bash zsh fish'";
        case Completing::choices:
            return " -xa '" + choices_of(name) + "'";
        case Completing::arms:
            return " -xa '(__hegemon_list arms)'";
        case Completing::outcomes:
            return " -xa '(__hegemon_list outcomes)'";
        case Completing::nothing:
            break;
    }
    return " -f";
}

std::string fish_option(const OptionFacts& option, const std::string& condition) {
    std::string text = "complete -c hegemon -n '" + condition + "'";
    for (const auto& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.value.empty()) text += " -r" + fish_arguments(option.value);
    return text + " -d '" + quoted(option.help, "\\'") + "'\n";
}

}  // namespace

std::string bash_completion(const ProgramFacts& facts) {
    std::string text = R"bash(# Completes the command lines of hegemon in bash. Made by `hegemon completion bash`.
# The arms or outcomes of the scenario or run file that was typed; of a list only what follows the last comma.
_hegemon_list() {
    local what=$1 word=$2 typed= each file=
    for each in "${COMP_WORDS[@]:2}"; do
        [[ $each == *.toml || $each == *.h5 || $each == *.h5.part ]] && file=$each
    done
    [[ -n $file ]] || return
    [[ $word == *,* ]] && typed=${word%,*},
    compgen -P "$typed" -W "$("${COMP_WORDS[0]}" completion "--$what-of" "$file" 2>/dev/null)" -- "${word##*,}"
}
_hegemon_words() {
    local word=$1 before=$2 command=$3
    case $command in
)bash";
    for (const auto& command : facts.commands) text += bash_command(command);
    text += fmt::format("        '') compgen -W '{} {}' -- \"$word\" ;;\n", joined(names_of(facts.commands), " "),
                        joined(names_of(facts.program.options), " "));
    return text + R"(    esac
}
_hegemon() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=
    # bash takes `--seed=3` for three words.
    [[ $word == = ]] && word=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}
    mapfile -t COMPREPLY < <(_hegemon_words "$word" "$before" "$command")
}
complete -o filenames -F _hegemon hegemon
)";
}

std::string zsh_completion(const ProgramFacts& facts) {
    std::string text =
        "#compdef hegemon\n# Completes the command lines of hegemon in zsh. Made by `hegemon completion zsh`.\n"
        "# The arms or outcomes of the scenario or run file that was typed; of a list only what follows the last "
        "comma.\n"
        "_hegemon_list() {\n    local file=${words[(R)*.(toml|h5|h5.part)]}\n    [[ -n $file ]] || return 1\n"
        "    compset -P '*,'\n"
        "    compadd -- ${(f)\"$(hegemon completion --$1-of $file 2>/dev/null)\"}\n}\n"
        "_hegemon() {\n    local context state state_descr line\n    typeset -A opt_args\n"
        "    local -a commands=(\n";
    for (const auto& command : facts.commands)
        text += fmt::format("        '{}:{}'\n", command.name, quoted(first_sentence(command.help), "'\\''"));
    text += "    )\n    _arguments -C";
    for (const auto& option : facts.program.options) text += zsh_option(option);
    text +=
        " \\\n                '1:command:->command' '*::argument:->argument'\n"
        "    case $state in\n        command) _describe -t commands command commands ;;\n"
        "        argument)\n            case $words[1] in\n";
    for (const auto& command : facts.commands) text += zsh_command(command);
    return text +
           "            esac ;;\n    esac\n}\n"
           "if [[ $funcstack[1] == _hegemon ]]; then _hegemon \"$@\"; else compdef _hegemon hegemon; fi\n";
}

std::string fish_completion(const ProgramFacts& facts) {
    std::string text =
        "# Completes the command lines of hegemon in fish. Made by `hegemon completion fish`.\n"
        "# The arms or outcomes of the scenario or run file that was typed; of a list only what follows the last "
        "comma.\n"
        "function __hegemon_list\n    set -l file\n    for word in (commandline -opc)\n"
        "        string match -qr '\\.(toml|h5|h5\\.part)$' -- $word; and set file $word\n    end\n"
        "    test -n \"$file\"; or return\n    set -l typed (string match -r '^.*,' -- (commandline -ct))\n"
        "    hegemon completion --$argv[1]-of $file 2>/dev/null | string replace -r '^' \"$typed\"\nend\n"
        "complete -c hegemon -f\n";
    for (const auto& option : facts.program.options) text += fish_option(option, "__fish_use_subcommand");
    for (const auto& command : facts.commands) {
        text += fmt::format("complete -c hegemon -n '__fish_use_subcommand' -f -a {} -d '{}'\n", command.name,
                            quoted(first_sentence(command.help), "\\'"));
        const std::string condition = "__fish_seen_subcommand_from " + command.name;
        for (const auto& option : command.options) text += fish_option(option, condition);
        if (completing(words_of(command)) != Completing::nothing)
            text += "complete -c hegemon -n '" + condition + "'" + fish_arguments(words_of(command)) + "\n";
    }
    return text;
}

}  // namespace hegemon::cli
