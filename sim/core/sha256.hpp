#pragma once
/// SHA-256 (FIPS 180-4, 2015), for digests of files and runs.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/sha256_blocks.hpp"

namespace hegemon {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// Takes bytes in pieces of any size; the digest depends on the bytes alone.
class Sha256 {
public:
    Sha256& add(std::span<const std::byte> bytes);
    Sha256& add(std::string_view text);
    /// The eight bytes of a number, lowest first, whatever the machine's order.
    Sha256& add_number(std::uint64_t value);
    /// The bits of doubles, lowest byte first, as they are: -0 is not +0.
    Sha256& add_numbers(std::span<const double> values);

    /// The digest of all bytes so far. More may follow.
    [[nodiscard]] Sha256Digest digest() const;
    /// The same as 64 hexadecimal digits, small letters.
    [[nodiscard]] std::string hex() const;

private:
    void take(const std::uint8_t* bytes, std::size_t count);

    sha256::State state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, sha256::block_size> waiting_{};
    std::uint64_t length_ = 0;  ///< bytes taken; length_ % 64 of them are waiting
};

/// The digest of a text in 64 hexadecimal digits.
std::string sha256_hex(std::string_view text);

}  // namespace hegemon
