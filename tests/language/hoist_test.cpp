/// What many elements would do alike is worked out once: how often, when not, and with which bits.
#include <catch2/catch.hpp>

#include "core/math.hpp"
#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

constexpr Op expensive[] = {Op::sqrt, Op::exp,      Op::log,   Op::log10,          Op::pow,
                            Op::tanh, Op::logistic, Op::logit, Op::normal_quantile};

/// Rows of the slots that hold parts of expressions, in the order in which they came to be.
std::vector<std::size_t> part_rows(const Graph& graph) {
    std::vector<std::size_t> rows;
    for (const auto& slot : graph.slots())
        if (slot.role == Slot::Role::part) rows.push_back(slot.rows);
    return rows;
}

using Rows = std::vector<std::size_t>;

Index index_by(std::size_t count, const std::function<std::size_t(std::size_t)>& row) {
    Index index;
    for (std::size_t i = 0; i < count; ++i) index.push_back(static_cast<std::int32_t>(row(i)));
    return index;
}

/// Ties with a changing number of their own, that read two changing numbers, x and y, of towns.
struct Ties {
    Ties(std::size_t tie_count, std::size_t town_count, const std::function<std::size_t(std::size_t)>& town_of)
        : ties(graph.rows_of(tie, tie_count)),
          x(graph.add_slot({Slot::Role::column, town, "town.x", town_count, ValueType::number, NodeId::none})),
          y(graph.add_slot({Slot::Role::column, town, "town.y", town_count, ValueType::number, NodeId::none})),
          own(graph.add_slot({Slot::Role::column, tie, "tie.own", tie_count, ValueType::number, NodeId::none})),
          from(graph.intern(index_by(tie_count, town_of))) {}

    NodeId apply(Op op, NodeId a, NodeId b = NodeId::none) {
        if (arity(op) == 2 && b == NodeId::none) b = graph.constant(1.7);
        return graph.apply(op, ValueType::number, a, b);
    }
    NodeId of_town(SlotId slot, Uses uses = {}) { return graph.load(slot, ties, from, uses); }
    NodeId of_tie() { return graph.load(own, ties, nullptr, {}); }
    NodeId field(const std::function<double(std::size_t)>& value) {
        auto values = std::make_shared<Field>();
        for (std::size_t i = 0; i < graph.domain(ties).size; ++i) values->push_back(value(i));
        return graph.field(ties, values, ValueType::number);
    }
    /// Whether exp of this is worked out elsewhere than on the ties.
    bool hoists(NodeId node) {
        const auto result = apply(Op::exp, node);
        return graph.node(result).op == Op::load && graph.slot(graph.node(result).slot).role == Slot::Role::part;
    }

    Graph graph;
    KindId town = static_cast<KindId>(0), tie = static_cast<KindId>(1);
    DomainId ties;
    SlotId x, y, own;
    IndexPtr from;
};

Ties ties_of_three_towns() {
    return {50, 3, [](std::size_t i) { return i % 3; }};
}

}  // namespace

TEST_CASE("an expensive operation on what 50 ties read of 3 towns is done for the 3 towns") {
    for (const auto op : expensive) {
        INFO("operation " << static_cast<int>(op));
        auto s = ties_of_three_towns();
        const auto result = s.graph.node(s.apply(op, s.of_town(s.x)));
        REQUIRE(result.op == Op::load);
        CHECK(result.domain == s.ties);
        CHECK(result.index == s.from);
        const auto slot = s.graph.slot(result.slot);
        CHECK(slot.role == Slot::Role::part);
        CHECK(slot.rows == 3);
        CHECK(slot.type == ValueType::number);
        const auto own = s.graph.node(slot.definition);
        CHECK(own.op == op);
        CHECK(own.domain == s.graph.rows_of(s.town, 3));  // where the towns' own rules stand, too
        CHECK(s.graph.domain_of(result.slot) == own.domain);
        const auto read = s.graph.node(own.operands[0]);
        CHECK(read.slot == s.x);
        CHECK(read.index == nullptr);
        CHECK(part_rows(s.graph) == Rows{3});
    }
}

TEST_CASE("cheap operations stay where they are") {
    for (const auto op : {Op::negate, Op::abs, Op::add, Op::sub, Op::mul, Op::div, Op::min, Op::max, Op::less}) {
        auto s = ties_of_three_towns();
        CHECK(s.graph.node(s.apply(op, s.of_town(s.x), s.of_town(s.y))).op == op);
        CHECK(part_rows(s.graph).empty());
    }
}

TEST_CASE("only those rows that someone reads are in the slot, in order of row") {
    Ties s(50, 10, [](std::size_t i) { return std::array{7U, 2U, 5U}[i % 3]; });
    const auto result = s.graph.node(s.apply(Op::exp, s.of_town(s.x)));
    REQUIRE(result.op == Op::load);
    CHECK(*result.index == index_by(50, [](std::size_t i) { return std::array{2U, 0U, 1U}[i % 3]; }));
    const auto slot = s.graph.slot(result.slot);
    CHECK(slot.rows == 3);
    CHECK(*s.graph.node(s.graph.node(slot.definition).operands[0]).index == Index{2, 5, 7});
}

TEST_CASE("a part that has some rows of a kind is not taken for one that has them all") {
    Ties s(50, 10, [](std::size_t i) { return std::array{7U, 2U, 5U}[i % 3]; });
    REQUIRE(s.graph.domain(s.graph.rows_of(s.town, 10)).size == 10);
    const auto result = s.graph.node(s.apply(Op::sqrt, s.apply(Op::exp, s.of_town(s.x))));
    REQUIRE(result.op == Op::load);
    const auto slot = s.graph.slot(result.slot);
    CHECK(slot.rows == 3);
    CHECK(s.graph.domain(s.graph.node(slot.definition).domain).size == 3);
    CHECK(part_rows(s.graph) == Rows{3, 3});
}

TEST_CASE("nothing is moved to rows that are not fewer") {
    Ties as_many(50, 50, [](std::size_t i) { return 49 - i; });
    CHECK_FALSE(as_many.hoists(as_many.of_town(as_many.x)));
    Ties each_once(50, 80, [](std::size_t i) { return i + 20; });
    CHECK_FALSE(each_once.hoists(each_once.of_town(each_once.x)));
    CHECK(part_rows(each_once.graph).empty());
    Ties one_fewer(50, 80, [](std::size_t i) { return i == 0 ? 1 : i; });
    CHECK(one_fewer.hoists(one_fewer.of_town(one_fewer.x)));
    CHECK(part_rows(one_fewer.graph) == Rows{49});
}

TEST_CASE("what is cheap inside goes along") {
    auto s = ties_of_three_towns();
    const auto inside = s.apply(Op::mul, s.apply(Op::sub, s.of_town(s.x), s.of_town(s.y)), s.graph.constant(3));
    const auto result = s.graph.node(s.apply(Op::exp, inside));
    REQUIRE(result.op == Op::load);
    const auto own = s.graph.node(s.graph.slot(result.slot).definition);
    CHECK(s.graph.node(own.operands[0]).op == Op::mul);
    CHECK(s.graph.domain(s.graph.node(own.operands[0]).domain).size == 3);
    CHECK(part_rows(s.graph) == Rows{3});
}

TEST_CASE("operations within one another are all moved, those over them not") {
    auto s = ties_of_three_towns();
    const auto root = s.apply(Op::sqrt, s.apply(Op::add, s.apply(Op::exp, s.of_town(s.x)), s.of_town(s.y)));
    REQUIRE(s.graph.node(root).op == Op::load);
    CHECK(part_rows(s.graph) == Rows{3, 3});
    CHECK(s.graph.node(s.apply(Op::tanh, s.apply(Op::add, root, s.of_tie()))).op == Op::tanh);
    CHECK(part_rows(s.graph) == Rows{3, 3});
}

TEST_CASE("what differs between the ties of a town stays on them") {
    SECTION("a value of the tie's own") {
        auto s = ties_of_three_towns();
        CHECK_FALSE(s.hoists(s.apply(Op::add, s.of_town(s.x), s.of_tie())));
        CHECK_FALSE(s.hoists(s.of_tie()));
    }
    SECTION("a second operand of the tie's own") {
        auto s = ties_of_three_towns();
        CHECK(s.graph.node(s.apply(Op::pow, s.of_town(s.x), s.of_tie())).op == Op::pow);
        CHECK(s.graph.node(s.apply(Op::pow, s.of_tie(), s.of_town(s.x))).op == Op::pow);
    }
    SECTION("values of towns at both ends") {
        auto s = ties_of_three_towns();
        const auto to = s.graph.intern(index_by(50, [](std::size_t i) { return i / 20; }));
        CHECK_FALSE(s.hoists(s.apply(Op::add, s.of_town(s.x), s.graph.load(s.y, s.ties, to, {}))));
    }
    SECTION("rows of the same numbers, but of another kind") {
        auto s = ties_of_three_towns();
        const auto wealth = s.graph.add_slot(
            {Slot::Role::column, static_cast<KindId>(2), "region.wealth", 3, ValueType::number, NodeId::none});
        CHECK_FALSE(s.hoists(s.apply(Op::add, s.of_town(s.x), s.graph.load(wealth, s.ties, s.from, {}))));
    }
    SECTION("a draw") {
        auto s = ties_of_three_towns();
        CHECK_FALSE(s.hoists(s.apply(Op::mul, s.of_town(s.x), s.graph.draw({"rule", "name", s.tie}, s.ties))));
    }
    SECTION("a let of the town's with a draw in it") {
        auto s = ties_of_three_towns();
        CHECK_FALSE(s.hoists(s.of_town(s.x, {.draw = true})));
    }
    SECTION("a fixed number that differs in one tie") {
        auto s = ties_of_three_towns();
        const auto factor = s.field([](std::size_t i) { return i == 49 ? 9 : static_cast<double>(i % 3); });
        CHECK_FALSE(s.hoists(s.apply(Op::mul, s.of_town(s.x), factor)));
    }
    SECTION("fixed zeros of different signs") {
        auto s = ties_of_three_towns();
        const auto zero = s.field([](std::size_t i) { return i == 7 ? -0.0 : 0.0; });
        CHECK_FALSE(s.hoists(s.apply(Op::mul, s.of_town(s.x), zero)));
    }
    SECTION("an aggregate of the tie's own") {
        auto s = ties_of_three_towns();
        std::vector<std::uint32_t> first;
        for (std::uint32_t i = 0; i <= 50; ++i) first.push_back(i);
        const auto row = s.graph.intern(index_by(50, [](std::size_t i) { return 49 - i; }));
        const auto parent = s.graph.intern(index_by(50, [](std::size_t i) { return i; }));
        const auto child = s.graph.children({s.ties, 0, s.tie, 50, row, parent, first});
        const auto sum = s.graph.aggregate(Op::aggregate_sum, ValueType::number, child,
                                           s.graph.load(s.own, child, row, {}), NodeId::none);
        CHECK_FALSE(s.hoists(s.apply(Op::mul, s.of_town(s.x), sum)));
    }
}

TEST_CASE("a fixed number that is the same in all ties of a town goes along with it") {
    auto s = ties_of_three_towns();
    const auto factor = s.field([](std::size_t i) { return 10 + static_cast<double>(i % 3); });
    const auto result = s.graph.node(s.apply(Op::exp, s.apply(Op::mul, s.of_town(s.x), factor)));
    REQUIRE(result.op == Op::load);
    const auto own = s.graph.node(s.graph.slot(result.slot).definition);
    const auto moved = s.graph.node(s.graph.node(own.operands[0]).operands[1]);
    REQUIRE(moved.op == Op::field);
    CHECK(*moved.field == Field{10, 11, 12});
}

TEST_CASE("what both ends of the ties ask for lies in one slot") {
    auto s = ties_of_three_towns();
    const auto to = s.graph.intern(index_by(50, [](std::size_t i) { return i / 20; }));
    const auto at_from = s.graph.node(s.apply(Op::exp, s.of_town(s.x)));
    const auto at_to = s.graph.node(s.apply(Op::exp, s.graph.load(s.x, s.ties, to, {})));
    REQUIRE(at_from.op == Op::load);
    REQUIRE(at_to.op == Op::load);
    CHECK(at_from.slot == at_to.slot);
    CHECK(at_from.index != at_to.index);
    CHECK(part_rows(s.graph) == Rows{3});
}

namespace {

/// Rows that each have one partner, whose number they add up.
struct Partners {
    Partners(std::size_t count, const std::function<std::size_t(std::size_t)>& partner)
        : rows(graph.rows_of(kind, count)),
          x(graph.add_slot({Slot::Role::column, kind, "person.x", count, ValueType::number, NodeId::none})),
          of(graph.intern(index_by(count, partner))) {
        std::vector<std::uint32_t> first;
        for (std::uint32_t i = 0; i <= count; ++i) first.push_back(i);
        const auto own = graph.intern(index_by(count, [](std::size_t i) { return i; }));
        pairs = graph.children({rows, 0, kind, count, own, own, first});
    }
    NodeId sum(Uses uses = {}) {
        return graph.aggregate(Op::aggregate_sum, ValueType::number, pairs, graph.load(x, pairs, of, uses),
                               NodeId::none);
    }
    Graph graph;
    KindId kind = static_cast<KindId>(0);
    DomainId rows, pairs{};
    SlotId x;
    IndexPtr of;
};

}  // namespace

TEST_CASE("a sum over rows that lie far apart in a long column gets a slot of its own, and no other does") {
    constexpr std::size_t many = 1 << 19;
    const auto anywhere = [](std::size_t i) { return i * 262147 % many; };
    SECTION("with partners anywhere it does") {
        Partners s(many, anywhere);
        const auto sum = s.graph.node(s.sum({.firing = true}));
        REQUIRE(sum.op == Op::load);
        CHECK(sum.domain == s.rows);
        CHECK(sum.index == nullptr);
        CHECK(sum.uses.firing);
        CHECK(part_rows(s.graph) == Rows{many});
        CHECK(s.graph.node(s.graph.slot(sum.slot).definition).op == Op::aggregate_sum);
    }
    SECTION("with neighbours it stays where it is asked for") {
        Partners near(many, [](std::size_t i) { return i ^ 1U; });
        CHECK(near.graph.node(near.sum()).op == Op::aggregate_sum);
    }
    SECTION("with a row fewer, too") {
        Partners fewer(many - 1, [&](std::size_t i) { return anywhere(i) % (many - 1); });
        CHECK(fewer.graph.node(fewer.sum()).op == Op::aggregate_sum);
    }
    SECTION("and with chance, whose draws belong to the rule that asks") {
        Partners drawn(many, anywhere);
        CHECK(drawn.graph.node(drawn.sum({.draw = true})).op == Op::aggregate_sum);
    }
}

TEST_CASE("what was moved still tells that it depends on what fired or was chosen") {
    auto s = ties_of_three_towns();
    const auto fired = s.graph.node(s.apply(Op::exp, s.of_town(s.x, {.firing = true})));
    const auto chosen = s.graph.node(s.apply(Op::exp, s.of_town(s.y, {.choice = true})));
    REQUIRE(part_rows(s.graph) == Rows{3, 3});
    CHECK(fired.uses.firing);
    CHECK_FALSE(fired.uses.choice);
    CHECK(chosen.uses.choice);
    CHECK_FALSE(chosen.uses.firing);
}

TEST_CASE("values that were worked out on other rows have the same bits, and cost the ties no operation") {
    struct Size {
        std::size_t towns, lanes;
    };
    for (const auto [towns, lanes] : {Size{50, 1}, Size{50, 3}, Size{50, 64}, Size{1500, 1}, Size{300, 8}}) {
        LittleWorld world(towns, 3, lanes, 17);
        const auto block = world.compile("town", "tanh(exp(region.wealth * three - region.area) - half) + x");
        INFO("towns " << towns << ", lanes " << lanes);
        REQUIRE(part_rows(world.graph) == Rows{3, 3});
        REQUIRE(block->code.size() == 1);
        CHECK(block->code[0].op == Op::add);
        const auto values = world.run(*block);
        bool good = true;
        for (std::size_t t = 0; t < towns; ++t)
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const auto region = static_cast<std::size_t>(world.tables["town"].references["region"][t]);
                const double inside =
                    world.number("region", "wealth", region, lane) * 3 - world.number("region", "area", region, lane);
                const double want = math::tanh(math::exp(inside) - 0.5) + world.number("town", "x", t, lane);
                good = good && same(values[t * lanes + lane], want);
            }
        CHECK(good);
    }
}

// ---------------------------------------------------------------------------------------------------- aggregates

namespace {

/// What the flows of all roads that leave where a road leaves come to, by plain recursion in order of row.
double of_siblings(const LittleWorld& world, std::size_t road, double start,
                   const std::function<double(double, std::size_t)>& add) {
    const auto& from = world.tables.at("road").references.at("from");
    double result = start;
    for (std::size_t r = 0; r < from.size(); ++r)
        if (from[r] == from[road]) result = add(result, r);
    return result;
}

void check_on_roads(const std::string& formula, const std::vector<std::size_t>& parts, double start,
                    const std::function<double(const LittleWorld&, std::size_t, double, std::size_t)>& add) {
    for (const std::size_t lanes : {1U, 3U, 64U})
        for (const std::size_t towns : {7U, 300U}) {
            if (towns * lanes > 2000) continue;
            INFO(formula << ", lanes " << lanes << ", towns " << towns);
            LittleWorld world(towns, 3, lanes, 23);
            const auto block = world.compile("road", formula);
            auto rows = part_rows(world.graph);
            for (auto& count : rows) count = count == towns ? 7 : count;
            CHECK(rows == parts);
            CHECK(block->code.size() == 1);  // shared: it copies; else it adds up
            CHECK((block->code[0].kind == Instruction::Kind::copy) == !parts.empty());
            const auto values = world.run(*block);
            bool good = true;
            for (std::size_t road = 0; road < 2 * towns; ++road)
                for (std::size_t lane = 0; lane < lanes; ++lane) {
                    const double want = of_siblings(world, road, start, [&](double sum, std::size_t r) {
                        return add(world, road, sum, r * lanes + lane);
                    });
                    good = good && same(values[road * lanes + lane], want);
                }
            CHECK(good);
        }
}

double flow(const LittleWorld& world, std::size_t i) {
    return world.number("road", "flow", i / world.lanes, i % world.lanes);
}

}  // namespace

TEST_CASE("a sum over a town's roads that each of these roads asks for is worked out once a town") {
    check_on_roads("sum(r in road where r.from == from: r.flow * r.km)", {7}, 0,
                   [](const LittleWorld& world, std::size_t, double sum, std::size_t i) {
                       return sum + flow(world, i) * world.number("road", "km", i / world.lanes, 0);
                   });
}

TEST_CASE("so is one with a condition that changes, and the greatest, and one with what their town has fixed") {
    check_on_roads("sum(r in road where r.from == from and r.flow > 0.2: r.flow)", {7}, 0,
                   [](const LittleWorld& world, std::size_t, double sum, std::size_t i) {
                       return sum + (flow(world, i) > 0.2 ? flow(world, i) : 0.0);
                   });
    check_on_roads("max(r in road where r.from == from: r.flow)", {7}, -math::infinity,
                   [](const LittleWorld& world, std::size_t, double most, std::size_t i) {
                       return math::max(most, flow(world, i));
                   });
    check_on_roads("sum(r in road where r.from == from: r.flow * from.size)", {7}, 0,
                   [](const LittleWorld& world, std::size_t road, double sum, std::size_t i) {
                       const auto town = world.tables.at("road").references.at("from")[road];
                       return sum + flow(world, i) * world.number("town", "size", static_cast<std::size_t>(town), 0);
                   });
}

TEST_CASE("a sum in which something is the asking road's own is not shared") {
    check_on_roads("sum(r in road where r.from == from: r.flow * km)", {}, 0,
                   [](const LittleWorld& world, std::size_t road, double sum, std::size_t i) {
                       return sum + flow(world, i) * world.number("road", "km", road, 0);
                   });
    check_on_roads("sum(r in road where r.from == from: r.flow * flow)", {}, 0,
                   [](const LittleWorld& world, std::size_t road, double sum, std::size_t i) {
                       return sum + flow(world, i) * world.number("road", "flow", road, i % world.lanes);
                   });
    check_on_roads(
        "sum(r in road where r.from == from and r.flow > flow: r.flow)", {}, 0,
        [](const LittleWorld& world, std::size_t road, double sum, std::size_t i) {
            return sum + (flow(world, i) > world.number("road", "flow", road, i % world.lanes) ? flow(world, i) : 0.0);
        });
}

namespace {

/// Slots that come to be by a sum over children, given [parent] -> rows.
std::vector<std::size_t> parts_of_sum(const std::vector<std::vector<std::int32_t>>& children) {
    Graph graph;
    const auto kind = static_cast<KindId>(0);
    const auto slot = graph.add_slot({Slot::Role::column, kind, "k.x", 9, ValueType::number, NodeId::none});
    Domain domain{graph.rows_of(static_cast<KindId>(1), children.size()), 0, kind, 0, nullptr, nullptr, {0}};
    Index row;
    Index parent;
    for (std::size_t p = 0; p < children.size(); ++p) {
        for (const auto child : children[p]) {
            row.push_back(child);
            parent.push_back(static_cast<std::int32_t>(p));
        }
        domain.first.push_back(static_cast<std::uint32_t>(row.size()));
    }
    domain.size = row.size();
    domain.row = graph.intern(row);
    domain.parent_of = graph.intern(parent);
    const auto rows = domain.row;
    const auto child = graph.children(domain);
    const auto sum = graph.node(
        graph.aggregate(Op::aggregate_sum, ValueType::number, child, graph.load(slot, child, rows, {}), NodeId::none));
    const auto parts = part_rows(graph);
    if (parts.empty()) {
        CHECK(sum.op == Op::aggregate_sum);
        return parts;
    }
    // Each parent reads the group that has its children.
    REQUIRE(sum.op == Op::load);
    const auto own = graph.node(graph.slot(sum.slot).definition);
    const auto& shared = graph.domain(own.child);
    for (std::size_t p = 0; p < children.size(); ++p) {
        const auto group = static_cast<std::size_t>((*sum.index)[p]);
        CHECK(std::vector<std::int32_t>(shared.row->begin() + shared.first[group],
                                        shared.row->begin() + shared.first[group + 1]) == children[p]);
    }
    CHECK(shared.size == shared.row->size());
    CHECK(graph.domain(own.domain).size == parts[0]);
    return parts;
}

}  // namespace

TEST_CASE("aggregates are shared if there are at most half as many lists of children as parents") {
    CHECK(parts_of_sum({{1, 2}, {3}, {1, 2}, {3}}) == Rows{2});
    CHECK(parts_of_sum({{3}, {3}, {1, 2}, {3}, {3}}) == Rows{2});
    CHECK(parts_of_sum({{1, 2}, {3}, {1, 2}, {3}, {4}}).empty());
    CHECK(parts_of_sum({{1, 2}, {3}, {1, 2}}).empty());
    CHECK(parts_of_sum({{5, 6}, {5, 6}}) == Rows{1});
    CHECK(parts_of_sum({{5, 6}}).empty());
}

TEST_CASE("lists of children are the same only with the same rows in the same order, and may be empty") {
    CHECK(parts_of_sum({{1, 2}, {2, 1}, {1, 2}}).empty());
    CHECK(parts_of_sum({{1, 2}, {2, 1}, {1, 2}, {2, 1}}) == Rows{2});
    CHECK(parts_of_sum({{1, 2}, {1, 2, 3}, {1, 2, 3}, {1, 2}}) == Rows{2});
    CHECK(parts_of_sum({{}, {4}, {}, {4}}) == Rows{2});
    CHECK(parts_of_sum({{}, {4}, {}, {}}) == Rows{2});
}

}  // namespace hegemon::test
