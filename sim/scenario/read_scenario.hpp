#pragma once
/// A whole scenario, merged -> Declaration.
#include "model/declaration.hpp"
#include "scenario/clock.hpp"
#include "scenario/reading.hpp"
#include "scenario/rows.hpp"

namespace hegemon {

/// Reads all sections but [variant]. `root` must hold title, time, start, step, integrator and record; what is missing
/// altogether is reported at `top`. Fills everything but `files`. Returns the clock, if it could be read.
std::optional<Clock> read_scenario(Reading& reading, const TomlTable& root, const Span& top, const OpenFile& open_csv,
                                   Declaration& into);

/// The properties of a schema of whole files, and those of what their sections must have (see schema.hpp).
std::string sections_schema();
std::string sections_needs();

}  // namespace hegemon
