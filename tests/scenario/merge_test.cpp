#include "scenario/merge.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

Declaration merged(const std::string& model, const std::string& scenario) {
    return test::load("model = \"m.toml\"\nend = 1\n" + scenario, {{"m.toml", model}, {"t.csv", "name,people\nC,3\n"}});
}

}  // namespace

TEST_CASE("the scenario wins value by value, and each value keeps its own file") {
    const Declaration d = merged("[parameter]\na = { value = 1, unit = \"m\", range = [0, 9] }\nb = 2\n",
                                 "[parameter]\na.value = 5\nc = 3\n");
    CHECK(test::wrong(d).empty());
    const auto& a = test::named(d.parameters, "a");
    CHECK(a.value.text.value == "5");
    CHECK(a.value.text.at.file->name == "s.toml");
    CHECK(a.value.unit == "m");
    CHECK(a.range->at.file->name == "m.toml");
    CHECK(test::named(d.parameters, "b").value.text.at.file->name == "m.toml");
    CHECK(test::named(d.parameters, "c").value.text.value == "3");
}

TEST_CASE("a parameter's short and long form merge") {
    const Declaration d =
        merged("[parameter]\na = { value = 1, unit = \"m\" }\nb = 1\n", "[parameter]\na = 5\nb = { unit = \"s\" }\n");
    CHECK(test::wrong(d).empty());
    CHECK(test::named(d.parameters, "a").value.text.value == "5");
    CHECK(test::named(d.parameters, "a").value.unit == "m");
    CHECK(test::named(d.parameters, "b").value.text.value == "1");
    CHECK(test::named(d.parameters, "b").value.unit == "s");
}

TEST_CASE("a formula given anew takes the source of the old one away") {
    const Declaration d = merged("[let.k]\nx = { is = \"1\", source = \"old\" }\n", "[let.k]\nx = \"2\"\n");
    CHECK(d.lets[0].formulas[0].formula.text.value == "2");
    CHECK(d.lets[0].formulas[0].formula.source.empty());
}

TEST_CASE("rows are replaced whole") {
    const std::string kind = "[kind.town]\npeople = {}\n";
    const std::string data =
        "[rows.town]\ncolumns = [\"name\", \"people\"]\ndata = [[\"A\", 1], [\"B\", 2]]\nsource = \"x\"\n";
    const std::string file = "[rows.town]\nfrom = \"t.csv\"\n";
    const std::string other = "[rows.town]\ndata = [[\"D\", 4]]\n";

    const Declaration same_columns = merged(kind + data, other);
    CHECK(test::wrong(same_columns).empty());
    CHECK(same_columns.rows.at(0).rows() == 1);
    CHECK(same_columns.rows[0].cells[0].text == "D");
    CHECK(same_columns.rows[0].file->name == "s.toml");
    CHECK(same_columns.rows[0].columns[0].at.file->name == "m.toml");

    const Declaration from_file = merged(kind + data, file);
    CHECK(test::wrong(from_file).empty());
    CHECK(from_file.rows.at(0).cells.at(0).text == "C");
    const Declaration from_data = merged(kind + file, data);
    CHECK(test::wrong(from_data).empty());
    CHECK(from_data.rows.at(0).rows() == 2);
    CHECK(from_data.files.size() == 1);
}

TEST_CASE("what stands where in a file does not matter") {
    const Declaration a = test::load("end = 1\n[parameter]\na = 1\nb = 2\n[kind.k]\nx = { start = 1, unit = \"m\" }\n");
    const Declaration b = test::load("end = 1\nkind.k.x.unit = \"m\"\nkind.k.x.start = 1\n[parameter]\nb = 2\na = 1\n");
    CHECK(test::wrong(b).empty());
    CHECK(test::describe(a) == test::describe(b));
    CHECK(a.files[0].text == b.files[0].text);
}

}  // namespace hegemon
