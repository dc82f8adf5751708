/// A table's draws are those of core/philox.hpp at every address, however many rows and lanes are drawn at once.
#include "language/kernels.hpp"

#include <catch2/catch.hpp>

#include <vector>

#include "core/philox.hpp"
#include "language/expression_support.hpp"

namespace hegemon::test {

TEST_CASE("Draws of some rows and lanes are those of the address, one by one, and nothing is written beyond them") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    const std::size_t lanes = GENERATE(1U, 2U, 3U, 7U, 8U, 16U, 36U, 63U, 64U);
    const std::uint64_t first =
        GENERATE(std::uint64_t{0}, std::uint64_t{5}, std::uint64_t{64}, (std::uint64_t{1} << 32) + 6);
    constexpr DrawKey key{0x12345678U, 0x9abcdef0U};
    constexpr std::uint32_t step = 0xfffffff0U;
    for (std::size_t rows = 1; rows <= 37; ++rows) {
        std::vector<std::uint64_t> hashes(rows);
        for (std::size_t r = 0; r < rows; ++r) hashes[r] = 0x9e3779b97f4a7c15ULL * (r + 1);
        std::vector<double> drawn(rows * lanes + 1, -1.0);
        set.uniforms(drawn.data(), key, step, hashes.data(), rows, first, lanes);
        INFO(set.name << ", " << lanes << " lanes from replicate " << first << ", " << rows << " rows");
        bool all_same = true;
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t lane = 0; lane < lanes; ++lane)
                all_same = all_same && drawn[r * lanes + lane] == uniform(key, first + lane, step, hashes[r]);
        REQUIRE(all_same);
        REQUIRE(drawn.back() == -1.0);
    }
}

}  // namespace hegemon::test
