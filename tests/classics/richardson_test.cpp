/// Richardson's arms race against its solution in closed form.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "support/recorded_run.hpp"

using hegemon::test::RecordedRun;
using hegemon::test::ScenarioText;

namespace {

ScenarioText race() { return ScenarioText::shipped("classics/richardson"); }

/// x and y from (0, 0) with fatigue 2, grievances 3 and 4 and both defences the same: x + y and x - y go their ways.
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

double x_after_a_year(const std::string& integrator, const std::string& step) {
    return RecordedRun(race().with("integrator", '"' + integrator + '"').with("step", step).with("end", "1"))
        .value("x_after_a_year");
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
        const RecordedRun run(race()
                                  .set("defence", text)
                                  .set("other_defence", text)
                                  .followed_by("x_before = { take = \"final\", of = \"race[only].x\", to = 10 }\n"));
        INFO("k = l = " << defence);
        REQUIRE(run.value("x_before") == Approx(exact(defence, 10).x).epsilon(1e-7));
        REQUIRE(run.value("x_at_last") == Approx(exact(defence, 20).x).epsilon(1e-7));
        // Near the balance the second ten years add less than the first, beyond it more.
        const double later = run.value("x_at_last") - run.value("x_before");
        REQUIRE((later < run.value("x_before")) == (defence < 2));
    }
}

/// Of x + y and x - y a step keeps the share R(-h) and R(-3 h) of the way to their balance, R the method's polynomial.
double predicted(double step, double (*polynomial)(double)) {
    const double steps = std::round(1 / step);
    return (7 * (1 - std::pow(polynomial(-step), steps)) - (1 - std::pow(polynomial(-3 * step), steps)) / 3) / 2;
}
double euler(double z) { return 1 + z; }
double rk4(double z) { return 1 + z + z * z / 2 + z * z * z / 6 + z * z * z * z / 24; }

TEST_CASE("each integrator takes the steps that its polynomial says") {
    // The stability function of a method: Butcher (2016), Numerical Methods for Ordinary Differential Equations.
    for (const double step : {0.5, 0.1, 0.01}) {
        INFO("at a step of " << step);
        REQUIRE(x_after_a_year("rk4", std::to_string(step)) == Approx(predicted(step, rk4)).epsilon(1e-12));
        REQUIRE(x_after_a_year("euler", std::to_string(step)) == Approx(predicted(step, euler)).epsilon(1e-12));
    }
}

TEST_CASE("halving the step divides the error by 16 with rk4 and by 2 with Euler") {
    const auto error = [](const char* integrator, const char* step) {
        return std::abs(x_after_a_year(integrator, step) - exact(1, 1).x);
    };
    REQUIRE(error("rk4", "0.05") / error("rk4", "0.025") == Approx(16).epsilon(0.15));
    REQUIRE(error("rk4", "0.025") / error("rk4", "0.0125") == Approx(16).epsilon(0.075));
    REQUIRE(error("euler", "0.05") / error("euler", "0.025") == Approx(2).epsilon(0.075));
    REQUIRE(error("euler", "0.01") / error("euler", "0.005") == Approx(2).epsilon(0.015));
}

}  // namespace
