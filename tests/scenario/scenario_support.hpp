#pragma once
/// Scenarios in memory, what is wrong with them in short, and all that a declaration says as text.
#include <string>
#include <vector>

#include "scenario/load_scenario.hpp"

namespace hegemon::test {

/// Loads a text named "s.toml", without its variants; `others` are its models and tables.
Declaration load(const std::string& text, std::vector<ScenarioFile> others = {}, const LoadOptions& options = {});
/// The same with its variants.
LoadedScenario load_all(const std::string& text, std::vector<ScenarioFile> others = {},
                        const LoadOptions& options = {});

/// "id line:column" of each diagnostic, in order, joined by "; ". Empty: nothing is wrong.
std::string wrong(const Declaration& declaration);

/// What is wrong with the only variant; of the base if that is wrong.
std::string wrong_variant(const LoadedScenario& scenario);

/// Everything that a declaration says, but for places and files. Equal texts: equal declarations.
std::string describe(const Declaration& declaration);

/// The bytes of the file that each byte of the text came from.
std::string origins(const Text& text);

/// The one of that name; fails the test if there is none.
template <class List>
const auto& named(const List& list, const std::string& name) {
    for (const auto& one : list)
        if (one.name.value == name) return one;
    throw std::runtime_error("there is no " + name);
}
template <class List>
const auto& of_kind(const List& list, const std::string& kind) {
    for (const auto& one : list)
        if (one.kind.value == kind) return one;
    throw std::runtime_error("there is no " + kind);
}

}  // namespace hegemon::test
