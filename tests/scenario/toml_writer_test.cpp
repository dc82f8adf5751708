#include "scenario/toml_writer.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"
#include "scenario/towns_support.hpp"

namespace hegemon {

TEST_CASE("the kept files load as the same declaration, and are kept as they are") {
    LoadOptions options;
    options.set = {{"rain", "7"}, {"wind", "rain / 3"}};
    options.record = RecordLevel::outcomes;
    const Declaration first = load_scenario_text(test::towns(), options);
    REQUIRE(test::wrong(first).empty());
    const Declaration second = load_scenario_text(first.files);
    CHECK(test::wrong(second).empty());
    CHECK(test::describe(second) == test::describe(first));
    REQUIRE(second.files.size() == first.files.size());
    for (std::size_t i = 0; i < first.files.size(); ++i) {
        CHECK(second.files[i].name == first.files[i].name);
        CHECK(second.files[i].text == first.files[i].text);
    }
}

TEST_CASE("the kept scenario needs no model and says its defaults") {
    const Declaration d = load_scenario_text(test::towns());
    const std::string& text = d.files.at(0).text;
    CHECK(text.find("model") == std::string::npos);
    CHECK(d.files.size() == 2);
    const Declaration bare = test::load("end = 5\n");
    CHECK(
        bare.files[0].text ==
        "end = 5\nintegrator = \"euler\"\nrecord = \"default\"\nstart = 0\nstep = 1\ntime = \"step\"\ntitle = \"\"\n");
}

TEST_CASE("the layout is fixed") {
    const Declaration d = test::load(R"(end = 5
[event.b]
set = { x = true }
rate = { is = 1, b = { is = "x", note = "n" } }
on = "k"
[rows.k]
data = [["A", 1.50], ["B", -2]]
columns = ["name", "x"]
[event.a]
on = "k"
[let.k]
y = """
  x
  + "1" \\ 2"""
[set]
"k[A].x" = 3
)");
    CHECK(d.files[0].text == R"(end = 5
integrator = "euler"
record = "default"
start = 0
step = 1
time = "step"
title = ""

[event.a]
on = "k"

[event.b]
on = "k"
rate = { b = { is = "x", note = "n" }, is = 1 }
set.x = true

[let.k]
y = """
  x
  + \"1\" \\ 2"""

[rows.k]
columns = ["name", "x"]
data = [
  ["A", 1.50],
  ["B", -2],
]

[set]
"k[A].x" = 3
)");
}

TEST_CASE("any string comes back from the kept scenario") {
    for (const std::string text :
         {R"("tab\t quote\" back\\ \u0001 \u007f \r end")", R"("two\nlines\r\nand \\n")", R"("""
three \""" quotes""\"""")",
          R"("\n first line empty")", R"('C:\folder')", R"("\u00e9\U0001F600")", R"("")"}) {
        INFO(text);
        const Declaration first = test::load("end = 1\ntitle = " + text + "\n");
        REQUIRE(test::wrong(first).empty());
        const Declaration second = load_scenario_text(first.files);
        CHECK(test::wrong(second).empty());
        CHECK(second.title == first.title);
    }
}

}  // namespace hegemon
