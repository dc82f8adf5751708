#include "language/kernels.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "core/math.hpp"
#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

/// How an operand lies in memory.
enum class Shape { constant, field, own, gathered, broadcast };
constexpr Shape shapes[] = {Shape::constant, Shape::field, Shape::own, Shape::gathered, Shape::broadcast};
constexpr std::size_t rows = 3;
constexpr std::size_t lane_counts[] = {1, 3, 8, 64, 100};

struct Operand {
    Operand(Shape of, std::size_t lane_count, double first) : shape(of), lanes(lane_count), values(5 * lane_count + 5) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = i % 11 == 3   ? -0.0
                        : i % 13 == 5 ? std::numeric_limits<double>::infinity()
                                      : first + 0.37 * static_cast<double>(i % 17) - 2;
    }
    [[nodiscard]] bool each() const { return shape != Shape::constant && shape != Shape::field; }
    [[nodiscard]] View view() const {
        const auto stride = static_cast<std::ptrdiff_t>(lanes);
        switch (shape) {
            case Shape::constant:
                return {values.data()};
            case Shape::field:
                return {values.data(), nullptr, 0, 1, View::Lanes::one};
            case Shape::own:
                return {values.data(), nullptr, 0, stride, View::Lanes::each};
            case Shape::gathered:
                return {values.data(), index.data(), 1, stride, View::Lanes::each};
            case Shape::broadcast:
                return {values.data(), nullptr, 0, 0, View::Lanes::each};
        }
        return {};
    }
    [[nodiscard]] double at(std::size_t row, std::size_t lane) const {
        switch (shape) {
            case Shape::constant:
                return values[0];
            case Shape::field:
                return values[row];
            case Shape::own:
                return values[row * lanes + lane];
            case Shape::gathered:
                return values[static_cast<std::size_t>(index[row] - 1) * lanes + lane];
            case Shape::broadcast:
                return values[lane];
        }
        return 0;
    }
    Shape shape;
    std::size_t lanes;
    std::vector<double> values;
    std::vector<std::int32_t> index{5, 1, 2};
};

double scalar(Op op, double a, double b, double c) {
    switch (op) {
        case Op::exp:
            return math::exp(a);
        case Op::log:
            return math::log(a);
        case Op::log10:
            return math::log10(a);
        case Op::sqrt:
            return math::sqrt(a);
        case Op::abs:
            return math::abs(a);
        case Op::tanh:
            return math::tanh(a);
        case Op::logistic:
            return math::logistic(a);
        case Op::logit:
            return math::logit(a);
        case Op::normal_quantile:
            return math::normal_quantile(a);
        case Op::pow:
            return math::pow(a, b);
        case Op::min:
            return math::min(a, b);
        case Op::max:
            return math::max(a, b);
        default:
            return evaluate(op, a, b, c);
    }
}

/// Children 0..9 of five parents: 3, none, 5, none, 2.
const std::vector<std::uint32_t> first{0, 3, 3, 8, 8, 10};
constexpr std::size_t parents = 5;

}  // namespace

TEST_CASE("each operation has the bits of its scalar, wherever its operands lie, at any number of lanes") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (auto op = Op::negate; op <= Op::div_sum; op = static_cast<Op>(static_cast<int>(op) + 1)) {
        if (op == Op::not_ || op == Op::and_ || op == Op::or_) continue;
        for (const auto lanes : lane_counts) {
            const auto count = arity(op);
            for (std::size_t combination = 0; combination < (count == 1   ? 5U
                                                             : count == 2 ? 25U
                                                                          : 125U);
                 ++combination) {
                const Operand operands[3] = {{shapes[combination % 5], lanes, 0.5},
                                             {shapes[combination / 5 % 5], lanes, -0.7},
                                             {shapes[combination / 25], lanes, 1.1}};
                const View views[3] = {operands[0].view(), operands[1].view(), operands[2].view()};
                unsigned each = 0;
                for (unsigned i = 0; i < 3; ++i) each |= operands[i].each() ? 1U << i : 0U;
                std::vector<double> out(rows * lanes);
                set.kernel_for(op, each)(out.data(), views, rows, lanes);
                bool good = true;
                for (std::size_t r = 0; r < rows; ++r)
                    for (std::size_t lane = 0; lane < lanes; ++lane)
                        good = good &&
                               same(out[r * lanes + lane], scalar(op, operands[0].at(r, lane), operands[1].at(r, lane),
                                                                  operands[2].at(r, lane)));
                INFO("operation " << static_cast<int>(op) << ", lanes " << lanes << ", combination " << combination);
                REQUIRE(good);
            }
        }
    }
}

TEST_CASE("truths: not, and, or") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    const double values[] = {0, 1};
    for (const double a : values)
        for (const double b : values) {
            const View views[3] = {{&a}, {&b}, {}};
            double out = -1;
            set.kernel_for(Op::and_, 0)(&out, views, 1, 1);
            CHECK(same(out, a != 0 && b != 0 ? 1.0 : 0.0));
            set.kernel_for(Op::or_, 0)(&out, views, 1, 1);
            CHECK(same(out, a != 0 || b != 0 ? 1.0 : 0.0));
            set.kernel_for(Op::not_, 0)(&out, views, 1, 1);
            CHECK(same(out, a != 0 ? 0.0 : 1.0));
        }
}

TEST_CASE("a result may take the place of an operand") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const View views[3] = {
        {values.data(), nullptr, 0, 9, View::Lanes::each}, {values.data(), nullptr, 0, 9, View::Lanes::each}, {}};
    set.kernel_for(Op::mul, 3)(values.data(), views, 1, 9);
    CHECK(values == std::vector<double>{1, 4, 9, 16, 25, 36, 49, 64, 81});
}

TEST_CASE("segments are reduced child by child in order, empty ones to nothing, wherever tiles cut them") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (const auto lanes : lane_counts) {
        for (const std::size_t tile : {1U, 2U, 4U, 10U}) {
            std::vector<double> x(10 * lanes);
            std::vector<double> y(10 * lanes);
            std::vector<double> where(10 * lanes);
            for (std::size_t i = 0; i < x.size(); ++i) {
                x[i] = 1.0 / (1.0 + static_cast<double>(i)) - 0.2;
                y[i] = 0.3 * static_cast<double>(i % 7) - 1;
                where[i] = i % 3 == 0 ? 0 : 1;
            }
            const auto infinity = std::numeric_limits<double>::infinity();
            std::vector<double> sum(parents * lanes), products(parents * lanes), some(parents * lanes);
            std::vector<double> least(parents * lanes, infinity), most(parents * lanes, -infinity);
            for (std::size_t begin = 0; begin < 10; begin += tile) {
                const Segments segments{first.data(), parents, begin, std::min<std::size_t>(10, begin + tile)};
                const auto stride = static_cast<std::ptrdiff_t>(lanes);
                const auto view = [&](const std::vector<double>& of) {
                    return View{of.data() + begin * lanes, nullptr, 0, stride, View::Lanes::each};
                };
                const auto filter = view(where);
                set.reduce_sum(sum.data(), segments, view(x), nullptr, lanes);
                set.reduce_products(products.data(), segments, view(x), view(y), lanes);
                set.reduce_sum(some.data(), segments, view(x), &filter, lanes);
                set.reduce_extreme(Op::aggregate_min, least.data(), segments, view(x), &filter, lanes);
                set.reduce_extreme(Op::aggregate_max, most.data(), segments, view(x), nullptr, lanes);
            }
            bool good = true;
            for (std::size_t p = 0; p < parents; ++p)
                for (std::size_t lane = 0; lane < lanes; ++lane) {
                    double want[5] = {0, 0, 0, infinity, -infinity};
                    for (std::size_t child = first[p]; child < first[p + 1]; ++child) {
                        const auto i = child * lanes + lane;
                        want[0] += x[i];
                        want[1] += x[i] * y[i];
                        if (where[i] != 0) want[2] += x[i];
                        if (where[i] != 0) want[3] = std::min(want[3], x[i]);
                        want[4] = std::max(want[4], x[i]);
                    }
                    const auto i = p * lanes + lane;
                    good = good && same(sum[i], want[0]) && same(products[i], want[1]) && same(some[i], want[2]) &&
                           same(least[i], want[3]) && same(most[i], want[4]);
                }
            INFO("lanes " << lanes << ", tile " << tile);
            CHECK(good);
        }
    }
}

TEST_CASE("operands of a sum may have one value for all lanes, or for all children") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    const double three = 3;
    const std::vector<double> field{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    for (const auto lanes : lane_counts) {
        std::vector<double> sum(parents * lanes), products(parents * lanes);
        const Segments all{first.data(), parents, 0, 10};
        set.reduce_sum(sum.data(), all, {&three}, nullptr, lanes);
        set.reduce_products(products.data(), all, {field.data(), nullptr, 0, 1, View::Lanes::one}, {&three}, lanes);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            CHECK(sum[0 * lanes + lane] == 9);
            CHECK(sum[1 * lanes + lane] == 0);
            CHECK(products[2 * lanes + lane] == 3 * (4 + 5 + 6 + 7 + 8));
        }
    }
}

}  // namespace hegemon::test
