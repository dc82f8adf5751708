// What a user reads when something is wrong, letter by letter.
#include "core/diagnostic.hpp"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/message.hpp"

using namespace hegemon;

namespace {

SourceFilePtr file(std::string text) {
    return std::make_shared<const SourceFile>(SourceFile{"model.toml", std::move(text)});
}

/// A complaint about the first `what` in a text.
Diagnostic about(const SourceFilePtr& source, const std::string& what, std::string problem) {
    Diagnostic diagnostic;
    diagnostic.where = {source, source->text.find(what), what.size()};
    diagnostic.problem = std::move(problem);
    return diagnostic;
}

Text text_of(std::string value, SourceFilePtr source, std::size_t begin, std::size_t length,
             std::vector<std::size_t> origin) {
    Text text;
    text.value = std::move(value);
    text.at.file = std::move(source);
    text.at.begin = begin;
    text.at.length = length;
    text.origin = std::move(origin);
    return text;
}

std::string text_about(const std::string& source, const std::string& what) {
    return to_text(about(file(source), what, "wrong"));
}

}  // namespace

TEST_CASE("a diagnostic shows file, line, column, problem, the line and a caret under each letter") {
    Diagnostic diagnostic = about(file("[flow.state]\ngdp = \"groth * gdp\"\n"), "groth", "nothing is called 'groth'");
    diagnostic.hint = "did you mean 'growth'?";
    CHECK(to_text(diagnostic) ==
          "model.toml:2:8: error: nothing is called 'groth'\n"
          "  2 | gdp = \"groth * gdp\"\n"
          "    |        ^^^^^\n"
          "  hint: did you mean 'growth'?");
    diagnostic.severity = Severity::warning;
    diagnostic.hint.clear();
    CHECK(to_text(diagnostic).find("model.toml:2:8: warning: nothing") == 0);
    CHECK(to_text(diagnostic).find("hint") == std::string::npos);
}

TEST_CASE("further places follow as notes") {
    const SourceFilePtr source = file("a = 1\nb = 2\na = 3\n");
    Diagnostic diagnostic;
    diagnostic.where = {source, 12, 1};
    diagnostic.problem = "'a' is there twice";
    diagnostic.also.push_back({{source, 0, 1}, "the first"});
    CHECK(to_text(diagnostic) ==
          "model.toml:3:1: error: 'a' is there twice\n"
          "  3 | a = 3\n"
          "    | ^\n"
          "model.toml:1:1: note: the first\n"
          "  1 | a = 1\n"
          "    | ^");
}

TEST_CASE("without a file there is only the problem") {
    Diagnostic diagnostic;
    diagnostic.problem = "no model";
    CHECK(to_text(diagnostic) == "error: no model");
}

TEST_CASE("columns and carets count characters, not bytes, and tabs stay tabs") {
    CHECK(text_about("\xC3\xA9t\xC3\xA9\t= x\n", "x") ==
          "model.toml:1:7: error: wrong\n"
          "  1 | \xC3\xA9t\xC3\xA9\t= x\n"
          "    |    \t  ^");
    CHECK(text_about("x = \xE2\x82\xAC\xE2\x82\xAC!\n", "\xE2\x82\xAC\xE2\x82\xAC") ==
          "model.toml:1:5: error: wrong\n"
          "  1 | x = \xE2\x82\xAC\xE2\x82\xAC!\n"
          "    |     ^^");
}

TEST_CASE("the caret stays under its place in lines of many digits, in last lines, at ends and in Windows lines") {
    CHECK(text_about(std::string(99, '\n') + "abc", "c") ==
          "model.toml:100:3: error: wrong\n"
          "  100 | abc\n"
          "      |   ^");
    const SourceFilePtr source = file("ab\r\ncd\r\n");
    Diagnostic diagnostic = about(source, "cd\r\n", "open");
    CHECK(to_text(diagnostic) == "model.toml:2:1: error: open\n  2 | cd\n    | ^^");
    diagnostic.where = {source, 2, 0};
    CHECK(to_text(diagnostic) == "model.toml:1:3: error: open\n  1 | ab\n    |   ^");
    diagnostic.where = {source, 8, 0};
    CHECK(to_text(diagnostic) == "model.toml:3:1: error: open\n  3 | \n    | ^");
    diagnostic.where = {source, 1000, 1000};
    CHECK(to_text(diagnostic) == "model.toml:3:1: error: open\n  3 | \n    | ^");
    diagnostic.where = {file(""), 0, 1};
    CHECK(to_text(diagnostic) == "model.toml:1:1: error: open\n  1 | \n    | ^");
}

TEST_CASE("of a long line a hundred characters around the caret are shown") {
    const std::string line = std::string(300, '-') + "here" + std::string(300, '+');
    const std::string text = text_about(line + "\n", "here");
    CHECK(text ==
          "model.toml:1:301: error: wrong\n"
          "  1 | ..." +
              std::string(48, '-') + "here" + std::string(48, '+') +
              "...\n"
              "    | " +
              std::string(51, ' ') + "^^^^");
    CHECK(text_about("here" + std::string(300, '+'), "here") ==
          "model.toml:1:1: error: wrong\n"
          "  1 | here" +
              std::string(96, '+') +
              "...\n"
              "    | ^^^^");
    CHECK(text_about(std::string(300, '-') + "here", "here") ==
          "model.toml:1:301: error: wrong\n"
          "  1 | ..." +
              std::string(96, '-') +
              "here\n"
              "    | " +
              std::string(99, ' ') + "^^^^");
    const std::string all = text_about(line, line);
    CHECK(all.find(std::string(100, '^')) != std::string::npos);
    CHECK(all.find(std::string(101, '^')) == std::string::npos);
}

TEST_CASE("control characters of a file do not reach the terminal") {
    CHECK(text_about("a\x1B[31mb\n", "b").find('\x1B') == std::string::npos);
}

TEST_CASE("a part of a text that stands in the file as it is points at its bytes") {
    const SourceFilePtr source = file("x = \"one two\"");
    const Text text = text_of("one two", source, 5, 7, {});
    CHECK(text.part(4, 3).begin == 9);
    CHECK(text.part(4, 3).length == 3);
    CHECK(text.part(7, 1).begin == 12);
    CHECK(text.part(5, 100).length == 2);
}

TEST_CASE("a part of a text with escapes and joined lines points at what was written") {
    // x = "a\tbc\u00e9d" in the file; the value has one byte for \t and two for \u00e9.
    const SourceFilePtr source = file("x = \"a\\tbc\\u00e9d\"");
    const Text text = text_of(
        "a\tbc\xC3\xA9"
        "d",
        source, 5, 12, {5, 6, 8, 9, 10, 10, 16});
    CHECK(text.part(1, 1).begin == 6);
    CHECK(text.part(1, 1).length == 2);
    CHECK(text.part(2, 2).begin == 8);
    CHECK(text.part(2, 2).length == 2);
    CHECK(text.part(4, 2).begin == 10);
    CHECK(text.part(4, 2).length == 6);
    CHECK(text.part(6, 1).begin == 16);
    CHECK(text.part(6, 1).length == 1);
    CHECK(text.part(7, 1).begin == 17);
    CHECK(text.part(7, 1).length == 0);
    // Between "one" and "two" stands a line end with much space: the mark ends with the word.
    const Text joined = text_of("onetwo", source, 0, 40, {0, 1, 2, 37, 38, 39});
    CHECK(joined.part(0, 3).length == 3);
    CHECK(joined.part(0, 6).length == 40);
}

TEST_CASE("all errors are thrown together, and warnings alone are not") {
    const SourceFilePtr source = file("a\nb\n");
    Diagnostics diagnostics;
    CHECK(!diagnostics.has_errors());
    Diagnostic warning = about(source, "a", "odd");
    warning.severity = Severity::warning;
    diagnostics.add(warning);
    CHECK(!diagnostics.has_errors());
    CHECK_NOTHROW(diagnostics.throw_if_errors());
    diagnostics.add(about(source, "b", "wrong"));
    CHECK(diagnostics.has_errors());
    try {
        diagnostics.throw_if_errors();
        FAIL("nothing was thrown");
    } catch (const ScenarioError& error) {
        CHECK(error.diagnostics().size() == 2);
        CHECK(std::string(error.what()) ==
              "model.toml:1:1: warning: odd\n  1 | a\n    | ^\nmodel.toml:2:1: error: wrong\n  2 | b\n    | ^");
    }
}

TEST_CASE("the nearest name is the one with fewest slips, up to a third of the letters") {
    const std::vector<std::string> names{"growth", "gdp", "decay", "strength"};
    CHECK(nearest("groth", names) == "growth");    // left out
    CHECK(nearest("grrowth", names) == "growth");  // doubled
    CHECK(nearest("grwoth", names) == "growth");   // swapped
    CHECK(nearest("gpd", names) == "gdp");         // swapped: one slip, not two
    CHECK(nearest("GDP", names) == "gdp");
    CHECK(nearest("strenght", names) == "strength");
    CHECK(nearest("straight", names).empty());
    CHECK(nearest("gxy", names).empty());
    CHECK(nearest("x", {"y", "z"}).empty());  // no letter in common
    CHECK(nearest("x", {"xs"}) == "xs");
    CHECK(nearest("gdp", names).empty());                                   // itself is no suggestion
    CHECK(nearest("rate_b", {"rate_a", "rate_bc", "rate_c"}) == "rate_a");  // the first of equals
    CHECK(nearest("anything", {}).empty());
}

TEST_CASE("a message of the catalogue is filled in and keeps its id") {
    constexpr Message message{"unknown-name", "nothing is called '{}' in {}"};
    const Diagnostic diagnostic = complain(Span{}, message, "gpd", "state");
    CHECK(diagnostic.id == "unknown-name");
    CHECK(diagnostic.problem == "nothing is called 'gpd' in state");
    CHECK(diagnostic.severity == Severity::error);
}
