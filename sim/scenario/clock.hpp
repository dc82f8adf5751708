#pragma once
/// The clock of a run: unit, start, step, end; and moments written as dates or numbers.
#include <optional>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

/// When a calendar entry acts.
struct Acting {
    double at = 0;           ///< in units since the start, at least 0
    std::uint64_t step = 0;  ///< the first that begins then or later
};

struct Clock {
    TimeDeclaration time;
    std::optional<TomlDate> start_date;
    double end = 0;                    ///< as written, in units since the start; at least half a step
    std::string start_text, end_text;  ///< as written, for messages

    /// A date or a number -> units since the start; nothing and a diagnostic if it cannot be one.
    [[nodiscard]] std::optional<double> moment(Reading& reading, const TomlEntry& entry) const;

    /// Whether a moment of the entry lies within the run, its end included; reports it if not.
    [[nodiscard]] bool is_within_run(Reading& reading, const TomlEntry& entry, double moment) const;

    /// The first step that begins on or after a moment, counted from 0; at or beyond time.steps if there is none.
    /// A moment that falls on a beginning but for rounding (1e-9 steps) counts as on it.
    [[nodiscard]] double first_step(double moment) const;

    /// A date or a number -> when something acts; nothing and a diagnostic if no step of the run begins from then on.
    [[nodiscard]] std::optional<Acting> acting(Reading& reading, const TomlEntry& entry) const;

    /// "10 weeks", "3 steps" -> units, more than 0; nothing and a diagnostic if it is no such length.
    [[nodiscard]] std::optional<double> length(Reading& reading, const TomlEntry& entry) const;

    /// Whether a length may be told in steps.
    enum class StepWord : std::uint8_t { refused, allowed };
    /// A text such as "10 weeks" -> units.
    [[nodiscard]] std::optional<double> in_units(Reading& reading, const TomlEntry& entry, const Text& text,
                                                 StepWord step_word) const;
};

/// Reads `time`, `start`, `step` and `end` of the whole scenario, defaults filled in. Nothing if they do not make a
/// clock. Where only `time` could be read, `unit` has it all the same. A missing `end` is reported at `top`.
std::optional<Clock> read_clock(Reading& reading, const TomlTable& root, const Span& top, std::string& unit);

/// Of the values of `time` (see schema.hpp).
std::string time_unit_schema();

}  // namespace hegemon
