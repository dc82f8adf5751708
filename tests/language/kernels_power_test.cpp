/// Powers with one exponent for a row of bases go by loops of their own, which know the exponent's way beforehand.
#include <catch2/catch.hpp>

#include <limits>

#include "core/math.hpp"
#include "language/expression_support.hpp"
#include "language/kernels.hpp"

namespace hegemon::test {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

const std::vector<double> special{0.0,     -0.0,     1,        -1,        1 + 0x1p-52, 1 - 0x1p-53, 0.5,
                                  -0.5,    2,        -2,       10,        -10,         3,           1e-5,
                                  -7.3,    1e-310,   -1e-310,  smallest,  -smallest,   1e300,       -1e300,
                                  largest, -largest, infinity, -infinity, nothing};
const std::vector<double> exponents{0.0,  -0.0,  1,        -1,         0.5,     -0.5,     2,      -3,
                                    64,   -64,   65,       -65,        100,     -70,      101,    0.7,
                                    -0.7, 1.5,   1e-3,     0x1p52 + 1, 0x1p53,  1e300,    -1e300, 63.5,
                                    64.5, -63.5, infinity, -infinity,  nothing, smallest, largest};

/// Special bases, then tame ones of both signs.
std::vector<double> bases(std::size_t count, std::size_t from) {
    std::vector<double> values;
    for (std::size_t i = from; i < from + count; ++i)
        values.push_back(i < special.size() ? special[i] : 0.013 * static_cast<double>(i * 37 % 401) - 1.5);
    return values;
}

}  // namespace

TEST_CASE("a row of powers with one exponent has the bits of math::pow, whatever the exponent, base and lanes") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (const double y : exponents) {
        for (const std::size_t lanes : {1U, 2U, 7U, 26U, 63U, 64U, 65U, 128U, 130U}) {
            // The rows go through all special bases even where there is one lane.
            const std::size_t rows = 60 / lanes + 1;
            const auto x = bases(rows * lanes, 0);
            const auto stride = static_cast<std::ptrdiff_t>(lanes);
            const View views[3] = {{x.data(), nullptr, 0, stride, View::Lanes::each}, {&y}, {}};
            std::vector<double> out(rows * lanes + 1, -8.0);
            set.kernel_for(Op::pow, 1)(out.data(), views, rows, lanes);
            for (std::size_t i = 0; i < x.size(); ++i) {
                INFO(x[i] << " ^ " << y << ", element " << i << ", lanes " << lanes);
                REQUIRE(same(out[i], math::pow(x[i], y)));
            }
            CHECK(out.back() == -8.0);
        }
    }
}

TEST_CASE("each row of powers goes by its own exponent, and may be written over its bases") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    constexpr std::size_t lanes = 70;
    auto x = bases(exponents.size() * lanes, 3);
    const auto before = x;
    const View views[3] = {
        {x.data(), nullptr, 0, lanes, View::Lanes::each}, {exponents.data(), nullptr, 0, 1, View::Lanes::one}, {}};
    set.kernel_for(Op::pow, 1)(x.data(), views, exponents.size(), lanes);
    for (std::size_t i = 0; i < x.size(); ++i) {
        INFO(before[i] << " ^ " << exponents[i / lanes]);
        REQUIRE(same(x[i], math::pow(before[i], exponents[i / lanes])));
    }
}

TEST_CASE("the ways that powers go differ in bits, so that the right one must be taken") {
    // Else the tests above would not tell where one way ends and the next begins.
    const auto differs = [](const auto& one, const auto& other) {
        for (const double x : bases(400, special.size()))
            if (!same(one(x), other(x))) return true;
        return false;
    };
    CHECK(
        differs([](double x) { return math::pow_integer(x, 64); }, [](double x) { return math::pow_general(x, 64); }));
    CHECK(
        differs([](double x) { return math::pow_integer(x, 65); }, [](double x) { return math::pow_general(x, 65); }));
    CHECK(differs([](double x) { return math::pow_half(x); }, [](double x) { return math::pow_general(x, 0.5); }));
}

}  // namespace hegemon::test
