#pragma once
/// The commands and their options as facts, for whatever is made from them: completion of shells, the manual.
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hegemon::cli {

struct OptionFacts {
    std::vector<std::string> names;  ///< as typed: "-o", "--output"; of a word without dashes its name: "SCENARIO"
    std::string value;               ///< what its value is called; empty: it has none
    std::string help;
    bool required = false;
};

struct CommandFacts {
    std::string name, help, footer;
    std::vector<OptionFacts> words;    ///< in the order in which they are typed
    std::vector<OptionFacts> options;  ///< those with dashes
};

/// The program itself, then its commands; those that are hidden from help are left out.
struct ProgramFacts {
    CommandFacts program;
    std::vector<CommandFacts> commands;
};

/// `app` is the program or one of its commands.
ProgramFacts program_facts(const CLI::App& app);

/// "Runs things. More of it." -> "Runs things"
std::string first_sentence(const std::string& text);

}  // namespace hegemon::cli
