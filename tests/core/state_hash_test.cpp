// The fingerprint of a state: it does not depend on order, and sees every change.
#include "core/state_hash.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/philox.hpp"

namespace {

constexpr std::size_t rows = 40, columns = 3;

double value_at(std::size_t column, std::size_t row, std::size_t lane) {
    return hegemon::uniform({1, 2}, lane, static_cast<std::uint32_t>(column), row);
}

std::uint64_t key_at(std::size_t column, std::size_t row) {
    return hegemon::column_row_key(hegemon::mix(column + 1), hegemon::mix(row + 1000));
}

/// Hash of replicates 0 .. lanes - 1, all rows and columns, rows taken from `first_row` round.
std::vector<std::uint64_t> hash_of(std::size_t lanes, std::size_t first_row) {
    std::vector<std::uint64_t> sums(lanes, 0);
    std::vector<double> values(lanes);
    for (std::size_t column = 0; column < columns; ++column) {
        for (std::size_t i = 0; i < rows; ++i) {
            const std::size_t row = (i + first_row) % rows;
            for (std::size_t lane = 0; lane < lanes; ++lane) values[lane] = value_at(column, row, lane);
            hegemon::hash_row(sums.data(), values.data(), lanes, key_at(column, row));
        }
    }
    return sums;
}

std::uint64_t hash_of(double value) { return hegemon::hash_value(value, key_at(0, 0)); }

}  // namespace

TEST_CASE("a replicate has the same hash at every number of lanes and in any order of rows") {
    const std::vector<std::uint64_t> wide = hash_of(64, 0);
    const std::vector<std::uint64_t> turned = hash_of(64, 17), narrow = hash_of(3, 5);
    CHECK(wide == turned);
    for (std::size_t lane = 0; lane < narrow.size(); ++lane) CHECK(narrow[lane] == wide[lane]);
}

TEST_CASE("every single bit of a value changes the hash") {
    for (const double value : {0.0, 1.0, 0.1, -1e300, 1e-310}) {
        for (int bit = 0; bit < 64; ++bit) {
            const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, value) ^ (std::uint64_t{1} << bit);
            const double other = __builtin_bit_cast(double, bits);
            if (other == value) continue;  // -0 and +0
            REQUIRE(hash_of(other) != hash_of(value));
        }
    }
}

TEST_CASE("values that change places change the hash") {
    const double a = 0.25, b = 0.75;
    CHECK(hegemon::hash_value(a, key_at(0, 0)) + hegemon::hash_value(b, key_at(0, 1)) !=
          hegemon::hash_value(b, key_at(0, 0)) + hegemon::hash_value(a, key_at(0, 1)));
    CHECK(hegemon::hash_value(a, key_at(0, 0)) + hegemon::hash_value(b, key_at(1, 0)) !=
          hegemon::hash_value(b, key_at(0, 0)) + hegemon::hash_value(a, key_at(1, 0)));
    CHECK(hegemon::column_row_key(1, 2) != hegemon::column_row_key(2, 1));
}

TEST_CASE("negative zero counts as zero, and all NaN as one") {
    CHECK(hash_of(-0.0) == hash_of(0.0));
    const double missing = std::numeric_limits<double>::quiet_NaN();
    CHECK(hash_of(missing) == hash_of(-missing));
    CHECK(hash_of(missing) == hash_of(std::nan("7")));
    CHECK(hash_of(missing) != hash_of(std::numeric_limits<double>::infinity()));
}

TEST_CASE("100,000 states that differ in one value have different hashes") {
    std::vector<std::uint64_t> all;
    for (int i = 0; i < 100'000; ++i) all.push_back(hegemon::mix(hash_of(i * 0.001)));
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("the hash that run files hold stays as it is") {
    // Computed apart, in Python, from the definition.
    CHECK(hegemon::column_row_key(1, 2) == 0xf8f76353b6d877c5u);
    CHECK(hegemon::hash_value(0.1, 0x0123456789abcdefu) == 0x9d8f9650b69ff1afu);
}
