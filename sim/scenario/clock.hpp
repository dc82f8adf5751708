#pragma once
/// The clock of a run: unit, start, step, end; and moments written as dates or numbers.
#include <optional>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

struct Clock {
    TimeDeclaration time;
    std::optional<TomlDate> start_date;
    double end = 0;                    ///< as written, in units since the start; at least half a step
    std::string start_text, end_text;  ///< as written, for messages

    /// A date or a number -> units since the start; nothing and a diagnostic if it cannot be one.
    [[nodiscard]] std::optional<double> moment(Reading& reading, const TomlEntry& entry) const;
};

/// Reads `time`, `start`, `step` and `end` of the whole scenario, defaults filled in. Nothing if they do not make a
/// clock. Where only `time` could be read, `unit` has it all the same. A missing `end` is reported at `top`.
std::optional<Clock> read_clock(Reading& reading, const TomlTable& root, const Span& top, std::string& unit);

}  // namespace hegemon
