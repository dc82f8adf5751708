#pragma once
/// A variant that begins late: what it says holds from a step on, and until then what the scenario says.
#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

/// Reports entries of the calendar before step `begins` that are not the scenario's own: what has happened cannot
/// differ.
void check_early_entries(Reading& reading, const Declaration& base, std::uint64_t begins, const Declaration& variant);

/// Gives each formula of the variant that differs from the base a Formula::before, takes the calendar before `begins`
/// from the base, and sets Declaration::begins. Reports what cannot change during a run.
void begin_late(Reading& reading, const Declaration& base, std::uint64_t begins, Declaration& variant);

}  // namespace hegemon
