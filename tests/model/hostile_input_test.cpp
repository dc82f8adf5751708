/// Scenarios that mean harm: refused with a message, or run; never a crash, a hang or all the memory.
#include <catch2/catch.hpp>

#include <chrono>

#include "core/name_hash.hpp"
#include "model/compiler.hpp"
#include "model/model.hpp"
#include "scenario/load_scenario.hpp"
#include "support/compiled_arms.hpp"

namespace hegemon {

namespace {

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

/// Ids of the errors; "" if there are none.
std::string errors(const std::string& text, const LanguageLimits& limits = {}) {
    try {
        test::compiled_arms(load_scenario_text({{"s.toml", text}}), limits);
        return "";
    } catch (const ScenarioError& error) {
        std::string ids;
        for (const auto& diagnostic : error.diagnostics())
            if (diagnostic.severity == Severity::error) ids += (ids.empty() ? "" : " ") + diagnostic.id;
        return ids;
    }
}

std::string town(const std::string& rest, std::size_t rows = 2) {
    std::string text = "end = 3\n[kind.town]\nwater = { start = 1 }\n[rows.town]\ncolumns = [\"name\"]\ndata = [";
    for (std::size_t i = 0; i < rows; ++i) text += fmt::format("[\"T{}\"], ", i);
    return text + "]\n" + rest;
}

std::string flow(const std::string& formula) { return "[flow.town]\nwater = \"\"\"" + formula + "\"\"\"\n"; }

}  // namespace

TEST_CASE("brackets, signs, powers and members within one another end in a message, not in a crash") {
    for (const std::size_t depth : {100U, 1000U, 9000U}) {
        INFO(depth);
        const bool shallow = depth == 100;
        CHECK(errors(town(flow(repeated("(", depth) + "1" + repeated(")", depth)))) == "too-deep");
        CHECK(errors(town(flow(repeated("-", depth) + "water"))) == (shallow ? "" : "too-deep"));
        CHECK(errors(town(flow(repeated("2^", depth) + "1"))) == (shallow ? "" : "too-deep"));
        CHECK(errors(town(flow(repeated("(", depth)))) == "too-deep");
        CHECK(errors(town(flow("water" + repeated(" + 1", depth)))) == (shallow             ? ""
                                                                        : depth * 4 > 19000 ? "too-long"
                                                                                            : "too-deep"));
        CHECK(errors(town(flow("water" + repeated(".a", depth)))) == (shallow ? "member-of-value" : "too-deep"));
    }
    CHECK(errors(town(flow(repeated("exp(", 3000)))) == "too-deep");
    CHECK(errors(town(flow(repeated("not ", 4000) + "true"))) == "too-deep");
    CHECK(errors(town(flow("1" + repeated(" else 1", 2800)))) == "too-deep");
    CHECK(errors(town(flow(repeated("[", 19000)))) == "unexpected-token");
    CHECK(errors(town(flow(repeated("town[", 3800)))) == "too-deep");
    CHECK(errors(town(flow(repeated("sum(a in town: ", 1200)))) == "too-deep");
}

TEST_CASE("functions that double at each level are refused before they fill the memory") {
    std::string functions = "[function]\nf0 = { of = [\"x\"], is = \"x + water\" }\n";
    std::string arguments = "[function]\nf0 = { of = [\"x\"], is = \"x\" }\n";
    for (int i = 1; i < 60; ++i) {
        functions += fmt::format("f{0} = {{ of = [\"x\"], is = \"f{1}(x) * f{1}(x + 1)\" }}\n", i, i - 1);
        arguments += fmt::format("f{0} = {{ of = [\"x\"], is = \"f{1}(x + x)\" }}\n", i, i - 1);
    }
    functions.replace(functions.find("x + water"), 9, "x + 1");
    CHECK(errors(town(functions + flow("f59(water)"))) == "too-large");
    CHECK(errors(town(arguments + flow("f59(water)"))) == "too-large");
    CHECK(errors(town(arguments + flow("f12(water)"))) == "");
    // An aggregate's look for the rows that it depends on goes through arguments too.
    CHECK(errors(town(arguments + flow("sum(a in town: f59(a.water))"))) == "too-large");
}

TEST_CASE("aggregates within the conditions of aggregates are refused before they take for ever") {
    std::string formula = "1";
    for (int i = 0; i < 60; ++i) formula = fmt::format("count(a{0} in town where a{0}.water > {1})", i, formula);
    CHECK(errors(town(flow(formula), 1)) == "too-large");
}

TEST_CASE("three aggregates over a large kind within one another are refused at once") {
    const auto three = "sum(a in town: sum(b in town: sum(c in town: a.water * b.water * c.water * water)))";
    CHECK(errors(town(flow(three), 400)) == "too-many-pairs");
    CHECK(errors(town(flow(three), 5)) == "");
}

TEST_CASE("what is fixed at load has a limit, and so has the work for all expressions") {
    LanguageLimits values;
    values.fixed_values = 1000;
    values.fixed_values_per_row = 0;
    const auto pairs = flow("sum(a in town: a.water * water) + sum(a in town where a != this: a.water)");
    CHECK(errors(town(pairs, 10), values) == "");
    CHECK(errors(town(pairs, 40), values) == "too-many-values");
    values.fixed_values_per_row = 500;
    CHECK(errors(town(pairs, 40), values) == "");
    LanguageLimits work;
    work.parts_in_all = 100;
    std::string lets = "[let.town]\n";
    for (int i = 0; i < 30; ++i) lets += fmt::format("x{} = \"water + {} * water\"\n", i, i);
    CHECK(errors(town(lets), work).find("too-large-in-all") == 0);
    work.parts_in_all = 200;
    CHECK(errors(town(lets), work) == "");
}

TEST_CASE("very long chains of lets, starts, parameters and outcomes end in a message") {
    for (const bool forward : {true, false}) {
        std::string lets = "[let.town]\n", parameters = "[parameter]\n", outcomes = "[outcome]\n";
        std::string columns = "end = 3\n[kind.town]\n";
        constexpr int length = 3000;
        for (int i = 0; i < length; ++i) {
            const int other = forward ? i + 1 : i - 1;
            const bool last = other == length || other < 0;
            const auto next = [&](const char* letter) {
                return last ? "1" : fmt::format("{}{:05} + 1", letter, other);
            };
            lets += fmt::format("l{:05} = \"{}\"\n", i, last ? "water" : next("l"));
            parameters += fmt::format("p{:05} = {{ value = \"{}\" }}\n", i, next("p"));
            outcomes += fmt::format("o{:05} = {{ of = \"{}\" }}\n", i, next("o"));
            columns += fmt::format("c{:05} = {{ start = \"{}\" }}\n", i, next("c"));
        }
        INFO(forward);
        CHECK(errors(town(lets + flow("1"))).find("too-deep-in-all") == 0);
        CHECK(errors(town(parameters)).find(forward ? "too-deep-in-all" : "") == 0);
        // One after the other they are worked out without a deep chain, but for the operations that follow from one
        // another.
        CHECK(errors(town(outcomes)).find(forward ? "too-deep-in-all" : "") == 0);
        CHECK(errors(columns + "[rows.town]\ncolumns = [\"name\"]\ndata = [[\"A\"]]\n")
                  .find(forward ? "too-deep-in-all" : "") == 0);
    }
}

TEST_CASE("odd texts are refused with a message") {
    for (const std::string formula : {"\\u0000",
                                      "\\u00e9",
                                      "\\U0001F600 + 1",
                                      "\\\\",
                                      "#",
                                      "`water`",
                                      "water;",
                                      "$",
                                      "@",
                                      "~1",
                                      "1e",
                                      "1e+",
                                      "0x10",
                                      "1..2",
                                      "..",
                                      ")",
                                      "]",
                                      ",",
                                      ":",
                                      "()",
                                      "exp(,)",
                                      "exp()",
                                      "town[]",
                                      "a b",
                                      "nan",
                                      "inf",
                                      "NaN",
                                      "-inf",
                                      "1 1",
                                      "option",
                                      "this",
                                      "this.this",
                                      "town",
                                      "true.false",
                                      "if",
                                      "else",
                                      "else else",
                                      "not",
                                      "in in in",
                                      "sum(",
                                      "sum(a in",
                                      "sum(a in town",
                                      "sum(a in town:",
                                      "sum(a in town where",
                                      "sum(1 in town: 1)",
                                      "__",
                                      "water.__",
                                      "__(1)",
                                      "water[1]",
                                      "water()",
                                      "town(1)",
                                      "this[this]",
                                      "town[this][this]",
                                      "1.water",
                                      "(water).water",
                                      "exp(this)",
                                      "this + this",
                                      "this == 1",
                                      "-this",
                                      "not this",
                                      "if(true, this, 1)",
                                      "if(true, this, this)",
                                      "this else 1",
                                      "1 else this",
                                      "relax",
                                      "relax()",
                                      "exp(relax(1, 1))",
                                      "chance",
                                      "min()",
                                      "all(a in town)",
                                      "any()",
                                      "mean(a in town where a)",
                                      "sum(a in a: 1)",
                                      "sum(town in town: town)"}) {
        INFO(formula);
        CHECK(errors(town("[flow.town]\nwater = \"" + formula + "\"\n")) != "");
    }
    for (const std::string& formula : {std::string("1e-400"), std::string("1e400"), "1" + repeated("0", 400),
                                       "0." + repeated("9", 15000), repeated("x", 19000)}) {
        INFO(formula.substr(0, 20));
        const auto found = errors(town(flow(formula)));
        CHECK((found == "" || found == "bad-number" || found == "unknown-name"));
    }
    CHECK(errors(town("[flow.town]\nwater = \"\"\n")) == "empty-expression");
    CHECK(errors(town("[flow.town]\nwater = \" \\n\\t \"\n")) == "empty-expression");
    CHECK(errors(town("[let.town]\n__ = \"water\"\n_ = \"__\"\n" + flow("_ + __"))) == "");
    CHECK(errors(town("[let.town]\nthis = \"water\"\n")) == "reserved-name");
    CHECK(errors(town("[set]\n\"town[T0].water\" = nan\n")) != "");
    for (const std::string address : {"", " ", "town", "town[T0]", "town[T0].water.x", "town[town[T0]].water",
                                      "town[this].water", "1", "town[T0, T1].water", "(town[T0].water)",
                                      "town[T9].water", "x[T0].water", "sum(a in town: a.water)", "town[T0"}) {
        INFO(address);
        const bool fine = address == "(town[T0].water)" || address == "town[town[T0]].water";
        const auto found = errors(town("[set]\n\"" + address + "\" = 1\n"));
        if (!fine) CHECK(found != "");
    }
}

TEST_CASE("start values that set one another in a circle are reported") {
    CHECK(errors(town("[set]\n\"town[T0].water\" = \"town[T1].water\"\n")) == "start-circle");
    CHECK(errors("end = 1\n[kind.town]\nwater = {}\n[rows.town]\ncolumns = [\"name\", \"water\"]\ndata = [[\"A\", 1]]\n"
                 "[set]\n\"town[A].water\" = \"town[A].water + 1\"\n") == "start-circle");
}

TEST_CASE("a hundred thousand bad cells end in a short list") {
    std::string text = "end = 1\n[kind.town]\nwater = {}\n[rows.town]\ncolumns = [\"name\", \"water\"]\ndata = [\n";
    for (int i = 0; i < 100'000; ++i) text += fmt::format("[\"T{}\", true],\n", i);
    const auto found = errors(text + "]\n");
    CHECK(std::count(found.begin(), found.end(), ' ') == 200);
    CHECK(found.substr(found.rfind(' ') + 1) == "more-errors");
}

TEST_CASE("many names and many rules of one sort take time in proportion to their number") {
    std::string text = "end = 1\n[parameter]\n";
    for (int i = 0; i < 5000; ++i)
        text += fmt::format("p{} = {{ value = \"{} + {}\" }}\n", i, i, i == 0 ? "1" : fmt::format("p{}", i / 2));
    text += "[kind.town]\nwater = { start = 1 }\n[rows.town]\ncolumns = [\"name\"]\ndata = [[\"A\"]]\n";
    for (int i = 0; i < 3000; ++i)
        text += fmt::format("[event.e{}]\non = \"town\"\nrate.r = 1\ngroup = \"g\"\nset.water = \"p{}\"\n", i, i);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(errors(text) == "");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}

// Two names with equal hashes are too rare for a case of equal-hashes; the search for them is what can be tested.
TEST_CASE("equal-hashes: two equal numbers among many are found") {
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t i = 0; i < 1000; ++i) hashes.push_back(mix(i));
    CHECK_FALSE(find_equal(hashes));
    hashes[700] = hashes[30];
    const auto equal = find_equal(hashes);
    REQUIRE(equal);
    CHECK(*equal == std::pair<std::size_t, std::size_t>(30, 700));
    CHECK_FALSE(find_equal({}));
}

}  // namespace hegemon
