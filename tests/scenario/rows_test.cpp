#include "scenario/rows.hpp"

#include <catch2/catch.hpp>

#include <chrono>

#include "scenario/scenario_support.hpp"
#include "scenario/towns_support.hpp"

namespace hegemon {

using test::of_kind;

namespace {

std::string cells(const RowsDeclaration& rows) {
    std::string text;
    for (std::size_t i = 0; i < rows.cells.size(); ++i)
        text.append(rows.cells[i].text).append((i + 1) % rows.columns.size() == 0 ? "/" : ",");
    return text;
}

std::string headings(const RowsDeclaration& rows) {
    std::string text;
    for (const Name& column : rows.columns) text += column.value + ",";
    return text;
}

Declaration csv(const std::string& rows, const std::string& table,
                const std::string& kind = "people = {}\nwet = {}\n") {
    return test::load("end = 1\n[kind.town]\n" + kind + "[rows.town]\nfrom = \"t.csv\"\n" + rows, {{"t.csv", table}});
}

}  // namespace

TEST_CASE("cells of a scenario know their type and their place") {
    const Declaration d = load_scenario_text(test::towns()).base;
    const auto& road = of_kind(d.rows, "road");
    CHECK(headings(road) == "from,to,km,paved,");
    CHECK(road.rows() == 3);
    CHECK(cells(road) == "A,B,0.56,true/B,A,1000,false/C,A,-3,false/");
    CHECK(road.cells[0].type == Cell::Type::string);
    CHECK(road.cells[2].type == Cell::Type::number);
    CHECK(road.cells[3].type == Cell::Type::truth);
    for (const Cell& cell : road.cells) CHECK(cell.begin < road.file->text.size());
    const Span escaped = road.where(road.cells[9]);  // "\u0041"
    CHECK(escaped.file->text.substr(escaped.begin, 2) == "\\u");
}

TEST_CASE("`take` says which heading is which column, and other headings are ignored") {
    const Declaration d = load_scenario_text(test::towns()).base;
    const auto& town = of_kind(d.rows, "town");
    CHECK(headings(town) == "name,people,");
    CHECK(cells(town) == "A,12/B,7/C,1e3/");
    CHECK(town.cells[0].type == Cell::Type::csv);
    CHECK(town.source == "census");
    for (const Cell& cell : town.cells) {
        const Span where = town.where(cell);
        CHECK(where.file->text.substr(where.begin, where.length) == cell.text);
    }
}

TEST_CASE("without `take` the headings that are columns are read, in order of the file") {
    const Declaration d = csv("", "people,what else,name,height\n1,x,A,3\n");
    CHECK(test::wrong(d).empty());
    CHECK(headings(d.rows.at(0)) == "people,name,");
    CHECK(cells(d.rows[0]) == "1,A/");
}

TEST_CASE("`columns` beside a file says which headings are read") {
    const Declaration d = csv("columns = [\"name\", \"people\"]\n", "people,wet,name\n1,x,A\n");
    CHECK(test::wrong(d).empty());
    CHECK(cells(d.rows.at(0)) == "A,1/");
    CHECK(test::wrong(csv("columns = [\"name\", \"folk\"]\n", "people,name\n1,A\n")) == "csv-no-heading 7:21");
}

TEST_CASE("of a file for an unknown kind all headings are read") {
    const Declaration d =
        test::load("end = 1\n[rows.place]\nfrom = \"t.csv\"\n", {{"t.csv", "name,x,not a name\nA,1,2\n"}});
    CHECK(test::wrong(d).empty());
    CHECK(headings(d.rows.at(0)) == "name,x,");
}

TEST_CASE("fields with doubled quotes live as long as the declaration") {
    const Declaration d = csv("", "name,people\nA,\"1\"\"2\"\n");
    const Declaration moved = std::move(const_cast<Declaration&>(d));
    CHECK(moved.rows.at(0).cells.at(1).text == "1\"2");
}

TEST_CASE("every ragged line is reported with its own line, and the others are read") {
    const Declaration d = csv("", "name,people\nA,1\nB\n\nC,1,2\nD,4\n");
    CHECK(test::wrong(d) == "csv-ragged 3:1; csv-ragged 5:1");
    CHECK(d.diagnostics.list()[0].where.file->name == "t.csv");
    CHECK(cells(d.rows.at(0)) == "A,1/D,4/");
}

TEST_CASE("a file that two kinds read is kept once, unchanged") {
    const std::string table = "\xEF\xBB\xBFname,people\r\nA,1\r\n";
    const Declaration d = test::load(
        "end = 1\n[kind.a]\n[kind.b]\n[rows.a]\nfrom = \"./t.csv\"\ncolumns = [\"name\"]\n[rows.b]\nfrom = "
        "\"t.csv\"\ncolumns = [\"name\"]\n",
        {{"t.csv", table}});
    CHECK(test::wrong(d).empty());
    REQUIRE(d.files.size() == 2);
    CHECK(d.files[1].name == "t.csv");
    CHECK(d.files[1].text == table);
    CHECK(d.rows[0].file == d.rows[1].file);
}

TEST_CASE("an empty table of rows is allowed") {
    CHECK(test::wrong(csv("", "name,people\n")).empty());
    CHECK(csv("", "name,people\n").rows.at(0).rows() == 0);
    CHECK(test::wrong(test::load("end = 1\n[rows.k]\ncolumns = [\"name\"]\ndata = []\n")).empty());
}

TEST_CASE("a hundred thousand lines are read in a fraction of a second") {
    std::string table = "a,b,w\n";
    for (int i = 0; i < 100000; ++i) table += "n" + std::to_string(i % 997) + ",n" + std::to_string(i) + ",0.125\n";
    const auto start = std::chrono::steady_clock::now();
    const Declaration d = csv("columns = [\"a\", \"b\", \"w\"]\n", table);
    CHECK(d.rows.at(0).rows() == 100000);
    // Some 15 ms in a release build; the bound only tells lines from squares of lines.
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

}  // namespace hegemon
