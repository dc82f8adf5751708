#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

using test::named;
using test::of_kind;

namespace {

const std::string scenario = R"(end = 10
[parameter]
heat = 1
cold = { value = 2, unit = "K" }
[kind.actor]
money = { capacity = true, start = 5 }
[kind.town]
owner = { ref = "actor" }
people = { start = 1 }
wet = { start = false }
[let.town]
crowd = { is = "people / 2", unit = "k" }
[flow.town]
people = "0.1"
[event.flood]
on = "town"
when = "not wet"
rate.rain = "heat"
set.wet = "true"
add.people = "-1"
[update.town]
add.people = "1"
[claim.rent]
on = "town"
payer = "owner"
money = "1"
[decision.build]
on = "town"
actor = "owner"
precision = 1
otherwise = "wait"
option = [{ name = "wait", cost = 0 }, { name = "wall", cost = 1, set.people = 3 }]
utility.cost = "-option.cost"
pays.money = { spend = "option.cost" }
set.people = "people"
[at.fair]
date = 3
set."town[A].people" = 5
[at.rain]
date = 6
fire = ["town[A].flood"]
set = { "town [A] . people" = 2 }
)";

LoadedScenario with(const std::string& variant, const LoadOptions& options = {}) {
    return test::load_all(scenario + variant, {{"t.csv", "name,people\nB,3\n"}}, options);
}

Declaration only(const std::string& variant) {
    const LoadedScenario loaded = with(variant);
    REQUIRE(test::wrong(loaded.base).empty());
    REQUIRE(loaded.variants.size() == 1);
    INFO(test::wrong(loaded.variants[0]));
    CHECK(loaded.variants[0].diagnostics.list().empty());
    return loaded.variants[0];
}

Diagnostic first_wrong(const std::string& variant) {
    const LoadedScenario loaded = with(variant);
    REQUIRE(loaded.variants.size() == 1);
    REQUIRE(!loaded.variants[0].diagnostics.list().empty());
    return loaded.variants[0].diagnostics.list().front();
}

/// The problem at the text that the place covers.
std::string blamed(const Diagnostic& d) {
    return d.id + ": " + d.where.file->text.substr(d.where.begin, d.where.length);
}

std::string wrong_in(const std::string& variant) {
    std::string all;
    for (const LoadedScenario loaded = with(variant); const Declaration& one : loaded.variants)
        for (const Diagnostic& d : one.diagnostics.list()) all += (all.empty() ? "" : "; ") + blamed(d);
    return all;
}

}  // namespace

TEST_CASE("a variant is the scenario with its patch laid over, value by value") {
    const Declaration d = only(R"([variant.hot]
title = "Hot"
parameter.cold.value = 7
parameter.heat = "cold / 2"
let.town.crowd = "people"
flow.town.people = 0
event.flood.rate.melt = "0.2"
at.fair.date = 4
at.fair.set."town[A].people" = { to = 9, over = "2 steps" }
set."town[A].people" = 3
claim.rent.money = 2
update.town.add.people = 2
decision.build.option = [{ name = "wait" }]
decision.build.utility.cost = "0"
decision.build.pays.money.spend = "1"
kind.town.people.start = 2
)");
    CHECK(d.arm == "hot");
    CHECK(d.arm_title == "Hot");
    CHECK(named(d.parameters, "cold").value.text.value == "7");
    CHECK(named(d.parameters, "cold").value.unit == "K");
    CHECK(named(d.parameters, "heat").value.text.value == "cold / 2");
    CHECK(of_kind(d.lets, "town").formulas.at(0).formula.text.value == "people");
    CHECK(named(d.events, "flood").rates.size() == 2);
    CHECK(named(d.calendar, "fair").step == 4);
    CHECK(named(d.calendar, "fair").sets.at(0).over == 2);
    CHECK(d.settings.size() == 1);
    CHECK(named(d.claims, "rent").amounts.at(0).formula.text.value == "2");
    CHECK(named(d.decisions, "build").options.size() == 1);
    CHECK(named(d.decisions, "build").payments.at(0).amount.text.value == "1");
    CHECK(named(named(d.kinds, "town").columns, "people").start->text.value == "2");
    CHECK(!d.begins);
}

TEST_CASE("the base is the scenario without its variants") {
    const LoadedScenario plain = test::load_all(scenario), varied = with("[variant.v]\nparameter.heat = 2\n");
    CHECK(test::describe(varied.base) == test::describe(plain.base));
    CHECK(plain.base.arm == "base");
    CHECK(plain.variants.empty());
}

TEST_CASE("variants come in order of name, those wanted, and all of them are listed with their titles") {
    const std::string variants = "[variant.b]\ntitle = \"B\"\nparameter.heat = 2\n[variant.a]\nparameter.heat = 3\n";
    const LoadedScenario all = with(variants);
    REQUIRE(all.variants.size() == 2);
    CHECK(all.variants[0].arm == "a");
    CHECK(named(all.variants[1].parameters, "heat").value.text.value == "2");
    LoadOptions options;
    options.variants = {"b"};
    const LoadedScenario one = with(variants, options);
    REQUIRE(one.variants.size() == 1);
    CHECK(one.variants[0].arm == "b");
    REQUIRE(one.all_variants.size() == 2);
    CHECK(one.all_variants[0].name == "a");
    CHECK(one.all_variants[1].title == "B");
}

TEST_CASE("a variant that is wanted and unknown is told with the nearest") {
    LoadOptions options;
    options.variants = {"no_rain", "zzz"};
    const LoadedScenario d = with("[variant.no_rains]\nparameter.heat = 0\n", options);
    CHECK(test::wrong(d.base) == "unknown-variant 1:1; unknown-variant 2:1");
    CHECK(d.base.diagnostics.list()[0].hint == "no_rains?");
    CHECK(d.base.diagnostics.list()[0].where.file->name == "--arms");
    CHECK(d.base.diagnostics.list()[1].hint == "no_rains?");
    CHECK(with("", options).base.diagnostics.list().at(0).hint == "the scenario has no variants");
}

TEST_CASE("a --set holds in every variant but where the variant sets the same") {
    LoadOptions options;
    options.set = {{"heat", "8"}, {"cold", "9"}};
    const LoadedScenario d = with("[variant.v]\nparameter.heat = 3\n", options);
    CHECK(named(d.base.parameters, "heat").value.text.value == "8");
    CHECK(named(d.variants.at(0).parameters, "heat").value.text.value == "3");
    CHECK(named(d.variants[0].parameters, "cold").value.text.value == "9");
}

TEST_CASE("a model's variants and the scenario's merge") {
    const LoadedScenario d = test::load_all(
        "model = \"m.toml\"\nend = 1\n[variant.v]\nparameter.a = 5\n",
        {{"m.toml",
          "[parameter]\na = 1\nb = 1\n[variant.v]\ntitle = \"V\"\nparameter.a = { value = 3, unit = \"m\" }\n"
          "parameter.b = 4\n"}});
    REQUIRE(d.variants.size() == 1);
    CHECK(test::wrong(d.variants[0]).empty());
    CHECK(named(d.variants[0].parameters, "a").value.text.value == "5");
    CHECK(named(d.variants[0].parameters, "a").value.unit == "m");
    CHECK(named(d.variants[0].parameters, "b").value.text.value == "4");
    CHECK(d.variants[0].arm_title == "V");
}

TEST_CASE("a variant may bring rows of its own, and their file is kept") {
    const LoadedScenario d = with("[variant.v]\nrows.town.from = \"t.csv\"\n");
    REQUIRE(d.variants.size() == 1);
    CHECK(d.base.rows.empty());
    CHECK(d.variants[0].rows.at(0).cells.at(0).text == "B");
    CHECK(d.base.files.size() == 2);
    CHECK(d.variants[0].files.size() == 2);
}

TEST_CASE("entries and claims that are taken away are gone, events and decisions keep their names only") {
    const Declaration d =
        only("[variant.v]\nwithout = [\"at.fair\", \"event.flood\", \"decision.build\", \"claim.rent\"]\n");
    CHECK(d.claims.empty());
    CHECK(d.calendar.size() == 1);
    const EventDeclaration& flood = named(d.events, "flood");
    CHECK(flood.removed);
    CHECK(flood.on.value == "town");
    CHECK(!flood.when);
    CHECK((flood.rates.empty() && flood.sets.empty() && flood.adds.empty()));
    const DecisionDeclaration& build = named(d.decisions, "build");
    CHECK(build.removed);
    REQUIRE(build.options.size() == 2);
    CHECK(build.options[1].name.value == "wall");
    CHECK(build.options[1].sets.empty());
    CHECK((build.payments.empty() && build.utilities.empty() && build.sets.empty()));
    CHECK(build.actor.value == "owner");
}

TEST_CASE("a decision can be forced") {
    const Declaration d = only("[variant.v]\nforce = { build = \"wall\" }\n");
    CHECK(named(d.decisions, "build").forced->value == "wall");
}

TEST_CASE("nothing writes a frozen column, whether rule, option or date") {
    const Declaration d = only("[variant.v]\nfreeze = [\"town.people\"]\n");
    CHECK(of_kind(d.flows, "town").formulas.empty());
    CHECK(named(d.events, "flood").adds.empty());
    CHECK(named(d.events, "flood").sets.size() == 1);
    CHECK(of_kind(d.updates, "town").adds.empty());
    CHECK(named(d.decisions, "build").sets.empty());
    CHECK(named(d.decisions, "build").options[1].sets.empty());
    CHECK(d.calendar.size() == 1);  // the fair did nothing else
    CHECK(named(d.calendar, "rain").sets.empty());
    CHECK(named(d.calendar, "rain").fires.size() == 1);
}

TEST_CASE("a capacity cannot be frozen, a frozen let becomes a column that starts at it") {
    CHECK(wrong_in("[variant.v]\nfreeze = [\"actor.money\"]\n") == "freezes-capacity: actor.money");
    const Declaration d = only("[variant.v]\nfreeze = [\"town.crowd\"]\n");
    CHECK(of_kind(d.lets, "town").formulas.empty());
    const ColumnDeclaration& crowd = named(named(d.kinds, "town").columns, "crowd");
    CHECK(crowd.start->text.value == "people / 2");
    CHECK(crowd.unit == "k");
    CHECK(named(d.kinds, "town").columns[0].name.value == "crowd");  // in order of name
}

TEST_CASE("what a variant cannot say is told with what it might have meant") {
    CHECK(wrong_in("[variant.v]\nparameter.heet = 2\n") == "unknown-parameter: heet");
    CHECK(first_wrong("[variant.v]\nparameter.heet = 2\n").hint == "heat?");
    CHECK(wrong_in("[variant.v]\nwithout = [\"at.fare\", \"flow.town.people\", \"flood\", \"at.fair\"]\n") ==
          "unknown-rule: at.fare; unknown-rule: flow.town.people; unknown-rule: flood");
    CHECK(first_wrong("[variant.v]\nwithout = [\"at.fare\"]\n").hint == "at.fair?");
    CHECK(wrong_in("[variant.v]\nwithout = [\"at.fair\", \"at.fair\"]\n") == "repeated-name: at.fair");
    CHECK(wrong_in("[variant.v]\nwithout = []\n") == "empty-list: []");
    CHECK(wrong_in("[variant.v]\nwithout = \"at.fair\"\n") == "wrong-type: \"at.fair\"");
    CHECK(wrong_in("[variant.v]\nwithout = [1]\n") == "wrong-type: 1");
    CHECK(wrong_in("[variant.v]\nforce = { bild = \"wall\" }\n") == "unknown-decision: bild");
    CHECK(wrong_in("[variant.v]\nforce = { build = \"wal\" }\n") == "unknown-option: wal");
    CHECK(first_wrong("[variant.v]\nforce = { build = \"wal\" }\n").hint == "wall?");
    CHECK(wrong_in("[variant.v]\nforce = { build = 1 }\n") == "wrong-type: 1");
    CHECK(wrong_in("[variant.v]\nforce = []\n") == "wrong-type: []");
    CHECK(wrong_in("[variant.v]\nforce = {}\n") == "empty-list: {}");
    CHECK(wrong_in("[variant.v]\nforce = { build = \"wall\" }\nwithout = [\"decision.build\"]\n") ==
          "forced-and-removed: decision.build");
    CHECK(wrong_in("[variant.v]\nfreeze = [\"town.peple\"]\n") == "unknown-column-or-let: town.peple");
    CHECK(wrong_in("[variant.v]\nfreeze = [\"people\", \"town.owner\", \"\", \".\"]\n") ==
          "unknown-column-or-let: people; unknown-column-or-let: town.owner; unknown-column-or-let: ; "
          "unknown-column-or-let: .");
    CHECK(wrong_in("[variant.v]\nend = 5\nparameter.heat = 2\n") == "not-in-variant: end");
    CHECK(wrong_in("[variant.v]\noutcome.x = { of = 1 }\nparameter.heat = 2\n") == "not-in-variant: outcome");
    CHECK(wrong_in("[variant.v]\nparameters.heat = 2\n") == "unknown-key: parameters");
    CHECK(first_wrong("[variant.v]\nparameters.heat = 2\n").hint == "parameter?");
    CHECK(wrong_in("[variant.v]\nevent = 3\n") == "wrong-type: 3");
    CHECK(wrong_in("[variant.v]\nparameter = 3\n") == "wrong-type: 3");
    CHECK(wrong_in("[variant.v]\ntitle = 3\nparameter.heat = 2\n") == "wrong-type: 3");
    CHECK(wrong_in("[variant.v]\nat.fair.date = 11\n") == "outside-run: 11");
}

TEST_CASE("a variant that changes nothing is refused") {
    for (const auto* keys :
         {"", "title = \"x\"", "from = 3", "parameter.heat = 1", "parameter.cold.unit = \"K\"",
          "event.flood.rate.rain = \"heat\"", "freeze = [\"town.wet\"]\nwithout = [\"event.flood\"]"}) {
        INFO(keys);
        const std::string wrong = wrong_in("[variant.v]\n" + std::string(keys) + "\n");
        CHECK(wrong == (std::string(keys).find("freeze") == 0 ? "" : "variant-changes-nothing: v"));
    }
    CHECK(wrong_in("[variant.v]\nfreeze = [\"town.wet\"]\n").empty());
}

TEST_CASE("freezing a column that nothing writes changes nothing") {
    const LoadedScenario d = test::load_all("end = 1\n[kind.k]\nx = { start = 1 }\n[variant.v]\nfreeze = [\"k.x\"]\n");
    CHECK(test::wrong_variant(d) == "variant-changes-nothing 4:10");
}

TEST_CASE("an error that stands outside of the variant names the variant besides") {
    // The base's `when` is fine; with the variant's probability the rate is one too many.
    const LoadedScenario d =
        test::load_all("end = 1\n[event.e]\non = \"k\"\nprobability = 0.5\n[variant.v]\nevent.e.rate.x = 1\n");
    REQUIRE(d.variants.size() == 1);
    const auto& list = d.variants[0].diagnostics.list();
    REQUIRE(list.size() == 1);
    CHECK(test::wrong(d.variants[0]) == "probability-and-rates 4:1");
    REQUIRE(list[0].also.size() == 1);
    CHECK(line_column(*list[0].also[0].where.file, list[0].also[0].where.begin).line == 5);
    CHECK(first_wrong("[variant.v]\nevent.flood.rates.x = 1\n").also.empty());
}

TEST_CASE("names of variants are names, and 'base' is taken") {
    CHECK(test::wrong(with("[variant.base]\nparameter.heat = 2\n").base).find("variant-named-base") == 0);
    CHECK(test::wrong(with("[variant.\"a b\"]\nparameter.heat = 2\n").base).find("invalid-name") == 0);
    CHECK(test::wrong(with("[variant]\nx = 3\n").base).find("wrong-type") == 0);
    CHECK(test::wrong(test::load("end = 1\nvariant = 3\n")) == "wrong-type 2:11");
}

TEST_CASE("what is wrong with a scenario and with its variants is told at once, and each error once") {
    const LoadedScenario d =
        with("[variant.v]\nparameter.heet = 2\n[variant.w]\nwithout = [\"at.fire\"]\n[flow]\ntown2 = 3\n");
    CHECK(d.variants.empty());
    std::string ids;
    for (const Diagnostic& one : d.base.diagnostics.list()) ids += one.id + " ";
    CHECK(ids == "wrong-type unknown-parameter unknown-rule ");
}

}  // namespace hegemon
