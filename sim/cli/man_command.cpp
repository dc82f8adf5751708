#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/manual.hpp"

namespace hegemon::cli {

namespace {

const char* const help = "Print the manual page, made from the help of all commands.";
const char* const footer = R"(Example:
  hegemon man > hegemon.1 && man -l hegemon.1

Exit codes: 0 done; 64 wrong usage.)";

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    app.group("");  // the build calls it; people have `man hegemon`
    return [&app] {
        std::cout << manual_page(program_facts(app));
        return ExitCode::done;
    };
}

}  // namespace

const Command man_command = {"man", help, footer, add};

}  // namespace hegemon::cli
