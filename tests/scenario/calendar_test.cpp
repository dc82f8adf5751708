#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

const std::string dated = "time = \"week\"\nstart = 2022-01-01\nend = 2024-02-24\n";  // 112 weeks
const std::string counted = "start = 100\nend = 110\n";

Declaration with_entry(const std::string& clock, const std::string& entry) {
    return test::load(clock + "[at.x]\n" + entry + "\n");
}

CalendarEntry on(const std::string& clock, const std::string& date) {
    const Declaration d = with_entry(clock, "fire = [\"k[A].e\"]\ndate = " + date);
    INFO(date);
    REQUIRE(test::wrong(d).empty());
    return d.calendar.at(0);
}

std::string wrong_on(const std::string& clock, const std::string& date) {
    return test::wrong(with_entry(clock, "fire = [\"k[A].e\"]\ndate = " + date));
}

}  // namespace

TEST_CASE("an entry acts in the first step that begins on or after its date") {
    CHECK(on(dated, "2022-01-01").step == 0);
    CHECK(on(dated, "2022-01-02").step == 1);
    CHECK(on(dated, "2022-01-08").step == 1);
    CHECK(on(dated, "2022-01-09").step == 2);
    // 54 days after the start, in the eighth week: the first step after it begins on 2022-02-26.
    const CalendarEntry february = on(dated, "2022-02-24");
    CHECK(february.step == 8);
    CHECK(february.at == 54.0 / 7);
    CHECK(on(dated, "2024-02-17").step == 111);
    CHECK(on(counted, "100").step == 0);
    CHECK(on(counted, "103.5").step == 4);
    CHECK(on(counted, "103.5").at == 3.5);
    // A tenth of a step is no double; three of them are one step's beginning all the same.
    CHECK(on("step = 0.1\nend = 1\n", "0.30000000000000004").step == 3);
}

TEST_CASE("a date outside the run, or after the last beginning of a step, is refused") {
    CHECK(wrong_on(dated, "2021-12-31") == "outside-run 6:8");
    CHECK(wrong_on(dated, "2024-02-25") == "outside-run 6:8");
    CHECK(wrong_on(dated, "2024-02-24") == "no-step-after 6:8");
    CHECK(wrong_on(dated, "2024-02-18") == "no-step-after 6:8");
    CHECK(wrong_on(counted, "99") == "outside-run 5:8");
    CHECK(wrong_on(counted, "109").empty());
    CHECK(wrong_on(counted, "109.5") == "no-step-after 5:8");
    const Declaration d = with_entry(dated, "fire = [\"k[A].e\"]\ndate = 2025-01-01");
    CHECK(d.diagnostics.list().at(0).problem ==
          "'2025-01-01' lies outside the run, which goes from 2022-01-01 to 2024-02-24");
}

TEST_CASE("a date that is none is told how dates are written") {
    for (const auto* text : {"\"2022-02-24\"", "\"24 Feb 2022\""}) {
        const Declaration d = with_entry(dated, "fire = [\"k[A].e\"]\ndate = " + std::string(text));
        CHECK(test::wrong(d) == "not-a-date 6:8");
        CHECK(d.diagnostics.list().at(0).hint == "a date is written 2022-02-24, without quotes");
    }
    for (const auto* text : {"24 Feb 2022", "2022-2-24", "2022-02-30", "24.02.2022"}) {
        const Declaration d = with_entry(dated, "date = " + std::string(text));
        INFO(text);
        REQUIRE(d.diagnostics.list().size() == 1);
        CHECK(d.diagnostics.list()[0].id == "toml-syntax");
        CHECK(d.diagnostics.list()[0].hint == "a date is written 2022-02-24, without quotes");
    }
    CHECK(wrong_on(dated, "3") == "number-for-date 6:8");
    CHECK(wrong_on(dated, "[1]") == "wrong-type 6:8");
    CHECK(wrong_on(dated, "2022-02-24T10:00:00") == "wrong-type 6:8");
    CHECK(wrong_on(counted, "2022-02-24") == "date-without-calendar 5:8");
    CHECK(wrong_on("time = \"week\"\nend = 3\n", "2022-02-24") == "date-without-start 5:8");
    CHECK(test::wrong(with_entry(dated, "fire = [\"k[A].e\"]")) == "missing-key 4:5");
}

TEST_CASE("entries set, ramp, add and fire, and addresses keep their places") {
    const Declaration d = with_entry(dated, R"(date = 2022-02-24
note = "first"
fire = ["state[A].shock", "state[B].shock"]
[at.x.set]
"dose[a].share" = { to = "1 - 0.35", over = "10 weeks", source = "s" }
"dose[b].share" = 0.5
"dose[c].share" = { is = "2 / 3", note = "n" }
[at.x.add]
"dose[a].count" = "1")");
    REQUIRE(test::wrong(d).empty());
    const CalendarEntry& entry = d.calendar.at(0);
    CHECK(entry.note == "first");
    CHECK(entry.fires.at(1).value == "state[B].shock");
    REQUIRE(entry.sets.size() == 3);
    CHECK(entry.sets[0].over == 10);
    CHECK(entry.sets[0].value.text.value == "1 - 0.35");
    CHECK(entry.sets[0].value.source == "s");
    CHECK(!entry.sets[1].over);
    CHECK(entry.sets[1].value.text.value == "0.5");
    CHECK(entry.sets[2].value.note == "n");
    CHECK(entry.adds.at(0).value.text.value == "1");
    const Text& address = entry.sets[1].address;
    CHECK(address.part(0, 1).begin == address.at.file->text.find("dose[b]"));
    CHECK(entry.date.file->text.substr(entry.date.begin, entry.date.length) == "2022-02-24");
}

TEST_CASE("title and note of an entry are one text") {
    const auto note = [](const std::string& keys) {
        return with_entry(counted, "date = 100\nfire = [\"k[A].e\"]\n" + keys).calendar.at(0).note;
    };
    CHECK(note("title = \"a\"") == "a");
    CHECK(note("title = \"a\"\nnote = \"b\"") == "a: b");
}

TEST_CASE("a ramp lasts so many units of time, or as long as its own unit says") {
    const auto over = [](const std::string& clock, const std::string& length) {
        return with_entry(clock, "date = 100\nset = { \"k[A].x\" = { to = 1, over = " + length + " } }");
    };
    const std::string weeks = "time = \"week\"\nstart = 100\nend = 110\nstep = 0.5\n";
    CHECK(over(weeks, "\"14 days\"").calendar.at(0).sets.at(0).over == 2);
    CHECK(over(weeks, "\"3 steps\"").calendar.at(0).sets.at(0).over == 1.5);
    CHECK(over(counted, "\"3 steps\"").calendar.at(0).sets.at(0).over == 3);
    CHECK(test::wrong(over(weeks, "\"1 month\"")) == "not-a-duration 7:37");
    CHECK(test::wrong(over(weeks, "\"weeks\"")) == "not-a-duration 7:37");
    CHECK(test::wrong(over(counted, "\"3 weeks\"")) == "not-a-duration 5:37");
    CHECK(over(weeks, "10").calendar.at(0).sets.at(0).over == 10);
    CHECK(test::wrong(over(weeks, "true")) == "wrong-type 7:37");
    CHECK(test::wrong(over(weeks, "\"0 weeks\"")) == "length-not-positive 7:37");
    CHECK(test::wrong(over(weeks, "\"-2 weeks\"")) == "length-not-positive 7:37");
}

TEST_CASE("an entry that does nothing, and what cannot stand in one, is refused") {
    const auto wrong = [](const std::string& rest) { return test::wrong(with_entry(counted, "date = 105\n" + rest)); };
    CHECK(wrong("") == "does-nothing 3:5");
    CHECK(wrong("set = {}\nadd = {}") == "does-nothing 3:5");
    CHECK(wrong("fire = []") == "empty-list 5:8");
    CHECK(wrong("fire = [\"a\", \"a\"]") == "repeated-name 5:15");
    CHECK(wrong("fire = \"a\"") == "wrong-type 5:8");
    CHECK(wrong("fire = [1]") == "wrong-type 5:9");
    CHECK(wrong("add = { \"k[A].x\" = { to = 1, over = \"3 steps\" } }") == "ramp-in-add 5:20");
    CHECK(wrong("set = { \"k[A].x\" = { to = 1 } }") == "missing-key 5:10");
    CHECK(wrong("set = { \"k[A].x\" = { over = \"3 steps\" } }") == "missing-key 5:10");
    CHECK(wrong("set = { \"k[A].x\" = { to = 1, is = 2, over = \"3 steps\" } }") == "unknown-key 5:30");
    CHECK(wrong("set = { k.x = 3 }") == "address-parts 5:9");
    CHECK(wrong("set = 3") == "wrong-type 5:7");
    CHECK(wrong("sett = { \"k[A].x\" = 1 }") == "unknown-key 5:1; does-nothing 3:5");
    CHECK(test::wrong(test::load(counted + "[at]\nx = 3\n")) == "wrong-type 4:5");
    CHECK(test::wrong(test::load(counted + "at = 3\n")) == "wrong-type 3:6");
}

}  // namespace hegemon
