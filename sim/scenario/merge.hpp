#pragma once
/// One file laid over another: table by table, value by value; each value keeps its own place.
#include "scenario/toml_value.hpp"

namespace hegemon {

/// Writes the shorthand `x = 3` of a parameter as `x = { value = 3 }`, in variants too, so that files merge in
/// whichever form they are written.
void expand_parameters(TomlTable& root);

/// Lays `over` over `base`. Arrays are replaced whole. Rows that `over` gives take the place of those of `base`,
/// be they data or a file; so it goes with those of each variant.
void merge(TomlTable& base, TomlTable&& over);

}  // namespace hegemon
