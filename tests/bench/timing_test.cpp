#include "bench/timing.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

namespace hegemon::bench {
namespace {

TEST_CASE("a spread is the median and the quartiles, linear between values") {
    // numpy.quantile([1, 2, 3, 10], [.25, .5, .75]) is 1.75, 2.5, 4.75.
    const Spread even = spread_of({10, 1, 3, 2});
    CHECK(even.low == 1.75);
    CHECK(even.median == 2.5);
    CHECK(even.high == 4.75);
    const Spread odd = spread_of({5, 1, 9});
    CHECK(odd.low == 3);
    CHECK(odd.median == 5);
    CHECK(odd.high == 7);
    const Spread alone = spread_of({4});
    CHECK(alone.low == 4);
    CHECK(alone.high == 4);
    REQUIRE_THROWS_AS(spread_of({}), std::invalid_argument);
}

TEST_CASE("a ratio is taken round by round, not of medians") {
    // A machine that is ten times slower in one round: the ratio is 2 in each, while medians alone would give 3.
    const Spread ratio = ratio_of({2, 60, 6}, {1, 30, 3});
    CHECK(ratio.median == 2);
    CHECK(ratio.low == 2);
    CHECK(ratio.high == 2);
    CHECK(ratio_of({4, 10, 9}, {1, 10, 3}).median == 3);
}

}  // namespace
}  // namespace hegemon::bench
