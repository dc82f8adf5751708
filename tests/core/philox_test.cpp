// Philox against Random123, and the addressing of draws.
#include "core/philox.hpp"

#include <Random123/philox.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/name_hash.hpp"

using hegemon::DrawKey;

TEST_CASE("Philox gives the blocks of Random123, for 100,000 counters and keys") {
    std::uint64_t state = 1;
    const auto next = [&] { return static_cast<std::uint32_t>(hegemon::mix(state++)); };
    for (int i = 0; i < 100'000; ++i) {
        const hegemon::philox::Block counter{next(), next(), next(), next()};
        const hegemon::philox::Key key{next(), next()};
        const r123::Philox4x32::ctr_type theirs_counter{{counter[0], counter[1], counter[2], counter[3]}};
        const r123::Philox4x32::key_type theirs_key{{key[0], key[1]}};
        const auto theirs = r123::Philox4x32()(theirs_counter, theirs_key);
        const auto ours = hegemon::philox::block(counter, key);
        REQUIRE((ours[0] == theirs[0] && ours[1] == theirs[1] && ours[2] == theirs[2] && ours[3] == theirs[3]));
    }
}

TEST_CASE(
    "a draw is the block of (replicate div 2, step, row hash), words 0 and 1 for even replicates, 2 and 3 for odd") {
    const DrawKey key{0x01234567u, 0x89abcdefu};
    const std::uint64_t row = 0xfedcba9876543210u;
    const std::uint64_t replicate = 0x1'0000'0003u;  // its half needs all 32 bits
    const r123::Philox4x32::ctr_type counter{{0x80000001u, 77u, 0x76543210u, 0xfedcba98u}};
    const auto words = r123::Philox4x32()(counter, {{0x01234567u, 0x89abcdefu}});
    const auto expected = [](std::uint32_t low, std::uint32_t high) {
        const std::uint64_t top_52 = ((std::uint64_t{high} << 32) | low) >> 12;
        return (static_cast<double>(top_52) + 0.5) / 0x1p52;
    };
    CHECK(hegemon::uniform(key, replicate - 1, 77, row) == expected(words[0], words[1]));
    CHECK(hegemon::uniform(key, replicate, 77, row) == expected(words[2], words[3]));
}

TEST_CASE("a uniform number is never 0 and never 1, and 1 - u is exact") {
    for (const auto& [low, high] : {std::pair{0u, 0u}, std::pair{0xffffffffu, 0xffffffffu}, std::pair{0xfffu, 0u}}) {
        const double u = hegemon::philox::to_unit(low, high);
        CHECK(u > 0);
        CHECK(u < 1);
        CHECK(1 - (1 - u) == u);
        CHECK(u * 0x1p53 == std::floor(u * 0x1p53));
    }
}

TEST_CASE("a run of lanes is filled with the numbers of its replicates, from even and odd ones, at any length") {
    const DrawKey key = hegemon::draw_key(42, "event.clash", "fires");
    for (const std::uint64_t first : {0u, 1u, 6u, 7u, 64u, 1001u}) {
        for (std::size_t lanes = 0; lanes <= 17; ++lanes) {
            std::vector<double> out(lanes + 1, -1.0);
            hegemon::uniforms(out.data(), key, 5, 99, first, lanes);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                REQUIRE(out[lane] == hegemon::uniform(key, first + lane, 5, 99));
            }
            REQUIRE(out[lanes] == -1.0);
        }
    }
}

TEST_CASE("numbers are even, and uncorrelated between neighbours in each part of the address") {
    constexpr int count = 40'000;
    const DrawKey key = hegemon::draw_key(7, "event.clash", "fires");
    const DrawKey other_draw = hegemon::draw_key(7, "event.clash", "which");
    const DrawKey other_seed = hegemon::draw_key(8, "event.clash", "fires");
    double sum = 0, squares = 0;
    std::vector<double> products(6);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t row = hegemon::row_hash("state", "row" + std::to_string(i % 100));
        const std::uint64_t next_row = hegemon::row_hash("state", "row" + std::to_string(i % 100 + 1));
        const std::uint32_t step = i / 200;
        const std::uint64_t replicate = i % 200 / 100;
        const double u = hegemon::uniform(key, replicate, step, row) - 0.5;
        const std::vector<double> neighbours{
            hegemon::uniform(key, replicate + 1, step, row),    hegemon::uniform(key, replicate + 2, step, row),
            hegemon::uniform(key, replicate, step + 1, row),    hegemon::uniform(key, replicate, step, next_row),
            hegemon::uniform(other_draw, replicate, step, row), hegemon::uniform(other_seed, replicate, step, row)};
        sum += u;
        squares += u * u;
        for (std::size_t k = 0; k < products.size(); ++k) products[k] += u * (neighbours[k] - 0.5);
    }
    const double deviation = std::sqrt(count / 12.0);
    CHECK(std::fabs(sum) < 4 * deviation);
    CHECK(std::fabs(squares - count / 12.0) < 4 * std::sqrt(count / 180.0));
    // The correlation over the rows repeats no number, so each product has variance 1 / 144.
    for (const double product : products) CHECK(std::fabs(product) < 4 * std::sqrt(count) / 12);
}
