#include "language/program.hpp"

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
    const auto& child = *block->code[0].child;
    CHECK(child.code.empty());
    CHECK(child.reduce == Block::Reduce::products);
    CHECK(child.outputs[0].kind == Operand::Kind::own);  // two roads from each town: they lie in the order of the towns
    CHECK(child.outputs[1].kind == Operand::Kind::gathered);
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
