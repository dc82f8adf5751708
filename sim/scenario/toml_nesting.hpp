#pragma once
/// Depth of a TOML text, found out without recursion before a recursive reader sees it.
#include <optional>

#include "core/diagnostic.hpp"
#include "scenario/limits.hpp"

namespace hegemon {

/// The diagnostic for the first place that nests deeper than limits.nesting or has more dots than limits.dots.
std::optional<Diagnostic> check_toml_nesting(const SourceFilePtr& file, const Limits& limits);

}  // namespace hegemon
