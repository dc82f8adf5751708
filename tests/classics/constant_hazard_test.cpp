/// Waiting times at a constant hazard against the exponential distribution.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "support/recorded_run.hpp"
#include "support/statistics.hpp"

using namespace hegemon::test;

namespace {

constexpr double hazard = 0.1;  // a week, over 20 weeks
constexpr double items = 200;
constexpr int replicates = 400;

ScenarioText failing() { return ScenarioText::shipped("classics/constant_hazard", {"items.csv"}); }

TEST_CASE("events are exponential within the step, however long the step") {
    for (const auto* step : {"1", "5"}) {
        const RecordedRun run(failing().with("step", step), {replicates, 11});
        const auto times = run.times("failure");
        INFO(times.size() << " failures at a step of " << step);
        const double all = 1 - std::exp(-hazard * 20);
        REQUIRE(std::abs(share_errors(static_cast<double>(times.size()), items * replicates, all)) < tolerated_errors);
        const auto exponential = [&](double t) { return (1 - std::exp(-hazard * t)) / all; };
        REQUIRE(kolmogorov_smirnov(times, exponential) < kolmogorov_smirnov_limit());
    }
}

TEST_CASE("failures at a constant hazard have the binomial's mean and variance") {
    const double share = 1 - std::exp(-hazard * 20);
    for (const auto* step : {"1", "20"}) {
        const RecordedRun run(failing().with("step", step), {2000, 12});
        const auto failures = sample(run.outcome("failures"));
        INFO("at a step of " << step);
        const double variance = items * share * (1 - share);
        REQUIRE(std::abs(failures.mean - items * share) < tolerated_errors * std::sqrt(variance / failures.count));
        // The variance of a sample of nearly normal numbers has the relative standard error sqrt(2 / (n - 1)).
        REQUIRE(std::abs(failures.variance / variance - 1) < tolerated_errors * std::sqrt(2 / (failures.count - 1)));
        REQUIRE(sample(run.outcome("surviving")).mean == Approx(1 - failures.mean / items).epsilon(1e-12));
    }
}

TEST_CASE("a hazard of zero lets nothing fail and a huge one leaves nothing") {
    REQUIRE(RecordedRun(failing().set("hazard", "0")).value("failures") == 0);
    // In the first step exp(-10) = 0.00005 of the items last: none of 200 with chance 0.99; in the second the rest.
    REQUIRE(RecordedRun(failing().set("hazard", "10")).value("surviving") == 0);
}

}  // namespace
