#pragma once
/// 64-bit hashes of names. They address random numbers and columns, so they are part of every result: changing one
/// changes all runs.
///
/// FNV-1a (Fowler, Noll, Vo; 64 bit) over the bytes, then the finaliser of MurmurHash3 (Appleby; fmix64), which spreads
/// every bit over all 64. The finaliser is a bijection: names collide only where FNV-1a does. Several parts are told
/// apart by their lengths, so ("ab", "c") and ("a", "bc") differ whatever characters names contain.
#include <cstdint>
#include <string_view>

#include "core/philox.hpp"

namespace hegemon {

/// The finaliser of MurmurHash3: every input bit changes each output bit with a chance of about one half.
[[gnu::always_inline]] constexpr inline std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33;
    value *= 0xFF51AFD7ED558CCDu;
    value ^= value >> 33;
    value *= 0xC4CEB9FE1A85EC53u;
    value ^= value >> 33;
    return value;
}

/// A hash under way: parts go in one by one.
class NameHash {
public:
    /// The eight bytes of a number, lowest first.
    constexpr NameHash& number(std::uint64_t value) {
        for (int shift = 0; shift < 64; shift += 8) byte(static_cast<unsigned char>(value >> shift));
        return *this;
    }
    /// The bytes alone, without their length: plain FNV-1a.
    constexpr NameHash& bytes(std::string_view text) {
        for (const char character : text) byte(static_cast<unsigned char>(character));
        return *this;
    }
    /// A name, with its length before it.
    constexpr NameHash& name(std::string_view text) { return number(text.size()).bytes(text); }

    /// FNV-1a of what went in.
    [[nodiscard]] constexpr std::uint64_t raw() const { return state_; }
    /// The hash of what went in.
    [[nodiscard]] constexpr std::uint64_t finish() const { return mix(state_); }

private:
    constexpr void byte(unsigned char value) { state_ = (state_ ^ value) * 0x100000001B3u; }
    std::uint64_t state_ = 0xCBF29CE484222325u;
};

/// The hash of one name.
constexpr std::uint64_t name_hash(std::string_view name) { return NameHash{}.name(name).finish(); }

/// The key of a draw: rule with its section ("event.clash"), draw as LANGUAGE.md section 10 names it ("set.severity").
constexpr DrawKey draw_key(std::uint64_t seed, std::string_view rule, std::string_view draw) {
    const std::uint64_t hash = NameHash{}.number(seed).name(rule).name(draw).finish();
    return {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32)};
}

/// The hash of a row: its kind and its name (key names joined by `/` for keyed rows).
constexpr std::uint64_t row_hash(std::string_view kind, std::string_view row) {
    return NameHash{}.name(kind).name(row).finish();
}

/// The hash of a column: its kind and its name.
constexpr std::uint64_t column_hash(std::string_view kind, std::string_view column) {
    return NameHash{}.name(kind).name("column").name(column).finish();
}

}  // namespace hegemon
