#pragma once
/// Text of a TOML file -> values with places. Only toml_library.hpp names toml++.
#include <optional>

#include "scenario/reading.hpp"
#include "scenario/toml_value.hpp"

namespace hegemon {

/// Reads a whole file. Returns nothing and reports one diagnostic if it is not TOML, nests too deep, or holds nan or
/// inf (of these, all are reported).
std::optional<TomlTable> read_toml(Reading& reading, const SourceFilePtr& file);

}  // namespace hegemon
