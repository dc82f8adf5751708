#include "language/graph.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "language/expression_support.hpp"
#include "language/kernels.hpp"

namespace hegemon::test {

namespace {

const double infinity = std::numeric_limits<double>::infinity();
const double nothing = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> special{0.0, -0.0, 1, -1, 0.5, 2, -2.5, 1e-310, 1e300, -1e300, infinity, -infinity, nothing};

/// A graph with one changing number `x` on three rows.
struct Small {
    Graph graph;
    KindId kind = static_cast<KindId>(0);
    DomainId rows = graph.rows_of(kind, 3);
    SlotId slot = graph.add_slot({Slot::Role::column, kind, "k.x", 3, ValueType::number, NodeId::none});
    NodeId x = graph.load(slot, rows, nullptr, {});
    NodeId number(double value) { return graph.constant(value); }
    NodeId apply(Op op, NodeId a, NodeId b = NodeId::none, NodeId c = NodeId::none) {
        return graph.apply(op, ValueType::number, a, b, c);
    }
    NodeId field(double a, double b, double c) {
        return graph.field(rows, std::make_shared<Field>(Field{a, b, c}), ValueType::number);
    }
};

}  // namespace

TEST_CASE("what is said twice is one node") {
    Small s;
    CHECK(s.apply(Op::add, s.x, s.number(2)) == s.apply(Op::add, s.x, s.number(2)));
    CHECK(s.apply(Op::add, s.x, s.number(2)) != s.apply(Op::add, s.x, s.number(3)));
    CHECK(s.apply(Op::sub, s.x, s.number(2)) != s.apply(Op::add, s.x, s.number(2)));
    CHECK(s.number(0.0) != s.number(-0.0));
    CHECK(s.field(1, 2, 3) == s.field(1, 2, 3));
    CHECK(s.field(0.0, 2, 3) != s.field(-0.0, 2, 3));
    CHECK(s.graph.intern({1, 2}) == s.graph.intern({1, 2}));
    CHECK(s.graph.truth(true) != s.number(1));
}

TEST_CASE("a field of one value is that value, unless zeros differ in sign") {
    Small s;
    CHECK(s.field(2, 2, 2) == s.number(2));
    CHECK(s.graph.is_constant(s.field(nothing, nothing, nothing)));
    CHECK_FALSE(s.graph.is_constant(s.field(0.0, -0.0, 0.0)));
}

TEST_CASE("folding comes to the bits of the kernels") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (auto op = Op::negate; op <= Op::select; op = static_cast<Op>(static_cast<int>(op) + 1)) {
        const bool truths = op == Op::not_ || op == Op::and_ || op == Op::or_;
        const std::vector<double> inputs = truths ? std::vector<double>{0, 1} : special;
        for (const double a : inputs)
            for (const double b : arity(op) < 2 ? std::vector<double>{0} : inputs) {
                Small s;
                const double c = -3;
                const auto node = arity(op) == 1   ? s.apply(op, s.number(a))
                                  : arity(op) == 2 ? s.apply(op, s.number(a), s.number(b))
                                                   : s.apply(op, s.number(a), s.number(b), s.number(c));
                REQUIRE(s.graph.is_constant(node));
                const View views[3] = {{&a}, {&b}, {&c}};
                double by_kernel = 0;
                set.kernel_for(op, 0)(&by_kernel, views, 1, 1);
                INFO("operation " << static_cast<int>(op) << " of " << a << ", " << b);
                CHECK(same(s.graph.node(node).constant, by_kernel));
                CHECK(same(evaluate(op, a, b, c), by_kernel));
            }
    }
}

TEST_CASE("folding over rows goes row by row, and mixes with constants") {
    Small s;
    const auto sum = s.apply(Op::add, s.field(1, 2, 3), s.number(10));
    CHECK(s.graph.static_value(sum, 0) == 11);
    CHECK(s.graph.static_value(sum, 2) == 13);
    CHECK(s.graph.is_constant(s.apply(Op::mul, s.field(1, 2, 3), s.number(0))));
}

TEST_CASE("only what changes no bit is left out") {
    Small s;
    CHECK(s.apply(Op::mul, s.x, s.number(1)) == s.x);
    CHECK(s.apply(Op::mul, s.number(1), s.x) == s.x);
    CHECK(s.apply(Op::div, s.x, s.number(1)) == s.x);
    CHECK(s.apply(Op::sub, s.x, s.number(0)) == s.x);
    CHECK(s.apply(Op::pow, s.x, s.number(1)) == s.x);
    // -0 + 0 is 0, -0 - -0 is 0; 0 * x may be -0 or no number.
    CHECK(s.apply(Op::add, s.x, s.number(0)) != s.x);
    CHECK(s.apply(Op::add, s.number(0), s.x) != s.x);
    CHECK(s.apply(Op::sub, s.x, s.number(-0.0)) != s.x);
    CHECK_FALSE(s.graph.is_static(s.apply(Op::mul, s.x, s.number(0))));
    CHECK_FALSE(s.graph.is_static(s.apply(Op::sub, s.x, s.x)));
    CHECK_FALSE(s.graph.is_static(s.apply(Op::pow, s.x, s.number(0))));
}

TEST_CASE("truths with a known side are that side") {
    Small s;
    auto& g = s.graph;
    const auto t = g.apply(Op::less, ValueType::truth, s.x, s.number(1));
    CHECK(g.both(t, g.truth(true)) == t);
    CHECK(g.both(t, g.truth(false)) == g.truth(false));
    CHECK(g.both(t, t) == t);
    CHECK(g.apply(Op::or_, ValueType::truth, t, g.truth(false)) == t);
    CHECK(g.apply(Op::or_, ValueType::truth, g.truth(true), t) == g.truth(true));
    CHECK(g.negated(g.negated(t)) == t);
    CHECK(s.apply(Op::select, g.truth(true), s.x, s.number(2)) == s.x);
    CHECK(s.apply(Op::select, g.truth(false), s.x, s.number(2)) == s.number(2));
    CHECK(s.apply(Op::select, t, s.x, s.x) == s.x);
}

TEST_CASE("powers of changing numbers have the bits of math::pow, whatever the exponent") {
    for (const auto* exponent : {"2", "0.5", "1", "0", "3", "-1", "1.5"}) {
        LittleWorld world(special.size(), 1, 1, 3);
        world.tables["town"].columns["x"] = special;
        const auto values = world.compile_and_run("town", std::string("x ^ (") + exponent + ")");
        for (std::size_t i = 0; i < special.size(); ++i) {
            INFO(special[i] << " ^ " << exponent);
            CHECK(same(values[i], evaluate(Op::pow, special[i], std::stod(exponent))));
        }
    }
}

TEST_CASE("aggregates over what is fixed are worked out at load, in order of row") {
    LittleWorld world(7, 3, 1, 4);
    const auto node = world.lower("region", "sum(t in town where t.region == this and t.coastal: t.size * area)");
    CHECK(world.graph.is_static(node));
    for (std::size_t region = 0; region < 3; ++region) {
        double sum = 0;
        for (std::size_t t = 0; t < 7; ++t)
            if (world.tables["town"].references["region"][t] == static_cast<std::int32_t>(region) &&
                world.number("town", "coastal", t, 0) != 0)
                sum += world.number("town", "size", t, 0) * world.number("region", "area", region, 0);
        CHECK(same(world.graph.static_value(node, region), sum));
    }
}

}  // namespace hegemon::test
