#pragma once
/// The canonical text of a scenario: the same tables, always in the same order and layout.
#include <string>

#include "scenario/toml_value.hpp"

namespace hegemon {

/// Tables and keys in order of name, one value a line, rows and options one a line, comments gone. Numbers stand as
/// they were written, strings keep their text. What is read from it is what was written.
std::string write_toml(const TomlTable& root);

}  // namespace hegemon
