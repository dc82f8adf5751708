#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "api/api_support.hpp"

using namespace hegemon;

namespace {

RunSettings settings_for(std::uint64_t replicates) {
    RunSettings settings;
    settings.replicates = replicates;
    return settings;
}

bool same_bits(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
    return a.size() == b.size() && ((a == b) || (a.isNaN() && b.isNaN())).all();
}

}  // namespace

TEST_CASE("a run without a file yields an outcome a replicate") {
    const Run result = run(Scenario::from_text(decay), settings_for(30));
    CHECK(result.complete());
    CHECK(result.asked() == 30);
    CHECK(result.replicates() == 30);
    CHECK(result.seed() == 1);
    CHECK(result.failures().empty());
    CHECK(result.file().empty());
    CHECK(result.digest().empty());
    CHECK(result.outcome_names() == std::vector<std::string>{"absent", "left", "strikes"});
    REQUIRE(result.outcome("left").size() == 30);
    // 8 * 2^(-10/5)
    CHECK((result.outcome("left") - 2).abs().maxCoeff() < 1e-14);
    CHECK(result.outcome("absent").isNaN().all());
    // 2 rows, 10 steps, probability 1 - exp(-0.1) each.
    const double expected = 20 * (1 - std::exp(-0.1));
    const double spread = std::sqrt(20 * std::exp(-0.1) * (1 - std::exp(-0.1)) / 30);
    CHECK(std::abs(result.outcome("strikes").mean() - expected) < 4 * spread);
    CHECK_THROWS_AS(result.outcome("lefd"), std::invalid_argument);
}

TEST_CASE("threads and lanes change no bit of a run and its file") {
    const Scratch folder;
    const Scenario scenario = Scenario::from_text(decay);
    RunSettings settings = settings_for(21);
    settings.output = folder / "first.h5";
    const Run first = run(scenario, settings);
    settings.threads = 3;
    settings.lanes = 1;
    settings.output = folder / "second.h5";
    settings.command = "another";
    const Run second = run(scenario, settings);
    CHECK(first.digest() == second.digest());
    for (const auto& name : first.outcome_names()) CHECK(same_bits(first.outcome(name), second.outcome(name)));
    settings.seed = 2;
    const Run third = run(scenario, settings);
    CHECK(third.digest() != first.digest());
    CHECK_FALSE(same_bits(third.outcome("strikes"), first.outcome("strikes")));
}

TEST_CASE("a run file tells what the run yielded") {
    const Scratch folder;
    RunSettings settings = settings_for(70);
    settings.seed = 7;
    settings.output = folder / "run.h5";
    const Run result = run(Scenario::from_text(half_fail), settings);
    CHECK(result.file() == folder / "run.h5");
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5.part"));
    const RunFile file(result.file());
    CHECK(file.digest() == result.digest());
    CHECK(file.digest().size() == 64);
    CHECK(file.seed() == 7);
    CHECK(file.asked() == 70);
    CHECK(file.replicates() == 70);
    CHECK(file.arms() == std::vector<std::string>{"base"});
    REQUIRE(file.outcomes().size() == 2);
    CHECK(file.outcomes()[1].name == "y");
    for (const char* name : {"u", "y"}) CHECK(same_bits(file.outcome(name), result.outcome(name)));
    REQUIRE(file.failures().size() == result.failures().size());
    CHECK(file.failures()[0].replicate == result.failures()[0].replicate);
    CHECK(file.failures()[0].problem == result.failures()[0].problem);
    CHECK_THROWS_AS(file.outcome("z"), std::invalid_argument);
    CHECK_THROWS_AS(file.outcome("y", "other"), std::invalid_argument);
    // What is in the file can be run again, and is the same run.
    CHECK(same_bits(run(Scenario::from_text(file.scenario_text()), settings).outcome("u"), result.outcome("u")));
}

TEST_CASE("a replicate that fails says where and why and the others go on") {
    const Run result = run(Scenario::from_text(half_fail), settings_for(200));
    CHECK(result.complete());
    const auto& y = result.outcome("y");
    // Half of the drawn numbers are above 0.5: 100 of 200, give or take 4 standard deviations of 7.07.
    CHECK(std::abs(static_cast<double>(result.failures().size()) - 100) < 28.3);
    CHECK(static_cast<std::size_t>(y.isNaN().count()) == result.failures().size());
    for (const auto& failure : result.failures()) {
        CHECK(failure.step == 3);
        CHECK(failure.row == "only");
        CHECK(failure.rule.find("update.thing") != std::string::npos);
        CHECK(std::isnan(result.outcome("u")(static_cast<Eigen::Index>(failure.replicate))));
    }
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        if (std::isnan(y(i))) continue;
        CHECK(y(i) == std::sqrt(0.5 - result.outcome("u")(i)));
    }
}

TEST_CASE("a run that is stopped keeps the first replicates and its part file") {
    const Scratch folder;
    StopSignal stop;
    RunSettings settings = settings_for(1000);
    settings.lanes = 8;
    settings.threads = 2;
    settings.stop = &stop;
    settings.output = folder / "run.h5";
    settings.progress = [&](std::uint64_t done, std::uint64_t all) {
        CHECK(all == 1000);
        if (done >= 100) stop.request();
    };
    const Run result = run(Scenario::from_text(decay), settings);
    CHECK_FALSE(result.complete());
    CHECK(result.replicates() >= 100);
    CHECK(result.replicates() < 1000);
    CHECK(result.digest().empty());
    CHECK(result.file() == folder / "run.h5.part");
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5"));
    const RunFile part(result.file());
    CHECK(part.digest().empty());
    CHECK(part.asked() == 1000);
    CHECK(part.replicates() == result.replicates());
    CHECK(same_bits(part.outcome("strikes"), result.outcome("strikes")));
    settings.stop = nullptr;
    settings.progress = nullptr;
    settings.output.clear();
    const Run whole = run(Scenario::from_text(decay), settings);
    CHECK(same_bits(whole.outcome("strikes").head(result.outcome("strikes").size()), result.outcome("strikes")));
}

TEST_CASE("a file that cannot be created or read is told with its path") {
    const Scenario scenario = Scenario::from_text(decay);
    RunSettings settings = settings_for(1);
    settings.output = "/no/such/folder/run.h5";
    try {
        run(scenario, settings);
        FAIL("it was written");
    } catch (const FileError& error) {
        CHECK(error.action() == FileError::Action::create);
        CHECK(std::string(error.what()).find("/no/such/folder/run.h5") != std::string::npos);
    }
    const Scratch folder;
    try {
        const RunFile file(folder.write("text.h5", "no run"));
        FAIL("it was read");
    } catch (const FileError& error) {
        CHECK(error.action() == FileError::Action::read);
        CHECK(error.path() == folder / "text.h5");
    }
}

TEST_CASE("settings out of range are refused before anything is done") {
    const Scenario scenario = Scenario::from_text(decay);
    RunSettings settings = settings_for(0);
    CHECK_THROWS_AS(run(scenario, settings), std::invalid_argument);
    settings.replicates = most_replicates + 1;
    CHECK_THROWS_AS(plan(scenario, settings), std::invalid_argument);
    settings = {};
    settings.threads = -1;
    CHECK_THROWS_AS(run(scenario, settings), std::invalid_argument);
    settings.threads = most_threads + 1;
    CHECK_THROWS_AS(run(scenario, settings), std::invalid_argument);
    settings = {};
    settings.lanes = 7;
    CHECK_THROWS_AS(run(scenario, settings), std::invalid_argument);
}

TEST_CASE("a plan bounds the size of the file that then is written") {
    const Scratch folder;
    ScenarioOptions options;
    for (const auto recording : {Recording::outcomes, Recording::standard, Recording::all}) {
        options.recording = recording;
        const Scenario scenario =
            Scenario::load(std::string(HEGEMON_SOURCE) + "/scenarios/classics/constant_hazard.toml", options);
        RunSettings settings = settings_for(500);
        settings.output = folder / "run.h5";
        const RunPlan planned = plan(scenario, settings);
        CHECK_FALSE(std::filesystem::exists(folder / "run.h5"));
        const Run result = run(scenario, settings);
        const double firings = result.outcome("failures").sum();
        const double most = planned.file_bytes + planned.bytes_per_firing * firings;
        // HDF5's own bookkeeping is below 200 kB here; compression takes away at most nineteen in twenty parts.
        const auto size = static_cast<double>(std::filesystem::file_size(folder / "run.h5"));
        CHECK(size < most + 200e3);
        CHECK(size > most / 20);
        CHECK(planned.recorded == (recording == Recording::outcomes ? 0u : recording == Recording::all ? 500u : 64u));
        std::filesystem::remove(folder / "run.h5");
    }
}

TEST_CASE("arms run side by side yield what each yields alone, pair by pair") {
    const Scratch folder;
    const Scenario scenario = Scenario::from_text(with_variants);
    RunSettings settings = settings_for(300);
    settings.arms = {"base", "calm", "safe"};
    settings.output = folder / "run.h5";
    const Run together = run(scenario, settings);
    CHECK(together.arms() == settings.arms);
    CHECK(together.failed() == 0);
    const RunFile file(together.file());
    CHECK(file.arms() == settings.arms);
    CHECK(file.parameters()[0].value == 0.2);
    CHECK(file.parameters("calm")[0].value == 0.1);
    CHECK(file.outcomes()[1].headline);
    for (const auto& arm : settings.arms) {
        RunSettings alone = settings_for(300);
        alone.arms = {arm};
        const Run single = run(scenario, alone);
        CHECK(single.arms() == std::vector<std::string>{arm});
        for (const auto& name : together.outcome_names()) {
            CHECK(same_bits(single.outcome(name), together.outcome(name, arm)));
            CHECK(same_bits(file.outcome(name, arm), together.outcome(name, arm)));
        }
    }
    CHECK(same_bits(together.outcome("left"), together.outcome("left", "base")));
    // A loss happens where a number is below the chance, and the arms share all numbers: never fewer at twice the
    // chance.
    const PairedEstimate left = paired_estimate(together.outcome("left", "calm"), together.outcome("left"));
    CHECK(left.count == 300);
    CHECK(left.share_negative == 0);
    // Twenty steps, 0.2 - 0.1 each.
    CHECK(std::abs(left.mean - 2) < 4 * left.standard_error);
    CHECK(same_bits(together.outcome("y", "safe"), together.outcome("y")));
    CHECK((together.outcome("left", "safe") == 10).all());
}

TEST_CASE("the first arm need not be the scenario as written, and is the one that is meant without a name") {
    const Scratch folder;
    const Scenario scenario = Scenario::from_text(with_variants);
    RunSettings settings = settings_for(20);
    settings.arms = {"safe", "base"};
    settings.output = folder / "run.h5";
    const Run result = run(scenario, settings);
    CHECK((result.outcome("left") == 10).all());
    CHECK_FALSE((result.outcome("left", "base") == 10).all());
    const RunFile file(result.file());
    CHECK((file.outcome("left") == 10).all());
    CHECK(file.replicates() == 20);
    CHECK(file.failures("base").empty());
    CHECK_THROWS_AS(result.outcome("left", "calm"), std::invalid_argument);
    CHECK_THROWS_AS(result.failures("calm"), std::invalid_argument);
    CHECK_THROWS_AS(file.outcome("left", "calm"), std::invalid_argument);
}

TEST_CASE("an arm that is not there, or is named twice, is refused") {
    const Scenario scenario = Scenario::from_text(with_variants);
    RunSettings settings = settings_for(1);
    settings.arms = {"base", "clam"};
    CHECK_THROWS_WITH(run(scenario, settings), "the scenario has no variant 'clam' (calm?)");
    settings.arms = {"base", "entirely_different"};
    CHECK_THROWS_WITH(plan(scenario, settings), "the scenario has no variant 'entirely_different' (it has calm, safe)");
    settings.arms = {"calm", "base", "calm"};
    CHECK_THROWS_WITH(run(scenario, settings), "arm 'calm' is asked for twice");
    settings.arms = {"calm"};
    CHECK_THROWS_WITH(run(Scenario::from_text(decay), settings), "the scenario has no variant 'calm' (it has none)");
}

TEST_CASE("a plan counts all arms") {
    const Scenario scenario = Scenario::from_text(with_variants);
    RunSettings settings = settings_for(1000);
    const RunPlan one = plan(scenario, settings);
    settings.arms = {"base", "calm", "safe"};
    const RunPlan three = plan(scenario, settings);
    CHECK(three.file_bytes > 2.5 * one.file_bytes);
    CHECK(three.file_bytes < 5 * one.file_bytes);  // differences come on top
    CHECK(three.memory_bytes > one.memory_bytes);
    CHECK(three.recorded == 64);
}

TEST_CASE("an event for which the step is long is told with row and step, whatever the lanes and threads") {
    const Scenario scenario = Scenario::from_text(R"toml(
time = "week"
step = 0.5
end = 4
[kind.thing]
base = {}
open = { start = true }
x = { start = "uniform(0, 1)" }
[rows.thing]
columns = ["name", "base", "open"]
data = [["a", 0.2, true], ["b", 0.6, true], ["c", 8, false]]
[event.often]
on = "thing"
when = "open"
rate.time = "base * time + 0.001 * x"
[event.seldom]
on = "thing"
rate.none = 0.599
[outcome]
x = { take = "final", of = "thing[b].x" }
)toml");
    RunSettings settings = settings_for(70);
    const Run first = run(scenario, settings);
    // The rate of b is highest in step 7, which begins at 3.5: 0.6 * 3.5 and a bit, so 1.05 in a step of half a week; c
    // never may.
    REQUIRE(first.long_steps().size() == 1);
    const LongStep at = first.long_steps().front();
    CHECK(at.event == "often");
    CHECK(at.row == "b");
    CHECK(at.step == 7);
    Eigen::Index highest = 0;
    const double bit = first.outcome("x").maxCoeff(&highest);
    CHECK(at.replicate == static_cast<std::uint64_t>(highest));
    CHECK(at.expected == Approx(1.05 + 0.0005 * bit).epsilon(1e-14));
    for (const std::size_t lanes : {1, 8, 64}) {
        settings.lanes = lanes;
        settings.threads = 3;
        const Run again = run(scenario, settings);
        REQUIRE(again.long_steps().size() == 1);
        CHECK(again.long_steps().front().expected == at.expected);
        CHECK(again.long_steps().front().replicate == at.replicate);
    }
}
