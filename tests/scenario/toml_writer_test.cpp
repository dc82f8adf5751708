#include "scenario/toml_writer.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"
#include "scenario/towns_support.hpp"

namespace hegemon {

TEST_CASE("the kept files load as the same declaration, and are kept as they are") {
    LoadOptions options;
    options.set = {{"rain", "7"}, {"wind", "rain / 3"}};
    options.record = RecordLevel::outcomes;
    const LoadedScenario first = load_scenario_text(test::towns(), options);
    REQUIRE(test::wrong(first.base).empty());
    REQUIRE(first.variants.size() == 2);
    const LoadedScenario second = load_scenario_text(first.base.files);
    CHECK(test::wrong(second.base).empty());
    CHECK(test::describe(second.base) == test::describe(first.base));
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(test::wrong(first.variants[i]).empty());
        CHECK(test::describe(second.variants.at(i)) == test::describe(first.variants[i]));
    }
    REQUIRE(second.base.files.size() == first.base.files.size());
    for (std::size_t i = 0; i < first.base.files.size(); ++i) {
        CHECK(second.base.files[i].name == first.base.files[i].name);
        CHECK(second.base.files[i].text == first.base.files[i].text);
        CHECK(second.variants[0].files.at(i).text == first.base.files[i].text);
    }
}

TEST_CASE("a scenario is kept whole, whichever of its variants are wanted") {
    LoadOptions none;
    none.variants = std::vector<std::string>{};
    const LoadedScenario all = load_scenario_text(test::towns()), some = load_scenario_text(test::towns(), none);
    CHECK(some.variants.empty());
    REQUIRE(some.base.files.size() == all.base.files.size());
    for (std::size_t i = 0; i < all.base.files.size(); ++i) CHECK(some.base.files[i].text == all.base.files[i].text);
}

TEST_CASE("the kept scenario needs no model and says its defaults") {
    const Declaration d = load_scenario_text(test::towns()).base;
    const std::string& text = d.files.at(0).text;
    CHECK(text.find("model") == std::string::npos);
    CHECK(d.files.size() == 3);
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
[variant.v]
parameter.p = 2
[variant.v.at.x.set]
"k[A].x" = { to = 0, over = "2 steps" }
[variant.v.event.b]
rate.b = 3
[parameter]
p = 1
[set]
"k[A].x" = 3
[claim.c]
on = "k"
payer = "r"
x = "1"
[at.x]
fire = ["k[A].a"]
set = { "k[A].x" = 1 }
date = 3
[variant.w]
force = { d = "b" }
title = "W"
[decision.d]
option = [{ name = "b", cost = 2 }, { name = "a", cost = 1, set = { x = "1" } }]
pays.x = { spend = "option.cost" }
pays.y = { bind = 1, while = true }
otherwise = "a"
precision = 1
on = "k"
actor = "r"
)");
    CHECK(d.files[0].text == R"(end = 5
integrator = "euler"
record = "default"
start = 0
step = 1
time = "step"
title = ""

[at.x]
date = 3
fire = ["k[A].a"]
set."k[A].x" = 1

[claim.c]
on = "k"
payer = "r"
x = "1"

[decision.d]
actor = "r"
on = "k"
option = [
  { cost = 2, name = "b" },
  { cost = 1, name = "a", set = { x = "1" } },
]
otherwise = "a"
pays.x = { spend = "option.cost" }
pays.y = { bind = 1, while = true }
precision = 1

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

[parameter]
p = { value = 1 }

[rows.k]
columns = ["name", "x"]
data = [
  ["A", 1.50],
  ["B", -2],
]

[set]
"k[A].x" = 3

[variant.v]

[variant.v.at.x]
set."k[A].x" = { over = "2 steps", to = 0 }

[variant.v.event.b]
rate.b = 3

[variant.v.parameter]
p = { value = 2 }

[variant.w]
force = { d = "b" }
title = "W"
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
        const Declaration second = load_scenario_text(first.files).base;
        CHECK(test::wrong(second).empty());
        CHECK(second.title == first.title);
    }
}

}  // namespace hegemon
