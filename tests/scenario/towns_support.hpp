#pragma once
/// A scenario with its model and table that uses every section and every form of value.
#include <vector>

#include "model/declaration.hpp"

namespace hegemon::test {

inline std::vector<ScenarioFile> towns() {
    return {{"towns.toml", R"toml(title = "Towns \"on\" a river"
model = "river.toml"   # the theory
start = 2022-01-01
step  = "1 day"
end   = 2022-12-31

[parameter]
rain.value = 0x10
wind       = 1_0.50

[rows.town]
from = "data/towns.csv"
take = { name = "iso3", people = "Population, 2020" }
source = "census"

[rows.road]
columns = ["from", "to", "km", "paved"]
data = [["A", "B", 0.560, true], ["B", 'A', 1_000, false],
  ["C", "\u0041", -3, false]]

[set]
"road[A, B].km" = { is = "2 * 3", source = "measured" }
"town[A].people" = 12

[at.fair]
date = 2022-06-01
title = "A fair"
note = "every year"
fire = ["town[A].flood"]
[at.fair.set]
"road[A, B].km" = { to = "5 + 1", over = "2 weeks", source = "plan" }
[at.fair.add]
"town[B].people" = { is = 100, note = "guests" }

[variant.dry]
title   = "No rain"
note    = "for the teacher"
without = ["event.flood", "at.fair"]
force   = { build = "bridge" }
freeze  = ["town.people", "town.crowd"]
parameter.rain = 0
rows.town = { from = "more.csv", take = { name = "name", people = "people" } }
[variant.late]
from = 2022-05-01
without = ["claim.upkeep"]
[variant.late.decision.build]
precision = 5
[variant.late.at.fair]
date = 2022-07-01

[outcome]
people = { take = "mean", of = "sum(t in town: t.people)", from = 2022-02-01, to = 2022-12-31, headline = true }
double = { of = "2 * people" }
)toml"},
            {"river.toml", R"toml(time = "week"
integrator = "rk4"
record = "all"
[parameter]
rain = { value = 3, range = [0, 1e3], unit = "mm/week", source = "station \"north\"" }
wind = { value = "rain / 2", note = "a guess" }
[function]
twice = { of = ["x", "y"], is = "x + y", source = "arithmetic" }
[kind.town]
people = { start = 1, range = [0, 1e9], clamp = true, unit = "people" }
wet    = { start = false, note = "under water" }
money  = { capacity = true, start = 5 }
stone  = { capacity = true, start = "money.total", unit = "t" }
[kind.road]
key  = ["from", "to"]
from = { ref = "town" }
to   = { ref = "town" }
km   = { unit = "km" }
paved = { start = { is = "km < 3", source = "road book" } }
[kind.bridge]
[let.town]
crowd = { is = """
    people
      / twice(1, 2)""", source = "(1)" }
[flow.town]
people = 0.01
[event.flood]
on    = "town"
group = "water"
when  = "not wet"
rate.rain = "rain / 52"
rate."is" = 0.001
factor.wind = { is = "exp(-wind)", source = "(2)" }
set.wet = true
add.people = -1
[event.dry]
on = "town"
group = "water"
rate.sun = 1
set.wet = "false"
[claim.upkeep]
on = "road"
payer = "to"
when = "paved"
money = { is = "km / 10", source = "(3)" }
[decision.build]
on = "road"
actor = "to"
among = "from"
when = "to.flood"
precision = { is = 2, note = "sharp" }
otherwise = "wait"
option = [
  { name = "wait", stones = 0, gain = false },
  { name = "bridge", stones = { is = "km", unit = "t" }, gain = true, when = "not paved", utility = { pride = 1 }, set = { paved = true }, add = { km = "-1" } },
]
utility.gain = "if(option.gain, 1, 0)"
pays.money = { spend = "option.stones" }
pays.stone = { bind = "option.stones", while = "not paved" }
add.km = 0
[update.town]
add.people = "if(flood, 1, 0)"
)toml"},
            {"data/towns.csv",
             "\xEF\xBB\xBFiso3,\"Population, 2020\",note\r\nA,12,\"a \"\"big\"\" one\"\r\nB,7,\r\nC,1e3,x\r\n"},
            {"more.csv", "name,people\nA,3\nB,4\nC,5\n"}};
}

}  // namespace hegemon::test
