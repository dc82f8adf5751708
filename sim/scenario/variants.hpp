#pragma once
/// [variant.NAME]: a patch of the scenario, and what it says of whole rules.
#include <string>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"
#include "scenario/rows.hpp"

namespace hegemon {

/// A scenario as written, that variants are laid over.
struct VariantBase {
    const TomlTable& root;  ///< merged, --set in place, without [variant]
    const Declaration& declaration;
    Span top;
    const OpenFile& open_csv;
    const Limits& limits;
};

/// The scenario with a variant laid over it. `variant` must be a table. Fills everything but `files`. What is wrong is
/// in Declaration::diagnostics; where it stands outside of the variant, with the variant's place besides.
Declaration read_variant(const VariantBase& base, const TomlEntry& variant);

}  // namespace hegemon
