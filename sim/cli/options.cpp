#include "cli/options.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace hegemon::cli {

namespace {

/// "rate=0.2" -> ("rate", "0.2")
std::pair<std::string, std::string> split_setting(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw CLI::ValidationError("--set", "'" + text + "' is not PARAMETER=VALUE");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

void add_value(CLI::App& app, const std::string& name, const std::string& type,
               const std::function<void(const std::string&)>& take, const std::string& help) {
    app.add_option_function<std::string>(name, take, help)
        ->type_name(type)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_flag(CLI::App& app, const std::string& name, const std::function<void()>& take, const std::string& help) {
    app.add_flag_callback(name, take, help);
}

void add_json(CLI::App& app, Format& format) {
    add_flag(
        app, "--json", [&format] { format = Format::json; }, "print one JSON object instead of text");
}

std::vector<std::string> split_names(const std::string& option, const std::string& text) {
    std::vector<std::string> names;
    std::istringstream stream(text + ',');
    for (std::string name; std::getline(stream, name, ',');) {
        if (name.empty()) throw CLI::ValidationError(option, "'" + text + "' has an empty name");
        if (std::find(names.begin(), names.end(), name) != names.end())
            throw CLI::ValidationError(option, "'" + text + "' names '" + name + "' twice");
        names.push_back(std::move(name));
    }
    return names;
}

std::string alternatives(std::string listed) {
    for (const std::string between : {", ", " or "})
        for (auto at = listed.find(between); at != std::string::npos; at = listed.find(between))
            listed.replace(at, between.size(), "|");
    return listed;
}

void add_scenario(CLI::App& app, std::string& scenario, ScenarioOptions& options) {
    app.add_option("SCENARIO", scenario, "the scenario's file (TOML)")->required()->type_name("");
    const auto set = [&options](const std::vector<std::string>& texts) {
        for (const auto& text : texts) options.set.push_back(split_setting(text));
    };
    app.add_option_function<std::vector<std::string>>(
           "--set", set, "another value for a parameter (a number or an expression); may be given often")
        ->allow_extra_args(false)
        ->type_name("PARAMETER=VALUE");
}

}  // namespace hegemon::cli
