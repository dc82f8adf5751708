#include "language/machine.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "core/math.hpp"
#include "language/random_expression_support.hpp"

namespace hegemon::test {

namespace {

struct Shape {
    std::size_t towns, lanes;
};

/// Rows worth comparing: all of a few, else those at the ends and at the borders of tiles.
std::vector<std::size_t> rows_to_compare(std::size_t rows, std::size_t lanes) {
    std::vector<std::size_t> result;
    const auto tile = Machine::tile_rows(lanes);
    for (std::size_t r = 0; r < rows; ++r) {
        const bool near_border = (r % tile == 0 || r % tile + 1 == tile) && (tile > 8 || r % 97 < 3);
        if (rows <= 16 || r == 0 || r + 1 == rows || near_border) result.push_back(r);
    }
    if (result.size() > 14) result.erase(result.begin() + 7, result.end() - 7);
    return result;
}

std::vector<std::size_t> lanes_to_compare(std::size_t lanes) {
    if (lanes <= 2) return lanes == 1 ? std::vector<std::size_t>{0} : std::vector<std::size_t>{0, 1};
    return {0, lanes / 2, lanes - 1};
}

/// The first value that differs from the oracle's, as text; "" if none does.
std::string difference(const LittleWorld& world, const std::string& kind, const Expression& expression,
                       const std::vector<double>& values) {
    const auto rows = kind.empty() ? 1 : world.tables.at(kind).rows;
    for (const auto row : rows_to_compare(rows, world.lanes)) {
        for (const auto lane : lanes_to_compare(world.lanes)) {
            Where where{&world, lane, {}};
            if (!kind.empty()) where.rows["this"] = static_cast<std::int32_t>(row);
            const double wanted = expression.value(where).value_or(std::numeric_limits<double>::quiet_NaN());
            const double got = values[row * world.lanes + lane];
            if (!same(got, wanted)) return fmt::format("row {} lane {}: {:a} instead of {:a}", row, lane, got, wanted);
        }
    }
    return "";
}

void compare_random_expressions(const Shape& shape, std::uint64_t seed, int count, int depth) {
    LittleWorld world(shape.towns, 3, shape.lanes, seed);
    const auto size = shape.towns > 16 ? RandomExpressions::Size::large : RandomExpressions::Size::small;
    RandomExpressions lets(seed + 1, "town", size);
    RandomExpressions region_lets(seed + 2, "region", size);
    const auto town_let = lets.number(3);
    const auto region_let = region_lets.number(3);
    world.add_let("town", "level", town_let->text);
    world.add_let("region", "load", region_let->text);
    for (int i = 0; i < count; ++i) {
        const std::string kind =
            std::vector<std::string>{"town", "region", "road", "", "town"}[static_cast<std::size_t>(i) % 5];
        RandomExpressions random(seed * 1000 + static_cast<std::uint64_t>(i), kind, size);
        random.add_let("town", "level", town_let);
        random.add_let("region", "load", region_let);
        const auto expression = i % 4 == 3 ? random.truth(depth) : random.number(depth);
        INFO("town.level = " << town_let->text << "\nregion.load = " << region_let->text);
        INFO("on '" << kind << "', towns " << shape.towns << ", lanes " << shape.lanes << ": " << expression->text);
        std::string problem;
        try {
            problem = difference(world, kind, *expression, world.compile_and_run(kind, expression->text));
        } catch (const std::exception& error) {
            problem = error.what();
        }
        REQUIRE(problem == "");
    }
}

}  // namespace

TEST_CASE("what an inner aggregate reads of the outer one stays, though others have done with it") {
    // exp(a.x) is negated first, then by the inner aggregate.
    for (const std::size_t lanes : {1U, 8U}) {
        LittleWorld world(9, 3, lanes, 5);
        const auto values = world.compile_and_run("region",
                                                  "sum(a in town where a.region == this: -exp(a.x) - log(tanh(a.y) ^ "
                                                  "2) * count(b in town where b.y < exp(a.x)))");
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            double sum = 0;
            for (std::size_t a = 0; a < 9; ++a) {
                if (world.tables["town"].references["region"][a] != 0) continue;
                double count = 0;
                const double limit = math::exp(world.number("town", "x", a, lane));
                for (std::size_t b = 0; b < 9; ++b) count += world.number("town", "y", b, lane) < limit ? 1 : 0;
                const double slope = math::tanh(world.number("town", "y", a, lane));
                sum += -limit - math::log(slope * slope) * count;
            }
            CHECK(same(values[lane], sum));
        }
    }
}

TEST_CASE("random expressions come to the bits of plain recursion, on a few rows") {
    std::uint64_t seed = 1;
    for (const std::size_t lanes : {1U, 2U, 3U, 8U, 64U, 100U})
        for (const std::size_t towns : {1U, 4U, 7U})
            for (const int depth : {4, 5, 7}) compare_random_expressions({towns, lanes}, seed++, 40, depth);
}

TEST_CASE("random expressions come to the bits of plain recursion, over the borders of tiles") {
    compare_random_expressions({513, 1}, 7, 20, 4);
    compare_random_expressions({1500, 1}, 8, 10, 4);
    compare_random_expressions({513, 2}, 9, 10, 4);
    compare_random_expressions({130, 8}, 10, 25, 4);
    compare_random_expressions({40, 64}, 11, 25, 4);
}

}  // namespace hegemon::test
