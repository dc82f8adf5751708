#pragma once
/// `--set parameter=value`, laid over a scenario.
#include <string>
#include <utility>
#include <vector>

#include "scenario/reading.hpp"

namespace hegemon {

/// Gives parameters of `root` the values of `set`: a number, or the text of an expression. Messages point into a file
/// "--set" with a line for each. The parameters must be written in full (see expand_parameters).
void apply_overlay(Reading& reading, const std::vector<std::pair<std::string, std::string>>& set, TomlTable& root);

/// Reports a name that is no parameter of `root`: says what else it is there, or the nearest parameter.
void unknown_parameter(Reading& reading, const std::string& name, const Span& at, const TomlTable& root);

}  // namespace hegemon
