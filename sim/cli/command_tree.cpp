#include "cli/command_tree.hpp"

#include <CLI/CLI.hpp>

namespace hegemon::cli {

namespace {

OptionFacts facts_of(const CLI::Option& option) {
    OptionFacts facts;
    for (const auto& name : option.get_snames()) facts.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) facts.names.push_back("--" + name);
    if (facts.names.empty()) facts.names.push_back(option.get_name());
    // A flag takes nothing; a word without dashes is its own value.
    if (option.get_expected_max() > 0 && option.nonpositional()) facts.value = option.get_type_name();
    facts.help = option.get_description();
    facts.required = option.get_required();
    return facts;
}

CommandFacts facts_of(const CLI::App& app) {
    CommandFacts facts{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
    for (const auto* option : app.get_options())
        if (!option->get_group().empty())
            (option->nonpositional() ? facts.options : facts.words).push_back(facts_of(*option));
    return facts;
}

}  // namespace

ProgramFacts program_facts(const CLI::App& app) {
    const CLI::App* root = &app;
    while (root->get_parent() != nullptr) root = root->get_parent();
    ProgramFacts facts{facts_of(*root), {}};
    for (const auto* command : root->get_subcommands(nullptr))
        if (!command->get_group().empty()) facts.commands.push_back(facts_of(*command));
    return facts;
}

std::string first_sentence(const std::string& text) {
    const auto end = text.find_first_of(".;:\n");
    return text.substr(0, end);
}

}  // namespace hegemon::cli
