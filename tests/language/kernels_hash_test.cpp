/// A table's fingerprints are those of core/state_hash.hpp, value by value.
#include "language/kernels.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <vector>

#include "core/state_hash.hpp"
#include "language/expression_support.hpp"

namespace hegemon::test {

TEST_CASE("Rows are hashed as one value after the other, zeros and what is no number among them") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    const std::size_t lanes = GENERATE(1U, 2U, 3U, 7U, 8U, 9U, 16U, 36U, 64U);
    constexpr std::size_t rows = 5;
    constexpr std::uint64_t column = 0x0123456789abcdefU;
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const double odd[] = {-0.0, nothing, -nothing, std::numeric_limits<double>::infinity(), 1e-310, -1.5, 0.0};
    std::vector<std::uint64_t> row_hashes(rows);
    std::vector<double> values(rows * lanes);
    for (std::size_t r = 0; r < rows; ++r) row_hashes[r] = 0x9e3779b97f4a7c15U * (r + 1);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i % 3 == 0 ? odd[i / 3 % std::size(odd)] : 0.1 * static_cast<double>(i);
    std::vector<std::uint64_t> hashes(lanes, 17);
    set.hash_rows(hashes.data(), values.data(), rows, lanes, column, row_hashes.data());
    INFO(set.name << ", " << lanes << " lanes");
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::uint64_t expected = 17;
        for (std::size_t r = 0; r < rows; ++r)
            expected += hash_value(values[r * lanes + lane], column_row_key(column, row_hashes[r]));
        REQUIRE(hashes[lane] == expected);
    }
}

}  // namespace hegemon::test
