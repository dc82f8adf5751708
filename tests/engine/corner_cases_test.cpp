/// What is easily got wrong: rows named inside aggregates, kinds without rows, the best of several rows, `any` over
/// what is missing at times. Expected values are worked out by hand.
#include <catch2/catch.hpp>

#include "support/recorded_run.hpp"
#include "support/scenario_text.hpp"

namespace hegemon {
namespace {

using test::RecordedRun;
using test::ScenarioText;

TEST_CASE("a row looked up by name inside an aggregate is that row for every row that the aggregate looks at",
          "[engine]") {
    const ScenarioText scenario(R"toml(
time = "day"
start = 0
end = 3
[kind.state]
x = {}
calm = { start = true }
[rows.state]
columns = ["name", "x"]
data = [["A", 1], ["B", 10], ["C", 100]]
[flow.state]
x = "1"
[let.state]
double = "2 * x"
[event.stir]
on = "state"
rate.always = "x"
set.calm = "x > 50"
[outcome]
products = { take = "final", of = "sum(s in state: s.x * state[B].x)" }
above    = { take = "final", of = "count(s in state where s.x > state[B].x)" }
lets     = { take = "final", of = "sum(s in state: s.x * state[B].double)" }
truths   = { take = "final", of = "count(s in state where s.calm == state[C].calm)" }
rates    = { take = "final", of = "sum(s in state: s.x * state[A].stir.rate)" }
)toml");
    const RecordedRun run(scenario, {70, 1});
    // After three days x is 4, 13 and 103.
    CHECK(run.value("products") == Approx((4 + 13 + 103) * 13));
    CHECK(run.value("above") == 1);
    CHECK(run.value("lets") == Approx((4 + 13 + 103) * 26));
    CHECK(run.value("rates") == Approx((4 + 13 + 103) * 4));
    CHECK(run.value("truths") >= 1);
}

TEST_CASE("the rules of a kind without rows do nothing", "[engine]") {
    const ScenarioText scenario(R"toml(
time = "step"
end = 2
[kind.town]
people = { start = 5 }
[kind.ghost]
of = { ref = "town" }
y  = { start = 0 }
[rows.town]
columns = ["name"]
data = [["here"]]
[flow.ghost]
y = "mean(g in ghost where g.of == of: g.y) + of.people"
[flow.town]
people = "sum(g in ghost where g.of == this: g.y)"
[outcome]
people = { take = "final", of = "town[here].people" }
)toml");
    CHECK(RecordedRun(scenario, {1, 1}).value("people") == 5);
}

TEST_CASE("the best of several rows needs no else where every row that is looked at has one", "[engine]") {
    const ScenarioText scenario(R"toml(
time = "step"
end = 1
[kind.client]
chosen = { start = 0 }
[kind.offer]
to       = { ref = "client" }
gain     = {}
position = {}
[rows.client]
columns = ["name"]
data = [["A"], ["B"]]
[rows.offer]
columns = ["name", "to", "gain", "position"]
data = [["o1", "A", 1, 5], ["o2", "A", 3, 7]]
[flow.offer]
gain = "0.1"
[let.client]
best = "max(o in offer where o.to == this: o.gain)"
[update.client]
set.chosen = "mean(o in offer where o.to == this and o.gain == best: o.position) else -1"
[outcome]
of_A = { take = "final", of = "client[A].chosen" }
of_B = { take = "final", of = "client[B].chosen" }
)toml");
    const RecordedRun run(scenario, {1, 1});
    CHECK(run.value("of_A") == 7);
    CHECK(run.value("of_B") == -1);
}

TEST_CASE("any is true if it was true once, and missing only if it was missing and never true", "[engine]") {
    const ScenarioText scenario(R"toml(
time = "step"
end = 3
[kind.town]
a = { start = 0 }
[rows.town]
columns = ["name"]
data = [["here"]]
[flow.town]
a = "1"
[outcome]
once  = { take = "any", of = "min(t in town where t.a == 1: t.a) == 1" }
never = { take = "any", of = "min(t in town where t.a == 1: t.a) == 2" }
)toml");
    const RecordedRun run(scenario, {1, 1});
    CHECK(run.value("once") == 1);
    CHECK(run.value("never") != run.value("never"));
}

}  // namespace
}  // namespace hegemon
