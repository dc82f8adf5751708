#pragma once
/// A fingerprint of a state, one a replicate (lane), that does not depend on the order in which the values come: it
/// finds faults (a differing bit anywhere), not forgers.
///
/// With x the bits of a value and y = x ^ key(column, row), each lane adds lo32(y) * hi32(y) + swap32(x), modulo 2^64
/// (the step of XXH3, Collet 2019, keyed by address instead of place). Being a plain sum, it does not matter how rows
/// are divided into tiles, threads or lanes. Add up, then `mix` once at the end.
///
/// -0 counts as +0, since they compare equal, and every NaN as one and the same, since the sign of a NaN that an
/// operation makes differs between platforms.
#include <cstddef>
#include <cstdint>

#include "core/name_hash.hpp"

namespace hegemon {

/// The key of one value: where it stands.
[[gnu::always_inline]] constexpr inline std::uint64_t column_row_key(std::uint64_t column_hash,
                                                                     std::uint64_t row_hash) {
    // The constant keeps (a, b) and (b, a) apart.
    return mix(column_hash * 0x9E3779B97F4A7C15u + row_hash);
}

/// What one value adds to its lane.
[[gnu::always_inline]] constexpr inline std::uint64_t hash_value(double value, std::uint64_t key) {
    const double canonical = value == value ? value + 0.0 : __builtin_nan("");
    const std::uint64_t x = __builtin_bit_cast(std::uint64_t, canonical);
    const std::uint64_t y = x ^ key;
    return (y & 0xFFFFFFFFu) * (y >> 32) + ((x >> 32) | (x << 32));
}

/// Adds one row of a column, values[lanes], to lanes_accumulator[lanes].
[[gnu::always_inline]] constexpr inline void hash_row(std::uint64_t* lanes_accumulator, const double* values,
                                                      std::size_t lanes, std::uint64_t key) {
    for (std::size_t lane = 0; lane < lanes; ++lane) lanes_accumulator[lane] += hash_value(values[lane], key);
}

}  // namespace hegemon
