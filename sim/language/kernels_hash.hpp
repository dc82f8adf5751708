#pragma once
/// The fingerprint of columns, of a table of kernels; see core/state_hash.hpp and kernels_loops.hpp.
#include "core/state_hash.hpp"
#include "language/kernels_pack.hpp"

namespace hegemon::HEGEMON_KERNELS {
namespace {

#if defined(__AVX2__)

/// As hash_value().
[[gnu::always_inline]] inline Words hash_pack(Pack values, std::uint64_t key) {
    const Words number = reinterpret_cast<Words>(values + 0.0);
    const Words is_number = reinterpret_cast<Words>(values == values);  // NOLINT(misc-redundant-expression)
    const Words x = (number & is_number) | (words_of(0x7ff8000000000000U) & ~is_number);
    const Words y = x ^ words_of(key);
    return multiply(y, y >> 32) + ((x >> 32) | (x << 32));
}

#endif

void hash_rows(std::uint64_t* hashes, const double* values, std::size_t rows, std::size_t lanes,
               std::uint64_t column_hash, const std::uint64_t* row_hashes) {
    for (std::size_t r = 0; r < rows; ++r, values += lanes) {
        const auto key = column_row_key(column_hash, row_hashes[r]);
        std::size_t lane = 0;
#if defined(__AVX2__)
        for (; lane + pack_size <= lanes; lane += pack_size) {
            const Words sum = load_words(hashes + lane) + hash_pack(load_pack(values + lane), key);
            __builtin_memcpy(hashes + lane, &sum, sizeof sum);
        }
#endif
        hash_row(hashes + lane, values + lane, lanes - lane, key);
    }
}

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
