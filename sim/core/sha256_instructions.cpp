/// Four rounds of SHA-256 at a time by the SHA extensions of x86 processors (S. Gulley et al. 2013, Intel SHA
/// Extensions, Intel Corporation). The compiler may use them in this file's functions alone.
#include "core/check.hpp"
#include "core/sha256_blocks.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

namespace hegemon::sha256 {

namespace {

#define HEGEMON_SHA_TARGET __attribute__((target("sha,sse4.1,ssse3")))

HEGEMON_SHA_TARGET __m128i load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
HEGEMON_SHA_TARGET void store(void* to, __m128i value) { _mm_storeu_si128(static_cast<__m128i*>(to), value); }

/// Words t to t + 3 of the schedule from the sixteen before them, four a piece.
HEGEMON_SHA_TARGET __m128i next_words(__m128i w16, __m128i w12, __m128i w8, __m128i w4) {
    const __m128i w7 = _mm_alignr_epi8(w4, w8, 4);
    return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w16, w12), w7), w4);
}

/// The state in the order in which the instructions have it.
struct Halves {
    __m128i abef, cdgh;
};

HEGEMON_SHA_TARGET void take_block(Halves& state, const std::uint8_t* block) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const Halves before = state;
    __m128i words[4];
    for (std::size_t group = 0; group < 16; ++group) {
        __m128i& w = words[group % 4];
        w = group < 4 ? _mm_shuffle_epi8(load(block + 16 * group), big_endian)
                      : next_words(w, words[(group + 1) % 4], words[(group + 2) % 4], words[(group + 3) % 4]);
        const __m128i added = _mm_add_epi32(w, load(&round_constants[4 * group]));
        // Two rounds make what was ABEF the new CDGH, so the halves change places twice.
        state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, added);
        state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(added, 0x0e));
    }
    state.abef = _mm_add_epi32(state.abef, before.abef);
    state.cdgh = _mm_add_epi32(state.cdgh, before.cdgh);
}

}  // namespace

bool has_instructions() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) return false;
    constexpr unsigned sha = 1U << 29U;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0;
}

HEGEMON_SHA_TARGET void take_blocks_by_instructions(State& state, const std::uint8_t* bytes, std::size_t blocks) {
    const __m128i cdab = _mm_shuffle_epi32(load(&state[0]), 0xb1);
    const __m128i efgh = _mm_shuffle_epi32(load(&state[4]), 0x1b);
    Halves halves{_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0)};
    for (; blocks > 0; --blocks, bytes += block_size) take_block(halves, bytes);
    const __m128i feba = _mm_shuffle_epi32(halves.abef, 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(halves.cdgh, 0xb1);
    store(&state[0], _mm_blend_epi16(feba, dchg, 0xf0));
    store(&state[4], _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace hegemon::sha256

#else

namespace hegemon::sha256 {

bool has_instructions() { return false; }

void take_blocks_by_instructions(State&, const std::uint8_t*, std::size_t) { HEGEMON_EXPECT(has_instructions()); }

}  // namespace hegemon::sha256

#endif
