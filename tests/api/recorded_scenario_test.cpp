#include "api/recorded_scenario.hpp"

#include <catch2/catch.hpp>

#include "api/api_support.hpp"
#include "api/outcome_recorder.hpp"
#include "engine/run.hpp"

using namespace hegemon;

namespace {

RunSettings settings_for(const std::filesystem::path& output, std::vector<std::string> arms = {}) {
    RunSettings settings;
    settings.seed = 11;
    settings.replicates = 9;
    settings.arms = std::move(arms);
    settings.output = output;
    return settings;
}

/// [replicate], of the first arm, run again from the file alone.
std::vector<double> outcome_again(const std::filesystem::path& file, std::size_t arm, std::size_t outcome) {
    const RecordedScenario recorded = recorded_scenario(RunReader(file));
    OutcomeRecorder recorder(nullptr);
    run(recorded.arms(), recorded.options, *make_serial_executor(), StopFlag(), recorder);
    return recorder.arms().at(arm).outcomes.at(outcome);
}

std::string text_with_start(const std::string& start) {
    std::string text = with_variants;
    const std::string old = "x = { start = 10 }";
    return text.replace(text.find(old), old.size(), "x = { start = " + start + " }");
}

}  // namespace

TEST_CASE("a run file holds all that is needed to run it again, values of --set included") {
    const Scratch folder;
    ScenarioOptions options;
    options.set = {{"chance", "0.7"}};
    const Run first =
        run(Scenario::from_text(with_variants, options), settings_for(folder / "run.h5", {"base", "safe"}));
    for (std::size_t arm = 0; arm < 2; ++arm)
        for (std::size_t i = 0; i < first.outcome_names().size(); ++i) {
            const auto& expected = first.outcome(first.outcome_names()[i], first.arms()[arm]);
            const auto again = outcome_again(folder / "run.h5", arm, i);
            CHECK(std::equal(expected.begin(), expected.end(), again.begin(), again.end()));
        }
    // Of 20 steps with a chance of 0.7 most lose.
    CHECK(first.outcome("left").mean() < 0);
}

TEST_CASE("variants that are no arms of the run are left aside, and compiled where they were") {
    const Scratch folder;
    ScenarioOptions none;
    none.variants.emplace();
    for (const auto& options : {ScenarioOptions(), none}) {
        run(Scenario::from_text(with_variants, options), settings_for(folder / "run.h5"));
        const RecordedScenario recorded = recorded_scenario(RunReader(folder / "run.h5"));
        REQUIRE(recorded.models.size() == 1);
        CHECK(recorded.models[0]->description.arms.front().name == "base");
    }
}

TEST_CASE("a difference between arms is named, whatever order their parts are in") {
    const auto description = [](const std::string& text) {
        const Scratch folder;
        run(Scenario::from_text(text), settings_for(folder / "run.h5"));
        return RunReader(folder / "run.h5").run().arms.front();
    };
    const auto first = description(with_variants);
    auto shuffled = first;
    std::reverse(shuffled.parameters.begin(), shuffled.parameters.end());
    std::reverse(shuffled.kinds[0].columns.begin(), shuffled.kinds[0].columns.end());
    CHECK(difference(first, shuffled).empty());
    auto other = first;
    other.parameters[0].value = std::nextafter(other.parameters[0].value, 1);
    CHECK(difference(first, other) == "parameter " + first.parameters[0].name);
    other = first;
    other.kinds[0].rows = {first.kinds[0].rows[0], "c"};
    CHECK(difference(first, other) == "the rows of thing");
    other = first;
    other.events[0].factors = {"care"};
    CHECK(difference(first, other) == "event loss");
    other = first;
    other.kinds[0].columns.pop_back();
    CHECK(difference(other, first) == difference(first, other));
    CHECK(difference(first, other).starts_with("column thing."));
    // A start value is no part of the description of a column that changes: the replicate would show it.
    CHECK(difference(first, description(text_with_start("11"))).empty());
}
