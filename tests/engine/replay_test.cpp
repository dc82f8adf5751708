/// A replay is the replicate that a run recorded; without one thing it is the replicate of a scenario whose text says
/// so.
#include "engine/replay.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/run.hpp"
#include "support/scenario_text.hpp"

namespace hegemon {

namespace {

using test::ScenarioText;

/// Fires break out on houses, spread, and are fought with what a brigade has; storms come by date. `blocked` and
/// `silent` are switches that nobody turns here.
const char* const town = R"toml(
time = "week"
start = 2024-01-01
end = 2024-12-30
[kind.brigade]
engines = { capacity = true, start = 3 }
[rows.brigade]
columns = ["name"]
data = [["town"]]
[kind.house]
brigade = { ref = "brigade" }
burning = { start = false }
damage  = { start = 0 }
drought = { start = 0 }
blocked = { start = false }
silent  = { start = false }
[rows.house]
columns = ["name", "brigade"]
data = [["barn", "town"], ["inn", "town"], ["mill", "town"]]
[flow.house]
drought = "relax(0, 8)"
[event.fire]
on = "house"
group = "state"
when = "not burning and not blocked"
rate.accident = 0.05
rate.spread = "0.3 * count(h in house where h.burning)"
factor.drought = "1 + drought"
set.burning = "true"
add.damage = "uniform(0, 1)"
[event.ashes]
on = "house"
group = "state"
when = "burning"
rate.out = 0.2
set.burning = "false"
[event.out]
on = "house"
group = "state"
when = "burning"
rate.fought = "0.5 * house_engines"
set.burning = "false"
[let.house]
house_engines = "if(burning, brigade.engines.bound, 0)"
[decision.send]
on = "house"
actor = "brigade"
when = "fire"
precision = 1
otherwise = "none"
option = [{ name = "none", n = 0 }, { name = "one", n = 1, when = "not silent" }, { name = "two", n = 2, when = "not silent" }]
utility.help = "option.n"
pays.engines = { bind = "option.n", while = "burning" }
[at.dry]
date = 2024-03-01
[at.dry.set]
"house[mill].drought" = 2
"house[inn].drought" = 1
[at.arson]
date = 2024-06-03
fire = ["house[inn].fire"]
[outcome]
damage = { take = "final", of = "sum(h in house: h.damage)" }
)toml";

constexpr std::uint64_t seed = 3;
constexpr std::uint64_t replicates = 10;

class Kept : public Recorder {
public:
    void record(const BatchRecord& batch) override { batches.push_back(batch); }
    std::vector<BatchRecord> batches;
};

/// [replicate], each of one lane. With eight lanes a batch would hold more than one.
std::vector<BatchRecord> run_alone(const ScenarioText& scenario, std::size_t lanes = 1) {
    const auto model = scenario.compiled();
    RunOptions options;
    options.seed = seed;
    options.replicates = replicates;
    options.lanes = lanes;
    Kept kept;
    run({model.get()}, options, *make_serial_executor(), StopFlag(), kept);
    return kept.batches;
}

bool same(const FiringRecord& a, const FiringRecord& b) {
    return a.step == b.step && a.row == b.row && a.time == b.time && a.rate == b.rate && a.cause == b.cause &&
           a.causes == b.causes && a.factors == b.factors;
}
bool same(const ChoiceRecord& a, const ChoiceRecord& b) {
    return a.step == b.step && a.row == b.row && a.wish == b.wish && a.option == b.option && a.refused == b.refused &&
           a.free == b.free && a.served_before == b.served_before;
}
/// Events, decisions and outcomes; not the hashes, since other scenarios may have more columns.
bool same_happenings(const BatchRecord& a, const BatchRecord& b) {
    const auto equal = [](const auto& x, const auto& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                          [](const auto& p, const auto& q) { return same(p, q); });
    };
    return equal(a.firings, b.firings) && equal(a.choices, b.choices) && a.outcomes == b.outcomes;
}

constexpr std::size_t ashes = 0, fire = 1;  // in order of name

/// Calls check(replicate, step, row) for each firing of `event`; returns how many there were.
template <class Check>
std::size_t for_each_firing(const std::vector<BatchRecord>& run, std::size_t event, const Check& check) {
    std::size_t count = 0;
    for (std::uint64_t r = 0; r < run.size(); ++r)
        for (std::size_t i = 0; i < run[r].firings[event].step.size(); ++i, ++count)
            check(r, run[r].firings[event].step[i], run[r].firings[event].row[i]);
    return count;
}

/// The scenario with a truth column of a house set in one step.
ScenarioText switched(const std::string& column, std::uint32_t row, std::uint32_t step) {
    const char* const rows[] = {"barn", "inn", "mill"};
    const auto entry = [&](const std::string& name, std::uint32_t at, const std::string& value) {
        // Day 1 is the first of January 2024, a leap year; all steps begin before its end.
        static constexpr unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        unsigned day = 7 * at, month = 0;
        for (; day >= days[month]; ++month) day -= days[month];
        return fmt::format("[at.{}]\ndate = 2024-{:02}-{:02}\nset.\"house[{}].{}\" = {}\n", name, month + 1, day + 1,
                           rows[row], column, value);
    };
    auto text = entry("on", step, "true");
    if (step + 1 < 52) text += entry("off", step + 1, "false");
    return ScenarioText(town).replaced("[outcome]\n", text + "[outcome]\n");
}

}  // namespace

TEST_CASE("a replay is the replicate that a run recorded, hash by hash") {
    const auto model = ScenarioText(town).compiled();
    Replayer replayer(*model, seed);
    const auto alone = run_alone(ScenarioText(town));
    const auto together = run_alone(ScenarioText(town), 8);
    REQUIRE(alone.size() == replicates);
    // In any order: nothing stays from one replay to the next.
    for (const std::uint64_t r : {7U, 0U, 9U, 3U, 7U}) {
        const auto again = replayer.run(r);
        CHECK(again.steps == 52);
        CHECK_FALSE(again.rejoined);
        CHECK(again.record.hashes == alone[r].hashes);
        CHECK(same_happenings(again.record, alone[r]));
        const auto& batch = together[r / 8];
        const auto first = batch.hashes.begin() + static_cast<long>(r % 8 * 52);
        CHECK(std::equal(again.record.hashes.begin(), again.record.hashes.end(), first));
    }
}

TEST_CASE("an event that is kept from happening is one whose `when` is false there, and a rival may ring instead") {
    const auto model = ScenarioText(town).compiled();
    const auto truth = run_alone(ScenarioText(town));
    Replayer replayer(*model, seed);
    std::size_t checked = 0;
    const auto fires = for_each_firing(truth, fire, [&](std::uint64_t r, std::uint32_t step, std::uint32_t row) {
        if (++checked % 7 != 0) return;  // each is a run of its own
        ReplayQuestion question;
        question.interventions = {{Intervention::Kind::event, "fire", row, step}};
        const auto without = replayer.run(r, question);
        CHECK(same_happenings(without.record, run_alone(switched("blocked", row, step))[r]));
        CHECK_FALSE(same_happenings(without.record, truth[r]));
    });
    CHECK(fires > 50);
    // Ashes and out are rivals: where the one is kept from happening, the other's clock may ring in the same step.
    std::size_t instead = 0;
    for_each_firing(truth, ashes, [&](std::uint64_t r, std::uint32_t step, std::uint32_t row) {
        ReplayQuestion question;
        question.interventions = {{Intervention::Kind::event, "ashes", row, step}};
        question.steps = step + 1;
        const auto without = replayer.run(r, question);
        const auto& out = without.record.firings[2];
        for (std::size_t i = 0; i < out.step.size(); ++i) instead += out.step[i] == step && out.row[i] == row ? 1U : 0U;
    });
    CHECK(instead > 0);
}

TEST_CASE(
    "a calendar entry that does nothing is one that is not there, and an event that it makes happen can be kept") {
    const auto model = ScenarioText(town).compiled();
    Replayer replayer(*model, seed);
    const auto without_entry = [](const std::string& name, const std::string& next) {
        const std::string text = town;
        const auto begin = text.find("[at." + name + "]");
        return run_alone(ScenarioText(town).replaced(text.substr(begin, text.find(next) - begin), ""));
    };
    const auto no_dry = without_entry("dry", "[at.arson]");
    const auto no_arson = without_entry("arson", "[outcome]");
    const auto truth = run_alone(ScenarioText(town));
    constexpr std::uint32_t june = 22;  // the step from 2024-06-03
    for (std::uint64_t r = 0; r < replicates; ++r) {
        ReplayQuestion question;
        question.interventions = {{Intervention::Kind::entry, "dry", 0, 9}};
        CHECK(same_happenings(replayer.run(r, question).record, no_dry[r]));
        question.interventions = {{Intervention::Kind::entry, "arson", 0, june}};
        CHECK(same_happenings(replayer.run(r, question).record, no_arson[r]));
        question.interventions = {{Intervention::Kind::event, "fire", 1, june}};
        CHECK(same_happenings(replayer.run(r, question).record, run_alone(switched("blocked", 1, june))[r]));
    }
    CHECK_FALSE(std::equal(truth.begin(), truth.end(), no_dry.begin(), same_happenings));
    CHECK_FALSE(std::equal(truth.begin(), truth.end(), no_arson.begin(), same_happenings));
}

TEST_CASE("an actor that declines has nothing but `otherwise` on offer, and asks for nothing") {
    const auto model = ScenarioText(town).compiled();
    Replayer replayer(*model, seed);
    const auto truth = run_alone(ScenarioText(town));
    std::size_t checked = 0, refusals = 0;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const auto& choices = truth[r].choices[0];
        for (std::size_t i = 0; i < choices.step.size(); ++i) {
            refusals += static_cast<std::size_t>(choices.refused[i]);
            if (choices.wish[i] == 0 || i % 4 != 0) continue;
            ++checked;
            ReplayQuestion question;
            question.interventions = {{Intervention::Kind::decision, "send", choices.row[i], choices.step[i]}};
            const auto without = replayer.run(r, question);
            CHECK(without.record.choices[0].wish[i] == 0);
            CHECK(same_happenings(without.record, run_alone(switched("silent", choices.row[i], choices.step[i]))[r]));
        }
    }
    CHECK(checked > 5);
    CHECK(refusals > 0);
}

TEST_CASE("a replay that goes on from the one before is the one that begins at the start") {
    // The ramp is under way while things are taken away, and the brigade has engines out.
    const auto ramped =
        ScenarioText(town)
            .replaced("silent  = { start = false }", "silent = { start = false }\nwind = { start = 0 }")
            .replaced("1 + drought", "1 + drought + wind")
            .replaced("\"house[mill].drought\" = 2\n", "\"house[mill].wind\" = { to = 2, over = \"30 weeks\" }\n");
    const auto model = ramped.compiled();
    Replayer replayer(*model, seed);
    const auto truth = run_alone(ramped);
    std::size_t checked = 0;
    for (std::uint64_t r = 0; r < 3; ++r) {
        const auto& firings = truth[r].firings[fire];
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < firings.step.size(); ++i) order.push_back(i);
        if (r == 2) std::reverse(order.begin(), order.end());  // back to the start each time
        for (const auto i : order) {
            ReplayQuestion question;
            question.interventions = {{Intervention::Kind::event, "fire", firings.row[i], firings.step[i]}};
            question.hashes = &truth[r].hashes;
            const auto on = replayer.run(r, question), anew = Replayer(*model, seed).run(r, question);
            CHECK(on.record.hashes == anew.record.hashes);
            CHECK(same_happenings(on.record, anew.record));
            CHECK(on.steps == anew.steps);
            CHECK(on.rejoined == anew.rejoined);
            for (std::uint32_t step = 0; step < firings.step[i]; ++step)
                CHECK(on.record.hashes[step] == truth[r].hashes[step]);
            ++checked;
        }
    }
    CHECK(checked > 15);
}

TEST_CASE("what is watched is seen where it happens and where it does not") {
    const auto model = ScenarioText(town).compiled();
    Replayer replayer(*model, seed);
    const auto truth = run_alone(ScenarioText(town));
    std::set<std::pair<std::uint32_t, std::uint32_t>> fired;
    for_each_firing(truth, fire, [&](std::uint64_t r, std::uint32_t step, std::uint32_t row) {
        if (r == 0) fired.emplace(step, row);
    });
    const auto& firings = truth[0].firings[fire];
    for (std::uint32_t step = 0; step < 52; ++step)
        for (std::uint32_t row = 0; row < 3; ++row) {
            ReplayQuestion question;
            question.watch = Watch{Watch::Kind::event, "fire", row, step};
            question.steps = step + 1;
            const auto sight = replayer.run(0, question).sight;
            REQUIRE(sight.events.size() == 3);  // of its group
            const auto& own = sight.events[1];
            REQUIRE(own.event == "fire");
            CHECK(own.rate == Approx((own.causes[0] + own.causes[1]) * own.factors[0]).epsilon(1e-15));
            CHECK(own.may_happen == !sight.events[0].may_happen);  // it burns, or it does not
            if (!fired.contains({step, row})) {
                CHECK(std::isinf(own.clock));
                continue;
            }
            const auto i = static_cast<std::size_t>(std::distance(
                firings.step.begin(), std::find_if(firings.step.begin(), firings.step.end(), [&](const auto& s) {
                    return s == step && firings.row[static_cast<std::size_t>(&s - firings.step.data())] == row;
                })));
            CHECK(own.rate == firings.rate[i]);
            CHECK(own.causes == std::vector<double>{firings.causes[0][i], firings.causes[1][i]});
            CHECK(own.factors == std::vector<double>{firings.factors[0][i]});
            if (firings.cause[i] >= 0) CHECK(step + own.clock == firings.time[i]);
        }
}

TEST_CASE("a choice is seen with what it asks for, and with what the ledger holds against it") {
    const auto model = ScenarioText(town).compiled();
    Replayer replayer(*model, seed);
    const auto truth = run_alone(ScenarioText(town));
    std::size_t refused = 0;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const auto& choices = truth[r].choices[0];
        for (std::size_t i = 0; i < choices.step.size(); ++i) {
            ReplayQuestion question;
            question.watch = Watch{Watch::Kind::decision, "send", choices.row[i], choices.step[i]};
            question.steps = choices.step[i] + 1;
            const auto sight = replayer.run(r, question).sight;
            REQUIRE(sight.choice);
            CHECK(sight.choice->costs == std::vector<std::vector<double>>{{0}, {1}, {2}});
            CHECK(sight.choice->free[0] == choices.free[0][i]);
            double bound = 0;
            for (const auto& entry : sight.choice->entries) bound += entry.amount;
            CHECK(sight.choice->total[0] == 3);
            CHECK(bound + sight.choice->free[0] == 3);
            REQUIRE(sight.choice->alternatives.size() == 3);
            for (const auto& alternative : sight.choice->alternatives) {
                CHECK(alternative.gain == alternative.option);
                CHECK(alternative.fits == (alternative.option <= choices.free[0][i]));
            }
            const auto wish = static_cast<std::size_t>(choices.wish[i]);
            CHECK(sight.choice->alternatives[wish].fits == (choices.refused[i] == 0));
            refused += static_cast<std::size_t>(choices.refused[i]);
        }
    }
    CHECK(refused > 0);
    ReplayQuestion question;
    question.watch = Watch{Watch::Kind::decision, "send", 0, 0};
    question.steps = 1;
    if (truth[0].choices[0].step.empty() || truth[0].choices[0].step[0] != 0)
        CHECK_FALSE(replayer.run(0, question).sight.choice);
}

TEST_CASE("a replay stops when the state is again what it was, and what it was is what follows") {
    // A bell moves nothing but a count that is wiped in the same step; a knock stays.
    const ScenarioText scenario(R"toml(
time = "step"
end = 30
[kind.door]
heard = { start = 0 }
marks = { start = 0 }
[rows.door]
columns = ["name"]
data = [["a"], ["b"]]
[event.bell]
on = "door"
probability = 0.3
set.heard = 1
[event.knock]
on = "door"
probability = 0.3
add.marks = 1
[update.door]
set.heard = 0
[outcome]
marks = { take = "final", of = "sum(d in door: d.marks)" }
)toml");
    const auto model = scenario.compiled();
    const auto truth = run_alone(scenario);
    Replayer replayer(*model, seed);
    for (const std::size_t event : {0U, 1U})
        CHECK(for_each_firing(truth, event, [&](std::uint64_t r, std::uint32_t step, std::uint32_t row) {
                  ReplayQuestion question;
                  question.interventions = {{Intervention::Kind::event, event == 0 ? "bell" : "knock", row, step}};
                  question.hashes = &truth[r].hashes;
                  const auto answer = replayer.run(r, question);
                  CHECK(answer.rejoined == (event == 0));
                  CHECK(answer.steps == (event == 0 ? step + 1 : 30));
              }) > 30);
}

TEST_CASE("a ramp that is under way keeps a replay from being taken for the same") {
    const ScenarioText scenario(R"toml(
time = "week"
start = 2024-01-01
end = 2024-03-25
[kind.lake]
level = { start = 0 }
[rows.lake]
columns = ["name"]
data = [["a"]]
[event.rain]
on = "lake"
rate.clouds = "0.1 * level"
[at.wet]
date = 2024-01-15
set."lake[a].level" = { to = 8, over = "8 weeks" }
[outcome]
rain = { take = "sum", of = "lake[a].rain" }
)toml");
    const auto model = scenario.compiled();
    const auto truth = run_alone(scenario);
    Replayer replayer(*model, seed);
    ReplayQuestion question;
    question.hashes = &truth[0].hashes;  // nothing is kept from happening: the state is the same from the first step on
    CHECK(replayer.run(0, question).steps == 1);
    question.interventions = {{Intervention::Kind::event, "rain", 0, 4}};
    const auto answer = replayer.run(0, question);
    CHECK(answer.rejoined);
    CHECK(answer.steps == 10);  // the ramp runs in steps 2 to 9; rain leaves no trace
}

}  // namespace hegemon
