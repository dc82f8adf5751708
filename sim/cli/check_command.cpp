#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "cli/load.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

struct CheckArguments {
    std::string scenario;
    ScenarioOptions options;
    Format format = Format::text;
};

const char* const help =
    "Read and check a scenario and all its variants, all errors at once; run nothing, write nothing.";
const char* const footer = R"(Example:
  hegemon check scenario.toml --set rate=0.2

Exit codes: 0 it is right; 64 wrong usage; 65 an error in the scenario; 66 a file cannot be read.)";

void print_json(const Scenario& scenario) {
    JsonWriter json;
    json.begin_object().key("ok").truth(true);
    write_description(json, scenario);
    json.key("notices");
    write_notices(json, scenario.warnings());
    std::cout << json.end().text() << '\n';
}

/// A copy of a model that stands where nobody looks for it is a likely slip.
void point_at_unread_copies(const CheckArguments& arguments, const Scenario& scenario) {
    const std::filesystem::path folder = std::filesystem::path(arguments.scenario).parent_path();
    for (const auto& file : files_of(scenario)) {
        if (file.place != FileFacts::Place::library) continue;
        const auto copy = folder / std::filesystem::path(file.name).filename();
        std::error_code none;
        if (!std::filesystem::exists(copy, none) || std::filesystem::equivalent(copy, file.path, none)) continue;
        std::cerr << fmt::format("note: {} is not read, {} is; the scenario's own would be {}\n",
                                 printable(copy.string()), printable(file.path),
                                 printable((folder / file.name).string()));
    }
}

ExitCode execute(const CheckArguments& arguments) {
    const auto loaded = load(arguments.scenario, arguments.options, arguments.format);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    const auto& scenario = std::get<Scenario>(loaded);
    if (arguments.format == Format::json) {
        print_json(scenario);
        return ExitCode::done;
    }
    point_at_unread_copies(arguments, scenario);
    for (const auto& warning : scenario.warnings()) std::cerr << warning.text << '\n';
    if (!scenario.warnings().empty()) std::cerr << count_text(scenario.warnings().size(), "warning") << '\n';
    std::cout << "OK\n" << description_text(scenario);
    return ExitCode::done;
}

Action add(CLI::App& app, const Surroundings& surroundings) {
    const auto check = std::make_shared<CheckArguments>();
    add_scenario(app, check->scenario, check->options);
    add_json(app, check->format);
    return [check, &surroundings] {
        check->options.library = surroundings.library;
        return execute(*check);
    };
}

}  // namespace

const Command check_command = {"check", help, footer, add};

}  // namespace hegemon::cli
