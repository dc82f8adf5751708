/// The order of a step: flows, events, updates; each sees what those before it left, and within one all read the same
/// state.
/// Every model here is small enough to be followed by hand: steps of length 1, and events that are sure or impossible.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "support/recorded_run.hpp"

using hegemon::test::RecordedRun;
using hegemon::test::ScenarioText;

namespace {

/// A kind `thing` with one row `it` and the given rules, run for some steps; the last section is [outcome].
RecordedRun run(int steps, const std::string& rules) {
    return RecordedRun(ScenarioText("time = \"step\"\nstart = 0\nend = " + std::to_string(steps) + "\n" +
                                    "[rows.thing]\ncolumns = [\"name\"]\ndata = [[\"it\"]]\n" + rules));
}

TEST_CASE("all flows read the same state: two columns trade their values") {
    // a + (b - a) = b and b + (a - b) = a, whichever is written first.
    const auto traded = run(1, R"toml(
[kind.thing]
a = { start = 1 }
b = { start = 2 }
[flow.thing]
a = "b - a"
b = "a - b"
[outcome]
a = { take = "final", of = "thing[it].a" }
b = { take = "final", of = "thing[it].b" }
)toml");
    REQUIRE(traded.value("a") == 2);
    REQUIRE(traded.value("b") == 1);
}

TEST_CASE("flows of different kinds and relaxations read the same state too") {
    // other.x and it.x trade; r goes half of the way from 0 to the x of before the step, 1.
    const auto traded = run(1, R"toml(
[kind.thing]
x = { start = 1 }
r = { start = 0 }
[kind.other]
x = { start = 2 }
[rows.other]
columns = ["name"]
data = [["that"]]
[flow.thing]
x = "sum(o in other: o.x) - x"
r = "relax(x, 1)"
[flow.other]
x = "sum(t in thing: t.x) - x"
[outcome]
a = { take = "final", of = "thing[it].x" }
b = { take = "final", of = "other[that].x" }
r = { take = "final", of = "thing[it].r" }
)toml");
    REQUIRE(traded.value("a") == 2);
    REQUIRE(traded.value("b") == 1);
    REQUIRE(traded.value("r") == 0.5);
}

TEST_CASE("events see what the flows of the same step have left") {
    // x passes 1 in the first step already: the event's condition, its chance and its effect all see 1, not 0.
    const auto seen = run(1, R"toml(
[kind.thing]
x     = { start = 0 }
seen  = { start = -1 }
[flow.thing]
x = 1
[event.look]
on = "thing"
when = "x >= 1"
probability = "x"
set.seen = "x"
[outcome]
looks = { take = "sum", of = "thing[it].look" }
seen  = { take = "final", of = "thing[it].seen" }
)toml");
    REQUIRE(seen.value("looks") == 1);
    REQUIRE(seen.value("seen") == 1);
}

TEST_CASE("flows see what events and updates left in the step before, not in this one") {
    // Events make e = 1 and updates u = 1 in the first step; their flows add up from the second on: 2 of 3 steps.
    const auto sums = run(3, R"toml(
[kind.thing]
e = { start = 0 }
u = { start = 0 }
sum_e = { start = 0 }
sum_u = { start = 0 }
[flow.thing]
sum_e = "e"
sum_u = "u"
[event.rise]
on = "thing"
probability = 1
set.e = 1
[update.thing]
set.u = 1
[outcome]
e = { take = "final", of = "thing[it].sum_e" }
u = { take = "final", of = "thing[it].sum_u" }
)toml");
    REQUIRE(sums.value("e") == 2);
    REQUIRE(sums.value("u") == 2);
}

TEST_CASE("all events read the state before their phase: two of them trade columns") {
    const auto traded = run(1, R"toml(
[kind.thing]
a = { start = 1 }
b = { start = 2 }
ready = { start = false }
early = { start = false }
[event.first]
on = "thing"
probability = 1
set.a = "b"
set.ready = true
[event.second]
on = "thing"
probability = 1
set.b = "a"
[event.third]
on = "thing"
when = "ready"
probability = 1
set.early = true
[outcome]
a = { take = "final", of = "thing[it].a" }
b = { take = "final", of = "thing[it].b" }
third = { take = "any", of = "thing[it].early" }
)toml");
    REQUIRE(traded.value("a") == 2);
    REQUIRE(traded.value("b") == 1);
    REQUIRE(traded.value("third") == 0);  // `first` made it ready, but not in time
}

TEST_CASE("updates see which events fired and what they did") {
    const auto seen = run(1, R"toml(
[kind.thing]
y     = { start = 0 }
fired = { start = false }
not_fired = { start = false }
seen  = { start = -1 }
[event.strike]
on = "thing"
probability = 1
set.y = 5
[event.never]
on = "thing"
probability = 0
set.not_fired = true
[update.thing]
set.seen  = "if(strike and not never, y, -2)"
set.fired = "strike"
[outcome]
seen  = { take = "final", of = "thing[it].seen" }
fired = { take = "final", of = "thing[it].fired" }
other = { take = "final", of = "thing[it].not_fired" }
)toml");
    REQUIRE(seen.value("seen") == 5);
    REQUIRE(seen.value("fired") == 1);
    REQUIRE(seen.value("other") == 0);
}

TEST_CASE("that an event fired is true in its step alone") {
    const auto counted = run(5, R"toml(
[kind.thing]
strikes = { start = 0 }
[event.strike]
on = "thing"
when = "time == 1 or time == 3"
probability = 1
[update.thing]
add.strikes = "if(strike, 1, 0)"
[outcome]
strikes = { take = "final", of = "thing[it].strikes" }
counted = { take = "sum", of = "thing[it].strike" }
third   = { take = "any", of = "thing[it].strike", from = 2, to = 3 }
)toml");
    REQUIRE(counted.value("strikes") == 2);
    REQUIRE(counted.value("counted") == 2);
    REQUIRE(counted.value("third") == 0);
}

TEST_CASE("all updates read the same state: two columns trade their values, and so do two kinds") {
    const auto traded = run(1, R"toml(
[kind.thing]
a = { start = 1 }
b = { start = 2 }
[kind.other]
x = { start = 7 }
[rows.other]
columns = ["name"]
data = [["that"]]
[update.thing]
set.a = "sum(o in other: o.x)"
set.b = "a"
[update.other]
set.x = "sum(t in thing: t.a + 10 * t.b)"
[outcome]
a = { take = "final", of = "thing[it].a" }
b = { take = "final", of = "thing[it].b" }
x = { take = "final", of = "other[that].x" }
)toml");
    REQUIRE(traded.value("a") == 7);
    REQUIRE(traded.value("b") == 1);
    REQUIRE(traded.value("x") == 21);
}

TEST_CASE("events set before they add, whatever their names") {
    // By name alone the 10 would be added to 100 and then lost.
    const auto x = run(1, R"toml(
[kind.thing]
x = { start = 100 }
[event.a_adds]
on = "thing"
probability = 1
add.x = 10
[event.b_sets]
on = "thing"
probability = 1
set.x = 1
[outcome]
x = { take = "final", of = "thing[it].x" }
)toml");
    REQUIRE(x.value("x") == 11);
}

TEST_CASE("updates set before they add, and both read the state before the phase") {
    const auto x = run(1, R"toml(
[kind.thing]
x = { start = 100 }
[update.thing]
add.x = "x"
set.x = 1
[outcome]
x = { take = "final", of = "thing[it].x" }
)toml");
    REQUIRE(x.value("x") == 101);
}

TEST_CASE("events add in order of name, not of the file") {
    // 1 is lost beside 1e16, whose neighbours are 2 apart: only the order a, b, c leaves it.
    const auto x = run(1, R"toml(
[kind.thing]
x = { start = 0 }
[event.c]
on = "thing"
probability = 1
add.x = 1
[event.b]
on = "thing"
probability = 1
add.x = "-1e16"
[event.a]
on = "thing"
probability = 1
add.x = 1e16
[outcome]
x = { take = "final", of = "thing[it].x" }
)toml");
    REQUIRE(x.value("x") == 1);
}

TEST_CASE("a let has the value that the state of the phase gives it") {
    // x is 0 at the start, 1 after the flow, 10 after the event, 100 after the update.
    const auto seen = run(1, R"toml(
[kind.thing]
x         = { start = 0 }
by_flow   = { start = -1 }
by_event  = { start = -1 }
by_update = { start = -1 }
[let.thing]
twice = "2 * x"
[flow.thing]
x       = 1
by_flow = "twice - by_flow"
[event.jump]
on = "thing"
probability = 1
set.x = 10
set.by_event = "twice"
[update.thing]
set.x = 100
set.by_update = "twice"
[outcome]
by_flow    = { take = "final", of = "thing[it].by_flow" }
by_event   = { take = "final", of = "thing[it].by_event" }
by_update  = { take = "final", of = "thing[it].by_update" }
by_outcome = { take = "final", of = "thing[it].twice" }
)toml");
    REQUIRE(seen.value("by_flow") == 0);
    REQUIRE(seen.value("by_event") == 2);
    REQUIRE(seen.value("by_update") == 20);
    REQUIRE(seen.value("by_outcome") == 200);
}

TEST_CASE("the rate of an event is known to updates and outcomes, whether or not it may happen") {
    // x is 3 after the flow: (0.5 x + 1) 2 = 5. The update's x of 50 comes after the rate was taken.
    const auto seen = run(1, R"toml(
[kind.thing]
x    = { start = 2 }
seen = { start = -1 }
shut = { start = -1 }
[flow.thing]
x = 1
[event.knock]
on = "thing"
rate.grows = "0.5 * x"
rate.stays = 1
factor.twice = 2
[event.closed]
on = "thing"
when = "x > 1000"
rate.high = "7 * x"
[update.thing]
set.x    = 50
set.seen = "knock.rate"
set.shut = "closed.rate"
[outcome]
seen = { take = "final", of = "thing[it].seen" }
shut = { take = "final", of = "thing[it].shut" }
rate = { take = "final", of = "thing[it].knock.rate" }
idle = { take = "final", of = "thing[it].closed.rate" }
shots = { take = "sum", of = "thing[it].closed" }
)toml");
    REQUIRE(seen.value("seen") == 5);
    REQUIRE(seen.value("shut") == 21);
    REQUIRE(seen.value("rate") == 5);
    REQUIRE(seen.value("idle") == 21);
    REQUIRE(seen.value("shots") == 0);
}

TEST_CASE("of a group one event at most fires in a step, and what the others would do is left undone") {
    const auto done = run(50, R"toml(
[kind.thing]
left  = { start = 0 }
right = { start = 0 }
both  = { start = 0 }
[event.go_left]
on = "thing"
group = "turn"
rate.chance = 5
add.left = 1
[event.go_right]
on = "thing"
group = "turn"
rate.chance = 5
add.right = 1
[update.thing]
add.both = "if(go_left and go_right, 1, 0)"
[outcome]
left  = { take = "final", of = "thing[it].left" }
right = { take = "final", of = "thing[it].right" }
both  = { take = "final", of = "thing[it].both" }
turns = { take = "sum", of = "if(thing[it].go_left or thing[it].go_right, 1, 0)" }
)toml");
    REQUIRE(done.value("both") == 0);
    REQUIRE(done.value("left") + done.value("right") == done.value("turns"));
    // At a rate of 10 a step, all 50 steps have a turn but for a chance of 0.002; with 5 each, both sides come up.
    REQUIRE(done.value("turns") == 50);
    REQUIRE(done.value("left") > 5);
    REQUIRE(done.value("right") > 5);
}

TEST_CASE("outcomes see the end of the step, and time stands at its beginning") {
    const auto seen = run(4, R"toml(
[kind.thing]
x = { start = 0 }
[update.thing]
add.x = "1 + time"
[outcome]
first = { take = "final", of = "thing[it].x", to = 1 }
last  = { take = "final", of = "thing[it].x" }
mean  = { take = "mean", of = "thing[it].x" }
early = { take = "max", of = "time" }
)toml");
    REQUIRE(seen.value("first") == 1);
    REQUIRE(seen.value("last") == 1 + 2 + 3 + 4);
    REQUIRE(seen.value("mean") == (1 + 3 + 6 + 10) / 4.0);
    REQUIRE(seen.value("early") == 3);
}

}  // namespace
