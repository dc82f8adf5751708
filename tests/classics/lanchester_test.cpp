/// Lanchester's square law against its solution.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "support/recorded_run.hpp"

using hegemon::test::RecordedRun;
using hegemon::test::ScenarioText;

namespace {

ScenarioText battle() { return ScenarioText::shipped("classics/lanchester"); }

/// Of both sides together: for either alone the first term happens to cancel (rk4: survivors, Euler: the weak).
double error(const std::string& integrator, const std::string& step) {
    const RecordedRun run(battle().with("integrator", '"' + integrator + '"').with("step", step));
    return std::hypot(run.value("survivors") - 60, run.value("of_the_weak"));
}

TEST_CASE("the stronger side keeps 60 of 100 men when the weaker of 80 has none left") {
    const RecordedRun run(battle());
    // The classical method errs by about (h L)^4 / 120 of what changes, 1e-12 with h = 0.11 and L = 0.01, and rounding
    // of a thousand steps is as large.
    REQUIRE(std::abs(run.value("survivors") - 60) < 1e-9);
    REQUIRE(std::abs(run.value("of_the_weak")) < 1e-9);
}

TEST_CASE("the square law keeps the balance of strengths") {
    const auto day =
        "day_50 = { take = \"final\", to = 50, of = \"side[a].shoots * side[a].men ^ 2 - "
        "side[b].shoots * side[b].men ^ 2\" }\n";
    const RecordedRun run(battle().followed_by(day));
    REQUIRE(std::abs(run.value("day_50") - 36) < 1e-9);
    REQUIRE(std::abs(run.value("balance") - 36) < 1e-9);
}

TEST_CASE("the square law is not one of numbers alone: half the skill needs the root of two times the men") {
    // a = 0.01 shoots twice as well as b = 0.005: 80 men at 0.01 equal 80 sqrt(2) = 113.137 at 0.005.
    const RecordedRun run(battle().replaced(R"(["a", 100, 0.01, "b"])", R"(["a", 113.13708498984761, 0.005, "b"])"));
    // Even strengths destroy one another together: both fall as exp(-sqrt(a b) t).
    const double left = std::exp(-std::sqrt(0.01 * 0.005) * 109.861228866811);
    REQUIRE(run.value("balance") == Approx(0).margin(1e-12));
    REQUIRE(run.value("survivors") == Approx(80 * std::sqrt(2.0) * left).epsilon(1e-10));
    REQUIRE(run.value("of_the_weak") == Approx(80 * left).epsilon(1e-10));
}

TEST_CASE("halving the step of a battle divides the error by 16 with rk4 and by 2 with Euler") {
    REQUIRE(error("rk4", "10.9861228866811") / error("rk4", "5.49306144334055") == Approx(16).epsilon(0.1));
    REQUIRE(error("euler", "1.09861228866811") / error("euler", "0.549306144334055") == Approx(2).epsilon(0.01));
}

}  // namespace
