/// Two hazards that exclude one another, and two causes of one of them, against the theory of competing risks.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "support/recorded_run.hpp"
#include "support/statistics.hpp"

using namespace hegemon::test;

namespace {

constexpr double burning = 0.1, knock = 0.06, fall = 0.04;  // a week, over 20 weeks
constexpr double total = burning + knock + fall;
constexpr double items = 200;
constexpr int replicates = 400;

ScenarioText lamps() { return ScenarioText::shipped("classics/competing_hazards", {"items.csv"}); }

/// How a lamp's end is spread over the 20 weeks, of whatever sort the end is.
double ended_by(double time) { return (1 - std::exp(-total * time)) / (1 - std::exp(-total * 20)); }

/// Steps of a twentieth of a mean life, of one life, and of the whole run.
const std::vector<std::string> steps = {"0.25", "5", "20"};

TEST_CASE("competing hazards end lamps at the sum of their rates, at any step") {
    for (const auto& step : steps) {
        INFO("at a step of " << step);
        const RecordedRun run(lamps().with("step", step), {replicates, 21});
        auto times = run.times("burning_out");
        const auto broken = run.times("breaking");
        times.insert(times.end(), broken.begin(), broken.end());
        const double ended = 1 - std::exp(-total * 20);
        REQUIRE(std::abs(share_errors(static_cast<double>(times.size()), items * replicates, ended)) <
                tolerated_errors);
        REQUIRE(kolmogorov_smirnov(times, ended_by) < kolmogorov_smirnov_limit());
    }
}

TEST_CASE("each competing hazard has its share of the ends, at any step") {
    // Uneven ones, 3 to 1, so that mixing them up would show.
    const double share = 0.15 / (0.15 + 0.03 + 0.02);
    for (const auto& step : steps) {
        INFO("at a step of " << step);
        const auto uneven = lamps().set("burning", "0.15").set("knock", "0.03").set("fall", "0.02");
        const RecordedRun run(uneven.with("step", step), {replicates, 22});
        const auto burnt = static_cast<double>(run.times("burning_out").size());
        const auto broken = static_cast<double>(run.times("breaking").size());
        REQUIRE(std::abs(share_errors(burnt, burnt + broken, share)) < tolerated_errors);
    }
}

TEST_CASE("when a lamp ended says nothing about how") {
    for (const auto& step : steps) {
        INFO("at a step of " << step);
        const RecordedRun run(lamps().with("step", step), {replicates, 23});
        for (const auto* event : {"burning_out", "breaking"})
            REQUIRE(kolmogorov_smirnov(run.times(event), ended_by) < kolmogorov_smirnov_limit());
    }
}

TEST_CASE("the causes of an event are drawn in proportion to their rates") {
    for (const auto& step : steps) {
        INFO("at a step of " << step);
        const RecordedRun run(lamps().with("step", step), {replicates, 24});
        const auto causes = run.causes("breaking");
        REQUIRE(causes.size() == 2);  // fall, knock
        const auto falls = static_cast<double>(causes[0]);
        const auto all = falls + static_cast<double>(causes[1]);
        REQUIRE(all == static_cast<double>(run.times("breaking").size()));
        REQUIRE(std::abs(share_errors(falls, all, fall / (fall + knock))) < tolerated_errors);
        REQUIRE(run.causes("burning_out").size() == 1);
    }
}

TEST_CASE("the outcomes of competing hazards have the means that the scenario tells") {
    const RecordedRun run(lamps(), {1000, 25});
    const double lasting = std::exp(-total * 20);
    const auto share_of = [&](const char* name, double of) { return sample(run.outcome(name)).mean / of; };
    const double lamps_seen = items * 1000;
    REQUIRE(std::abs(share_errors(share_of("lasting", 1) * lamps_seen, lamps_seen, lasting)) < tolerated_errors);
    for (const auto* name : {"burnt_out", "broken"})
        REQUIRE(std::abs(share_errors(share_of(name, items) * lamps_seen, lamps_seen, (1 - lasting) / 2)) <
                tolerated_errors);
    const auto share = sample(run.outcome("share_burnt"));
    REQUIRE(std::abs(share.mean - 0.5) < tolerated_errors * share.standard_error());
}

}  // namespace
