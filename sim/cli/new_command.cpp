#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/first_scenario.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

const char* const help = "Write a small scenario with remarks, to begin your own from.";
const char* const footer =
    R"(It shows every section of the language in a word or two, and runs as it is. A file that is there is never overwritten.

Example:
  hegemon new mine && hegemon run mine.toml

Exit codes: 0 done; 64 wrong usage; 73 the file cannot be created; 74 it cannot be written.)";

constexpr std::string_view ending = ".toml";

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// The first scenario under another name.
std::string scenario_text(const std::filesystem::path& file) {
    std::string text = first_scenario;
    std::string title = file.stem().string();
    std::replace(title.begin(), title.end(), '_', ' ');
    replace_all(text, "title = \"A first scenario\"", "title = \"" + title + "\"");
    replace_all(text, "first.toml", file.filename().string());
    return text;
}

ExitCode complain(ExitCode code, const std::filesystem::path& file, const char* what, int error) {
    std::cerr << fmt::format(
        "hegemon: cannot {} '{}': {}\n", what, printable(file.string()),
        error == EEXIST ? "it is there already; choose another name" : std::generic_category().message(error));
    return code;
}

ExitCode execute(const std::filesystem::path& file) {
    std::FILE* const stream = std::fopen(file.c_str(), "wx");  // x: not if it is there
    if (stream == nullptr) return complain(ExitCode::cannot_create, file, "create", errno);
    const std::string text = scenario_text(file);
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    const int error = errno;
    if (const bool is_closed = std::fclose(stream) == 0; !is_written || !is_closed) {
        std::error_code none;
        std::filesystem::remove(file, none);
        return complain(ExitCode::input_output, file, "write", is_written ? errno : error);
    }
    const std::string name = printable(file.string());
    std::cout << fmt::format(
        "{0} is written. Now\n  hegemon check {0}\n  hegemon run {0} --arms base,no_dyke --replicates 500\n"
        "Then open it in an editor, change a number or a rule, and run it again.\n",
        name);
    return ExitCode::done;
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

/// "mine" -> "mine.toml". Throws CLI::ValidationError if that would make no good name of a file.
std::filesystem::path file_of(const std::string& name) {
    std::filesystem::path file = name;
    if (file.extension() != ending) file += ending;
    const std::string stem = file.stem().string();
    if (stem.empty() || stem.front() == '.' || !std::all_of(stem.begin(), stem.end(), is_plain))
        throw CLI::ValidationError("NAME", "'" + name + "' is no name of letters, digits, '_' and '-'");
    return file;
}

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    const auto file = std::make_shared<std::filesystem::path>();
    app.add_option_function<std::string>(
           "NAME", [file](const std::string& name) { *file = file_of(name); },
           "the scenario's name, or its file with the folder in front")
        ->required()
        ->type_name("");
    return [file] { return execute(*file); };
}

}  // namespace

const Command new_command = {"new", help, footer, add};

}  // namespace hegemon::cli
