#include <catch2/catch.hpp>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

const std::string head = "end = 1\n[decision.d]\non = \"k\"\nactor = \"a\"\nprecision = 1\notherwise = \"x\"\n";
const std::string options = "option = [{ name = \"x\", cost = 0 }, { name = \"y\", cost = 1 }]\n";

std::string wrong(const std::string& rest) { return test::wrong(test::load(head + rest)); }
Diagnostic first(const std::string& rest) {
    const Declaration d = test::load(head + rest);
    REQUIRE(!d.diagnostics.list().empty());
    return d.diagnostics.list().front();
}
std::string wrong_column(const std::string& column) {
    return test::wrong(test::load("end = 1\n[kind.k]\nc = " + column + "\n"));
}

}  // namespace

TEST_CASE("a column may be a capacity, which is an amount and no reference") {
    const Declaration d = test::load(
        "end = 1\n[kind.k]\na = { capacity = true, start = 5, unit = \"t\" }\n"
        "b = { capacity = true }\nc = { capacity = false, start = true }\n");
    CHECK(test::wrong(d).empty());
    CHECK(d.kinds[0].columns[0].capacity);
    CHECK(d.kinds[0].columns[1].capacity);
    CHECK(!d.kinds[0].columns[2].capacity);
    CHECK(wrong_column("{ capacity = true, ref = \"k\" }") == "reference-only 3:7");
    CHECK(wrong_column("{ capacity = true, start = false }") == "capacity-of-truth 3:32");
    CHECK(wrong_column("{ capacity = true, start = \"true\" }") == "capacity-of-truth 3:33");
    CHECK(wrong_column("{ capacity = 1 }") == "wrong-type 3:18");
}

TEST_CASE("every key of a claim but three is a capacity") {
    const Declaration d = test::load(
        "end = 1\n[claim.c]\non = \"k\"\npayer = \"p\"\nwhen = \"open\"\nmoney = \"2 * x\"\ntime_of = { is = 1, unit = "
        "\"h\" }\n");
    CHECK(test::wrong(d).empty());
    const ClaimDeclaration& claim = d.claims.at(0);
    CHECK(claim.on.value == "k");
    CHECK(claim.payer.value == "p");
    CHECK(claim.when->text.value == "open");
    REQUIRE(claim.amounts.size() == 2);
    CHECK(claim.amounts[0].name.value == "money");
    CHECK(claim.amounts[1].formula.unit == "h");
    const auto wrong_claim = [](const std::string& rest) {
        return test::wrong(test::load("end = 1\n[claim.c]\n" + rest));
    };
    CHECK(wrong_claim("on = \"k\"\npayer = \"p\"\n") == "claims-nothing 2:8");
    CHECK(wrong_claim("on = \"k\"\nmoney = 1\n") == "missing-key 2:8");
    CHECK(wrong_claim("payer = \"p\"\nmoney = []\n") == "wrong-type 4:9; missing-key 2:8");
    CHECK(wrong_claim("on = 1\npayer = []\nmoney = 1\n") == "wrong-type 3:6; wrong-type 4:9");
    CHECK(test::wrong(test::load("end = 1\n[claim]\nc = 1\n")) == "wrong-type 3:5");
}

TEST_CASE("a decision is read whole, its options in the order written") {
    const Declaration d = test::load(R"(end = 1
[decision.serve]
on = "call"
actor = "power"
among = "client"
when = "ring"
precision = { is = "2 * sharp", source = "s" }
otherwise = "none"
option = [
  { name = "some", troops = 0.5, quick = true, when = "near", utility.haste = "1", set.busy = true, add.count = 1 },
  { name = "none", quick = false, troops = 0 },
]
utility.cost = "-option.troops"
utility."is" = "0"
pays.force = { bind = "option.troops", while = "busy" }
pays.credit = { spend = 1 }
set.last = "option.troops"
add.calls = 1
)");
    REQUIRE(test::wrong(d).empty());
    const DecisionDeclaration& serve = d.decisions.at(0);
    CHECK(serve.on.value == "call");
    CHECK(serve.actor.value == "power");
    CHECK(serve.among->value == "client");
    CHECK(serve.when->text.value == "ring");
    CHECK(serve.precision.source == "s");
    CHECK(serve.otherwise.value == "none");
    REQUIRE(serve.options.size() == 2);
    const OptionDeclaration& some = serve.options[0];
    CHECK(some.name.value == "some");
    REQUIRE(some.attributes.size() == 2);
    CHECK(some.attributes[0].name.value == "quick");
    CHECK(some.attributes[1].formula.text.value == "0.5");
    CHECK(some.when->text.value == "near");
    CHECK(some.utilities.at(0).name.value == "haste");
    CHECK(some.sets.at(0).formula.text.value == "true");
    CHECK(some.adds.at(0).name.value == "count");
    CHECK(serve.options[1].name.value == "none");
    CHECK(serve.utilities.size() == 2);
    REQUIRE(serve.payments.size() == 2);
    CHECK(serve.payments[0].capacity.value == "credit");
    CHECK(serve.payments[0].verb == PaymentDeclaration::Verb::spend);
    CHECK(!serve.payments[0].lasting);
    CHECK(serve.payments[1].verb == PaymentDeclaration::Verb::bind);
    CHECK(serve.payments[1].amount.text.value == "option.troops");
    CHECK(serve.payments[1].lasting->text.value == "busy");
    CHECK(serve.sets.at(0).name.value == "last");
    CHECK(serve.adds.at(0).formula.text.value == "1");
    CHECK(!serve.forced);
    CHECK(!serve.removed);
}

TEST_CASE("a decision needs its keys, and 'precision' is one of them") {
    CHECK(test::wrong(test::load("end = 1\n[decision.d]\n")) ==
          "missing-key 2:11; missing-key 2:11; missing-key 2:11; missing-key 2:11; missing-key 2:11");
    const Declaration d = test::load("end = 1\n[decision.d]\non = \"k\"\nactor = \"a\"\notherwise = \"x\"\n" + options);
    CHECK(test::wrong(d) == "missing-key 2:11");
    CHECK(d.diagnostics.list()[0].problem == "decision d needs 'precision'");
    CHECK(wrong(options + "pay.x = 1\n") == "unknown-key 8:1");
}

TEST_CASE("all options have the same attributes, what is missing is told once") {
    CHECK(wrong(options).empty());
    const Diagnostic missing = first("option = [{ name = \"x\", cost = 0 }, { name = \"y\" }, { name = \"z\" }]\n");
    CHECK(missing.id == "attribute-missing");
    CHECK(missing.problem == "option 'y' has no 'cost', which option 'x' has");
    CHECK(wrong("option = [{ name = \"x\", cost = 0 }, { name = \"y\" }, { name = \"z\" }]\n") ==
          "attribute-missing 7:47");
    CHECK(first("option = [{ name = \"x\", costs = 0 }, { name = \"y\", cost = 1 }]\n").hint == "cost?");
}

TEST_CASE("options have names, each once, and 'otherwise' is one of them") {
    CHECK(wrong("option = []\n") == "no-options 7:10");
    CHECK(wrong("option = 3\n") == "wrong-type 7:10");
    CHECK(wrong("option = [3, [], \"x\"]\n") == "wrong-type 7:11; wrong-type 7:14; wrong-type 7:18");
    CHECK(wrong("option = [{ name = \"x\" }, { cost = 1 }]\n") == "missing-key 7:27");
    CHECK(wrong("option = [{ name = \"x\" }, { name = \"x\" }]\n") == "repeated-name 7:37");
    CHECK(wrong("option = [{ name = \"x\" }, { name = \"a b\" }]\n") == "invalid-name 7:37");
    CHECK(wrong("option = [{ name = \"x\" }, { name = \"refused\" }]\n") == "reserved-name 7:37");
    CHECK(wrong("option = [{ name = \"x\" }, { name = \"and\" }]\n") == "reserved-name 7:37");
    CHECK(wrong("option = [{ name = 1 }]\n") == "wrong-type 7:20");
    CHECK(wrong("option = [{ name = \"x\", a-b = 1 }]\n") == "invalid-name 7:25");
    CHECK(wrong("option = [{ name = \"x\", a = [] }]\n") == "wrong-type 7:29");
    CHECK(wrong("option = [{ name = \"x\", utility = 1, set = 1, add = 1 }]\n") ==
          "wrong-type 7:53; wrong-type 7:44; wrong-type 7:35");
    const Diagnostic unknown = first("option = [{ name = \"stay\" }, { name = \"xy\" }]\n");
    CHECK(unknown.id == "unknown-option");
    CHECK(unknown.hint == "xy?");
    CHECK(first("option = [{ name = \"stay\" }, { name = \"leave\" }]\n").hint == "stay or leave?");
}

TEST_CASE("a payment either binds for as long as it says, or spends") {
    const auto pays = [](const std::string& payment) { return wrong(options + "pays.m = " + payment + "\n"); };
    CHECK(pays("{ bind = 1, while = true }").empty());
    CHECK(pays("{ spend = 1 }").empty());
    CHECK(pays("{ bind = 1 }") == "bind-without-while 8:12");
    CHECK(first(options + "pays.m = { bind = 1 }\n").hint == "say while = \"true\" if what is bound is never released");
    CHECK(pays("{ spend = 1, while = true }") == "while-without-bind 8:23");
    CHECK(pays("{ spend = 1, bind = 1, while = true }") == "bind-or-spend 8:12");
    CHECK(pays("{}") == "bind-or-spend 8:6");
    CHECK(pays("{ while = true }") == "bind-or-spend 8:6");
    CHECK(pays("3") == "wrong-type 8:10");
    CHECK(pays("{ bond = 1 }") == "unknown-key 8:12; bind-or-spend 8:6");
    CHECK(pays("{ bind = [], while = {} }") == "wrong-type 8:19; missing-key 8:23");
    CHECK(wrong(options + "pays = 1\n") == "wrong-type 8:8");
}

TEST_CASE("an outcome may be a headline") {
    const Declaration d = test::load("end = 1\n[outcome]\na = { of = 1, headline = true }\nb = { of = 1 }\n");
    CHECK(d.outcomes[0].headline);
    CHECK(!d.outcomes[1].headline);
    CHECK(test::wrong(test::load("end = 1\n[outcome]\na = { of = 1, headline = 1 }\n")) == "wrong-type 3:26");
}

}  // namespace hegemon
