#include <catch2/catch.hpp>
#include <hegemon/hegemon.hpp>
#include <stdexcept>

namespace {

using namespace hegemon;

const char* const ponds = R"toml(# Ponds.
time = "year"
start = 1990
step = 0.5
end = 2000
[parameter]
rate = { value = 0.5, source = "assumed; Smith" }
slow = "rate / 2"
[kind.pond]
level = { start = "exponential(2)", range = [0, 9] }
next = { ref = "pond" }
[rows.pond]
columns = ["name", "next"]
data = [["a", "b"], ["b", "a"]]
[flow.pond]
level = """rate * (next.level
                   -   level)"""
[event.rain]
on = "pond"
rate.clouds = 1
add.level = "rate"
[at.dam]
date = 1991.5
set."pond[a].level" = 3
[variant.dry]
title = "No rain"
without = ["event.rain"]
[variant.late]
from = 1995
parameter.rate.value = 0.25
[outcome]
level = { take = "final", of = "pond[a].level", from = 1999 }
)toml";

}  // namespace

TEST_CASE("a description has clock, files and formulas as they were written, on one line") {
    const auto scenario = Scenario::from_text(ponds, {}, "ponds.toml");
    const auto said = describe(scenario);
    CHECK(said.clock.start == "1990");
    CHECK(said.clock.end == "2000");
    CHECK(said.clock.steps == 20);
    REQUIRE(said.files.size() == 1);
    CHECK(said.files[0].opening == "Ponds.\n");
    CHECK(said.files[0].place == FileFacts::Place::memory);
    CHECK(said.parameters[1].value == 0.25);
    REQUIRE(said.rules.size() == 2);
    CHECK(said.rules[0].parts[0].formula.text == "rate * (next.level - level)");
    CHECK(full_name(said.rules[1], said.rules[1].parts[0]) == "event.rain rate.clouds");
    CHECK(said.calendar[0].date == "1991.5");
    CHECK(said.calendar[0].step == 3);
    CHECK(said.outcomes[0].from == "1999");
    CHECK(said.variants[1].from == "1995");
}

TEST_CASE("who reads whom and what is drawn is found in the formulas") {
    const auto said = describe(Scenario::from_text(ponds));
    REQUIRE(said.reads.size() == 1);
    CHECK(said.reads[0].reader == "pond");
    CHECK(said.reads[0].read == "pond");
    CHECK(said.reads[0].members == std::vector<std::string>{"level"});
    REQUIRE(said.draws.size() == 1);
    CHECK(said.draws[0].rule == "kind.pond start.level");
    CHECK(said.draws[0].draw == "exponential(2)");
}

TEST_CASE("differences of arms name place, old and new") {
    const auto scenario = Scenario::from_text(ponds);
    const auto late = differences(scenario, "base", "late");
    REQUIRE(late.size() == 1);
    CHECK(late[0].where == "parameter.rate");
    CHECK(late[0].before == "0.5");
    CHECK(late[0].after == "0.25");
    const auto dry = differences(scenario, "base", "dry");
    REQUIRE(dry.size() == 3);
    CHECK(dry[0].where == "event.rain");
    CHECK(dry[0].after == "never");
    CHECK(dry[1].where == "event.rain add.level");
    CHECK(differences(scenario, "dry", "dry").empty());
    CHECK_THROWS_AS(differences(scenario, "base", "wet"), std::invalid_argument);
    CHECK_THROWS_AS(describe(scenario, "wet"), std::invalid_argument);
}

TEST_CASE("a source that says the word is assumed, of all or of a part") {
    CHECK(is_assumed("assumed; Smith"));
    CHECK(is_assumed("Smith; all else assumed"));
    CHECK_FALSE(is_assumed("Smith (1990)"));
    CHECK_FALSE(is_assumed(""));
}
