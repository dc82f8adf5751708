// SHA-256 against the examples of FIPS 180-4 and the NIST test vectors.
#include "core/sha256.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "core/sha256_blocks.hpp"

using hegemon::Sha256;
using hegemon::sha256_hex;

TEST_CASE("SHA-256 gives the published digests") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_hex(
              "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqr"
              "stnopqrstu") == "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("the digest depends on the bytes, not on the pieces they come in, for every length around a block") {
    for (std::size_t length = 0; length <= 200; ++length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(i * 7);
        for (const std::size_t piece : {1u, 3u, 55u, 64u, 65u}) {
            Sha256 hash;
            for (std::size_t at = 0; at < length; at += piece) hash.add(std::string_view(text).substr(at, piece));
            REQUIRE(hash.hex() == sha256_hex(text));
        }
    }
}

TEST_CASE("asking for the digest does not disturb what follows") {
    Sha256 hash;
    hash.add("a");
    CHECK(hash.hex() == sha256_hex("a"));
    hash.add("bc");
    CHECK(hash.hex() == sha256_hex("abc"));
}

TEST_CASE("numbers go in lowest byte first") {
    CHECK(Sha256().add_number(0x0102030405060708u).hex() == sha256_hex("\x08\x07\x06\x05\x04\x03\x02\x01"));
    const std::array<double, 2> values{1.0, -2.5};
    Sha256 bits;
    for (const double value : values) bits.add_number(__builtin_bit_cast(std::uint64_t, value));
    CHECK(Sha256().add_numbers(values).hex() == bits.hex());
}

namespace {

/// "abc" as the one block that FIPS 180-4, 5.1.1, makes of it.
std::vector<std::uint8_t> padded_abc() {
    std::vector<std::uint8_t> block(hegemon::sha256::block_size);
    block[0] = 'a', block[1] = 'b', block[2] = 'c', block[3] = 0x80;
    block.back() = 24;
    return block;
}

constexpr hegemon::sha256::State start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr hegemon::sha256::State after_abc{0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
                                           0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad};

}  // namespace

TEST_CASE("the portable way gives the published state") {
    auto state = start;
    hegemon::sha256::take_blocks_portably(state, padded_abc().data(), 1);
    CHECK(state == after_abc);
}

TEST_CASE("the processor's instructions give the published state, and that of the portable way on any blocks") {
    if (!hegemon::sha256::has_instructions()) return;
    auto state = start;
    hegemon::sha256::take_blocks_by_instructions(state, padded_abc().data(), 1);
    CHECK(state == after_abc);
    std::vector<std::uint8_t> bytes(50 * hegemon::sha256::block_size);
    std::uint32_t chance = 1;
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>((chance = chance * 1664525 + 1013904223) >> 24);
    auto portable = state;
    for (std::size_t blocks = 0; blocks <= 50; blocks += 7) {
        hegemon::sha256::take_blocks_by_instructions(state, bytes.data() + 1, blocks == 0 ? 0 : blocks - 1);
        hegemon::sha256::take_blocks_portably(portable, bytes.data() + 1, blocks == 0 ? 0 : blocks - 1);
        REQUIRE(state == portable);
    }
}
