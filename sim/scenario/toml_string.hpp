#pragma once
/// Strings and keys as they stand in a TOML file, with the place of each byte.
#include <cstddef>

#include "core/diagnostic.hpp"

namespace hegemon {

/// The value of the string (any of TOML's four kinds) or bare key in the bytes [begin, end) of the file.
/// The text must be valid TOML there; `at` leaves the quotes out.
Text read_toml_string(const SourceFilePtr& file, std::size_t begin, std::size_t end);

}  // namespace hegemon
