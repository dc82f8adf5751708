#pragma once
/// What a scenario may ask for at most. Checked before anything is allocated, so that a hostile file is refused, not
/// obeyed.
#include <cstddef>
#include <cstdint>

namespace hegemon {

struct Limits {
    /// Bytes of a TOML file. A value in memory takes about a hundred times its shortest text; large tables belong in
    /// CSV.
    std::uintmax_t toml_bytes = 16U << 20U;
    /// Bytes of a CSV file.
    std::uintmax_t csv_bytes = 1U << 30U;
    /// Brackets and braces within one another in a TOML file.
    std::size_t nesting = 32;
    /// Dots in one key or heading of a TOML file (each one more table within a table).
    std::size_t dots = 16;
    /// Rows of one kind.
    std::size_t rows = 50'000'000;
    /// Headings of a CSV file.
    std::size_t columns = 1000;
    /// Bytes of a name.
    std::size_t name_bytes = 200;
    /// Steps of a run.
    double steps = 4e9;
    /// Options of a decision.
    std::size_t options = 1000;
    /// Variants of a scenario; each is a whole scenario in memory.
    std::size_t variants = 200;
    /// Diagnostics of one scenario; what comes after is not listed.
    std::size_t diagnostics = 200;
};

}  // namespace hegemon
