#pragma once
/// The parts that a description is put together from.
#include <hegemon/description.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/declaration.hpp"

namespace hegemon {

/// Line breaks and runs of blanks as one blank, none at the ends.
std::string one_line(std::string_view text);

FormulaFacts formula_facts(const Formula& formula);

/// Units since the start -> a date where `start` is one and the time falls on a day, else a number.
std::string moment_as_written(const TimeDeclaration& time, double at);

std::vector<RuleFacts> rule_facts(const Declaration& declaration);
std::vector<EntryFacts> entry_facts(const Declaration& declaration);

/// What the formulas of a description read and draw; fills `reads` and `draws`.
void find_reads(Description& description);

}  // namespace hegemon
