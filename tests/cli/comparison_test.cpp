#include "cli/comparison.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <sstream>

#include "cli/sentences.hpp"

using namespace hegemon;
using namespace hegemon::cli;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

OutcomeComparison bursts() {
    OutcomeComparison result;
    result.outcome.name = "bursts";
    result.outcome.note = "Bursts of the blue kettle.";
    result.outcome.headline = true;
    result.first = 2.2391;
    result.other = 0.9222;
    result.difference = {500, 1.3169, 0.05, 1.2169, 1.4169, 0.74, 0};
    return result;
}

std::string sentence(const OutcomeComparison& outcome) {
    const Comparison comparison{"base", "no_leak", "", 500, {outcome}};
    const auto sentences = sentences_of(comparison);
    return sentences.empty() ? "" : sentences.front();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("a headline is told in a sentence with the numbers of the table") {
    CHECK(
        sentence(bursts()) ==
        "Bursts of the blue kettle: 2.24 in `base`, 0.92 in `no_leak`; the difference of +1.32 (95 % interval 1.22 to "
        "1.42) is above 0 in 74 % of the 500 pairs and below 0 in none.");
    const std::string table = comparison_table({"base", "no_leak", "", 500, {bursts()}}, 80);
    for (const char* number : {"  2.24", "  0.92", "  +1.32", "  1.22 to 1.42", "  74 %", "  0 %"})
        CHECK(table.find(number) != std::string::npos);
    auto quiet = bursts();
    quiet.outcome.headline = false;
    CHECK(sentence(quiet).empty());
}

TEST_CASE("a sentence has the unit, and the name where there is no note") {
    auto heat = bursts();
    heat.outcome.note = "";
    heat.outcome.unit = "°C";
    CHECK(sentence(heat).rfind("bursts: 2.24 °C in `base`, 0.92 °C in `no_leak`; the difference of +1.32 °C (", 0) ==
          0);
    heat.outcome.note = "Bursts of the kettle";
    heat.outcome.unit = "bursts";
    CHECK(sentence(heat).rfind("Bursts of the kettle: 2.24 in `base`, 0.92 in `no_leak`; the difference of +1.32 (",
                               0) == 0);
    heat.outcome.unit = "burst";  // not a word of it
    CHECK(sentence(heat).rfind("Bursts of the kettle: 2.24 burst in `base`", 0) == 0);
    heat.outcome.note = "";
    heat.outcome.unit = "1";
    CHECK(sentence(heat).rfind("bursts: 2.24 in `base`", 0) == 0);
}

TEST_CASE("an interval with 0 in it says that the runs do not tell") {
    auto outcome = bursts();
    outcome.difference = {500, 0.01, 0.05, -0.09, 0.11, 0.31, 0.29};
    CHECK(sentence(outcome) ==
          "Bursts of the blue kettle: 2.24 in `base`, 0.92 in `no_leak`; the difference of +0.01 (95 % interval -0.09 "
          "to 0.11) is above 0 in 31 % of the 500 pairs and below 0 in 29 %; the interval contains 0: the runs do not "
          "tell whether it is more or less in `base` than in `no_leak`.");
    outcome.difference.low = 0;
    CHECK(sentence(outcome).find("do not tell") != std::string::npos);
    outcome.difference.low = 0.001;
    CHECK(sentence(outcome).find("do not tell") == std::string::npos);
}

TEST_CASE("all, none, less and equal are said so") {
    auto outcome = bursts();
    outcome.difference = {500, 1.3169, 0.05, 1.2169, 1.4169, 1, 0};
    CHECK(sentence(outcome).find("is above 0 in all 500 pairs and below 0 in none.") != std::string::npos);
    outcome.difference = {500, -1.3169, 0.05, -1.4169, -1.2169, 0, 0.998};
    CHECK(sentence(outcome).find("difference of -1.32 (95 % interval -1.42 to -1.22) is below 0 in 99.8 % of the 500 "
                                 "pairs and above 0 in none.") != std::string::npos);
    outcome.difference = {500, -1.3169, 0.05, -1.4169, -1.2169, 0.05, 0.9};
    CHECK(sentence(outcome).find("is below 0 in 90 % of the 500 pairs and above 0 in 5 %.") != std::string::npos);
    outcome.difference = {500, 0, 0, 0, 0, 0, 0};
    CHECK(sentence(outcome) ==
          "Bursts of the blue kettle: 2.2391 in `base`, 0.9222 in `no_leak`; the two are equal in all 500 pairs.");
    outcome.difference = {0, none, none, none, none, none, none};
    CHECK(sentence(outcome) == "Bursts of the blue kettle: no pair has it in both arms.");
    outcome.difference = {1, 2, none, none, none, 1, 0};
    CHECK(sentence(outcome).find("(too few pairs for an interval) is above 0 in the only pair and below 0 in none; the "
                                 "runs do not tell") != std::string::npos);
}

TEST_CASE("the table names both arms, and missing pairs where there are any") {
    auto outcome = bursts();
    outcome.outcome.name = "a_rather_long_name_of_an_outcome_that_is_not_cut";
    outcome.outcome.unit = "L/min";
    Comparison comparison{"base", "no_leak", "Nothing leaks", 500, {outcome, bursts()}};
    auto lines = lines_of(comparison_table(comparison, 120));
    REQUIRE(lines.size() == 6);
    CHECK(lines[0] == "`base` beside `no_leak` (Nothing leaks), 500 pairs");
    CHECK(lines[3].find("  - no_leak  ") != std::string::npos);
    CHECK(lines[4].rfind("a_rather_long_name_of_an_outcome_that_is_not_cut  ", 0) == 0);
    CHECK(lines[4].substr(lines[4].size() - 7) == "  L/min");
    for (const auto& line : lines) CHECK(line.size() <= 120);
    CHECK(lines[3].find("missing") == std::string::npos);
    comparison.outcomes[1].missing = 7;
    lines = lines_of(comparison_table(comparison, 120));
    CHECK(lines[3].find("missing") != std::string::npos);
    CHECK(lines[5].substr(lines[5].size() - 2) == " 7");
}

TEST_CASE("sentences are broken at spaces into lines of at most 80 characters") {
    auto outcome = bursts();
    outcome.outcome.note = "Ausbrüche der größten Kessel über dem Fluß, täglich gezählt, ohne die drei kleinsten";
    const std::string text = sentences_text({"base", "no_leak", "", 500, {outcome, bursts()}}, 80);
    std::string joined;
    std::size_t longest = 0;
    for (const auto& line : lines_of(text)) {
        const auto characters = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
        longest = std::max(longest, static_cast<std::size_t>(characters));
        CHECK((line.substr(0, 2) == "- " || line.substr(0, 2) == "  "));
        joined += line.substr(2) + ' ';
    }
    CHECK(longest <= 80);
    CHECK(longest > 65);
    CHECK(joined == sentence(outcome) + ' ' + sentence(bursts()) + ' ');
}
