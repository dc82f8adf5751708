#pragma once
/// Random numbers by address: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as
/// 1, 2, 3", SC11), with key and counter as LANGUAGE.md section 10 lays them out. There is no state: who knows the
/// address knows the number.
#include <array>
#include <cstddef>
#include <cstdint>

namespace hegemon {

namespace philox {

using Block = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

inline constexpr int rounds = 10;
inline constexpr std::uint64_t multiplier_0 = 0xD2511F53u;
inline constexpr std::uint64_t multiplier_1 = 0xCD9E8D57u;
inline constexpr std::uint32_t weyl_0 = 0x9E3779B9u;  // golden ratio
inline constexpr std::uint32_t weyl_1 = 0xBB67AE85u;  // sqrt(3) - 1

/// The random block of a counter under a key.
[[gnu::always_inline]] constexpr inline Block block(Block counter, Key key) {
    std::uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    std::uint32_t k0 = key[0], k1 = key[1];
#pragma GCC unroll 10
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t product_0 = multiplier_0 * c0;
        const std::uint64_t product_1 = multiplier_1 * c2;
        c0 = static_cast<std::uint32_t>(product_1 >> 32) ^ c1 ^ k0;
        c2 = static_cast<std::uint32_t>(product_0 >> 32) ^ c3 ^ k1;
        c1 = static_cast<std::uint32_t>(product_1);
        c3 = static_cast<std::uint32_t>(product_0);
        k0 += weyl_0;
        k1 += weyl_1;
    }
    return {c0, c1, c2, c3};
}

// Known answers published with Random123 (kat_vectors, philox 4x32 10).
static_assert(block({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u});
static_assert(block({0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu}, {0xffffffffu, 0xffffffffu}) ==
              Block{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu});
static_assert(block({0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}, {0xa4093822u, 0x299f31d0u}) ==
              Block{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u});

/// (top 52 bits of `low | high << 32`, plus one half) / 2^52: a multiple of 2^-53 in (0, 1), never 0 and never 1.
[[gnu::always_inline]] constexpr inline double to_unit(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t word = (std::uint64_t{high} << 32) | low;
    // 1 <= 1.mantissa < 2 holds the 52 bits; 1 - 2^-53 is a double, and the difference is exact.
    return __builtin_bit_cast(double, (word >> 12) | 0x3FF0000000000000u) - (1.0 - 0x1p-53);
}

static_assert(to_unit(0, 0) == 0x1p-53);
static_assert(to_unit(0xffffffffu, 0xffffffffu) == 1.0 - 0x1p-53);

}  // namespace philox

/// Which draw: the two halves of the 64-bit hash of (seed, name of the rule, name of the draw), see name_hash.hpp.
struct DrawKey {
    std::uint32_t k0 = 0;  ///< low half
    std::uint32_t k1 = 0;  ///< high half
    friend constexpr bool operator==(const DrawKey&, const DrawKey&) = default;
};

/// The block that the replicates 2 * pair and 2 * pair + 1 share: counter = (pair, step, row hash low, row hash high).
[[gnu::always_inline]] constexpr inline philox::Block draw_block(DrawKey key, std::uint64_t pair, std::uint32_t step,
                                                                 std::uint64_t row_hash) {
    return philox::block({static_cast<std::uint32_t>(pair), step, static_cast<std::uint32_t>(row_hash),
                          static_cast<std::uint32_t>(row_hash >> 32)},
                         {key.k0, key.k1});
}

/// The number in (0, 1) at an address. Words 0 and 1 of the block are for even replicates, 2 and 3 for odd ones.
/// `replicate` is below 2^33.
[[gnu::always_inline]] constexpr inline double uniform(DrawKey key, std::uint64_t replicate, std::uint32_t step,
                                                       std::uint64_t row_hash) {
    const philox::Block words = draw_block(key, replicate / 2, step, row_hash);
    return replicate % 2 == 0 ? philox::to_unit(words[0], words[1]) : philox::to_unit(words[2], words[3]);
}

/// The numbers of `lanes` neighbouring replicates: out[lane] = uniform(key, first_replicate + lane, step, row_hash).
/// One block for two of them, about 5 ns a block at -O3.
[[gnu::always_inline]] constexpr inline void uniforms(double* out, DrawKey key, std::uint32_t step,
                                                      std::uint64_t row_hash, std::uint64_t first_replicate,
                                                      std::size_t lanes) {
    std::size_t lane = 0;
    if (first_replicate % 2 == 1 && lanes > 0) {
        out[lane++] = uniform(key, first_replicate, step, row_hash);
    }
    for (; lane + 2 <= lanes; lane += 2) {
        const philox::Block words = draw_block(key, (first_replicate + lane) / 2, step, row_hash);
        out[lane] = philox::to_unit(words[0], words[1]);
        out[lane + 1] = philox::to_unit(words[2], words[3]);
    }
    if (lane < lanes) out[lane] = uniform(key, first_replicate + lane, step, row_hash);
}

}  // namespace hegemon
