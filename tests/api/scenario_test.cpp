#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "api/api_support.hpp"

using namespace hegemon;

TEST_CASE("a loaded scenario tells its parts in order of name") {
    const Scenario scenario = Scenario::from_text(decay);
    CHECK(scenario.title() == "Decay");
    CHECK(scenario.time_unit() == "week");
    CHECK(scenario.steps() == 10);
    CHECK(scenario.step() == 1);
    CHECK(scenario.recording() == Recording::standard);
    REQUIRE(scenario.outcomes().size() == 3);
    CHECK(scenario.outcomes()[0].name == "absent");
    CHECK(scenario.outcomes()[1].name == "left");
    CHECK(scenario.outcomes()[1].unit == "g");
    CHECK(scenario.outcomes()[1].note == "what is left");
    CHECK(scenario.outcomes()[1].take == "final");
    CHECK(scenario.outcomes()[1].formula == "thing[a].x");
    REQUIRE(scenario.parameters().size() == 2);
    CHECK(scenario.parameters()[0].name == "half_life");
    CHECK(scenario.parameters()[0].value == 5);
    CHECK(scenario.parameters()[0].unit == "week");
    CHECK(scenario.parameters()[0].source == "assumed");
    CHECK(scenario.parameters()[0].range == std::pair(1.0, 100.0));
    CHECK(scenario.parameters()[1].value == 10);
    CHECK_FALSE(scenario.parameters()[1].range);
    REQUIRE(scenario.kinds().size() == 1);
    CHECK(scenario.kinds()[0].name == "thing");
    CHECK(scenario.kinds()[0].rows == 2);
    CHECK(scenario.kinds()[0].columns == 1);
    CHECK(scenario.rules().flows == 1);
    CHECK(scenario.rules().events == 1);
    CHECK(scenario.rules().lets == 0);
    CHECK(scenario.rules().updates == 0);
}

TEST_CASE("set gives a parameter another value and what is derived from it follows") {
    ScenarioOptions options;
    options.set = {{"half_life", "10 / 2.5"}};
    options.recording = Recording::outcomes;
    const Scenario scenario = Scenario::from_text(decay, options);
    CHECK(scenario.parameters()[0].value == 4);
    CHECK(scenario.parameters()[1].value == 8);
    CHECK(scenario.recording() == Recording::outcomes);
}

TEST_CASE("a parameter is told to be unread if no arm reads it") {
    std::string text = decay;
    text.replace(text.find("[parameter]\n"), 12, "[parameter]\nspare = 1\nof_variant = 2\n");
    text += "[variant.other]\nparameter.half_life.value = \"of_variant\"\n";
    const auto warnings = Scenario::from_text(text).warnings();
    const auto told = [&](const std::string& name) {
        return std::count_if(warnings.begin(), warnings.end(), [&](const Notice& notice) {
            return notice.id == "unused" && notice.problem.find(name) != std::string::npos;
        });
    };
    CHECK(told("spare") == 1);  // not once more for the variant
    CHECK(told("of_variant") == 0);
}

TEST_CASE("everything wrong with a scenario is told at once with its place") {
    std::string text = decay;
    text += "wrong = { take = \"final\", of = \"thing[c].x\" }\nworse = { take = \"final\", of = \"1 +\" }\n";
    try {
        Scenario::from_text(text, {}, "mine.toml");
        FAIL("it was taken");
    } catch (const InvalidScenario& invalid) {
        std::size_t errors = 0;
        for (const auto& notice : invalid.notices()) {
            CHECK(notice.file == "mine.toml");
            if (notice.kind == Notice::Kind::error) CHECK((notice.line == 23 || notice.line == 24));
            CHECK(notice.column > 0);
            CHECK_FALSE(notice.id.empty());
            CHECK(std::string(invalid.what()).find(notice.text) != std::string::npos);
            if (notice.kind == Notice::Kind::error) ++errors;
        }
        CHECK(errors == 2);
    }
}

TEST_CASE("an unknown parameter in set is an error with the nearest name") {
    ScenarioOptions options;
    options.set = {{"half_lift", "4"}};
    try {
        Scenario::from_text(decay, options);
        FAIL("it was taken");
    } catch (const InvalidScenario& invalid) {
        const auto& first = invalid.notices().front();
        CHECK(first.kind == Notice::Kind::error);
        CHECK(first.id == "unknown-parameter");
        CHECK(first.hint.find("half_life") != std::string::npos);
    }
}

TEST_CASE("a file that is not there is a FileError with its path") {
    try {
        Scenario::load("no/such/file.toml");
        FAIL("it was read");
    } catch (const FileError& error) {
        CHECK(error.action() == FileError::Action::read);
        CHECK(error.path() == "no/such/file.toml");
        CHECK(std::string(error.what()) == "no/such/file.toml: No such file or directory");
    }
}

TEST_CASE("tables are looked up in the scenario's folder and then in the library") {
    const Scratch own, library;
    std::filesystem::create_directory(library / "tables");
    library.write("tables/rows.csv", "name\na\nb\n");
    std::string text = decay;
    const std::string rows = "columns = [\"name\"]\ndata = [[\"b\"], [\"a\"]]";
    text.replace(text.find(rows), rows.size(), "from = \"tables/rows.csv\"");
    const auto file = own.write("scenario.toml", text);
    CHECK_THROWS_AS(Scenario::load(file), InvalidScenario);
    ScenarioOptions options;
    options.library = library / "";
    CHECK(Scenario::load(file, options).kinds()[0].rows == 2);
}

TEST_CASE("the version has three numbers") {
    CHECK(version() == HEGEMON_VERSION);
    CHECK(std::count(version().begin(), version().end(), '.') == 2);
}

TEST_CASE("variants are compiled, all or those asked for, and told in order of name with their titles") {
    const Scenario all = Scenario::from_text(with_variants);
    REQUIRE(all.variants().size() == 2);
    CHECK(all.variants()[0].name == "calm");
    CHECK(all.variants()[0].title == "Losses are rarer");
    CHECK(all.variants()[1].name == "safe");
    CHECK(all.variants()[1].title.empty());
    CHECK(all.parameters()[0].value == 0.2);
    CHECK(all.warnings().empty());  // that `safe` does not read `chance` is no news
    REQUIRE(all.outcomes().size() == 3);
    CHECK(all.outcomes()[1].name == "left");
    CHECK(all.outcomes()[1].headline);
    CHECK_FALSE(all.outcomes()[0].headline);
    ScenarioOptions options;
    options.variants = {"safe"};
    REQUIRE(Scenario::from_text(with_variants, options).variants().size() == 1);
    CHECK(Scenario::from_text(with_variants, options).variants()[0].name == "safe");
    options.variants.emplace();
    CHECK(Scenario::from_text(with_variants, options).variants().empty());
    options.variants = {"clam"};
    try {
        Scenario::from_text(with_variants, options);
        FAIL("it was taken");
    } catch (const InvalidScenario& invalid) {
        CHECK(std::string(invalid.what()).find("calm?") != std::string::npos);
    }
}

TEST_CASE("what is wrong with a variant is an error just if it is compiled") {
    const std::string text = std::string(with_variants) + "[variant.wrong]\nset.\"thing[c].x\" = 3\n";
    CHECK_THROWS_AS(Scenario::from_text(text), InvalidScenario);
    ScenarioOptions options;
    options.variants = {"calm"};
    CHECK(Scenario::from_text(text, options).variants().size() == 1);
}
