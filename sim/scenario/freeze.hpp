#pragma once
/// `freeze` of a variant: a column or let keeps the value of the start.
#include "model/declaration.hpp"
#include "scenario/reading.hpp"
#include "scenario/variant_rules.hpp"

namespace hegemon {

/// Takes away all that writes the column that `text` names as KIND.COLUMN, or turns the let KIND.LET into a column that
/// starts at its formula. Reports an unknown name, and a let that should freeze late. Returns how many things changed.
std::size_t freeze_column_or_let(Reading& reading, const Text& text, Beginning beginning, Declaration& declaration);

}  // namespace hegemon
