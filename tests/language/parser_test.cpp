#include "language/syntax.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

/// The tree, every operation in parentheses of its own.
std::string tree(const Syntax& s) {
    const auto list = [&] {
        std::string text;
        for (const auto& child : s.children) text += (text.empty() ? "" : ",") + tree(*child);
        return text;
    };
    switch (s.kind) {
        case SyntaxKind::number:
            return fmt::format("{}", s.number);
        case SyntaxKind::truth:
            return s.number != 0 ? "true" : "false";
        case SyntaxKind::this_row:
            return "this";
        case SyntaxKind::name:
            return s.name;
        case SyntaxKind::member:
            return tree(*s.children[0]) + "." + s.name;
        case SyntaxKind::call:
            return s.name + "{" + list() + "}";
        case SyntaxKind::look_up:
            return s.name + "[" + list() + "]";
        case SyntaxKind::aggregate:
            return s.name + "<" + s.binder + " in " + s.of_kind + " where " +
                   (s.children[0] ? tree(*s.children[0]) : "-") + " : " + (s.children[1] ? tree(*s.children[1]) : "-") +
                   ">";
        case SyntaxKind::negate:
            return "(-" + tree(*s.children[0]) + ")";
        case SyntaxKind::not_:
            return "(not " + tree(*s.children[0]) + ")";
        case SyntaxKind::binary:
            return "(" + tree(*s.children[0]) + " " + s.name + " " + tree(*s.children[1]) + ")";
        case SyntaxKind::else_:
            return "(" + tree(*s.children[0]) + " else " + tree(*s.children[1]) + ")";
    }
    return "";
}

/// The tree of a text, or "ID at OFFSET: hint" of what is wrong with it.
std::string read(const std::string& value) {
    Diagnostics diagnostics;
    const auto syntax = parse(text_of(value), diagnostics);
    if (syntax) return tree(*syntax);
    const auto& d = diagnostics.list().at(0);
    return d.id + " at " + std::to_string(d.where.begin) + ": " + d.hint;
}

}  // namespace

TEST_CASE("signs bind weaker than powers, powers bind to the right") {
    CHECK(read("-a^2") == "(-(a ^ 2))");
    CHECK(read("a^b^c") == "(a ^ (b ^ c))");
    CHECK(read("a^-b^c") == "(a ^ (-(b ^ c)))");
    CHECK(read("--a") == "(-(-a))");
    CHECK(read("2 * -a / b") == "((2 * (-a)) / b)");
}

TEST_CASE("products bind stronger than sums, both to the left") {
    CHECK(read("a - b - c * d / e") == "((a - b) - ((c * d) / e))");
    CHECK(read("(a - (b - c)) * d") == "((a - (b - c)) * d)");
    CHECK(read("a - -b") == "(a - (-b))");
}

TEST_CASE("comparisons, not, and, or, else bind weaker and weaker") {
    CHECK(read("not a + 1 < b and c or d else e") == "((((not ((a + 1) < b)) and c) or d) else e)");
    CHECK(read("a or b and not not c") == "(a or (b and (not (not c))))");
    CHECK(read("a else b else c") == "(a else (b else c))");
    CHECK(read("a + b else c + d") == "((a + b) else (c + d))");
    CHECK(read("a == b or a != c") == "((a == b) or (a != c))");
    CHECK(read("a < b < c") == "comparison-chain at 6: write: a < b and b < c");
}

TEST_CASE("an aggregate is told from a function by its binder") {
    CHECK(read("max(a, b)") == "max{a,b}");
    CHECK(read("max(x in k: x.a)") == "max<x in k where - : x.a>");
    CHECK(read("sum(x in k where x.o == this and x.b: x.a * 2 else 0)") ==
          "sum<x in k where ((x.o == this) and x.b) : ((x.a * 2) else 0)>");
    CHECK(read("count(x in k where x.b)") == "count<x in k where x.b : ->");
    CHECK(read("any(x in k) + f(x)") == "(any<x in k where - : -> + f{x})");
}

TEST_CASE("paths, look-ups and calls") {
    CHECK(read("a.b.c ^ 2") == "(a.b.c ^ 2)");
    CHECK(read("tie[a.b, this].w else 0") == "(tie[a.b,this].w else 0)");
    CHECK(read("if(a, this, b).x") == "if{a,this,b}.x");
    CHECK(read("(a else b).x") == "(a else b).x");
    CHECK(read("f()") == "f{}");
}

TEST_CASE("numbers are read as the nearest double, and end where a name could not begin") {
    Diagnostics diagnostics;
    CHECK(parse(text_of("0.1"), diagnostics)->number == 0.1);
    CHECK(parse(text_of("2.5e-3"), diagnostics)->number == 2.5e-3);
    CHECK(parse(text_of("1E+2"), diagnostics)->number == 100);
    CHECK(parse(text_of("4.9e-324"), diagnostics)->number == 4.9e-324);
    CHECK(read("2x") == "unexpected-character at 1: a name does not begin with a digit; a product is written 2 * x");
    CHECK(read("1e999") == "bad-number at 0: ");
    CHECK(read(".5") == "unexpected-token at 0: a number begins with a digit, as in 0.5");
}

TEST_CASE("each part of the tree knows where it stands") {
    Diagnostics diagnostics;
    const auto syntax = parse(text_of(" a + sum(x in kind: x.b) * 2"), diagnostics);
    REQUIRE(syntax);
    CHECK(syntax->begin == 1);
    CHECK(syntax->length == 27);
    const auto& product = *syntax->children[1];
    CHECK(product.begin == 5);
    const auto& sum = *product.children[0];
    CHECK(sum.begin == 5);
    CHECK(sum.length == 19);
    CHECK(sum.binder_begin == 9);
    CHECK(sum.of_kind_begin == 14);
    CHECK(sum.children[1]->begin == 20);
    CHECK(sum.children[1]->length == 3);
    CHECK(syntax->height == 5);
}

TEST_CASE("what cannot be read is pointed at") {
    CHECK(read("") == "empty-expression at 0: ");
    CHECK(read("a +") == "unexpected-end at 3: ");
    CHECK(read("+1") == "unexpected-token at 0: to add to a column, write add.COLUMN = \"...\" instead of a leading +");
    CHECK(read("a = b") == "unexpected-character at 2: to compare, write ==");
    CHECK(read("f(a, b") == "unexpected-end at 6: ");
    CHECK(read("a b") == "unexpected-token at 2: ");
    CHECK(read("a.2") == "unexpected-token at 2: ");
    CHECK(read("a and") == "unexpected-end at 5: ");
}

TEST_CASE("nesting without measure is refused, not followed") {
    CHECK(read(std::string(5000, '(') + "a").substr(0, 8) == "too-deep");
    CHECK(read(std::string(5000, '-') + "a").substr(0, 8) == "too-deep");
    std::string sum = "a";
    for (int i = 0; i < 5000; ++i) sum += "+a";
    CHECK(read(sum).substr(0, 8) == "too-deep");
    CHECK(read(std::string(30000, 'a')).substr(0, 8) == "too-long");
}

}  // namespace hegemon::test
