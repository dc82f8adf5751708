#pragma once
/// Values side by side, as many as a register of the set holds; see kernels_loops.hpp.
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace hegemon::HEGEMON_KERNELS {
namespace {

#if defined(__AVX512DQ__)
constexpr std::size_t pack_bytes = 64;
#elif defined(__AVX2__)
constexpr std::size_t pack_bytes = 32;
#else
constexpr std::size_t pack_bytes = 16;
#endif
constexpr std::size_t pack_size = pack_bytes / sizeof(double);

using Pack [[gnu::vector_size(pack_bytes)]] = double;
using Mask [[gnu::vector_size(pack_bytes)]] = std::int64_t;  ///< of each value all bits or none
using PackAnywhere [[gnu::vector_size(pack_bytes), gnu::aligned(8), gnu::may_alias]] = double;

[[gnu::always_inline]] inline Pack load_pack(const double* from) {
    return *reinterpret_cast<const PackAnywhere*>(from);
}
[[gnu::always_inline]] inline void store_pack(double* to, Pack pack) { *reinterpret_cast<PackAnywhere*>(to) = pack; }
[[gnu::always_inline]] inline Pack pack_of(double value) { return value - Pack{}; }

// Comparisons, value by value. By name, since GCC 12 works out those of SSE2 one number after the other.
#if defined(__SSE2__) && !defined(__AVX2__)
[[gnu::always_inline]] inline Mask less(Pack a, Pack b) { return reinterpret_cast<Mask>(_mm_cmplt_pd(a, b)); }
[[gnu::always_inline]] inline Mask at_most(Pack a, Pack b) { return reinterpret_cast<Mask>(_mm_cmple_pd(a, b)); }
[[gnu::always_inline]] inline Mask equal(Pack a, Pack b) { return reinterpret_cast<Mask>(_mm_cmpeq_pd(a, b)); }
#else
[[gnu::always_inline]] inline Mask less(Pack a, Pack b) { return a < b; }
[[gnu::always_inline]] inline Mask at_most(Pack a, Pack b) { return a <= b; }
[[gnu::always_inline]] inline Mask equal(Pack a, Pack b) { return a == b; }
#endif

/// Bit i: value i of the mask.
[[gnu::always_inline]] inline unsigned bits_of(Mask mask) {
#if defined(__AVX512DQ__)
    return _mm512_movepi64_mask(reinterpret_cast<__m512i>(mask));
#elif defined(__AVX2__)
    return static_cast<unsigned>(_mm256_movemask_pd(reinterpret_cast<__m256d>(mask)));
#elif defined(__SSE2__)
    return static_cast<unsigned>(_mm_movemask_pd(reinterpret_cast<__m128d>(mask)));
#else
    unsigned bits = 0;
    for (std::size_t i = 0; i < pack_size; ++i) bits |= mask[i] != 0 ? 1U << i : 0U;
    return bits;
#endif
}

#if defined(__AVX2__)

using Words [[gnu::vector_size(pack_bytes)]] = std::uint64_t;  ///< the low halves count

/// Products of the low halves.
[[gnu::always_inline]] inline Words multiply(Words a, Words b) {
#if defined(__AVX512DQ__)
    return reinterpret_cast<Words>(
        _mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#else
    return reinterpret_cast<Words>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#endif
}

[[gnu::always_inline]] inline Words words_of(std::uint64_t word) { return word - Words{}; }

[[gnu::always_inline]] inline Words load_words(const std::uint64_t* from) {
    Words words;
    __builtin_memcpy(&words, from, sizeof words);
    return words;
}

#endif

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
