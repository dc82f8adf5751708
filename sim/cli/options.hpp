#pragma once
/// Options that commands share, and how they are parsed. Included by commands only: it brings CLI11.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <functional>
#include <hegemon/hegemon.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"

namespace hegemon::cli {

/// An option with one value; given twice, the last counts.
void add_value(CLI::App& app, const std::string& name, const std::string& type,
               const std::function<void(const std::string&)>& take, const std::string& help);

void add_flag(CLI::App& app, const std::string& name, const std::function<void()>& take, const std::string& help);

/// `--json`.
void add_json(CLI::App& app, Format& format);

/// "base,no_leak" -> "base", "no_leak". Refuses an empty name and one that stands twice.
std::vector<std::string> split_names(const std::string& option, const std::string& text);

/// SCENARIO and `--set`. The library in which models are looked up is that of the surroundings.
void add_scenario(CLI::App& app, std::string& scenario, ScenarioOptions& options);

/// A whole number from `low` to `high`, refused with a sentence otherwise.
template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& value, Number low, Number high,
                const std::string& help) {
    const auto take = [&value, name, low, high](const std::string& text) {
        Number read{};
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, read);
        if (error != std::errc() || stop != end || read < low || read > high) {
            throw CLI::ValidationError(name, fmt::format("'{}' is not a whole number from {} to {}", text, low, high));
        }
        value = read;
    };
    add_value(app, name, "N", take, help);
}

/// "outcomes, default or all" -> "outcomes|default|all"
std::string alternatives(std::string listed);

/// One of the words of `choices`, which must outlive the parsing; `listed` names them.
template <class Value, class Target>
void add_choice(CLI::App& app, const std::string& name, Target& value, const std::map<std::string, Value>& choices,
                const std::string& listed, const std::string& help) {
    const auto take = [&value, &choices, name, listed](const std::string& text) {
        const auto found = choices.find(text);
        if (found == choices.end()) throw CLI::ValidationError(name, fmt::format("'{}' is not {}", text, listed));
        value = found->second;
    };
    add_value(app, name, alternatives(listed), take, help);
}

}  // namespace hegemon::cli
