#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

using test::named;
using test::of_kind;

namespace {

const std::string scenario = R"toml(time = "week"
start = 2022-01-01
end = "20 weeks"
[parameter]
heat = 1
cold = 2
[kind.actor]
money = { capacity = true, start = 5 }
[kind.town]
owner = { ref = "actor" }
people = { start = 1 }
wet = { start = false }
[let.town]
crowd = "people / 2"
[flow.town]
people = "relax(1, 5)"
[event.flood]
on = "town"
group = "water"
rate.rain = "heat"
set.wet = "true"
add.people = "-1"
[update.actor]
add.money = "1"
[claim.rent]
on = "town"
payer = "owner"
money = "1"
[decision.build]
on = "town"
actor = "owner"
when = "flood"
precision = 1
otherwise = "wait"
option = [{ name = "wait", cost = 0 }, { name = "wall", cost = 1, set.people = 3 }]
utility.cost = "-option.cost"
pays.money = { bind = "option.cost", while = "wet" }
[at.fair]
date = 2022-01-15
set."town[A].people" = 5
[at.rain]
date = 2022-03-12
fire = ["town[A].flood"]
set."town[A].people" = 5
)toml";

LoadedScenario with(const std::string& variant) {
    return test::load_all(scenario + "[variant.v]\nfrom = 2022-02-01\n" + variant);
}
Declaration late(const std::string& variant) {
    const LoadedScenario loaded = with(variant);
    REQUIRE(test::wrong(loaded.base).empty());
    REQUIRE(loaded.variants.size() == 1);
    INFO(test::wrong(loaded.variants[0]));
    CHECK(loaded.variants[0].diagnostics.list().empty());
    return loaded.variants[0];
}
std::string wrong_in(const std::string& variant) {
    std::string all;
    for (const LoadedScenario loaded = with(variant); const Declaration& one : loaded.variants)
        for (const Diagnostic& d : one.diagnostics.list())
            all += (all.empty() ? "" : "; ") + d.id + ": " + d.where.file->text.substr(d.where.begin, d.where.length);
    return all;
}

/// "before -> from then on"
std::string told(const Formula& formula) {
    return (formula.before ? formula.before->text.value + " -> " : "") + formula.text.value;
}
std::string told(const std::vector<NamedFormula>& formulas) {
    std::string text;
    for (const NamedFormula& one : formulas)
        text += (text.empty() ? "" : "; ") + one.name.value + ": " + told(one.formula);
    return text;
}

}  // namespace

TEST_CASE("a variant begins in the first step on or after its date") {
    CHECK(late("parameter.heat = 2\n").begins == 5U);  // 31 days: the fifth week has begun
    CHECK(wrong_in("parameter.heat = 2\n").empty());
    const std::string numbered = "end = 10\n[parameter]\na = 1\n[variant.v]\nparameter.a = 2\nfrom = ";
    CHECK(test::load_all(numbered + "3.5\n").variants.at(0).begins == 4U);
    CHECK(test::wrong_variant(test::load_all(numbered + "11\n")) == "outside-run 6:8");
    CHECK(test::wrong_variant(test::load_all(numbered + "10\n")) == "no-step-after 6:8");
    CHECK(test::wrong_variant(test::load_all(numbered + "\"x\"\n")) == "wrong-type 6:8");
}

TEST_CASE("what differs keeps what held before, and nothing else does") {
    const Declaration d = late(R"toml(parameter.heat = 2
let.town = { crowd = "people", size = "2" }
flow.town = { people = "relax(2, 5)", depth = "relax(0, 3)", wet = "1" }
flow.actor.money = " ( relax(3, 4))"
event.flood = { when = "not wet", rate = { rain = "heat / 2", melt = "0.1" }, factor.dam = "0.5", set = { wet = "not wet", people = "1" }, add.wet = "1" }
update.actor = { set.money = "3", add.money = "2" }
claim.rent = { when = "wet", money = "2" }
)toml");
    CHECK(told(named(d.parameters, "heat").value) == "1 -> 2");
    CHECK(told(named(d.parameters, "cold").value) == "2");
    CHECK(told(of_kind(d.lets, "town").formulas) == "crowd: people / 2 -> people; size: 2");
    CHECK(told(of_kind(d.flows, "town").formulas) ==
          "depth: relax(depth, 1) -> relax(0, 3); people: relax(1, 5) -> relax(2, 5); wet: 0 -> 1");
    CHECK(told(of_kind(d.flows, "actor").formulas) == "money: relax(money.total, 1) ->  ( relax(3, 4))");
    const EventDeclaration& flood = named(d.events, "flood");
    CHECK(told(*flood.when) == "true -> not wet");
    CHECK(told(flood.rates) == "melt: 0 -> 0.1; rain: heat -> heat / 2");
    CHECK(told(flood.factors) == "dam: 1 -> 0.5");
    CHECK(told(flood.sets) == "people: people -> 1; wet: true -> not wet");
    CHECK(told(flood.adds) == "people: -1; wet: 0 -> 1");
    CHECK(told(of_kind(d.updates, "actor").sets) == "money: money.total -> 3");
    CHECK(told(of_kind(d.updates, "actor").adds) == "money: 1 -> 2");
    CHECK(told(*named(d.claims, "rent").when) == "true -> wet");
    CHECK(told(named(d.claims, "rent").amounts) == "money: 1 -> 2");
    CHECK(!named(d.decisions, "build").when->before);
    CHECK(d.calendar.size() == 2);
}

TEST_CASE("a decision's formulas change late, its options stay") {
    const Declaration d = late(R"toml([variant.v.decision.build]
when = "wet"
precision = 4
option = [{ name = "wait", cost = 0, pride = 1, utility.shame = "-1" }, { name = "wall", cost = 2, pride = 2, when = "not wet" }]
utility.pride = "option.pride"
pays.money = { bind = "2 * option.cost", while = "true" }
set.wet = "false"
)toml");
    const DecisionDeclaration& build = named(d.decisions, "build");
    CHECK(told(*build.when) == "flood -> wet");
    CHECK(told(build.precision) == "1 -> 4");
    CHECK(told(build.utilities) == "cost: -option.cost; pride: 0 -> option.pride");
    CHECK(told(build.payments.at(0).amount) == "option.cost -> 2 * option.cost");
    CHECK(told(*build.payments[0].lasting) == "wet -> true");
    CHECK(told(build.sets) == "wet: wet -> false");
    CHECK(told(build.options[0].utilities) == "shame: 0 -> -1");
    CHECK(told(build.options[1].attributes) == "cost: 1 -> 2; pride: 2");
    CHECK(told(*build.options[1].when) == "true -> not wet");
    CHECK(told(build.options[1].sets) == "people: 3 -> people");  // taken away
}

TEST_CASE("rules that only the variant has do nothing before it begins") {
    const Declaration d = late(R"toml([variant.v.event.drought]
on = "town"
rate.sun = "1"
[variant.v.claim.tax]
on = "town"
payer = "owner"
when = "wet"
money = "1"
[variant.v.decision.move]
on = "town"
actor = "owner"
precision = 1
otherwise = "stay"
option = [{ name = "stay" }]
)toml");
    CHECK(told(*named(d.events, "drought").when) == "false -> true");
    CHECK(told(named(d.events, "drought").rates) == "sun: 0 -> 1");
    CHECK(told(*named(d.claims, "tax").when) == "false -> wet");
    CHECK(told(*named(d.decisions, "move").when) == "false -> true");
}

TEST_CASE("rules that are taken away late hold until then") {
    const Declaration d = late("without = [\"event.flood\", \"decision.build\", \"claim.rent\", \"at.rain\"]\n");
    const EventDeclaration& flood = named(d.events, "flood");
    CHECK(!flood.removed);
    CHECK(told(*flood.when) == "true -> false");
    CHECK(told(flood.rates) == "rain: heat -> 0");
    CHECK(told(flood.adds) == "people: -1");
    const DecisionDeclaration& build = named(d.decisions, "build");
    CHECK(!build.removed);
    CHECK(told(*build.when) == "flood -> false");
    CHECK(build.options[1].attributes.size() == 1);
    CHECK(told(*named(d.claims, "rent").when) == "true -> false");
    REQUIRE(d.calendar.size() == 1);
    CHECK(d.calendar[0].name.value == "fair");
}

TEST_CASE("a decision can be forced late") {
    const Declaration d = late("force = { build = \"wall\" }\n");
    CHECK(named(d.decisions, "build").forced->value == "wall");
    CHECK(d.begins == 5U);
    CHECK(!named(d.decisions, "build").when->before);
}

TEST_CASE("a column frozen late is written until then, a let cannot freeze late") {
    const Declaration d = late("freeze = [\"town.people\"]\n");
    CHECK(told(of_kind(d.flows, "town").formulas) == "people: relax(1, 5) -> relax(people, 1)");
    CHECK(told(named(d.events, "flood").adds) == "people: -1 -> 0");
    CHECK(told(named(d.decisions, "build").options[1].sets) == "people: 3 -> people");
    CHECK(named(d.calendar, "rain").sets.empty());
    CHECK(named(d.calendar, "rain").fires.size() == 1);
    CHECK(wrong_in("freeze = [\"town.crowd\"]\n") == "freezes-let-late: town.crowd");
}

TEST_CASE("entries may move or come after the variant begins, not before") {
    const Declaration d =
        late("at.rain.date = 2022-04-09\n[variant.v.at.snow]\ndate = 2022-02-05\nfire = [\"town[A].flood\"]\n");
    CHECK(named(d.calendar, "rain").step == 14);
    CHECK(named(d.calendar, "snow").step == 5);
    CHECK(named(d.calendar, "fair").step == 2);
    CHECK(wrong_in("at.fair.date = 2022-04-09\n") == "has-happened: 2022-04-09");
    CHECK(wrong_in("at.rain.date = 2022-01-09\n") == "has-happened: 2022-01-09");
    CHECK(wrong_in("at.fair.set.\"town[A].people\" = 6\n") == "has-happened: 2022-01-15");
    CHECK(wrong_in("at.snow = { date = 2022-01-29, fire = [\"town[A].flood\"] }\n") == "has-happened: 2022-01-29");
    CHECK(wrong_in("without = [\"at.fair\"]\n") == "has-happened: at.fair");
}

TEST_CASE("what a run is made of cannot begin late") {
    CHECK(wrong_in("set.\"town[A].people\" = 6\n") == "begins-late: set");
    CHECK(wrong_in("function.f = { of = [\"x\"], is = \"x\" }\n") == "begins-late: function");
    CHECK(wrong_in("kind.town.people.start = 6\n") == "begins-late: kind");
    CHECK(wrong_in("rows.town = { columns = [\"name\"], data = [[\"A\"]] }\n") == "begins-late: rows");
    CHECK(wrong_in("event.flood.group = \"air\"\n") == "begins-late: air");
    CHECK(wrong_in("event.flood.on = \"actor\"\n") == "begins-late: actor");
    CHECK(wrong_in("claim.rent.payer = \"other\"\n") == "begins-late: other");
    CHECK(wrong_in("decision.build.actor = \"other\"\n") == "begins-late: other");
    CHECK(wrong_in("decision.build.among = \"owner\"\n") == "begins-late: owner");
    CHECK(wrong_in("decision.build.otherwise = \"wall\"\n") == "begins-late: wall");
    CHECK(wrong_in("decision.build.option = [{ name = \"wait\", cost = 0 }]\n") == "begins-late: build");
    CHECK(wrong_in("decision.build.option = [{ name = \"wait\" }, { name = \"wall\" }]\n") == "begins-late: wait");
    CHECK(wrong_in("decision.build.option = [{ name = \"wall\", cost = 0 }, { name = \"wait\", cost = 1 }]\n") ==
          "begins-late: wall");
}

}  // namespace hegemon
