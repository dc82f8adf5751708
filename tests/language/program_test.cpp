#include "language/program.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

std::vector<Op> operations(const std::string& formula) {
    LittleWorld world(4, 2, 8, 1);
    std::vector<Op> result;
    const auto block = world.compile("town", formula);
    for (const auto& instruction : block->code) result.push_back(instruction.op);
    return result;
}

}  // namespace

TEST_CASE("a product and a sum, used once, are one instruction") {
    CHECK(operations("x * y + size") == std::vector{Op::mul_add});
    CHECK(operations("size + x * y") == std::vector{Op::mul_add});
    CHECK(operations("x * y - size") == std::vector{Op::mul_sub});
    CHECK(operations("size - x * y") == std::vector{Op::sub_mul});
    CHECK(operations("(x + y) * size") == std::vector{Op::add_mul});
    CHECK(operations("(x - y) * size") == std::vector{Op::sub_times});
    CHECK(operations("x / (y + size)") == std::vector{Op::div_sum});
}

TEST_CASE("what is used twice is worked out once and not fused away") {
    CHECK(operations("(x * y + size) / (x * y)") == std::vector{Op::mul, Op::add, Op::div});
}

TEST_CASE("a sum of products needs no code of its own inside") {
    LittleWorld world(4, 2, 8, 1);
    const auto block = world.compile("town", "sum(r in road where r.from == this: r.flow * r.to.x)");
    REQUIRE(block->code.size() == 1);
    const auto& child = *block->code[0].reductions.at(0).child;
    CHECK(child.code.empty());
    CHECK(child.reduce == Block::Reduce::products);
    CHECK(child.outputs[0].kind == Operand::Kind::own);  // two roads from each town: they lie in the order of the towns
    CHECK(child.outputs[1].kind == Operand::Kind::gathered);
}

namespace {

/// A sum over a town's roads.
std::string along_roads(const std::string& term) { return "sum(r in road where r.from == this: " + term + ")"; }

/// Of each instruction that adds up, how many sums it has.
std::vector<std::size_t> sums(const std::string& formula) {
    LittleWorld world(4, 2, 8, 1);
    const auto block = world.compile("town", formula);
    std::vector<std::size_t> result;
    for (const auto& instruction : block->code)
        if (instruction.kind == Instruction::Kind::reduce) result.push_back(instruction.reductions.size());
    return result;
}

using Sums = std::vector<std::size_t>;

const std::string sum_x = along_roads("r.flow * r.to.x");
const std::string sum_y = along_roads("r.flow * r.to.y");
const std::string share_x = along_roads("r.flow * (x / (x + r.to.x))");

}  // namespace

TEST_CASE("sums over the same children with the same weights are worked out in one pass") {
    CHECK(sums(sum_x + " + " + sum_y) == Sums{2});
    CHECK(sums(sum_x + " + " + along_roads("r.to.y * r.flow")) == Sums{2});
    CHECK(sums(along_roads("r.km * r.to.x") + " + " + along_roads("r.km * r.to.y")) == Sums{2});
    CHECK(sums(sum_x + " + " + sum_y + " + " + along_roads("r.flow * r.to.size")) == Sums{2, 1});  // size is fixed
    CHECK(sums(sum_x + " - " + sum_y + " + " + share_x) == Sums{3});
    CHECK(sums(sum_x + " - " + sum_y + " + " + share_x + " + " + along_roads("r.flow * exp(r.to.x)")) == Sums{3, 1});
    CHECK(sums(share_x + " + " + along_roads("r.flow * (y / (y + r.to.y))")) == Sums{1, 1});  // one division at a time
}

TEST_CASE("sums with other weights, children, conditions, or with work of their own inside stand alone") {
    CHECK(sums(sum_x + " + " + along_roads("r.km * r.to.y")) == Sums{1, 1});
    CHECK(sums(sum_x + " + sum(r in road where r.to == this: r.flow * r.from.y)") == Sums{1, 1});
    CHECK(sums(sum_x + " + " + along_roads("r.flow * r.to.next.y")) == Sums{1, 1});
    CHECK(sums(sum_x + " + sum(r in road where r.from == this and r.to.open: r.flow * r.to.y)") == Sums{1, 1});
    CHECK(sums(sum_x + " + " + along_roads("r.flow * r.to.y * y")) == Sums{1, 1});
}

TEST_CASE("sums that are worked out together have the bits that they have alone") {
    const std::string formula = sum_x + " - (" + sum_y + ") * 3 + " + share_x + " / (1 + " + sum_x + ")";
    for (const std::size_t lanes : {1U, 2U, 3U, 8U, 21U, 64U})
        for (const std::size_t towns : {2U, 7U, 31U}) {
            LittleWorld world(towns, 2, lanes, 5);
            const auto block = world.compile("town", formula);
            REQUIRE(block->code.front().reductions.size() == 3);
            const auto values = world.run(*block);
            const auto& roads = world.tables.at("road").references;
            bool good = true;
            for (std::size_t town = 0; town < towns; ++town)
                for (std::size_t lane = 0; lane < lanes; ++lane) {
                    const auto number = [&](const std::string& column, std::size_t row) {
                        return world.number("town", column, row, lane);
                    };
                    double x = 0, y = 0, share = 0;
                    for (std::size_t r = 0; r < roads.at("from").size(); ++r) {
                        if (roads.at("from")[r] != static_cast<std::int32_t>(town)) continue;
                        const auto to = static_cast<std::size_t>(roads.at("to")[r]);
                        const double weight = world.number("road", "flow", r, lane);
                        x += weight * number("x", to);
                        y += weight * number("y", to);
                        share += weight * (number("x", town) / (number("x", town) + number("x", to)));
                    }
                    good = good && same(values[town * lanes + lane], x - y * 3 + share / (1 + x));
                }
            INFO("lanes " << lanes << ", towns " << towns);
            CHECK(good);
        }
}

TEST_CASE("what sums that are worked out together gather from is packed, all of it or where they are") {
    const std::size_t towns = GENERATE(500U, 9000U);  // one tile, several
    LittleWorld world(towns, 2, 1, 5);
    auto far = world.tables.at("road").references.at("to");
    for (std::size_t r = 0; r < far.size(); ++r) far[r] = static_cast<std::int32_t>((r * 2741 + 17) % towns);
    world.add_reference("road", "far", "town", far);
    const bool is_far = GENERATE(false, true);
    INFO(towns << " towns, " << (is_far ? "far" : "near") << " neighbours");
    const std::string neighbour = is_far ? "r.far" : "r.to";
    const auto sum = [&](const std::string& of) { return along_roads("r.flow * " + of); };
    const auto block = world.compile(
        "town", sum(neighbour + ".x") + " - " + sum(neighbour + ".y") + " + " + sum("(x / (x + " + neighbour + ".x))"));
    const auto& sums = block->code.front().reductions;
    REQUIRE(sums.size() == 3);
    for (const auto& one : sums) {
        CHECK(one.child->windows.all() == RowRange{0, towns});
        CHECK(one.child->windows.are_narrow() == (towns == 500 || !is_far));
    }
    const auto& roads = world.tables.at("road").references;
    for (const bool in_a_pass :
         {true, true, false, false}) {  // of what was packed before a change, nothing may be left
        std::vector<double> want;
        for (std::size_t town = 0; town < towns; ++town) {
            double x = 0, y = 0, share = 0;
            for (const auto r : {2 * town, 2 * town + 1}) {
                const auto to = static_cast<std::size_t>(is_far ? far[r] : roads.at("to")[r]);
                const double weight = world.number("road", "flow", r, 0);
                const double own = world.number("town", "x", town, 0);
                x += weight * world.number("town", "x", to, 0);
                y += weight * world.number("town", "y", to, 0);
                share += weight * (own / (own + world.number("town", "x", to, 0)));
            }
            want.push_back(x - y + share);
        }
        CHECK(std::ranges::equal(in_a_pass ? world.run(*block) : world.run_by_tiles(*block), want, same));
        for (auto& x : world.tables["town"].columns["x"]) x = x * 1.5 + 1;
    }
}

TEST_CASE("registers are used again when nobody reads them any more") {
    LittleWorld world(4, 2, 8, 1);
    std::string formula = "x";
    for (int i = 0; i < 40; ++i) formula = "exp(" + formula + ") - y";
    CHECK(world.compile("town", formula)->registers <= 3);
}

TEST_CASE("what no row enters is worked out once, in a slot of its own") {
    LittleWorld world(4, 2, 8, 1);
    const auto block = world.compile("town", "x * sum(t in town: t.y)");
    REQUIRE(block->slots.size() == 1);
    CHECK(world.graph.slot(block->slots[0]).role == Slot::Role::part);
    CHECK(block->code.size() == 1);
}

}  // namespace hegemon::test
