#include "scenario/clock.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

TimeDeclaration clock(const std::string& text) {
    const Declaration d = test::load(text);
    INFO(text);
    CHECK(test::wrong(d).empty());
    return d.time;
}

}  // namespace

TEST_CASE("units have their lengths in days") {
    CHECK(clock("time = \"day\"\nend = 1\n").days_per_unit == 1);
    CHECK(clock("time = \"week\"\nend = 1\n").days_per_unit == 7);
    CHECK(clock("time = \"year\"\nend = 1\n").days_per_unit == 365.25);
    CHECK(clock("time = \"step\"\nend = 1\n").days_per_unit == 0);
}

TEST_CASE("between two dates the steps are counted, rounded to the nearest") {
    // 784 days from 2022-01-01 to 2024-02-24 are 112 weeks.
    const TimeDeclaration t = clock("time = \"week\"\nstart = 2022-01-01\nend = 2024-02-24\nstep = \"1 week\"\n");
    CHECK(t.steps == 112);
    CHECK(t.start_date == "2022-01-01");
    CHECK(t.start == 0);
    CHECK(t.step == 1);
    // 2024 is a leap year: 366 days, 52.3 weeks; and 1461 days from 2021 to 2025 are four Julian years.
    CHECK(clock("time = \"week\"\nstart = 2024-01-01\nend = 2025-01-01\n").steps == 52);
    CHECK(clock("time = \"year\"\nstart = 2021-01-01\nend = 2025-01-01\nstep = \"1 day\"\n").steps == 1461);
}

TEST_CASE("a step may be a number of units or a length") {
    CHECK(clock("time = \"week\"\nstep = 0.5\nend = 10\n").steps == 20);
    CHECK(clock("time = \"week\"\nstep = \"1 day\"\nend = 2\n").steps == 14);
    CHECK(clock("time = \"day\"\nstep = \"6 hours\"\nend = 2\n").steps == 8);
    CHECK(clock("time = \"year\"\nstep = \"1 week\"\nend = 28\n").steps == 1461);  // 28 years are 10,227 days
    CHECK(clock("step = 2\nend = 10\n").steps == 5);
}

TEST_CASE("an end may be a number, a length or a number of steps") {
    CHECK(clock("time = \"week\"\nstart = 100\nend = 110\n").steps == 10);
    CHECK(clock("time = \"week\"\nstart = 100\nend = 110\n").start == 100);
    CHECK(clock("time = \"week\"\nstart = 2022-01-01\nend = \"10 weeks\"\n").steps == 10);
    CHECK(clock("time = \"week\"\nstart = 100\nend = \"2 years\"\n").steps == 104);  // 730.5 days
    CHECK(clock("time = \"week\"\nstep = \"3 days\"\nend = \"100 steps\"\n").steps == 100);
    CHECK(clock("end = \"100 steps\"\n").steps == 100);
    CHECK(clock("end = \"1 step\"\n").steps == 1);
    CHECK(clock("time = \"year\"\nstep = \"1 week\"\nend = \"1000 steps\"\n").steps == 1000);
}

TEST_CASE("a clock that makes no sense is refused") {
    const auto wrong = [](const std::string& text) { return test::wrong(test::load(text)); };
    CHECK(wrong("") == "missing-key 1:1");
    CHECK(wrong("time = \"month\"\nend = 1\n") == "wrong-choice 1:8");
    CHECK(wrong("time = 3\nend = 1\n") == "wrong-type 1:8");
    CHECK(wrong("end = -1\n") == "end-before-start 1:7");
    CHECK(wrong("end = 0.5\n") == "no-whole-step 1:7");
    CHECK(wrong("step = -1\nend = 5\n") == "step-not-positive 1:8");
    CHECK(wrong("time = \"day\"\nstart = 2022-01-01T00:00:00\nend = 5\n") == "wrong-type 2:9");
    CHECK(wrong("time = \"day\"\nstart = 3\nend = true\n") == "wrong-type 3:7");
    CHECK(wrong("time = \"day\"\nstep = \"2 steps\"\nend = 3\n") == "not-a-duration 2:8");
    CHECK(wrong("time = \"day\"\nstep = \"2days\"\nend = 3\n") == "not-a-duration 2:8");
    CHECK(wrong("time = \"day\"\nstep = \"nan days\"\nend = 3\n") == "not-a-duration 2:8");
    CHECK(wrong("time = \"day\"\nstep = 1e-300\nend = 1e300\n") == "too-many-steps 3:7");
    // Both ends are wrong: both are told.
    CHECK(wrong("time = \"day\"\nstart = true\nstep = true\nend = true\n") ==
          "wrong-type 2:9; wrong-type 3:8; wrong-type 4:7");
}

TEST_CASE("times of outcomes count from the start, in units") {
    const auto outcome = [](const std::string& clock, const std::string& window) {
        return test::load(clock + "[outcome]\nx = { take = \"mean\", of = \"1\", " + window + " }\n");
    };
    const std::string dated = "time = \"week\"\nstart = 2022-01-01\nend = 2024-02-24\n";
    const Declaration by_date = outcome(dated, "from = 2022-02-26, to = 2022-10-01");
    CHECK(test::wrong(by_date).empty());
    CHECK(by_date.outcomes[0].from == 8);  // 56 days
    CHECK(by_date.outcomes[0].to == 39);   // 273 days
    const Declaration by_number = outcome("start = 100\nend = 110\n", "from = 103.5, to = 110");
    CHECK(test::wrong(by_number).empty());
    CHECK(by_number.outcomes[0].from == 3.5);
    CHECK(by_number.outcomes[0].to == 10);
    CHECK(test::wrong(outcome(dated, "to = 2024-02-24")).empty());
    CHECK(test::wrong(outcome(dated, "to = 2024-02-25")) == "outside-run 5:37");
    CHECK(test::wrong(outcome("start = 100\nend = 110\n", "from = 99")) == "outside-run 4:39");
    CHECK(test::wrong(outcome("end = 10\n", "from = 10")) == "window-empty 3:39");
    CHECK(test::wrong(outcome("end = 10\n", "from = 9.5")) == "window-empty 3:39");
    CHECK(test::wrong(outcome("end = 10\n", "from = \"x\"")) == "wrong-type 3:39");
    CHECK(test::wrong(outcome("end = 10\n", "from = 4, to = 4.5")).empty());
}

}  // namespace hegemon
