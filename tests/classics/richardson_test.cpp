/// Richardson's arms race against its solution in closed form.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "support/recorded_run.hpp"

using hegemon::test::RecordedRun;
using hegemon::test::ScenarioText;

namespace {

ScenarioText race() { return ScenarioText::shipped("classics/richardson"); }

/// x and y from (0, 0) with fatigue 2, grievances 3 and 4 and both defences the same: x + y and x - y go their own ways.
struct Arms {
    double x = 0, y = 0;
};
Arms exact(double defence, double time) {
    const double faster = 2 + defence;
    const double slower = 2 - defence;
    const double sum = 7 / slower * (1 - std::exp(-slower * time));
    const double difference = -1 / faster * (1 - std::exp(-faster * time));
    return {(sum + difference) / 2, (sum - difference) / 2};
}

/// Distance of x after a year from what it should be.
double error(const std::string& integrator, const std::string& step) {
    const RecordedRun run(race().with("integrator", '"' + integrator + '"').with("step", step).with("end", "1"));
    return std::abs(run.value("x_after_a_year") - exact(1, 1).x);
}

TEST_CASE("Richardson's arms after a year are those of the published solution") {
    const RecordedRun run(race());
    // The classical method errs by about (h L)^4 / 120 a unit of time: 7e-9 with h = 0.01 and L = 3.
    REQUIRE(std::abs(run.value("x_after_a_year") - 2.054053133961) < 1e-8);
    REQUIRE(std::abs(run.value("y_after_a_year") - 2.370790777839) < 1e-8);
    REQUIRE(std::abs(exact(1, 1).x - 2.054053133961) < 1e-12);
    REQUIRE(std::abs(exact(1, 1).y - 2.370790777839) < 1e-12);
}

TEST_CASE("Richardson's arms come to rest where fear and fatigue balance") {
    const RecordedRun run(race());
    // After 20 years 7/2 exp(-20) of the way is left.
    REQUIRE(std::abs(run.value("x_at_last") - 10.0 / 3) < 1e-8);
    REQUIRE(std::abs(run.value("y_at_last") - 11.0 / 3) < 1e-8);
}

TEST_CASE("Richardson's balance holds just if fatigue outweighs fear") {
    for (const double defence : {1.9, 2.1}) {
        const auto text = std::to_string(defence);
        const RecordedRun run(race().set("defence", text).set("other_defence", text).followed_by(
            "x_before = { take = \"final\", of = \"race[only].x\", to = 10 }\n"));
        INFO("k = l = " << defence);
        REQUIRE(run.value("x_before") == Approx(exact(defence, 10).x).epsilon(1e-7));
        REQUIRE(run.value("x_at_last") == Approx(exact(defence, 20).x).epsilon(1e-7));
        // Near the balance the second ten years add less than the first, beyond it more.
        const double later = run.value("x_at_last") - run.value("x_before");
        REQUIRE((later < run.value("x_before")) == (defence < 2));
    }
}

TEST_CASE("halving the step divides the error by 16 with rk4 and by 2 with Euler") {
    // The order p of a method: error = C h^p (1 + O(h)), so the ratio is 2^p to within a share of about h L / 2.
    REQUIRE(error("rk4", "0.1") / error("rk4", "0.05") == Approx(16).epsilon(0.15));
    REQUIRE(error("rk4", "0.05") / error("rk4", "0.025") == Approx(16).epsilon(0.075));
    REQUIRE(error("euler", "0.05") / error("euler", "0.025") == Approx(2).epsilon(0.075));
    REQUIRE(error("euler", "0.01") / error("euler", "0.005") == Approx(2).epsilon(0.015));
}

}  // namespace
