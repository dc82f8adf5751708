#include "scenario/overlay.hpp"

#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

Declaration with(std::vector<std::pair<std::string, std::string>> set) {
    LoadOptions options;
    options.set = std::move(set);
    return test::load(
        "end = 1\n[parameter]\nheight = { value = 1, unit = \"m\", range = [0, 9] }\nwidth = \"2 * height\"\n", {},
        options);
}

}  // namespace

TEST_CASE("a parameter set from outside keeps its unit and range") {
    const Declaration d = with({{"height", "+2.50"}});
    CHECK(test::wrong(d).empty());
    const auto& height = test::named(d.parameters, "height");
    CHECK(height.value.text.value == "2.5");
    CHECK(height.value.unit == "m");
    CHECK(height.range->high == 9);
    CHECK(height.value.text.at.file->name == "--set");
    CHECK(test::named(d.parameters, "width").value.text.value == "2 * height");
}

TEST_CASE("a parameter can be set to a formula, and the last value counts") {
    CHECK(test::named(with({{"width", "height ^ 2"}}).parameters, "width").value.text.value == "height ^ 2");
    CHECK(test::named(with({{"height", "3"}, {"height", "4"}}).parameters, "height").value.text.value == "4");
    CHECK(test::named(with({{"height", "1e-3"}}).parameters, "height").value.text.value == "0.001");
}

TEST_CASE("each wrong overlay has a line of its own") {
    const Declaration d = with(
        {{"height", "1"}, {"heigth", "2"}, {"width", " "}, {"height", "nan"}, {"depth", "1"}, {"height", "1e999"}});
    CHECK(
        test::wrong(d) ==
        "unknown-parameter 2:1; empty-value 3:7; number-not-finite 4:8; unknown-parameter 5:1; number-not-finite 6:8");
    CHECK(d.diagnostics.list()[0].hint == "height?");
    CHECK(d.diagnostics.list()[3].hint.empty());
}

TEST_CASE("what was set is part of the scenario that is kept") {
    const Declaration d = with({{"height", "+2.50"}, {"width", "1 + \"x"}});
    CHECK(d.files[0].text.find("height = { range = [0, 9], unit = \"m\", value = 2.5 }") != std::string::npos);
    CHECK(d.files[0].text.find("width = { value = \"1 + \\\"x\" }") != std::string::npos);
}

TEST_CASE("a scenario without parameters has none to set") {
    LoadOptions options;
    options.set = {{"x", "1"}};
    CHECK(test::wrong(test::load("end = 1\n", {}, options)) == "unknown-parameter 1:1");
}

}  // namespace hegemon
