#pragma once
/// The grid of the ledger. Totals of capacities and all amounts that are bound or spent are multiples of 2^-32 in
/// [0, 2^20]: sums of up to two of the largest are exact in double precision, so that total = free + bound and the like
/// hold to the bit, and amounts add up in any order to the same number.

namespace hegemon {

inline constexpr double most_amount = 0x1p20;

/// The nearest multiple of 2^-32, ties to even; `amount` in [0, most_amount].
constexpr double to_grid(double amount) { return (amount + 0x1p20) - 0x1p20; }

static_assert(to_grid(0.1) == 429496730.0 / 4294967296.0);
static_assert(to_grid(0x1p20) == 0x1p20 && to_grid(0x1p-33) == 0 && to_grid(0x3p-33) == 0x1p-31);

}  // namespace hegemon
