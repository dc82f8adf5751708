/// Scans find what they look for in every place, and nothing else, whatever remains after their wide steps.
#include "language/kernels.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();
constexpr std::size_t most = 26;  // three wide steps and all remainders

using Scan = std::function<bool(const double* values, std::size_t count)>;

/// Among values that are `common`, a scan says `found` of one that is `rare`, wherever it is, and does not look beyond.
void check_scan(const Scan& scan, double common, double rare, bool found) {
    INFO(rare << " among " << common);
    for (std::size_t count = 0; count <= most; ++count) {
        std::vector<double> values(count + 1, common);
        values[count] = rare;
        INFO(count << " values");
        REQUIRE_FALSE(scan(values.data(), count));
        for (std::size_t place = 0; place < count; ++place) {
            INFO("place " << place);
            values[place] = rare;
            REQUIRE(scan(values.data(), count) == found);
            values[place] = common;
        }
    }
}

}  // namespace

TEST_CASE("any_not_finite finds infinities and what is no number, not the largest or smallest numbers") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (const double common : {0.0, -0.0, 1.0, -1e300, largest}) {
        for (const double rare : {infinity, -infinity, nothing}) check_scan(set.any_not_finite, common, rare, true);
        for (const double rare : {largest, -largest, smallest, -0.0})
            check_scan(set.any_not_finite, common, rare, false);
    }
}

TEST_CASE("any_outside finds what is below, above or no number, both bounds are inside") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    const Scan unit = [&](const double* values, std::size_t count) { return set.any_outside(values, count, 0, 1); };
    for (const double common : {0.0, -0.0, 0.5, 1.0}) {
        for (const double rare : {-smallest, 1 + 0x1p-52, -5.0, infinity, -infinity, nothing})
            check_scan(unit, common, rare, true);
        for (const double rare : {0.0, -0.0, 1.0, smallest, 1 - 0x1p-53}) check_scan(unit, common, rare, false);
    }
    const Scan finite = [&](const double* values, std::size_t count) {
        return set.any_outside(values, count, -largest, largest);
    };
    check_scan(finite, largest, infinity, true);
    check_scan(finite, largest, -largest, false);
    const Scan all = [&](const double* values, std::size_t count) {
        return set.any_outside(values, count, -infinity, infinity);
    };
    check_scan(all, 1, infinity, false);
    check_scan(all, infinity, nothing, true);
}

TEST_CASE("any_positive finds what is above 0, also among what is no number") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (const double common : {0.0, -0.0, -1.0, -infinity, nothing}) {
        const Scan always = [&](const double* values, std::size_t count) {
            return set.any_positive(values, nullptr, count);
        };
        for (const double rare : {smallest, 1.0, largest, infinity}) check_scan(always, common, rare, true);
        for (const double rare : {0.0, -0.0, -smallest, -infinity, nothing}) check_scan(always, common, rare, false);
    }
}

TEST_CASE("any_positive with a condition finds it only where the condition holds") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (const double outside : {5.0, infinity, nothing, 0.0}) {
        for (std::size_t count = 1; count <= most; ++count) {
            for (std::size_t place = 0; place < count; ++place) {
                INFO(outside << " outside, count " << count << ", place " << place);
                std::vector<double> values(count, outside);
                std::vector<double> when(count, 0.0);
                REQUIRE_FALSE(set.any_positive(values.data(), when.data(), count));
                when[place] = 1;
                values[place] = smallest;
                REQUIRE(set.any_positive(values.data(), when.data(), count));
                when[place] = nothing;  // missing: not known to be false
                REQUIRE(set.any_positive(values.data(), when.data(), count));
                when[place] = 1;
                for (const double value : {0.0, -0.0, -1.0, -infinity, nothing}) {
                    values[place] = value;
                    REQUIRE_FALSE(set.any_positive(values.data(), when.data(), count));
                }
            }
        }
    }
    CHECK_FALSE(set.any_positive(nullptr, nullptr, 0));
}

TEST_CASE("list_near lists the places where 1 - u is below rate times factor, not where they are equal") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    constexpr double factor = 0.5;
    using Places = std::vector<std::uint32_t>;
    for (std::size_t count = 1; count <= most; ++count) {
        std::vector<double> uniforms(count, 0.75);
        std::vector<double> rates(count, 0.5);  // 1 - 0.75 = 0.5 * 0.5
        std::vector<double> when(count, 1.0);
        const auto list = [&](const double* condition) {
            Places places(count);
            places.resize(set.list_near(places.data(), uniforms.data(), rates.data(), condition, factor, count));
            return places;
        };
        REQUIRE(list(nullptr).empty());
        for (std::uint32_t place = 0; place < count; ++place) {
            INFO("count " << count << ", place " << place);
            const Places here{place};
            for (const double rate : {0.5 + 0x1p-53, infinity}) {
                rates[place] = rate;
                REQUIRE(list(nullptr) == here);
                REQUIRE(list(when.data()) == here);
            }
            when[place] = 0;
            REQUIRE(list(when.data()).empty());
            when[place] = nothing;  // missing: not known to be false
            REQUIRE(list(when.data()) == here);
            when[place] = 1;
            rates[place] = nothing;
            REQUIRE(list(nullptr).empty());
            rates[place] = 0.5;
            uniforms[place] = 0.75 + 0x1p-53;
            REQUIRE(list(nullptr) == here);
            uniforms[place] = 0.75;
        }
        rates.assign(count, 1.0);
        Places all(count);
        std::iota(all.begin(), all.end(), 0U);
        REQUIRE(list(nullptr) == all);
    }
}

TEST_CASE("clamp_values moves what is outside to the nearer bound and leaves the rest, and what is no number, alone") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    INFO(set.name);
    for (std::size_t count = 0; count <= most; ++count) {
        const std::vector<double> kinds{-5, 7, 0.5, 0.0, -0.0, 1, infinity, -infinity, nothing, -smallest, 1 + 0x1p-52};
        const std::vector<double> clamped{0, 1, 0.5, 0.0, -0.0, 1, 1, 0, nothing, 0, 1};
        for (std::size_t from = 0; from < kinds.size(); ++from) {
            std::vector<double> values;
            for (std::size_t i = 0; i < count; ++i) values.push_back(kinds[(from + i) % kinds.size()]);
            values.push_back(99);
            set.clamp_values(values.data(), count, 0, 1);
            bool good = values[count] == 99;
            for (std::size_t i = 0; i < count; ++i) good = good && same(values[i], clamped[(from + i) % kinds.size()]);
            INFO("count " << count << ", from " << from);
            REQUIRE(good);
        }
    }
}

}  // namespace hegemon::test
