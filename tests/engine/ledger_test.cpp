/// The ledger at its edges: all claims read one state, what is missing fails, equal states have equal hashes.
#include <catch2/catch.hpp>

#include "support/compiled_arms.hpp"
#include "support/recorded_run.hpp"

namespace hegemon {

using Catch::Contains;
using test::RecordedRun;
using test::ScenarioText;

namespace {

/// Two purses, `a` and `b`, of 10 each.
std::string purses(const std::string& rest) {
    return R"~(
time = "step"
end = 3
[kind.owner]
a = { capacity = true, start = 10 }
b = { capacity = true, start = 10 }
[rows.owner]
columns = ["name"]
data = [["ann"]]
[kind.debt]
owner = { ref = "owner" }
due = { start = true }
[rows.debt]
columns = ["name", "owner"]
data = [["bank", "ann"]]
)~" + rest;
}

std::string claim(const std::string& name, const std::string& rest) {
    return "[claim." + name + "]\non = \"debt\"\npayer = \"owner\"\n" + rest + "\n";
}

/// Hashes of all steps of the first replicate.
class Hashes : private Recorder {
public:
    explicit Hashes(const Model& model) {
        RunOptions options;
        options.replicates = 1;
        const auto executor = make_serial_executor();
        const StopFlag stop;
        run({&model}, options, *executor, stop, *this);
    }
    [[nodiscard]] const std::vector<std::uint64_t>& all() const { return hashes_; }

private:
    void record(const BatchRecord& batch) override { hashes_ = batch.hashes; }
    std::vector<std::uint64_t> hashes_;
};

}  // namespace

TEST_CASE("all claims of a step read the state before any of them") {
    for (const auto& [one, other] : {std::pair("a", "b"), std::pair("b", "a")}) {
        const std::string one_name = one;
        const std::string other_name = other;
        const RecordedRun run(ScenarioText(purses(
            claim("x", one_name + " = \"1 + time\"") + claim("y", other_name + " = \"owner." + one_name + ".bound\"") +
            "[outcome]\nseen = { take = \"final\", of = \"owner[ann]." + other_name + ".bound\" }\n")));
        INFO(one);
        CHECK(run.value("seen") == 2);  // what was bound in the step before the last: 1 + 1
    }
}

TEST_CASE("before the first step claims bind what they say of the start") {
    const RecordedRun run(ScenarioText(purses(claim("x", "a = 4") + R"~(
[at.first]
date = 0
set."debt[bank].due" = "owner[ann].a.free == 6"
[outcome]
due = { take = "final", of = "debt[bank].due" }
)~")));
    CHECK(run.value("due") == 1);
}

TEST_CASE("a claim that never changes binds in every replicate, whatever batch it is in") {
    const RecordedRun run(ScenarioText(purses(claim("x", "a = 4") +
                                              "[outcome]\nfree = { take = \"min\", of = \"owner[ann].a.free\" }\n")),
                          {70, 1});  // a batch of 64 lanes and one of 6
    for (const double free : run.outcome("free")) CHECK(free == 6);
}

TEST_CASE("a claim whose condition is missing fails the replicate") {
    const auto text = purses(claim("x", "when = \"mean(d in debt where d.due and time < 1: 1) > 0\"\na = 1"));
    CHECK_THROWS_WITH(RecordedRun(ScenarioText(text)), Contains("claim.x a") && Contains("is not a number"));
}

TEST_CASE("a claim that is no amount fails the replicate and is told by its name and value") {
    const auto text = purses(claim("aa", "a = \"owner.a.free / 100\"") + claim("bad", "a = \"if(time > 1, -3, 1)\""));
    CHECK_THROWS_WITH(RecordedRun(ScenarioText(text)), Contains("claim.bad a: is -3"));
}

TEST_CASE("a commitment whose condition is missing fails the replicate") {
    const auto text = purses(R"~(
[event.morning]
on = "debt"
when = "time == 0"
probability = 1
[decision.lend]
on = "debt"
actor = "owner"
when = "morning"
precision = 1000
otherwise = "keep"
option = [{ name = "keep", sum = 0 }, { name = "give", sum = 2 }]
utility.wish = "option.sum"
pays.a = { bind = "option.sum", while = "mean(d in debt where d.due and time < 2: 1) > 0" }
)~");
    CHECK_THROWS_WITH(RecordedRun(ScenarioText(text)),
                      Contains("decision.lend pays.a while") && Contains("has no value"));
}

TEST_CASE("a gain that is infinite fails the replicate instead of choosing") {
    const auto text = purses(R"~(
[event.morning]
on = "debt"
probability = 1
[decision.lend]
on = "debt"
actor = "owner"
when = "morning"
precision = 1e300
otherwise = "keep"
option = [{ name = "keep", sum = 0 }, { name = "give", sum = 1e10 }]
utility.wish = "option.sum"
)~");
    CHECK_THROWS_WITH(RecordedRun(ScenarioText(text)), Contains("times the precision is infinite"));
}

TEST_CASE("entries set before they add, and only the sum must stand") {
    const RecordedRun run(ScenarioText(R"~(
time = "step"
end = 3
[kind.town]
level = { start = 1, range = [0, 5] }
[rows.town]
columns = ["name"]
data = [["alder"]]
[at.a]
date = 1
set."town[alder].level" = 10
[at.b]
date = 1
add."town[alder].level" = -7
[outcome]
level = { take = "final", of = "town[alder].level" }
)~"));
    CHECK(run.value("level") == 3);
}

TEST_CASE("arms with equal states have equal hashes, also where one lacks a claim") {
    const auto text = purses(claim("x", "when = \"time > 5\"\na = 1") + claim("y", "a = 1") + R"~(
[variant.no_x]
without = ["claim.x"]
[variant.no_y]
without = ["claim.y"]
)~");
    const auto arms = test::compiled_arms(load_scenario_text({{"scenario.toml", text}}));
    const Hashes base(*arms.at(0));
    CHECK(Hashes(*arms.at(1)).all() == base.all());
    CHECK(Hashes(*arms.at(2)).all() != base.all());
}

}  // namespace hegemon
