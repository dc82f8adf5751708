/// Wish, then pay: who is asked, who is served first, what is refused, how long a commitment lasts.
#include <catch2/catch.hpp>

#include <cmath>

#include "support/recorded_run.hpp"
#include "support/statistics.hpp"

namespace hegemon {

using test::RecordedRun;
using test::ScenarioText;

namespace {

/// Two stalls of one owner who has a purse of 1; each morning each stall may be stocked.
std::string market(const std::string& rest) {
    return R"~(
time = "step"
end = 4
[kind.owner]
purse = { capacity = true, start = 1 }
[kind.stall]
owner = { ref = "owner" }
eagerness = { start = 1 }
price = { start = 0.6 }
keeps = { start = true }
[rows.owner]
columns = ["name"]
data = [["ann"]]
[event.morning]
on = "stall"
when = "time == 0"
probability = "1"
[rows.stall]
columns = ["name", "owner", "eagerness"]
data = [["north", "ann", 1], ["south", "ann", 2]]
)~" + rest;
}

/// The decision to stock a stall, which is certain to be wished for.
std::string stocking(const std::string& options, const std::string& payment) {
    return R"~(
[decision.stock]
on = "stall"
actor = "owner"
when = "morning"
precision = 1000
otherwise = "leave"
option = [)~" +
           options + R"~(]
utility.wish = "option.worth * eagerness"
pays.purse = )~" +
           payment + "\n";
}

const std::string two_options =
    R"~({ name = "leave", worth = 0, cost = 0 }, { name = "fill", worth = 1, cost = 0.6 })~";
const std::string three_options = two_options + R"~(, { name = "half", worth = 0.5, cost = 0.3 })~";

}  // namespace

TEST_CASE("the more eager wish is served first, and what no longer fits is refused") {
    const RecordedRun run(
        ScenarioText(market(stocking(two_options, R"~({ bind = "option.cost", while = "keeps" })~") + R"~(
[outcome]
south = { take = "any", of = "stall[south].stock.fill" }
north = { take = "any", of = "stall[north].stock.fill" }
north_refused = { take = "any", of = "stall[north].stock.refused" }
south_refused = { take = "any", of = "stall[south].stock.refused" }
north_leaves = { take = "any", of = "stall[north].stock.leave" }
asked = { take = "sum", of = "count(s in stall where s.stock)" }
)~")));
    CHECK(run.value("south") == 1);
    CHECK(run.value("north") == 0);
    CHECK(run.value("north_refused") == 1);
    CHECK(run.value("south_refused") == 0);
    CHECK(run.value("north_leaves") == 1);
    CHECK(run.value("asked") == 2);
}

TEST_CASE("equal eagerness is served in order of decision and row name") {
    const auto text = market(stocking(two_options, R"~({ bind = "option.cost", while = "keeps" })~") + R"~(
[outcome]
north = { take = "any", of = "stall[north].stock.fill" }
south = { take = "any", of = "stall[south].stock.fill" }
)~");
    auto even = text;
    even.replace(even.find("\"ann\", 2"), 8, "\"ann\", 1");
    const RecordedRun run{ScenarioText(even)};
    CHECK(run.value("north") == 1);
    CHECK(run.value("south") == 0);
}

TEST_CASE("who is refused draws again among what still fits") {
    const RecordedRun run(
        ScenarioText(market(stocking(three_options, R"~({ bind = "option.cost", while = "keeps" })~") + R"~(
[outcome]
north_half = { take = "any", of = "stall[north].stock.half" }
north_refused = { take = "any", of = "stall[north].stock.refused" }
free = { take = "final", of = "owner[ann].purse.free" }
bound = { take = "final", of = "owner[ann].purse.bound" }
)~")));
    CHECK(run.value("north_half") == 1);
    CHECK(run.value("north_refused") == 1);
    CHECK(run.value("free") == Approx(0.1).margin(1e-9));
    CHECK(run.value("free") + run.value("bound") == 1);
}

TEST_CASE("a commitment lasts while its condition holds, and once released it does not come back") {
    const RecordedRun run(
        ScenarioText(market(stocking(two_options, R"~({ bind = "option.cost", while = "time != 2" })~") + R"~(
[outcome]
at_once = { take = "final", of = "owner[ann].purse.bound", to = 1 }
later = { take = "final", of = "owner[ann].purse.bound", to = 2 }
released = { take = "final", of = "owner[ann].purse.bound", to = 3 }
for_good = { take = "final", of = "owner[ann].purse.bound", to = 4 }
)~")));
    CHECK(run.value("at_once") == Approx(0.6).margin(1e-9));
    CHECK(run.value("later") == run.value("at_once"));
    CHECK(run.value("released") == 0);
    CHECK(run.value("for_good") == 0);
}

TEST_CASE("spending lowers the total, which a flow lets grow back") {
    const RecordedRun run(ScenarioText(market(stocking(two_options, R"~({ spend = "option.cost" })~") + R"~(
[flow.owner]
purse = "relax(1, 1)"
[outcome]
spent = { take = "final", of = "owner[ann].purse.total", to = 1 }
grown = { take = "final", of = "owner[ann].purse.total", to = 2 }
)~")));
    CHECK(run.value("spent") == Approx(0.4).margin(1e-9));
    CHECK(run.value("grown") == Approx(0.7).margin(1e-9));
}

TEST_CASE("a new choice replaces the old commitment, which is free for it") {
    auto text = market(stocking(two_options, R"~({ bind = "option.cost", while = "keeps" })~") + R"~(
[outcome]
refused = { take = "sum", of = "stall[south].stock.refused" }
filled = { take = "sum", of = "stall[south].stock.fill" }
bound = { take = "max", of = "owner[ann].purse.bound" }
)~");
    text.replace(text.find("when = \"time == 0\""), 18, "");  // a morning in each step
    const RecordedRun run{ScenarioText(text)};
    CHECK(run.value("refused") == 0);
    CHECK(run.value("filled") == 4);
    CHECK(run.value("bound") == Approx(0.6).margin(1e-9));
}

TEST_CASE("a claim comes before decisions, and what it asks beyond the total is strain") {
    const RecordedRun run(
        ScenarioText(market(stocking(two_options, R"~({ bind = "option.cost", while = "keeps" })~") + R"~(
[kind.debt]
owner = { ref = "owner" }
sum = { start = 1.25 }
[rows.debt]
columns = ["name", "owner"]
data = [["bank", "ann"]]
[claim.debt]
on = "debt"
payer = "owner"
when = "time >= 1"
purse = "sum"
[outcome]
strain_at_first = { take = "final", of = "owner[ann].purse.strain", to = 1 }
strain = { take = "final", of = "owner[ann].purse.strain" }
free = { take = "final", of = "owner[ann].purse.free" }
)~")));
    CHECK(run.value("strain_at_first") == 0);
    CHECK(run.value("strain") == Approx(1.25 + 0.6 - 1).margin(1e-9));
    CHECK(run.value("free") == 0);
}

TEST_CASE("a row may choose for itself, and pay for itself") {
    // Two strollers with 1 and 2 coins; the umbrella rents for 1 of them, tea costs 0.75.
    const RecordedRun run(ScenarioText(R"~(
time = "step"
end = 2
[kind.stroller]
coins = { capacity = true }
wet = { start = true }
[rows.stroller]
columns = ["name", "coins", "wet"]
data = [["ann", 1, true], ["bob", 2, true]]
[event.noon]
on = "stroller"
probability = 1
[claim.umbrella]
on = "stroller"
payer = "this"
when = "wet"
coins = 1
[decision.tea]
on = "stroller"
actor = "this"
when = "noon"
precision = 1000
otherwise = "none"
option = [{ name = "none", price = 0 }, { name = "cup", price = 0.75, set.wet = "false" }]
utility.thirst = "option.price"
pays.coins = { spend = "option.price" }
[outcome]
ann_refused = { take = "sum", of = "stroller[ann].tea.refused" }
bob_drinks  = { take = "sum", of = "stroller[bob].tea.cup" }
ann_has = { take = "final", of = "stroller[ann].coins.total" }
bob_has = { take = "final", of = "stroller[bob].coins.total" }
bob_free = { take = "max", of = "stroller[bob].coins.free" }
)~"));
    // Ann's only coin is bound in both steps. Bob drinks with his second one, gets dry, and drinks again with the
    // first.
    REQUIRE(run.value("ann_refused") == 2);
    REQUIRE(run.value("bob_drinks") == 2);
    REQUIRE(run.value("ann_has") == 1);
    REQUIRE(run.value("bob_has") == 0.5);
    REQUIRE(run.value("bob_free") == 0.5);
}

TEST_CASE("options are chosen with weight exp(precision times utility)") {
    auto text = market(stocking(three_options, R"~({ spend = "0 * option.cost" })~") + R"~(
[outcome]
leave = { take = "sum", of = "stall[south].stock.leave" }
fill = { take = "sum", of = "stall[south].stock.fill" }
half = { take = "sum", of = "stall[south].stock.half" }
)~");
    text.replace(text.find("precision = 1000"), 16, "precision = 0.7");
    const RecordedRun run(ScenarioText(text), {20000, 3});
    const double sum = 1 + std::exp(0.7 * 2) + std::exp(0.7);
    for (const auto& [name, weight] : {std::pair("leave", 1.0), {"fill", std::exp(1.4)}, {"half", std::exp(0.7)}}) {
        double count = 0;
        for (const double value : run.outcome(name)) count += value;
        const double share = weight / sum;
        INFO(name);
        CHECK(std::abs(count / 20000 - share) < 4 * std::sqrt(share * (1 - share) / 20000));
    }
}

TEST_CASE("among rows at most one gets its wish, each in proportion to its weight") {
    auto text = market(stocking(two_options, R"~({ spend = "0 * option.cost" })~") + R"~(
[outcome]
both = { take = "sum", of = "count(s in stall where s.stock.fill) > 1" }
asked = { take = "sum", of = "count(s in stall where s.stock)", to = 1 }
south = { take = "sum", of = "stall[south].stock.fill" }
none = { take = "final", of = "not any(s in stall where s.stock.fill)", to = 1 }
)~");
    text.replace(text.find("precision = 1000"), 16, "among = \"owner\"\nprecision = 0.7");
    const RecordedRun run(ScenarioText(text), {20000, 4});
    const double sum = 1 + std::exp(0.7) + std::exp(1.4);
    double south = 0, none = 0;
    for (std::size_t i = 0; i < 20000; ++i) {
        CHECK_FALSE(run.outcome("both")[i] != 0);
        south += run.outcome("south")[i];
        none += run.outcome("none")[i];
    }
    CHECK(run.value("asked") == 2);
    for (const auto& [count, weight] : {std::pair(south, std::exp(1.4)), {none, 1.0}})
        CHECK(std::abs(count / 20000 - weight / sum) < 4 * std::sqrt(weight / sum * (1 - weight / sum) / 20000));
}

TEST_CASE("an option that is not on offer is never taken") {
    auto options = two_options;
    options.replace(options.rfind(" }"), 2, R"~(, when = "this.eagerness > 1.5" })~");
    const RecordedRun run(ScenarioText(market(stocking(options, R"~({ spend = "0 * option.cost" })~") + R"~(
[outcome]
north = { take = "any", of = "stall[north].stock.fill" }
south = { take = "any", of = "stall[south].stock.fill" }
refused = { take = "any", of = "any(s in stall where s.stock.refused)" }
)~")));
    CHECK(run.value("north") == 0);
    CHECK(run.value("south") == 1);
    CHECK(run.value("refused") == 0);
}

TEST_CASE("effects of choices read the state before the phase and write at once") {
    const RecordedRun run(
        ScenarioText(market(stocking(two_options, R"~({ bind = "0.5 * option.cost", while = "keeps" })~") + R"~(
set.price = "price + owner.purse.free"
set.keeps = "option.worth > 0"
[outcome]
north = { take = "final", of = "stall[north].price", to = 1 }
south = { take = "final", of = "stall[south].price", to = 1 }
)~")));
    CHECK(run.value("north") == Approx(1.6));
    CHECK(run.value("south") == Approx(1.6));
}

}  // namespace hegemon
