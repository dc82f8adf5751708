/// What comes by date.
#include <catch2/catch.hpp>

#include "support/compiled_arms.hpp"
#include "support/recorded_run.hpp"

namespace hegemon {

using test::RecordedRun;
using test::ScenarioText;

namespace {

std::string valve(const std::string& rest) {
    return R"~(
time = "week"
start = 2024-01-01
step = "1 week"
end = 2024-02-26
[kind.valve]
flow = { start = 0.2 }
open = { start = true }
bursts = { start = 0 }
rusts = { start = 0 }
[rows.valve]
columns = ["name"]
data = [["left"], ["right"]]
)~" + rest;
}

}  // namespace

TEST_CASE("an entry acts in the first step that begins on or after its date") {
    const RecordedRun run(ScenarioText(valve(R"~(
[at.repair]
date = 2024-01-16
[at.repair.set]
"valve[left].flow" = "valve[left].flow + valve[right].flow"
"valve[right].flow" = "2 * valve[left].flow"
[at.again]
date = 2024-01-29
add."valve[left].flow" = 1
[outcome]
before = { take = "final", of = "valve[left].flow", to = 2024-01-22 }
left = { take = "final", of = "valve[left].flow", to = 2024-01-29 }
right = { take = "final", of = "valve[right].flow", to = 2024-01-29 }
added = { take = "final", of = "valve[left].flow" }
)~")));
    CHECK(run.value("before") == 0.2);
    CHECK(run.value("left") == Approx(0.4));
    CHECK(run.value("right") == Approx(0.4));
    CHECK(run.value("added") == Approx(1.4));
}

TEST_CASE("a ramp has the value of the step's end, and arrives exactly") {
    const RecordedRun run(ScenarioText(valve(R"~(
[at.opening]
date = 2024-01-08
set."valve[left].flow" = { to = 0.7, over = "5 weeks" }
[outcome]
first = { take = "final", of = "valve[left].flow", to = 2024-01-15 }
third = { take = "final", of = "valve[left].flow", to = 2024-01-29 }
fifth = { take = "final", of = "valve[left].flow", to = 2024-02-12 }
end = { take = "final", of = "valve[left].flow" }
)~")));
    CHECK(run.value("first") == Approx(0.3));
    CHECK(run.value("third") == Approx(0.5));
    CHECK(run.value("fifth") == 0.7);
    CHECK(run.value("end") == 0.7);
}

TEST_CASE("a ramp to a column that a late variant freezes stops where it is") {
    const auto text = valve(R"~(
[at.opening]
date = 2024-01-08
set."valve[left].flow" = { to = 0.7, over = 5 }
[outcome]
third = { take = "final", of = "valve[left].flow", to = 2024-01-29 }
end = { take = "final", of = "valve[left].flow" }
[variant.late]
from = 2024-01-29
freeze = ["valve.flow"]
)~");
    const auto arms = test::compiled_arms(load_scenario_text({{"scenario.toml", text}}));
    const RecordedRun base{arms.at(0)};
    const RecordedRun late{arms.at(1)};
    CHECK(base.value("end") == 0.7);
    CHECK(late.value("third") == base.value("third"));
    CHECK(late.value("end") == late.value("third"));
}

TEST_CASE("what the calendar fires goes before its rivals, and only where its condition holds") {
    const RecordedRun run(ScenarioText(valve(R"~(
[event.rust]
on = "valve"
group = "damage"
rate.certain = 1000
add.rusts = 1
[event.burst]
on = "valve"
group = "damage"
when = "open"
add.bursts = 1
[at.frost]
date = 2024-01-15
fire = ["valve[left].burst", "valve[right].burst"]
[at.closing]
date = 2024-01-08
set."valve[right].open" = false
[outcome]
left_bursts = { take = "final", of = "valve[left].bursts" }
right_bursts = { take = "final", of = "valve[right].bursts" }
left_rusts = { take = "final", of = "valve[left].rusts" }
right_rusts = { take = "final", of = "valve[right].rusts" }
when = { take = "sum", of = "if(valve[left].burst, time, 0)" }
)~")));
    CHECK(run.value("left_bursts") == 1);
    CHECK(run.value("right_bursts") == 0);
    CHECK(run.value("left_rusts") == 7);
    CHECK(run.value("right_rusts") == 8);
    CHECK(run.value("when") == 2);
    CHECK(run.times("burst") == std::vector<double>{2.0});
}

}  // namespace hegemon
