#include "core/sha256.hpp"

#include <algorithm>
#include <bit>

namespace hegemon {

using sha256::block_size;
using sha256::take_blocks;

void Sha256::take(const std::uint8_t* bytes, std::size_t count) {
    std::size_t filled = static_cast<std::size_t>(length_ % block_size);
    length_ += count;
    while (count > 0) {
        if (filled == 0 && count >= block_size) {
            const std::size_t blocks = count / block_size;
            take_blocks(state_, bytes, blocks);
            bytes += blocks * block_size, count -= blocks * block_size;
            continue;
        }
        const std::size_t part = std::min(count, block_size - filled);
        std::copy_n(bytes, part, waiting_.begin() + static_cast<std::ptrdiff_t>(filled));
        bytes += part, count -= part, filled += part;
        if (filled == block_size) {
            take_blocks(state_, waiting_.data(), 1);
            filled = 0;
        }
    }
}

Sha256& Sha256::add(std::span<const std::byte> bytes) {
    take(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return *this;
}

Sha256& Sha256::add(std::string_view text) { return add(std::as_bytes(std::span(text.data(), text.size()))); }

Sha256& Sha256::add_number(std::uint64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
    take(bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::add_numbers(std::span<const double> values) {
    if constexpr (std::endian::native == std::endian::little) return add(std::as_bytes(values));
    for (const double value : values) add_number(std::bit_cast<std::uint64_t>(value));
    return *this;
}

Sha256Digest Sha256::digest() const {
    Sha256 last = *this;
    const std::uint64_t bits = length_ * 8;
    std::array<std::uint8_t, block_size> padding{0x80};
    const std::size_t filled = static_cast<std::size_t>(length_ % block_size);
    last.take(padding.data(), filled < 56 ? 56 - filled : 120 - filled);
    std::array<std::uint8_t, 8> ending{};
    for (std::size_t i = 0; i < 8; ++i) ending[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    last.take(ending.data(), ending.size());

    Sha256Digest result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = static_cast<std::uint8_t>(last.state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return result;
}

std::string Sha256::hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest()) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string sha256_hex(std::string_view text) { return Sha256().add(text).hex(); }

}  // namespace hegemon
