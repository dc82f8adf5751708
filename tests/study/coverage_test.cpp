#include <catch2/catch.hpp>

#include "coverage_support.hpp"

using namespace hegemon::test;

// The same with more repetitions and narrower bounds: coverage_long_test.cpp. Here the bounds leave four standard
// errors to what that one promises.

TEST_CASE("counts under a constant hazard are covered as promised") {
    const double covered = coverage(constant_hazard(), 100, 2'000).covered;
    CAPTURE(covered);
    CHECK(covered > 0.930);
    CHECK(covered < 0.970);
}

TEST_CASE("a rare yes or no is covered as promised") {
    for (const auto& experiment : {rare_in_both(), rarer_in_one()}) {
        const double covered = coverage(experiment, 200, 2'000).covered;
        CAPTURE(experiment.name, covered);
        CHECK(covered > 0.925);
        CHECK(covered < 0.990);
    }
}

TEST_CASE("a rare count is covered as promised") {
    const double covered = coverage(rare_count(), 200, 500).covered;
    CAPTURE(covered);
    CHECK(covered > 0.90);
    CHECK(covered < 0.99);
}

TEST_CASE("losses with a heavy tail are covered as promised") {
    const double covered = coverage(losses(), 100, 300).covered;
    CAPTURE(covered);
    CHECK(covered > 0.90);
    CHECK(covered < 0.995);
}

TEST_CASE("an interval that was waited for is covered as promised") {
    const auto waited = coverage_until(constant_hazard(), 0.1225, 500);  // 1.96 sqrt(2 / 512)
    CAPTURE(waited.covered, waited.mean_pairs);
    CHECK(waited.mean_pairs > 300);
    CHECK(waited.mean_pairs < 1'000);
    CHECK(waited.covered > 0.91);
    CHECK(waited.covered < 0.99);
}
