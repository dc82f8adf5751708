#include "scenario/load_scenario.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"
#include "scenario/towns_support.hpp"

namespace hegemon {

using test::named;
using test::of_kind;

TEST_CASE("every section of a scenario reaches the declaration") {
    const Declaration d = load_scenario_text(test::towns()).base;
    CHECK(test::wrong(d).empty());
    CHECK(d.title == "Towns \"on\" a river");
    CHECK(d.integrator == Integrator::rk4);
    CHECK(d.record == RecordLevel::all);

    const auto& rain = named(d.parameters, "rain");
    CHECK(rain.value.unit == "mm/week");
    CHECK(rain.value.source == "station \"north\"");
    CHECK(rain.range->high == 1000);
    CHECK(named(d.functions, "twice").arguments.at(1).value == "y");
    CHECK(named(d.functions, "twice").body.text.value == "x + y");

    const auto& town = named(d.kinds, "town");
    CHECK(named(town.columns, "people").clamp);
    CHECK(named(town.columns, "wet").start->text.value == "false");
    CHECK(named(town.columns, "wet").note == "under water");
    const auto& road = named(d.kinds, "road");
    CHECK(road.key.at(0).value == "from");
    CHECK(named(road.columns, "to").reference->value == "town");
    CHECK(named(road.columns, "paved").start->source == "road book");
    CHECK(!named(road.columns, "km").start);
    CHECK(named(d.kinds, "bridge").columns.empty());

    CHECK(of_kind(d.lets, "town").formulas.at(0).formula.source == "(1)");
    CHECK(of_kind(d.flows, "town").formulas.at(0).formula.text.value == "0.01");
    const auto& flood = named(d.events, "flood");
    CHECK(flood.on.value == "town");
    CHECK(flood.group->value == "water");
    CHECK(flood.when->text.value == "not wet");
    REQUIRE(flood.rates.size() == 2);
    CHECK(flood.rates[0].name.value == "is");  // in order of name
    CHECK(flood.factors.at(0).formula.source == "(2)");
    CHECK(flood.sets.at(0).formula.text.value == "true");
    CHECK(flood.adds.at(0).formula.text.value == "-1");
    CHECK(of_kind(d.updates, "town").adds.size() == 1);
    CHECK(d.settings.at(0).address.value == "road[A, B].km");
    CHECK(d.settings.at(0).value.source == "measured");
    CHECK(named(d.outcomes, "people").take == Take::mean);
    CHECK(named(d.outcomes, "double").take == Take::formula);
}

TEST_CASE("named things are in order of name") {
    const Declaration d = test::load("end = 1\n[parameter]\nb = 1\nB = 2\na_ = 3\na = 4\n_ = 5\n");
    std::string names;
    for (const auto& parameter : d.parameters) names += parameter.name.value + " ";
    CHECK(names == "B _ a a_ b ");
}

TEST_CASE("numbers become the shortest text that reads as the same number, at the number's own place") {
    const Declaration d =
        test::load("end = 1\n[parameter]\na = 0x10\nb = 1_0.50\nc = -3\nd = 1e300\ne = 0.1\nf = 9007199254740993\n");
    std::string values;
    for (const auto& parameter : d.parameters) values += parameter.value.text.value + " ";
    CHECK(values == "16 10.5 -3 1e+300 0.1 9007199254740993 ");
    const Text& b = d.parameters[1].value.text;
    CHECK(b.at.file->text.substr(b.at.begin, b.at.length) == "1_0.50");
    CHECK(b.part(0, b.value.size()).begin == b.at.begin);
    CHECK(b.part(3, 1).begin < b.at.begin + b.at.length);
}

TEST_CASE("a scenario that says nothing counts steps of one from zero, with Euler, recorded by default") {
    const Declaration d = test::load("end = 5\n");
    CHECK(d.time.unit == "step");
    CHECK(d.time.start == 0);
    CHECK(d.time.step == 1);
    CHECK(d.time.steps == 5);
    CHECK(!d.time.start_date);
    CHECK(d.integrator == Integrator::euler);
    CHECK(d.record == RecordLevel::standard);
}

TEST_CASE("the level of recording can be chosen without touching the scenario") {
    LoadOptions options;
    options.record = RecordLevel::outcomes;
    CHECK(test::load("end = 5\nrecord = \"all\"\n", {}, options).record == RecordLevel::outcomes);
}

TEST_CASE("all errors of all files are found at once") {
    const Declaration d = test::load("model = \"m.toml\"\nend = 5\ncolour = 1\n[parameter]\na = { values = 1 }\n",
                                     {{"m.toml", "[kind.town]\npeople = 3\n[event.flood]\nrates.x = 1\n"}});
    CHECK(test::wrong(d) ==
          "unknown-section 3:1; unknown-key 5:7; missing-key 5:1; wrong-type 2:10; unknown-key 4:1; missing-key 3:8");
}

TEST_CASE("an expression may be a string, a number, a truth or a table, and nothing else") {
    const auto start = [](const std::string& value) {
        return test::load("end = 1\n[kind.k]\nc = { start = " + value + " }\n");
    };
    CHECK(start("\"1 + 1\"").kinds[0].columns[0].start->text.value == "1 + 1");
    CHECK(start("true").kinds[0].columns[0].start->text.value == "true");
    CHECK(start("{ is = 2, unit = \"m\", note = \"n\" }").kinds[0].columns[0].start->unit == "m");
    CHECK(test::wrong(start("[1]")) == "wrong-type 3:15");
    CHECK(test::wrong(start("2022-01-01")) == "wrong-type 3:15");
    CHECK(test::wrong(start("{ unit = \"m\" }")) == "missing-key 3:7");
    CHECK(test::wrong(start("{ is = [] }")) == "wrong-type 3:22");
}

TEST_CASE("an error in an escaped expression points at the place in the file") {
    const Declaration d = test::load("end = 1\n[let.k]\nx = \"a\\t + b\"\n");
    const Text& text = d.lets.at(0).formulas.at(0).formula.text;
    CHECK(text.part(text.value.find('b'), 1).begin == text.at.file->text.find("b\""));
}

}  // namespace hegemon
