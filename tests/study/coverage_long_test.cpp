#include <catch2/catch.hpp>
#include <iostream>

#include "coverage_support.hpp"

using namespace hegemon::test;

namespace {

constexpr std::uint64_t repetitions = 10'000;

/// Whether the share covered lies between the two, and the number for whoever reads the log.
void check(const Experiment& experiment, const Coverage& measured, double low, double high) {
    std::cout << experiment.name << ": " << 100 * measured.covered << " % covered, " << measured.mean_pairs
              << " pairs on average\n";
    CAPTURE(experiment.name, measured.covered);
    CHECK(measured.covered >= low);
    CHECK(measured.covered <= high);
}

}  // namespace

TEST_CASE("95 % intervals cover counts under a constant hazard, 100 pairs, in 94.2 to 95.8 %") {
    check(constant_hazard(), coverage(constant_hazard(), 100, repetitions), 0.942, 0.958);
}

TEST_CASE("95 % intervals cover a yes or no of probability 0.01, 200 pairs, in 92.5 to 98 %") {
    for (const auto& experiment : {rare_in_both(), rarer_in_one()})
        check(experiment, coverage(experiment, 200, repetitions), 0.925, 0.98);
    // Where only one arm ever says yes the number of differing pairs is binomial: no interval covers between 94.8 % (up
    // to 4 of 200) and 98.4 % (up to 5).
    check(rare_in_one(), coverage(rare_in_one(), 200, repetitions), 0.947, 0.988);
}

TEST_CASE("95 % intervals cover a count that is nearly always 0 or 1, 200 pairs, in 92.5 to 98 %") {
    check(rare_count(), coverage(rare_count(), 200, repetitions), 0.925, 0.98);
}

TEST_CASE("95 % intervals cover truncated-Pareto losses, 100 pairs, in 92.5 to 98 %") {
    check(losses(), coverage(losses(), 100, repetitions), 0.925, 0.98);
}

TEST_CASE("95 % intervals that were waited for cover in 93 to 97 %") {
    // Half-widths at which 256 or 512 pairs are now enough, now not: there looking again does most harm.
    for (const double half_width : {0.1732, 0.1225})  // 1.96 sqrt(2 / 256), sqrt(2 / 512)
        check(constant_hazard(), coverage_until(constant_hazard(), half_width, repetitions), 0.93, 0.97);
    // 1.96 sqrt(0.015 / 512)
    check(rarer_in_one(), coverage_until(rarer_in_one(), 0.0106, repetitions), 0.93, 0.97);
    // 1.96 sqrt(1.5 E x^2 / 512), E x^2 = 92,536.
    check(losses(), coverage_until(losses(), 32.3, 1'000), 0.93, 0.97);
}
