#include "scenario/limits.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

std::string wrong_within(const Limits& limits, const std::string& text, std::vector<ScenarioFile> others = {}) {
    LoadOptions options;
    options.limits = limits;
    return test::wrong(test::load(text, std::move(others), options));
}

const std::string scenario = "end = 1\n[kind.k]\n[rows.k]\nfrom = \"t.csv\"\n";

}  // namespace

TEST_CASE("a scenario, a model and a table beyond their size are refused") {
    Limits limits;
    limits.toml_bytes = 50;
    CHECK(wrong_within(limits, "end = 1\n" + std::string(43, '#')) == "file-too-large 1:1");
    CHECK(wrong_within(limits, "end = 1\n" + std::string(42, '#')).empty());
    CHECK(wrong_within(limits, "model = \"m.toml\"\nend = 1\n", {{"m.toml", std::string(51, '#')}}) ==
          "file-too-large 1:10");
    limits.csv_bytes = 10;
    CHECK(wrong_within(limits, scenario, {{"t.csv", "name\nA\nB\nC\n"}}) == "file-too-large 4:9");
    CHECK(wrong_within(limits, scenario, {{"t.csv", "name\nA\nB\n"}}).empty());
}

TEST_CASE("more rows than allowed are refused, in a table and in a scenario") {
    Limits limits;
    limits.rows = 2;
    CHECK(wrong_within(limits, scenario, {{"t.csv", "name\nA\nB\n"}}).empty());
    CHECK(wrong_within(limits, scenario, {{"t.csv", "name\nA\nB\nC\nD\n"}}) == "too-many-rows 4:1");
    const std::string data = "end = 1\n[rows.k]\ncolumns = [\"name\"]\n";
    CHECK(wrong_within(limits, data + "data = [[\"A\"], [\"B\"]]\n").empty());
    CHECK(wrong_within(limits, data + "data = [[\"A\"], [\"B\"], [\"C\"]]\n") == "too-many-rows 4:8");
}

TEST_CASE("more options than allowed are refused") {
    Limits limits;
    limits.options = 1;
    const std::string decision = "end = 1\n[decision.d]\non = \"k\"\nactor = \"a\"\nprecision = 1\notherwise = \"x\"\n";
    CHECK(wrong_within(limits, decision + "option = [{ name = \"x\" }]\n").empty());
    CHECK(wrong_within(limits, decision + "option = [{ name = \"x\" }, { name = \"y\" }]\n") ==
          "too-many-options 7:10");
}

TEST_CASE("more variants than allowed are refused") {
    Limits limits;
    limits.variants = 2;
    const std::string two = "end = 1\n[parameter]\na = 1\n[variant]\nb.parameter.a = 2\nc.parameter.a = 3\n";
    CHECK(wrong_within(limits, two).empty());
    CHECK(wrong_within(limits, two + "d.parameter.a = 4\n") == "too-many-variants 4:2");
}

TEST_CASE("of very many errors only the first are listed") {
    Limits limits;
    limits.diagnostics = 3;
    std::string table = "name,x\n";
    for (int i = 0; i < 1000; ++i) table += "A\n";
    CHECK(wrong_within(limits, scenario, {{"t.csv", table}}) ==
          "csv-ragged 2:1; csv-ragged 3:1; csv-ragged 4:1; more-errors 5:1");
}

}  // namespace hegemon
