/// Events whose `when` is known at load are looked at only in the rows where it may hold; nobody notices otherwise.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "support/recorded_run.hpp"
#include "support/scenario_text.hpp"

namespace hegemon {

namespace {

using test::RecordedRun;
using test::ScenarioText;

/// Twenty sites. `marked` is fixed, `open` the same but a column that changes (to what it is); `worth` is the site's
/// number.
std::string sites(const std::vector<std::size_t>& marked) {
    std::string rows;
    for (std::size_t i = 0; i < 20; ++i) {
        const auto* truth = std::find(marked.begin(), marked.end(), i) != marked.end() ? "true" : "false";
        rows += fmt::format("[\"s{:02}\", {}, {}, {}],\n", i, truth, truth, i);
    }
    return "\ntime = \"step\"\nend = 8\n[kind.site]\nmarked = { start = false }\nopen = { start = false }\nworth = "
           "{}\ncount = { start = 0 }\n"
           "seen = { start = 0 }\n[rows.site]\ncolumns = [\"name\", \"marked\", \"open\", \"worth\"]\ndata = [\n" +
           rows + "]\n[update.site]\nset.open = \"open\"\n";
}

const std::string two_events = R"toml(
[event.fire]
on = "site"
when = "marked"
rate.always = "0.2 + worth / 40"
rate.more = "count / 10"
add.count = 1
[event.flood]
on = "site"
when = "not marked and worth > 17"
probability = 0.3
add.count = 10
[outcome]
counts = { take = "final", of = "sum(s in site: s.count * (1 + s.worth))" }
fires = { take = "sum", of = "count(s in site where s.fire)" }
floods = { take = "sum", of = "count(s in site where s.flood)" }
)toml";

std::vector<std::pair<std::size_t, std::size_t>> rows_looked_at(const ScenarioText& scenario) {
    std::vector<std::pair<std::size_t, std::size_t>> result;
    const auto model = scenario.compiled();
    for (const auto& rows : model->events.at(0).rows) result.emplace_back(rows.begin, rows.end);
    return result;
}
using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

bool same_run(const RecordedRun& a, const RecordedRun& b) {
    return a.outcome("counts") == b.outcome("counts") && a.times("fire") == b.times("fire") &&
           a.times("flood") == b.times("flood") && a.causes("fire") == b.causes("fire");
}

}  // namespace

TEST_CASE("only rows in which some event may happen are looked at", "[engine]") {
    const ScenarioText scenario(sites({3, 4, 11}) + two_events);
    CHECK(rows_looked_at(scenario) == Ranges{{3, 5}, {11, 12}, {18, 20}});
    CHECK(rows_looked_at(scenario.replaced("when = \"marked\"", "when = \"open\"")) == Ranges{{0, 20}});
    CHECK(rows_looked_at(scenario.replaced("when = \"marked\"\n", "")) == Ranges{{0, 20}});
    CHECK(rows_looked_at(scenario.replaced("\"not marked and worth > 17\"", "\"worth > 99\"")) ==
          Ranges{{3, 5}, {11, 12}});
    CHECK(rows_looked_at(ScenarioText(sites({}) + two_events).replaced("worth > 17", "worth > 99")).empty());
    // Not worth the gaps.
    CHECK(rows_looked_at(scenario.replaced("not marked and worth > 17", "worth > 3")) == Ranges{{0, 20}});
}

TEST_CASE("the same happens as if it were only known in the run where `when` holds", "[engine]") {
    for (const auto& marked : {std::vector<std::size_t>{3, 4, 11},
                               {},
                               {0},
                               {19},
                               {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}) {
        const ScenarioText scenario(sites(marked) + two_events);
        const auto changing = scenario.replaced("when = \"marked\"", "when = \"open\"")
                                  .replaced("\"not marked and worth > 17\"", "\"not open and worth > 17\"");
        for (const std::uint64_t replicates : {1U, 70U}) {
            const RecordedRun run(scenario, {replicates, 5});
            INFO(marked.size() << " marked, replicates " << replicates);
            CHECK(same_run(run, RecordedRun(changing, {replicates, 5})));
            CHECK(run.times("fire").empty() == marked.empty());
            CHECK_FALSE(run.times("flood").empty());
        }
    }
}

TEST_CASE("a rate that nobody could fire by fails no replicate where `when` is known not to hold", "[engine]") {
    const ScenarioText scenario(sites({3, 4, 11}) + R"toml(
[event.fire]
on = "site"
when = "marked"
rate.always = "if(marked, 0.5, -1 - count)"
add.count = 1
[outcome]
counts = { take = "final", of = "sum(s in site: s.count)" }
)toml");
    CHECK(RecordedRun(scenario, {70, 1}).value("counts") > 0);
    CHECK_THROWS(RecordedRun(scenario.replaced("when = \"marked\"\n", ""), {70, 1}));
    CHECK_THROWS(RecordedRun(scenario.replaced("marked, 0.5", "marked, -0.5"), {70, 1}));
}

TEST_CASE("the rate of an event that someone asks for is known in all rows, also where it never happens", "[engine]") {
    const ScenarioText scenario(sites({3, 4, 11}) + R"toml(
[event.fire]
on = "site"
when = "marked"
rate.always = "worth + seen * 0"
[outcome]
rates = { take = "final", of = "sum(s in site: s.fire.rate)" }
fires = { take = "sum", of = "count(s in site where s.fire and not s.marked)" }
)toml");
    CHECK(rows_looked_at(scenario) == Ranges{{0, 20}});
    for (const std::uint64_t replicates : {1U, 70U}) {
        const RecordedRun run(scenario, {replicates, 1});
        CHECK(run.value("rates") == 190);  // 0 + 1 + ... + 19
        CHECK(run.value("fires") == 0);
    }
}

TEST_CASE("what the calendar makes happen does not where `when` is known not to hold", "[engine]") {
    const auto rules = [](const std::string& row) {
        return ScenarioText(sites({3, 4, 11}) + "[at.spark]\ndate = 2024-01-15\nfire = [\"site[" + row + "].fire\"]\n" +
                            R"toml(
[event.fire]
on = "site"
when = "marked"
add.count = 1
[outcome]
counts = { take = "final", of = "sum(s in site: s.count)" }
)toml")
            .with("time", "\"week\"")
            .with("end", "2024-02-26\nstart = 2024-01-01");
    };
    CHECK(RecordedRun(rules("s04"), {3, 1}).value("counts") == 1);
    CHECK(RecordedRun(rules("s05"), {3, 1}).value("counts") == 0);
}

}  // namespace hegemon
