// Hashes of names: published values, no collisions, no ambiguity, every bit spread.
#include "core/name_hash.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

using hegemon::NameHash;

TEST_CASE("FNV-1a gives its published values") {
    // Fowler, Noll, Vo and Eastlake, draft-eastlake-fnv, test vectors of FNV-1a 64.
    CHECK(NameHash{}.bytes("").raw() == 0xcbf29ce484222325u);
    CHECK(NameHash{}.bytes("a").raw() == 0xaf63dc4c8601ec8cu);
    CHECK(NameHash{}.bytes("foobar").raw() == 0x85944171f73967e8u);
}

TEST_CASE("mix is the finaliser of MurmurHash3") {
    CHECK(hegemon::mix(0) == 0);
    CHECK(hegemon::mix(1) == 0xb456bcfc34c2cb2cu);
}

TEST_CASE("the hashes that runs depend on stay as they are") {
    // Computed apart, in Python, from the definition.
    CHECK(hegemon::name_hash("gdp") == 0x9e2e09fce6a6ca6bu);
    CHECK(hegemon::row_hash("tie", "ARM/RUS") == 0xee75b8a5eff8ab5cu);
    const hegemon::DrawKey key = hegemon::draw_key(42, "event.clash", "set.severity");
    CHECK(key.k0 == 0xe217b1e6u);
    CHECK(key.k1 == 0x8962db66u);
}

TEST_CASE("parts do not run into one another") {
    CHECK(hegemon::row_hash("ab", "c") != hegemon::row_hash("a", "bc"));
    CHECK(hegemon::row_hash("a", "b") != hegemon::row_hash("b", "a"));
    CHECK(hegemon::row_hash("", "a") != hegemon::row_hash("a", ""));
    CHECK(hegemon::row_hash("tie", "column") != hegemon::column_hash("tie", ""));
    CHECK(hegemon::column_hash("tie", "x") != hegemon::row_hash("tie", "x"));
    CHECK(!(hegemon::draw_key(1, "ab", "c") == hegemon::draw_key(1, "a", "bc")));
    CHECK(!(hegemon::draw_key(1, "a", "b") == hegemon::draw_key(2, "a", "b")));
}

TEST_CASE("200,000 like names have 200,000 hashes") {
    std::vector<std::uint64_t> all;
    for (int i = 0; i < 200'000; ++i) all.push_back(hegemon::row_hash("agent", std::to_string(i)));
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("a changed bit of a name changes half of the bits of its hash") {
    double changed = 0;
    int trials = 0;
    for (int i = 0; i < 200; ++i) {
        const std::string name = "name" + std::to_string(i);
        for (std::size_t bit = 0; bit < 8 * name.size(); ++bit, ++trials) {
            std::string other = name;
            other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
            const int bits = std::popcount(hegemon::name_hash(name) ^ hegemon::name_hash(other));
            REQUIRE(bits >= 8);
            changed += bits;
        }
    }
    CHECK(changed / trials == Approx(32).margin(0.2));
}
