#include "core/sha256.hpp"

#include <algorithm>
#include <bit>

namespace hegemon {

namespace {

// FIPS 180-4, 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big_endian(const std::uint8_t* bytes) {
    return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) |
           bytes[3];
}

std::array<std::uint32_t, 64> schedule(const std::uint8_t* block) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t t = 0; t < 16; ++t) w[t] = big_endian(block + 4 * t);
    for (std::size_t t = 16; t < 64; ++t) {
        const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
        const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    return w;
}

}  // namespace

void Sha256::take_block(const std::uint8_t* block) {
    const std::array<std::uint32_t, 64> w = schedule(block);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t t = 0; t < 64; ++t) {
        const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + round_constants[t] + w[t];
        const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> added{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state_[i] += added[i];
}

void Sha256::take(const std::uint8_t* bytes, std::size_t count) {
    std::size_t filled = static_cast<std::size_t>(length_ % block_size);
    length_ += count;
    while (count > 0) {
        if (filled == 0 && count >= block_size) {
            take_block(bytes);
            bytes += block_size, count -= block_size;
            continue;
        }
        const std::size_t part = std::min(count, block_size - filled);
        std::copy_n(bytes, part, waiting_.begin() + static_cast<std::ptrdiff_t>(filled));
        bytes += part, count -= part, filled += part;
        if (filled == block_size) {
            take_block(waiting_.data());
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
