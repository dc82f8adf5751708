#include "storage/run_layout.hpp"

#include <catch2/catch.hpp>

using namespace hegemon;

namespace {

TimeDeclaration calendar(const std::string& unit, double days, double step) {
    TimeDeclaration time;
    time.unit = unit;
    time.days_per_unit = days;
    time.start_date = "2022-01-01";
    time.step = step;
    time.steps = 3;
    return time;
}

}  // namespace

TEST_CASE("a time stamp is the end of its step, in days where there is a calendar") {
    CHECK(layout::time_axis(calendar("week", 7, 1)) == std::vector<double>{7, 14, 21});
    CHECK(layout::time_axis(calendar("year", 365.25, 0.5)) == std::vector<double>{182.625, 365.25, 547.875});
    CHECK(layout::time_units(calendar("week", 7, 1)) == "days since 2022-01-01");
}

TEST_CASE("without a calendar a time stamp is in the model's unit and begins at the start") {
    TimeDeclaration time;
    time.unit = "year";
    time.days_per_unit = 365.25;
    time.start = 1909;
    time.step = 0.25;
    time.steps = 3;
    CHECK(layout::time_axis(time) == std::vector<double>{1909.25, 1909.5, 1909.75});
    CHECK(layout::time_units(time) == "year");
    CHECK(layout::since_start(time, layout::stored_time(time, 0.375)) == 0.375);
}

TEST_CASE("a file's name becomes one that netCDF allows") {
    CHECK(layout::plain_name("edges.csv") == "edges.csv");
    CHECK(layout::plain_name("data/edges 2.csv") == "data_edges_2.csv");
    CHECK(layout::plain_name("./edges.csv") == "_._edges.csv");
    CHECK(layout::plain_name("Länder.csv") == "Länder.csv");
    CHECK(layout::plain_name("") == "_");
}

TEST_CASE("a name that the file uses itself gets an ending, any other stays") {
    CHECK(layout::free_name("time", layout::reserved_in_kind("state"), "value") == "time.value");
    CHECK(layout::free_name("state", layout::reserved_in_kind("state"), "value") == "state.value");
    CHECK(layout::free_name("states", layout::reserved_in_kind("state"), "value") == "states");
    CHECK(layout::free_name("provenance", layout::reserved_at_root(), "arm") == "provenance.arm");
    CHECK(layout::free_name("outcomes", layout::reserved_in_arm(), "kind") == "outcomes.kind");
}

TEST_CASE("levels of recording have the names that scenarios use") {
    for (const RecordLevel level :
         {RecordLevel::outcomes, RecordLevel::events, RecordLevel::standard, RecordLevel::all})
        CHECK(layout::record_level(name_of(level)) == level);
    CHECK(std::string(name_of(RecordLevel::all)) == "all");
    CHECK_THROWS_AS(layout::record_level("everything"), std::invalid_argument);
}
