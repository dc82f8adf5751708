/// Lets that are only read in some rows are valued in those, and whenever they are read they have the right value.
#include "engine/world.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "support/recorded_run.hpp"
#include "support/scenario_text.hpp"

namespace hegemon {

namespace {

using test::RecordedRun;
using test::ScenarioText;

constexpr double untouched = -5;

using RowOf = std::function<std::size_t(std::size_t)>;

/// A world whose towns have a changing number x, that of row i starting at i, and a guide, who is one of them.
struct Towns {
    Towns(std::size_t count, std::size_t lanes, const RowOf& guide_of, const std::string& rules)
        : model(ScenarioText(text(count, guide_of, rules)).compiled()), world(*model, 1, lanes) {
        world.start(0, lanes);
    }

    static std::string text(std::size_t count, const RowOf& guide_of, const std::string& rules) {
        // Names of one length, so that rows are in order of number.
        std::string rows;
        for (std::size_t i = 0; i < count; ++i)
            rows += fmt::format("[\"t{:03}\", {}, \"t{:03}\"],\n", i, i, guide_of(i));
        return "time = \"step\"\nend = 3\n[kind.town]\nguide = { ref = \"town\" }\nx = {}\ny = { start = 0 }\nz = { "
               "start = 0 }\n"
               "[rows.town]\ncolumns = [\"name\", \"x\", \"guide\"]\ndata = [\n" +
               rows + "]\n" + rules;
    }

    [[nodiscard]] SlotId slot(const std::string& name) const {
        const auto& slots = model->graph.slots();
        const auto found =
            std::find_if(slots.begin(), slots.end(), [&](const Slot& slot) { return slot.name == name; });
        REQUIRE(found != slots.end());
        return static_cast<SlotId>(found - slots.begin());
    }
    [[nodiscard]] const std::vector<RowRange>& gathered(const std::string& name) const {
        return model->definitions[index_of(slot(name))].gathered;
    }

    /// So that it shows what is valued from here on.
    void blot(const std::string& name) {
        const auto id = slot(name);
        std::fill_n(world.memory().slots[index_of(id)], model->graph.slot(id).rows * world.lanes(), untouched);
    }
    /// x += change, another one in each lane.
    void change_x(double change) {
        double* x = world.writable(slot("town.x"));
        for (std::size_t i = 0; i < model->graph.slot(slot("town.x")).rows * world.lanes(); ++i)
            x[i] += change * static_cast<double>(1 + i % world.lanes());
    }
    /// Whether a let has the values of `right` (of x) in the rows where it is `valued`, and was left alone elsewhere.
    bool holds(const std::string& name, const std::function<double(double)>& right,
               const std::function<bool(std::size_t)>& valued) const {
        const double* values = world.values(slot(name));
        const double* x = world.values(slot("town.x"));
        bool good = true;
        for (std::size_t i = 0; i < model->graph.slot(slot(name)).rows * world.lanes(); ++i)
            good = good && values[i] == (valued(i / world.lanes()) ? right(x[i]) : untouched);
        return good;
    }

    std::shared_ptr<const Model> model;
    World world;
};

const std::string level_of_guide = R"toml(
[let.town]
level = "2 * x + 1"
[flow.town]
x = "guide.level"
)toml";
const std::string level_of_all = "[update.town]\nset.y = \"level\"\n";

std::size_t third_or_eighth(std::size_t row) { return row % 2 == 0 ? 3 : 8; }

bool in_every_row(std::size_t) { return true; }
bool in_no_row(std::size_t) { return false; }
bool in_two_rows(std::size_t row) { return row == 3 || row == 8; }
double level(double x) { return 2 * x + 1; }

}  // namespace

TEST_CASE("a let that is read in two rows is valued there, again whenever what it depends on was written") {
    for (const std::size_t lanes : {1U, 3U, 64U}) {
        Towns s(12, lanes, third_or_eighth, level_of_guide + level_of_all);
        const auto let = s.slot("town.level");
        REQUIRE(s.gathered("town.level").size() == 2);
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(let);
        CHECK(s.holds("town.level", level, in_two_rows));
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(let);
        CHECK(s.holds("town.level", level, in_no_row));  // nothing was written: nothing is valued
        for (int time = 0; time < 2; ++time) {           // twice in a step
            s.change_x(10);
            s.blot("town.level");
            s.world.bring_gathered_up_to_date(let);
            CHECK(s.holds("town.level", level, in_two_rows));
        }
    }
}

TEST_CASE("who reads the whole let gets all rows, though some were valued before") {
    for (const std::size_t lanes : {1U, 3U, 64U}) {
        Towns s(12, lanes, third_or_eighth, level_of_guide + level_of_all);
        const auto let = s.slot("town.level");
        s.change_x(10);
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(let);
        s.world.bring_up_to_date(let);
        CHECK(s.holds("town.level", level, in_every_row));
        // Those who read some rows then need nothing more, until something is written.
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(let);
        CHECK(s.holds("town.level", level, in_no_row));
        s.world.bring_up_to_date(let);
        CHECK(s.holds("town.level", level, in_no_row));
        s.change_x(1);
        s.world.bring_gathered_up_to_date(let);
        CHECK(s.holds("town.level", level, in_two_rows));
        s.change_x(1);
        s.world.bring_up_to_date(let);
        CHECK(s.holds("town.level", level, in_every_row));
        // The next batch starts anew.
        s.world.start(lanes, lanes);
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(let);
        CHECK(s.holds("town.level", level, in_two_rows));
    }
}

TEST_CASE("ranges of rows that are longer than a tile are valued to their ends, and not beyond") {
    const auto in_the_middle = [](std::size_t row) { return 100 + row % 250; };
    for (const std::size_t lanes : {1U, 8U, 64U, 100U}) {
        INFO(lanes);
        Towns s(400, lanes, in_the_middle, level_of_guide);
        REQUIRE(s.gathered("town.level").size() == 1);
        REQUIRE((lanes < 64 || Machine::tile_rows(lanes) < 250));
        s.blot("town.level");
        s.world.bring_gathered_up_to_date(s.slot("town.level"));
        CHECK(s.holds("town.level", level, [](std::size_t row) { return row >= 100 && row < 350; }));
    }
}

TEST_CASE("if most rows are read all are valued") {
    Towns most(
        12, 3, [](std::size_t row) { return row % 10; }, level_of_guide);
    CHECK(most.gathered("town.level").empty());
    most.blot("town.level");
    most.world.bring_gathered_up_to_date(most.slot("town.level"));
    CHECK(most.holds("town.level", level, in_every_row));
    const Towns some(
        12, 3, [](std::size_t row) { return row % 9; }, level_of_guide);
    CHECK(some.gathered("town.level").size() == 1);
}

TEST_CASE("a let that changes with time or through another let is valued again when these change") {
    Towns s(12, 3, third_or_eighth, R"toml(
[let.town]
level = "2 * x + time"
peak = "level ^ 2"
[flow.town]
x = "guide.peak"
)toml");
    REQUIRE(s.gathered("town.peak").size() == 2);
    const auto peak_at_7 = [](double x) { return (2 * x + 7) * (2 * x + 7); };
    s.world.bring_gathered_up_to_date(s.slot("town.peak"));
    s.blot("town.peak");
    s.world.set_time(7);
    s.world.bring_gathered_up_to_date(s.slot("town.peak"));
    CHECK(s.holds("town.peak", peak_at_7, in_two_rows));
    s.change_x(3);
    s.world.bring_gathered_up_to_date(s.slot("town.peak"));
    CHECK(s.holds("town.peak", peak_at_7, in_two_rows));
}

TEST_CASE("a let that changes twice in a step has its value of the moment everywhere") {
    // All have the guide t003. In each step the flow adds its level, the event its level as it is then, and updates
    // tell it, and the level of all.
    const auto third = [](std::size_t) { return std::size_t{3}; };
    const ScenarioText scenario(Towns::text(12, third, R"toml(
[let.town]
level = "2 * x + 1"
[flow.town]
x = "guide.level"
[event.rise]
on = "town"
probability = 1
add.x = "guide.level"
[update.town]
set.y = "guide.level"
set.z = "level"
[outcome]
told = { take = "sum", of = "town[t011].y" }
own  = { take = "sum", of = "town[t007].z" }
now  = { take = "sum", of = "town[t003].level" }
)toml"));
    double x3 = 3;
    double x7 = 7;
    double told = 0;
    double own = 0;
    for (int step = 0; step < 3; ++step) {
        for (int phase = 0; phase < 2; ++phase) {
            const double change = level(x3);
            x3 += change;
            x7 += change;
        }
        told += level(x3);
        own += level(x7);
    }
    for (const std::uint64_t replicates : {1U, 70U}) {
        const RecordedRun run(scenario, {replicates, 1});
        CHECK(run.outcome("told") == std::vector<double>(replicates, told));
        CHECK(run.outcome("own") == std::vector<double>(replicates, own));
        CHECK(run.outcome("now") == std::vector<double>(replicates, told));
    }
}

}  // namespace hegemon
