#include "scenario/toml_string.hpp"

#include <catch2/catch.hpp>

#include "scenario/file_source.hpp"
#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

Text read(const std::string& token) {
    const auto file = make_source("t", "x = " + token + " # end");
    return read_toml_string(file, 4, 4 + token.size());
}

}  // namespace

TEST_CASE("a plain string stands in the file as it is") {
    const Text text = read("\"a + b\"");
    CHECK(text.value == "a + b");
    CHECK(text.at.begin == 5);
    CHECK(text.at.length == 5);
    CHECK(text.origin.empty());
}

TEST_CASE("after an escape each character still knows its place") {
    const Text text = read(R"("a\tb \"c\" \\ \u00e9 \U0001F600 d")");
    CHECK(text.value == "a\tb \"c\" \\ \u00e9 \U0001F600 d");
    REQUIRE(text.origin.size() == text.value.size());
    // Escapes come from their backslash; all bytes of one character from the same place.
    CHECK(test::origins(text) == "a\\b \\c\\ \\ \\\\ \\\\\\\\ d");
    CHECK(text.part(text.value.size() - 1, 1).begin == text.at.begin + text.at.length - 1);
}

TEST_CASE("a literal string has no escapes") {
    CHECK(read(R"('a\tb')").value == "a\\tb");
    CHECK(read("'''\na\\b'c\n'''").value == "a\\b'c\n");
}

TEST_CASE("a string over several lines begins after the first line break") {
    const Text text = read("\"\"\"\n  a\n + b\"\"\"");
    CHECK(text.value == "  a\n + b");
    CHECK(text.origin.empty());
    CHECK(text.at.begin == 8);
}

TEST_CASE("a backslash at the end of a line joins lines, and places stay right behind it") {
    const Text text = read("\"\"\"a \\\r\n   b\"\"\"");
    CHECK(text.value == "a b");
    CHECK(test::origins(text) == "a b");
    CHECK(text.origin.back() == text.at.begin + text.at.length - 1);
}

TEST_CASE("a line break of two bytes is one character") {
    const Text text = read("\"\"\"a\r\nb\"\"\"");
    CHECK(text.value == "a\nb");
    CHECK(test::origins(text) == "a\nb");
}

TEST_CASE("quotes may stand at the end of a string over several lines") {
    CHECK(read("\"\"\"a\"\"\"\"\"").value == "a\"\"");
    CHECK(read("\"\"").value.empty());
    CHECK(read("\"\"\"\"\"\"").value.empty());
}

TEST_CASE("keys are bare or quoted") {
    CHECK(read("bare_key").value == "bare_key");
    CHECK(read("\"road[A, B].km\"").value == "road[A, B].km");
}

}  // namespace hegemon
