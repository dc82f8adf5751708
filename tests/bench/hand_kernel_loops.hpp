#pragma once
/// The step of hand_step.hpp: included by one translation unit for each set of instructions, which says in
/// HEGEMON_HAND what its namespace is. All has internal linkage and all that it calls is forced inline, so that the
/// linker has no copy to share between units with different instructions.
#include <cstddef>
#include <cstdint>

#include "bench/hand_step.hpp"
#include "core/philox.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace hegemon::bench::HEGEMON_HAND {
namespace {

/// Registers of so many bytes.
template <std::size_t Bytes>
struct Vector;

#define HEGEMON_VECTOR(bytes)                                                                      \
    template <>                                                                                    \
    struct Vector<bytes> {                                                                         \
        using Numbers [[gnu::vector_size(bytes)]] = double;                                        \
        using Words [[gnu::vector_size(bytes)]] = std::uint64_t;                                   \
        using Masks [[gnu::vector_size(bytes)]] = std::int64_t; /* all bits of a value, or none */ \
    };
HEGEMON_VECTOR(16)
HEGEMON_VECTOR(32)
#if defined(__AVX512DQ__)
HEGEMON_VECTOR(64)
#endif
#undef HEGEMON_VECTOR

/// low 32 bits of each word * `factor`, which has 32 bits.
template <std::size_t Bytes>
[[gnu::always_inline]] inline typename Vector<Bytes>::Words multiply(typename Vector<Bytes>::Words words,
                                                                     std::uint64_t factor) {
    using Words = typename Vector<Bytes>::Words;
    const Words factors = factor - Words{};
    // GCC 12 makes three multiplications of the plain product. With a mask of all lanes, which costs nothing, it does
    // not warn of the undefined value in its own header (GCC bug 105593).
#if defined(__AVX512DQ__)
    if constexpr (Bytes == 64)
        return reinterpret_cast<Words>(
            _mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(words), reinterpret_cast<__m512i>(factors)));
#endif
#if defined(__AVX2__)
    if constexpr (Bytes == 32)
        return reinterpret_cast<Words>(
            _mm256_mul_epu32(reinterpret_cast<__m256i>(words), reinterpret_cast<__m256i>(factors)));
#endif
#if defined(__SSE2__)
    if constexpr (Bytes == 16)
        return reinterpret_cast<Words>(
            _mm_mul_epu32(reinterpret_cast<__m128i>(words), reinterpret_cast<__m128i>(factors)));
#endif
    return (words & 0xffffffffU) * factors;
}

/// One uniform number in (0, 1) for each of the lanes of two registers.
template <std::size_t Bytes>
struct TwoOfNumbers {
    typename Vector<Bytes>::Numbers first, second;
};

/// philox::to_unit of each pair of words.
template <std::size_t Bytes>
[[gnu::always_inline]] inline typename Vector<Bytes>::Numbers to_units(typename Vector<Bytes>::Words low,
                                                                       typename Vector<Bytes>::Words high) {
    const auto word = (high << 32) | (low & 0xffffffffU);
    return reinterpret_cast<typename Vector<Bytes>::Numbers>((word >> 12) | 0x3FF0000000000000U) - (1.0 - 0x1p-53);
}

/// a[0], b[0], a[1], b[1] ...
template <std::size_t Bytes>
[[gnu::always_inline]] inline TwoOfNumbers<Bytes> in_turn(typename Vector<Bytes>::Numbers a,
                                                          typename Vector<Bytes>::Numbers b) {
    if constexpr (Bytes == 16) return {__builtin_shufflevector(a, b, 0, 2), __builtin_shufflevector(a, b, 1, 3)};
    if constexpr (Bytes == 32)
        return {__builtin_shufflevector(a, b, 0, 4, 1, 5), __builtin_shufflevector(a, b, 2, 6, 3, 7)};
#if defined(__AVX512DQ__)
    if constexpr (Bytes == 64)
        return {__builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11),
                __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)};
#endif
}

/// philox::block with the counters (pair of replicates, step, row hash) side by side: the numbers of the replicates
/// from 2 * `pair` on. What stands in the upper halves of the words is never looked at.
template <std::size_t Bytes>
[[gnu::always_inline]] inline TwoOfNumbers<Bytes> uniforms_from(std::uint64_t pair, const HandPlace& place,
                                                                std::uint64_t row_hash, DrawKey key) {
    using Words = typename Vector<Bytes>::Words;
    Words c0{};
    for (std::size_t i = 0; i < Bytes / 8; ++i) c0[i] = pair + i;
    Words c1 = place.step - Words{}, c2 = row_hash - Words{}, c3 = (row_hash >> 32) - Words{};
    std::uint32_t k0 = key.k0, k1 = key.k1;
#pragma GCC unroll 10
    for (int round = 0; round < philox::rounds; ++round) {
        const Words product_0 = multiply<Bytes>(c0, philox::multiplier_0);
        const Words product_1 = multiply<Bytes>(c2, philox::multiplier_1);
        c0 = (product_1 >> 32) ^ c1 ^ (k0 - Words{});
        c2 = (product_0 >> 32) ^ c3 ^ (k1 - Words{});
        c1 = product_1;
        c3 = product_0;
        k0 += philox::weyl_0;
        k1 += philox::weyl_1;
    }
    return in_turn<Bytes>(to_units<Bytes>(c0, c1), to_units<Bytes>(c2, c3));
}

/// One register's worth of lanes of one state. I, M, P are influence, military and political capacity.
template <std::size_t Bytes>
struct Lanes {
    using Numbers = typename Vector<Bytes>::Numbers;
    using Masks = typename Vector<Bytes>::Masks;

    const HandWorld& world;
    const HandColumns& now;
    const HandColumns& next;
    std::size_t lanes;
    std::size_t state;
    std::size_t lane;

    // memcpy is a load or a store from wherever it is.
    [[gnu::always_inline]] inline Numbers read(const double* column, std::size_t row) const {
        Numbers values;
        __builtin_memcpy(&values, column + row * lanes + lane, Bytes);
        return values;
    }
    [[gnu::always_inline]] inline void write(double* column, const Numbers& values) const {
        __builtin_memcpy(column + state * lanes + lane, &values, Bytes);
    }

    /// The step; adds to crises[lane ...] where there is one.
    [[gnu::always_inline]] inline void step(const Numbers& uniform, std::int64_t* crises) const {
        const Numbers I = read(now.influence, state), M = read(now.military, state), P = read(now.political, state);
        const Numbers strength = M * M;
        Numbers standing{}, influence_around{}, political_around{};
        for (std::size_t edge = state * out_degree; edge < (state + 1) * out_degree; ++edge) {
            const std::size_t j = world.target[edge];
            const double w = world.weight[edge];
            const Numbers other = read(now.military, j);
            standing += w * (strength / (strength + other * other));
            influence_around += w * read(now.influence, j);
            political_around += w * read(now.political, j);
        }
        const Numbers military = M + 0.03 * (1 - M) - 0.05 * M * P;
        const Numbers political = P + 0.04 * (1 - P) - 0.04 * P * (1 - standing) + 0.01 * (political_around - P);
        const Masks crisis = 1 - uniform < world.event_probability * (1 - political);
        write(next.influence, 0.90 * I + 0.05 * influence_around + 0.05 * standing);
        write(next.military, crisis ? 0.8 * military : military);
        write(next.political, crisis ? 0.9 * political : political);
        Masks counts;
        __builtin_memcpy(&counts, crises + lane, Bytes);
        counts -= crisis;
        __builtin_memcpy(crises + lane, &counts, Bytes);
    }
};

/// All states, `Bytes` / 4 lanes at a time: one block of random numbers has those of two replicates.
template <std::size_t Bytes>
[[gnu::always_inline]] inline void step_all(const HandWorld& world, const HandPlace& place, const HandColumns& now,
                                            const HandColumns& next, std::int64_t* crises) {
    constexpr std::size_t width = Bytes / 8;
    for (std::size_t state = 0; state < world.states; ++state) {
        for (std::size_t lane = 0; lane < place.lanes; lane += 2 * width) {
            const auto uniforms =
                uniforms_from<Bytes>((place.first_replicate + lane) / 2, place, world.row_hashes[state], world.key);
            Lanes<Bytes>{world, now, next, place.lanes, state, lane}.step(uniforms.first, crises);
            Lanes<Bytes>{world, now, next, place.lanes, state, lane + width}.step(uniforms.second, crises);
        }
    }
}

void step(const HandWorld& world, const HandPlace& place, const HandColumns& now, const HandColumns& next,
          std::int64_t* crises) {
#if defined(__AVX512DQ__)
    if (place.lanes % 16 == 0) return step_all<64>(world, place, now, next, crises);
#endif
#if defined(__AVX2__)
    return step_all<32>(world, place, now, next, crises);
#else
    return step_all<16>(world, place, now, next, crises);
#endif
}

}  // namespace

extern const HandKernel kernel;
const HandKernel kernel{HEGEMON_HAND_NAME, step};

}  // namespace hegemon::bench::HEGEMON_HAND
