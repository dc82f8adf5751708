#pragma once
/// Random numbers, of a table of kernels: the blocks of core/philox.hpp, as many side by side as registers hold; see
/// kernels_loops.hpp.
#include "core/philox.hpp"
#include "language/kernels_pack.hpp"

namespace hegemon::HEGEMON_KERNELS {
namespace {

#if defined(__AVX2__)

/// The same as philox::to_unit.
[[gnu::always_inline]] inline Pack to_units(Words low, Words high) {
    const Words word = (high << 32) | (low & 0xffffffffU);
    return reinterpret_cast<Pack>((word >> 12) | 0x3FF0000000000000U) - (1.0 - 0x1p-53);
}

/// Of neighbours: those of even replicates and those of odd ones, in the order of the replicates.
[[gnu::always_inline]] inline void store_in_turn(double* to, Pack even, Pack odd) {
#if defined(__AVX512DQ__)
    store_pack(to, __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11));
    store_pack(to + pack_size, __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15));
#else
    store_pack(to, __builtin_shufflevector(even, odd, 0, 4, 1, 5));
    store_pack(to + pack_size, __builtin_shufflevector(even, odd, 2, 6, 3, 7));
#endif
}

/// Where blocks are: pair of replicates, and hash of the row. Two packs of them, so that the processor has something to
/// do while it waits for a product.
struct Addresses {
    static constexpr std::size_t size = 2 * pack_size;
    Words pair[2];
    Words hash[2];
};

struct Units {
    Pack even[2];
    Pack odd[2];
};

[[gnu::always_inline]] inline Units units_at(const Addresses& at, DrawKey key, std::uint32_t step) {
    Words c0[2], c1[2], c2[2], c3[2];
#pragma GCC unroll 2
    for (int half = 0; half < 2; ++half) {
        c0[half] = at.pair[half];
        c1[half] = words_of(step);
        c2[half] = at.hash[half];
        c3[half] = c2[half] >> 32;
    }
    std::uint32_t k0 = key.k0;
    std::uint32_t k1 = key.k1;
#pragma GCC unroll 10
    for (int round = 0; round < philox::rounds; ++round) {
#pragma GCC unroll 2
        for (int half = 0; half < 2; ++half) {
            const Words product_0 = multiply(c0[half], words_of(philox::multiplier_0));
            const Words product_1 = multiply(c2[half], words_of(philox::multiplier_1));
            c0[half] = (product_1 >> 32) ^ c1[half] ^ words_of(k0);
            c2[half] = (product_0 >> 32) ^ c3[half] ^ words_of(k1);
            c1[half] = product_1;
            c3[half] = product_0;
        }
        k0 += philox::weyl_0;
        k1 += philox::weyl_1;
    }
    return {{to_units(c0[0], c1[0]), to_units(c0[1], c1[1])}, {to_units(c2[0], c3[0]), to_units(c2[1], c3[1])}};
}

/// Pairs of replicates from `first` on.
[[gnu::always_inline]] inline Words pairs_from(std::uint64_t first) {
    Words pairs{};
    for (std::size_t i = 0; i < pack_size; ++i) pairs[i] = i;
    return pairs + first;
}

/// An even number of lanes from an even replicate on, pack by pack of a row's: every block serves two lanes.
void uniform_packs(double* out, DrawKey key, std::uint32_t step, const std::uint64_t* row_hashes, std::size_t rows,
                   std::uint64_t first_replicate, std::size_t lanes) {
    const std::uint64_t first_pair = first_replicate / 2;
    const std::size_t pairs = lanes / 2;
    std::size_t row = 0;
    std::size_t pair = 0;
    const auto take = [&](Addresses& at, std::size_t half) {
        at.pair[half] = pairs_from(first_pair + pair);
        at.hash[half] = words_of(row_hashes[row]);
        pair += pack_size;
        if (pair < pairs) return;
        pair = 0;
        ++row;
    };
    for (std::size_t packs = rows * (pairs / pack_size); packs > 0;) {
        Addresses at;
        take(at, 0);
        if (packs > 1)
            take(at, 1);
        else
            at.pair[1] = at.hash[1] = Words{};
        const Units units = units_at(at, key, step);
        store_in_turn(out, units.even[0], units.odd[0]);
        if (packs == 1) return;
        store_in_turn(out + 2 * pack_size, units.even[1], units.odd[1]);
        out += 2 * Addresses::size;
        packs -= 2;
    }
}

/// The same for fewer lanes than fill a pack.
void uniform_pairs(double* out, DrawKey key, std::uint32_t step, const std::uint64_t* row_hashes, std::size_t rows,
                   std::uint64_t first_replicate, std::size_t lanes) {
    const std::size_t pairs = lanes / 2;
    const std::size_t count = rows * pairs;
    std::size_t row = 0;
    std::size_t pair = 0;
    for (std::size_t from = 0; from < count; from += Addresses::size) {
        std::uint64_t pair_of[Addresses::size];
        std::uint64_t hash_of[Addresses::size];
        for (std::size_t i = 0; i < Addresses::size; ++i) {
            pair_of[i] = first_replicate / 2 + pair;
            hash_of[i] = row_hashes[row];
            const bool is_last = from + i + 1 >= count;  // what comes then is not used
            pair = is_last ? pair : pair + 1;
            if (pair == pairs) {
                pair = 0;
                ++row;
            }
        }
        const Addresses at{{load_words(pair_of), load_words(pair_of + pack_size)},
                           {load_words(hash_of), load_words(hash_of + pack_size)}};
        const Units units = units_at(at, key, step);
        double last[2 * Addresses::size];
        const bool is_whole = from + Addresses::size <= count;
        double* to = is_whole ? out + 2 * from : last;
        store_in_turn(to, units.even[0], units.odd[0]);
        store_in_turn(to + 2 * pack_size, units.even[1], units.odd[1]);
        for (std::size_t i = 0; !is_whole && i < 2 * (count - from); ++i) out[2 * from + i] = last[i];
    }
}

/// One lane: of every row's block one half is used, and the other not worked out to the end.
template <bool is_even>
void uniform_singles(double* out, DrawKey key, std::uint32_t step, const std::uint64_t* row_hashes, std::size_t rows,
                     std::uint64_t replicate) {
    const Words pair = words_of(replicate / 2);
    const auto draw = [&](double* to, const std::uint64_t* hashes) {
        const Addresses at{{pair, pair}, {load_words(hashes), load_words(hashes + pack_size)}};
        const Units units = units_at(at, key, step);
        const auto& mine = is_even ? units.even : units.odd;
        store_pack(to, mine[0]);
        store_pack(to + pack_size, mine[1]);
    };
    const std::size_t whole = rows - rows % Addresses::size;
    for (std::size_t row = 0; row < whole; row += Addresses::size) draw(out + row, row_hashes + row);
    if (whole == rows) return;
    std::uint64_t hashes[Addresses::size] = {};
    double last[Addresses::size];
    for (std::size_t i = whole; i < rows; ++i) hashes[i - whole] = row_hashes[i];
    draw(last, hashes);
    for (std::size_t i = whole; i < rows; ++i) out[i] = last[i - whole];
}

#endif

void uniform_rows(double* out, DrawKey key, std::uint32_t step, const std::uint64_t* row_hashes, std::size_t rows,
                  std::uint64_t first_replicate, std::size_t lanes) {
#if defined(__AVX2__)  // without it one block after the other is as fast
    if (lanes == 1) {
        const auto singles = first_replicate % 2 == 0 ? uniform_singles<true> : uniform_singles<false>;
        return singles(out, key, step, row_hashes, rows, first_replicate);
    }
    if (lanes % (2 * pack_size) == 0 && first_replicate % 2 == 0)
        return uniform_packs(out, key, step, row_hashes, rows, first_replicate, lanes);
    if (lanes % 2 == 0 && first_replicate % 2 == 0)
        return uniform_pairs(out, key, step, row_hashes, rows, first_replicate, lanes);
#endif
    for (std::size_t r = 0; r < rows; ++r) uniforms(out + r * lanes, key, step, row_hashes[r], first_replicate, lanes);
}

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
