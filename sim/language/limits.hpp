#pragma once
/// How large expressions may grow when they are put together, so that a hostile scenario is refused in seconds.
#include <cstddef>
#include <cstdint>

namespace hegemon {

struct LanguageLimits {
    /// Parts of expressions within one another, through lets, start values and functions.
    int depth = 700;
    /// Operations that come one after the other to work a value out, through lets.
    std::uint32_t operations_in_a_row = 1500;
    /// Parts that one expression grows to where functions are put in, and all expressions together.
    std::size_t parts = 200'000;
    std::size_t parts_in_all = 20'000'000;
    /// Pairs of rows that one aggregate looks at.
    std::size_t pairs = 50'000'000;
    /// Values (row numbers, constants) that are worked out at load, about eight bytes each: so many, and so many for
    /// each row of the scenario.
    std::size_t fixed_values = 200'000'000;
    std::size_t fixed_values_per_row = 50;
};

}  // namespace hegemon
