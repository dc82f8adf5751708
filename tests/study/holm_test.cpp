#include "study/holm.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace hegemon;

TEST_CASE("p-values are adjusted as by hand") {
    // In order 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1, none before a smaller one: 0.04, 0.06, 0.06, 0.06.
    CHECK(holm_adjusted(std::vector<double>{0.04, 0.01, 0.03, 0.02}) == std::vector<double>{0.06, 0.04, 0.06, 0.06});
    CHECK(holm_adjusted(std::vector<double>{0.5, 0.6}) == std::vector<double>{1, 1});
    CHECK(holm_adjusted(std::vector<double>{0.2}) == std::vector<double>{0.2});
    CHECK(holm_adjusted(std::vector<double>{}).empty());
}

TEST_CASE("what has no p-value is no comparison") {
    const auto adjusted = holm_adjusted(std::vector<double>{0.01, std::nan(""), 0.02});
    CHECK(adjusted[0] == 0.02);
    CHECK(std::isnan(adjusted[1]));
    CHECK(adjusted[2] == 0.02);
}
