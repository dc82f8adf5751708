#include <catch2/catch.hpp>

#include <algorithm>

#include "model/model.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon {

namespace {

std::shared_ptr<const Model> model_of(const std::string& text) {
    return compile(load_scenario_text({{"s.toml", "time = \"step\"\nstart = 0\nend = 3\n" + text}}).base);
}

/// Values of a column by row, if they are the same in all replicates.
Field start_of(const Model& model, const std::string& name) {
    for (std::size_t i = 0; i < model.columns.size(); ++i)
        if (model.columns[i].name == name) return model.start_values[i] ? *model.start_values[i] : Field{};
    for (const auto& kind : model.schema.kinds)
        for (const auto& column : kind.columns)
            if (kind.name + "." + column.name == name && column.constant) return *column.constant;
    throw std::runtime_error("no column " + name);
}

bool is_constant(const Model& model, const std::string& name) {
    for (const auto& kind : model.schema.kinds)
        for (const auto& column : kind.columns)
            if (kind.name + "." + column.name == name) return column.constant != nullptr;
    throw std::runtime_error("no column " + name);
}

std::vector<std::string> draws_of(const Model& model) {
    std::vector<std::string> names;
    for (const auto& draw : model.draws) names.push_back(draw.rule + " " + draw.name);
    for (const auto& draw : model.start.graph.draws()) names.push_back(draw.rule + " " + draw.name);
    return names;
}

const std::string towns = R"toml(
[kind.town]
people = {}
double = { start = "2 * people" }
share  = { start = "people / all" }
at_start = { start = "weight" }
near = { ref = "town" }
beside = { start = "near.double" }
[rows.town]
columns = ["name", "people", "near"]
data = [["c", 30, "a"], ["a", 10, "b"], ["b", 20, "c"]]
[let.town]
all = "sum(t in town: t.people)"
weight = "double + share"
)toml";

}  // namespace

TEST_CASE("start formulas go through lets, references and other starts, in order of row name") {
    const auto model = model_of(towns);
    CHECK(start_of(*model, "town.people") == Field{10, 20, 30});
    CHECK(start_of(*model, "town.double") == Field{20, 40, 60});
    CHECK(start_of(*model, "town.share") == Field{10.0 / 60, 20.0 / 60, 30.0 / 60});
    CHECK(start_of(*model, "town.at_start") == Field{20 + 10.0 / 60, 40 + 20.0 / 60, 60 + 30.0 / 60});
    CHECK(start_of(*model, "town.beside") == Field{40, 60, 20});
}

TEST_CASE("[set] overwrites one row, and what follows from it follows") {
    const auto model = model_of(towns + "[set]\n\"town[b].people\" = \"20 + 30\"\n\"town[c].double\" = 7\n");
    CHECK(start_of(*model, "town.people") == Field{10, 50, 30});
    CHECK(start_of(*model, "town.double") == Field{20, 100, 7});
    CHECK(start_of(*model, "town.share") == Field{10.0 / 90, 50.0 / 90, 30.0 / 90});
    CHECK(start_of(*model, "town.beside") == Field{100, 7, 20});
    CHECK_THROWS_AS(model_of(towns + "[set]\n\"town[d].people\" = 1\n"), ScenarioError);
}

TEST_CASE("a column that no rule writes is a constant, one that a rule writes or that is drawn is not") {
    const auto model = model_of(towns +
                                "[update.town]\nadd.people = 1\n[kind.coin]\nside = { start = \"chance(0.5)\" "
                                "}\n[rows.coin]\ncolumns = [\"name\"]\ndata = [[\"x\"]]\n");
    CHECK_FALSE(is_constant(*model, "town.people"));
    CHECK(is_constant(*model, "town.double"));
    CHECK_FALSE(is_constant(*model, "coin.side"));
    CHECK(start_of(*model, "coin.side").empty());
    CHECK(start_of(*model, "town.people") == Field{10, 20, 30});
}

TEST_CASE("keyed rows are named by the rows that they join, and sorted by those names") {
    const auto model = model_of(towns + R"toml(
[kind.road]
key = ["to", "from"]
from = { ref = "town" }
to = { ref = "town" }
km = {}
[rows.road]
columns = ["from", "to", "km"]
data = [["b", "c", 3], ["c", "a", 1], ["a", "b", 2]]
[outcome]
km = { take = "final", of = "road[b, a].km" }
)toml");
    const auto& road = model->schema.kind(model->schema.kind_of.at("road"));
    CHECK(road.rows == std::vector<std::string>{"a/c", "b/a", "c/b"});
    CHECK(start_of(*model, "road.km") == Field{1, 2, 3});
    const auto& outcome = model->graph.node(model->outcomes[0].node);
    CHECK(outcome.constant == 2);
}

TEST_CASE("rows in any order give the same model") {
    auto shuffled = towns;
    const std::string rows = R"rows([["c", 30, "a"], ["a", 10, "b"], ["b", 20, "c"]])rows";
    shuffled.replace(shuffled.find(rows), rows.size(), R"rows([["b", 20, "c"], ["c", 30, "a"], ["a", 10, "b"]])rows");
    const auto one = model_of(towns);
    const auto other = model_of(shuffled);
    CHECK(one->row_hashes == other->row_hashes);
    for (const auto* column : {"town.people", "town.share", "town.at_start", "town.beside"})
        CHECK(start_of(*one, column) == start_of(*other, column));
    CHECK(*one->schema.kind(KindId{}).references[0].rows == *other->schema.kind(KindId{}).references[0].rows);
}

TEST_CASE("a draw is addressed by rule, verb and column, and its number within the expression") {
    const std::string coins = R"toml(
[kind.coin]
side = { start = "chance(0.5)" }
worth = { start = "uniform(0, 1) + normal(0, 1)" }
[rows.coin]
columns = ["name"]
data = [["x"], ["y"]]
[event.toss]
on = "coin"
probability = 0.5
set.side = "chance(0.5)"
[update.coin]
add.worth = "normal(0, 1)"
)toml";
    const auto model = model_of(coins);
    CHECK(draws_of(*model) == std::vector<std::string>{"event.toss set.side/0", "update.coin add.worth/0",
                                                       "event.toss fires", "event.toss which", "kind.coin start.side/0",
                                                       "kind.coin start.worth/0", "kind.coin start.worth/1"});
}

TEST_CASE("another row or rule changes the address of no other draw") {
    const std::string coins =
        "[kind.coin]\nside = { start = \"chance(0.5)\" }\n[event.toss]\non = \"coin\"\nprobability = 0.5\nset.side = "
        "\"chance(0.5)\"\n[rows.coin]\ncolumns = [\"name\"]\n";
    const auto few = model_of(coins + "data = [[\"x\"], [\"z\"]]\n");
    const auto more = model_of(coins +
                               "data = [[\"z\"], [\"y\"], [\"x\"]]\n[event.fall]\non = \"coin\"\nprobability = "
                               "0.1\n[kind.also]\nq = { start = \"uniform(0, 1)\" }\n");
    CHECK(few->row_hashes[0][0] == more->row_hashes[1][0]);
    CHECK(few->row_hashes[0][1] == more->row_hashes[1][2]);
    const auto names = draws_of(*more);
    for (const auto& name : draws_of(*few)) CHECK(std::count(names.begin(), names.end(), name) == 1);
}

}  // namespace hegemon
