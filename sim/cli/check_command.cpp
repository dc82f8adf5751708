#include <fmt/format.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "cli/load.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

void print_json(const Scenario& scenario) {
    JsonWriter json;
    json.begin_object().key("ok").truth(true);
    write_description(json, scenario);
    json.key("notices");
    write_notices(json, scenario.warnings());
    std::cout << json.end().text() << '\n';
}

}  // namespace

ExitCode check_command(const CheckArguments& arguments) {
    const auto loaded = load(arguments.scenario, arguments.options, arguments.format);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    const auto& scenario = std::get<Scenario>(loaded);
    if (arguments.format == Format::json) {
        print_json(scenario);
        return ExitCode::done;
    }
    for (const auto& warning : scenario.warnings()) std::cerr << warning.text << '\n';
    if (!scenario.warnings().empty()) std::cerr << count_text(scenario.warnings().size(), "warning") << '\n';
    std::cout << "OK\n" << description_text(scenario);
    return ExitCode::done;
}

}  // namespace hegemon::cli
