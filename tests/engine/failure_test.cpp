/// A replicate whose values cannot stand is marked as failed; all others go on as if it were not there.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/run.hpp"
#include "model/model.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon {

namespace {

constexpr std::uint64_t replicates = 150;  // two whole batches of 64 lanes and a part of one

struct Collected {
    std::vector<std::vector<double>> outcomes;  ///< [replicate][outcome]
    std::vector<Failure> failures;
    std::vector<std::vector<std::uint64_t>> hashes;     ///< [replicate][step]
    std::vector<std::array<std::uint64_t, 4>> firings;  ///< event, replicate, step, row
    ArmSummary summary;
    RunSummary run;
};

class Collector : public Recorder {
public:
    explicit Collector(Collected& into) : into_(into) {}

    void record(const BatchRecord& batch) override {
        const auto count = batch.outcomes.size() / batch.lanes, steps = batch.hashes.size() / batch.lanes;
        for (std::uint32_t lane = 0; lane < batch.lanes; ++lane) {
            auto& own = into_.outcomes.emplace_back();
            for (std::size_t i = 0; i < count; ++i) own.push_back(batch.outcomes[i * batch.lanes + lane]);
            const auto from = batch.hashes.begin() + static_cast<std::ptrdiff_t>(lane * steps);
            into_.hashes.emplace_back(from, from + static_cast<std::ptrdiff_t>(steps));
        }
        for (std::size_t event = 0; event < batch.firings.size(); ++event) {
            const auto& firings = batch.firings[event];
            for (std::size_t i = 0; i < firings.row.size(); ++i)
                into_.firings.push_back({event, firings.replicate[i], firings.step[i], firings.row[i]});
        }
        into_.failures.insert(into_.failures.end(), batch.failures.begin(), batch.failures.end());
    }
    void finish(const std::vector<ArmSummary>& arms) override { into_.summary = arms.at(0); }

private:
    Collected& into_;
};

Collected run_all(const std::string& text, std::size_t lanes = 0) {
    Collected collected;
    const auto model = compile(load_scenario_text({{"s.toml", text}}).base);
    const auto executor = make_serial_executor();
    RunOptions options;
    options.replicates = replicates;
    options.seed = 11;
    options.lanes = lanes;
    Collector collector(collected);
    collected.run = run({model.get()}, options, *executor, StopFlag{}, collector);
    return collected;
}

std::string told(const Failure& failure) {
    return fmt::format("{} {} {} {}", failure.step, failure.rule, failure.row, failure.problem);
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

bool same_bits(const ArmSummary& a, const ArmSummary& b) {
    bool same = a.count == b.count && a.columns.size() == b.columns.size();
    for (std::size_t k = 0; same && k < a.columns.size(); ++k)
        for (std::size_t c = 0; c < a.columns[k].size(); ++c)
            same = same && same_bits(a.columns[k][c].sum, b.columns[k][c].sum) &&
                   same_bits(a.columns[k][c].sum_of_squares, b.columns[k][c].sum_of_squares);
    return same;
}

/// Two towns whose luck differs between replicates; `rules` turn bad where luck is above `limit`, in about a tenth.
std::string scenario(const std::string& rules, const std::string& column = "{ start = 1 }",
                     const std::string& limit = "0.95") {
    return "time = \"step\"\nend = 6\n[parameter]\nlimit = { value = " + limit +
           " }\n[kind.town]\nluck = { start = \"uniform(0, 1)\" }\nwater = " + column +
           "\nnothing = { start = 0 }\ncount = { start = 0 }\n[rows.town]\ncolumns = [\"name\"]\ndata = [[\"Alder\"], "
           "[\"Birch\"]]\n"
           "[let.town]\nunlucky = \"luck > limit and time >= 2\"\n" +
           rules +
           "[event.tick]\non = \"town\"\nprobability = \"0.5 * luck\"\nadd.count = \"normal(0, 1)\"\n"
           "[outcome]\nticks = { take = \"final\", of = \"sum(t in town: t.count)\" }\n"
           "water = { take = \"mean\", of = \"town[Alder].water\" }\n";
}

/// Fails just the replicates that must fail, all others as if nobody had failed; whatever the batches.
Collected check_failing(const std::string& rules, const std::string& column = "{ start = 1 }") {
    const auto found = run_all(scenario(rules, column));
    const auto untroubled = run_all(scenario(rules, column, "2"));
    REQUIRE(untroubled.failures.empty());
    CHECK(found.failures.size() > 5);
    CHECK(found.failures.size() < 40);
    std::vector<bool> failed(replicates, false);
    for (const auto& failure : found.failures) {
        CHECK_FALSE(failed[failure.replicate]);
        failed[failure.replicate] = true;
    }
    for (std::size_t r = 0; r < replicates; ++r) {
        INFO(r);
        if (failed[r]) {
            for (const double outcome : found.outcomes[r])
                CHECK(std::bit_cast<std::uint64_t>(outcome) == 0x7ff8000000000000u);
            CHECK(found.hashes[r].back() == 0);
            CHECK(found.hashes[r][1] == untroubled.hashes[r][1]);
        } else {
            CHECK(same_bits(found.outcomes[r], untroubled.outcomes[r]));
            CHECK(found.hashes[r] == untroubled.hashes[r]);
        }
    }
    CHECK(found.run.replicates == replicates);
    CHECK(found.run.failed.at(0) == found.failures.size());
    CHECK(found.summary.count.front() == replicates);
    CHECK(found.summary.count.back() == replicates - found.failures.size());
    for (const std::size_t lanes : {1U, 8U, 64U}) {
        INFO(lanes << " lanes");
        const auto other = run_all(scenario(rules, column), lanes);
        REQUIRE(other.failures.size() == found.failures.size());
        for (std::size_t i = 0; i < found.failures.size(); ++i) {
            CHECK(other.failures[i].replicate == found.failures[i].replicate);
            CHECK(told(other.failures[i]) == told(found.failures[i]));
        }
        for (std::size_t r = 0; r < replicates; ++r) CHECK(same_bits(other.outcomes[r], found.outcomes[r]));
        CHECK(other.hashes == found.hashes);
        CHECK(same_bits(other.summary, found.summary));
    }
    return found;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("0/0 that reaches a column fails the replicate, and tells rule, row, step and operands") {
    const auto found = check_failing("[flow.town]\nwater = \"if(unlucky, nothing / nothing, 0.1)\"\n");
    const auto& first = found.failures.front();
    CHECK(first.step == 2);
    CHECK(first.rule == "flow.town.water");
    CHECK((first.row == "Alder" || first.row == "Birch"));
    CHECK(contains(first.problem, "town.water is not a number ("));
    CHECK(contains(first.problem, "town.luck = 0.9"));
    CHECK(contains(first.problem, "town.water = 1.2"));
}

TEST_CASE("the branch not taken may divide by zero") {
    const auto found = run_all(scenario("[flow.town]\nwater = \"if(nothing == 0, 0, 1 / nothing)\"\n"));
    CHECK(found.failures.empty());
}

TEST_CASE("a negative rate fails the replicate") {
    const auto found =
        check_failing("[event.flood]\non = \"town\"\nrate.rise = \"if(unlucky, -luck, 0.1)\"\nadd.water = \"1\"\n");
    const auto& first = found.failures.front();
    CHECK(first.step == 2);
    CHECK(first.rule == "event.flood rate");
    CHECK(contains(first.problem, "is -0.9"));
    CHECK(contains(first.problem, "a rate is finite and not below 0 (town.luck = 0.9"));
}

TEST_CASE("a negative factor fails the replicate even where the rate's product would be positive") {
    const auto found = check_failing(
        "[event.flood]\non = \"town\"\nrate.rise = 0.1\nfactor.one = \"if(unlucky, -1, 1)\"\nfactor.two = "
        "\"if(unlucky, -1, 1)\"\n");
    CHECK(found.failures.front().rule == "event.flood factor.one");
}

TEST_CASE("a negative rate is no matter where when does not hold") {
    const auto found = run_all(
        scenario("[event.flood]\non = \"town\"\nwhen = \"not unlucky\"\nrate.rise = \"if(unlucky, -luck, 0.1)\"\n"));
    CHECK(found.failures.empty());
}

TEST_CASE("a probability above 1 fails the replicate") {
    const auto found = check_failing(
        "[event.flood]\non = \"town\"\nprobability = \"if(unlucky, 1 + luck, 0.1)\"\nadd.water = \"1\"\n");
    const auto& first = found.failures.front();
    CHECK(first.rule == "event.flood probability");
    CHECK(contains(first.problem, "is 1.9"));
    CHECK(contains(first.problem, "a probability lies in [0, 1]"));
}

TEST_CASE("a value that leaves its range fails the replicate, and with clamp it stays at the edge") {
    const std::string rules = "[flow.town]\nwater = \"if(unlucky, 100, 0)\"\n";
    const auto found = check_failing(rules, "{ start = 1, range = [0, 10] }");
    CHECK(found.failures.front().rule == "flow.town.water");
    CHECK(contains(found.failures.front().problem, "town.water is 101, out of its range [0, 10]"));
    const auto clamped = run_all(scenario(rules, "{ start = 1, range = [0, 10], clamp = true }"));
    CHECK(clamped.failures.empty());
    double most = 0;
    for (const auto& outcome : clamped.outcomes) most = std::max(most, outcome[1]);
    CHECK(most == Approx((1 + 1 + 10 * 4) / 6.0));
}

TEST_CASE("clamp does not hide what is not a number") {
    const auto found = check_failing("[flow.town]\nwater = \"if(unlucky, nothing / nothing, 0)\"\n",
                                     "{ start = 1, range = [0, 10], clamp = true }");
    CHECK(contains(found.failures.front().problem, "is not a number"));
}

TEST_CASE("an infinite value fails the replicate where it reaches a column by set, add or update") {
    for (const std::string rule :
         {"[update.town]\nset.water = \"if(unlucky, 1 / nothing, 1)\"\n",
          "[update.town]\nadd.water = \"if(unlucky, 1 / nothing, 1)\"\n",
          "[event.flood]\non = \"town\"\nprobability = 1\nset.water = \"if(unlucky, 1 / nothing, 1)\"\n",
          "[event.flood]\non = \"town\"\nprobability = 1\nadd.water = \"if(unlucky, 1 / nothing, 1)\"\n"}) {
        INFO(rule);
        const auto found = check_failing(rule);
        CHECK(contains(found.failures.front().problem, "town.water is inf"));
        CHECK(found.failures.front().step == 2);
    }
}

TEST_CASE("a start value out of range in some replicates fails them at the start") {
    const auto found = run_all(scenario("", "{ start = \"if(luck > limit, 11, 1)\", range = [0, 10] }"));
    REQUIRE(found.failures.size() > 5);
    CHECK(found.failures.front().step == 0);
    CHECK(found.failures.front().rule == "start of town.water");
    CHECK(found.summary.count.front() == replicates - found.failures.size());
}

TEST_CASE("a mean over no rows without else fails the replicate in the step in which it is asked for") {
    const auto found =
        check_failing("[flow.town]\nwater = \"if(unlucky, mean(t in town where t.luck > 2: t.luck), 0.1)\"\n");
    CHECK(contains(found.failures.front().problem, "is not a number"));
    CHECK(found.failures.front().rule == "flow.town.water");
}

TEST_CASE("an infinite outcome fails the replicate, a missing one does not") {
    const auto text = scenario("") +
                      "worst = { take = \"max\", of = \"if(town[Alder].unlucky, 1 / town[Alder].nothing, 1)\" }\n"
                      "gap = { take = \"final\", of = \"mean(t in town where t.luck > 2: t.luck)\" }\n";
    const auto found = run_all(text);
    REQUIRE(!found.failures.empty());
    CHECK(found.failures.front().rule == "outcome.worst");
    CHECK(contains(found.failures.front().problem, "is infinite"));
    std::size_t present = 0;
    for (const auto& outcomes : found.outcomes) {
        CHECK(std::isnan(outcomes[0]));  // gap: in none there
        if (!std::isnan(outcomes[1])) ++present;
    }
    CHECK(present == replicates - found.failures.size());
}

TEST_CASE("runge and kutta's method marks failures too") {
    auto rules = std::string("[flow.town]\nwater = \"if(unlucky, nothing / nothing, 0.1)\"\n");
    auto text = "integrator = \"rk4\"\n" + scenario(rules);
    const auto found = run_all(text);
    CHECK(found.failures.size() > 5);
    CHECK(found.failures.front().rule == "flow.town.water");
    for (const std::size_t lanes : {1U, 8U}) {
        const auto other = run_all(text, lanes);
        for (std::size_t i = 0; i < found.failures.size(); ++i)
            CHECK(told(other.failures.at(i)) == told(found.failures[i]));
    }
}

TEST_CASE("the operands told are those that the formula read, not what it made of them") {
    const auto found = check_failing(
        "[event.flood]\non = \"town\"\nprobability = 1\nset.water = \"if(unlucky, water * 1000, water)\"\n",
        "{ start = 1, range = [0, 10] }");
    CHECK(contains(found.failures.front().problem, "town.water = 1"));
    CHECK_FALSE(contains(found.failures.front().problem, "town.water = 1000"));
}

TEST_CASE("the operands told are columns also where rows share the work on them") {
    const auto found = run_all(R"~(
time = "day"
end = 3
[kind.owner]
wealth = { start = 1 }
[rows.owner]
columns = ["name"]
data = [["ann"]]
[kind.house]
owner = { ref = "owner" }
price = { start = 0 }
[rows.house]
columns = ["name", "owner"]
data = [["first", "ann"], ["second", "ann"], ["third", "ann"]]
[flow.owner]
wealth = "-2"
[flow.house]
price = "log(owner.wealth)"
[outcome]
price = { take = "final", of = "house[first].price" }
)~",
                               8);
    REQUIRE_FALSE(found.failures.empty());
    CHECK(found.failures.front().rule == "flow.house.price");
    CHECK(contains(found.failures.front().problem, "owner.wealth[ann] = -1"));
}

TEST_CASE("a when that is missing fails the replicate") {
    const auto found = check_failing(
        "[event.flood]\non = \"town\"\nwhen = \"if(unlucky, mean(t in town where t.luck > 2: t.luck) > 0, true)\"\n"
        "probability = 1\nadd.water = 1\n");
    CHECK(found.failures.front().rule == "event.flood when");
}

TEST_CASE("what a failing replicate has still recorded does not depend on how many lanes share a tile") {
    // Of sixty towns the fortieth fails; the towns before it may still fire in that step, whatever lies in one tile.
    std::string rows;
    for (int i = 0; i < 60; ++i) rows += fmt::format("[\"t{:02}\", {}], ", i, i);
    const auto text =
        "time = \"day\"\nend = 4\n[kind.town]\nnumber = {}\nluck = { start = \"normal(0, 1)\" }\nx = { start = 0 "
        "}\n[rows.town]\ncolumns = [\"name\", \"number\"]\ndata = [" +
        rows +
        "]\n"
        "[event.rain]\non = \"town\"\nrate.a = \"if(number == 40 and time >= 1 and luck > 1, -1, 0.5)\"\n"
        "add.x = 1\n[event.sun]\non = \"town\"\n"
        "rate.a = \"if(number == 3 and time >= 2 and luck > 1, -1, 0.5)\"\nadd.x = 1\n"
        "[outcome]\nx = { take = \"final\", of = \"sum(t in town: t.x)\" }\n";
    const auto found = run_all(text, 64);
    CHECK(found.failures.size() > 10);
    auto firings = found.firings;
    std::sort(firings.begin(), firings.end());
    for (const std::size_t lanes : {1U, 8U}) {
        auto other = run_all(text, lanes);
        std::sort(other.firings.begin(), other.firings.end());
        CHECK(other.firings == firings);
        REQUIRE(other.failures.size() == found.failures.size());
        for (std::size_t i = 0; i < found.failures.size(); ++i)
            CHECK(told(other.failures[i]) == told(found.failures[i]));
    }
}

TEST_CASE("a start that is drawn out of its range fails the replicate, also where the column clamps") {
    const auto found = run_all(
        "time = \"day\"\nend = 2\n[kind.town]\nwater = { start = \"normal(0, 1)\", range = [-1.5, 9], clamp = "
        "true }\n[rows.town]\ncolumns = [\"name\"]\ndata = [[\"Alder\"]]\n[outcome]\nw = { take = \"final\", of "
        "= \"town[Alder].water\" }\n");
    CHECK(found.failures.size() > 2);
    CHECK(found.failures.size() < 30);
    CHECK(found.failures.front().rule == "start of town.water");
    for (const auto& outcome : found.outcomes) CHECK((std::isnan(outcome[0]) || outcome[0] >= -1.5));
}

}  // namespace hegemon
