#include "cli/manual.hpp"

#include <fmt/format.h>

#include <hegemon/version.hpp>
#include <sstream>

namespace hegemon::cli {

namespace {

/// Text as roff shows it: no dash becomes another sign, no line becomes a command.
std::string roff(const std::string& text) {
    std::string result;
    for (const char c : text) {
        const bool begins_line = result.empty() || result.back() == '\n';
        if (begins_line && (c == '.' || c == '\'')) result += "\\&";
        if (c == '\\')
            result += "\\e";
        else if (c == '-')
            result += "\\-";
        else if (c == '\'')
            result += "\\(aq";
        else if (c == '`')
            result += "\\(ga";
        else if (c == '~')
            result += "\\(ti";
        else if (c == '^')
            result += "\\(ha";
        else
            result += c;
    }
    return result;
}

/// Lines that begin with blanks stand as they are, others flow together; an empty line begins a paragraph.
std::string flowing(const std::string& text) {
    std::istringstream lines(text);
    std::string result;
    bool is_as_is = false;
    for (std::string line; std::getline(lines, line);) {
        const bool is_indented = line.starts_with("  ");
        if (is_indented != is_as_is) result += is_indented ? ".PP\n.nf\n.RS\n" : ".RE\n.fi\n";
        is_as_is = is_indented;
        if (line.empty())
            result += ".PP\n";
        else
            result += roff(is_indented ? line.substr(2) : line) + '\n';
    }
    return result + (is_as_is ? ".RE\n.fi\n" : "");
}

std::string option_text(const OptionFacts& option) {
    std::string text = ".TP\n";
    for (std::size_t i = 0; i < option.names.size(); ++i)
        text += (i > 0 ? ", " : "") + ("\\fB" + roff(option.names[i]) + "\\fR");
    if (!option.value.empty()) text += " \\fI" + roff(option.value) + "\\fR";
    return text + '\n' + roff(option.help) + '\n';
}

std::string synopsis(const CommandFacts& command) {
    std::string text = ".B hegemon " + roff(command.name) + "\n";
    for (const auto& word : command.words)
        text += word.required ? ".I " + roff(word.names.front()) + '\n' : ".RI [ " + roff(word.names.front()) + " ]\n";
    return text + ".RI [ OPTIONS ]\n";
}

std::string command_text(const CommandFacts& command) {
    std::string text = ".SS " + roff(command.name) + '\n' + synopsis(command) + ".PP\n" + flowing(command.help);
    for (const auto& word : command.words) text += option_text(word);
    for (const auto& option : command.options) text += option_text(option);
    return text + ".PP\n" + flowing(command.footer);
}

}  // namespace

std::string manual_page(const ProgramFacts& facts) {
    std::string text = fmt::format(
        ".\\\" Made by `hegemon man` from the help of the program.\n"
        ".TH HEGEMON 1 \"\" \"hegemon {}\" \"User Commands\"\n.SH NAME\nhegemon \\- {}\n"
        ".SH SYNOPSIS\n",
        version(), roff(first_sentence(facts.program.help)));
    for (const auto& command : facts.commands) text += synopsis(command) + ".br\n";
    text += ".SH DESCRIPTION\n" + flowing(facts.program.help) + ".SH OPTIONS\n";
    for (const auto& option : facts.program.options) text += option_text(option);
    text += ".SH COMMANDS\n";
    for (const auto& command : facts.commands) text += command_text(command);
    return text + ".SH EXAMPLES\n" + flowing(facts.program.footer);
}

}  // namespace hegemon::cli
