// Sums over replicates: the same bits at every division into batches.
#include "core/ordered_sum.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/philox.hpp"

using hegemon::ReplicateSum;

namespace {

constexpr std::size_t values = 3;

double value_of(std::size_t value, std::uint64_t replicate) {
    return std::ldexp(hegemon::uniform({5, 6}, replicate, static_cast<std::uint32_t>(value), 0) - 0.4,
                      static_cast<int>(replicate % 40));
}

std::uint8_t active_of(std::uint64_t replicate) { return replicate % 11 == 3 ? 0 : 1; }

/// The rule written down once more, as plainly as can be.
double by_the_rule(std::size_t value, std::uint64_t replicates) {
    double total = 0.0;
    for (std::uint64_t block = 0; block < replicates; block += 64) {
        double block_sum = 0.0;
        for (std::uint64_t octet = block; octet < std::min(block + 64, replicates); octet += 8) {
            double octet_sum = 0.0;
            for (std::uint64_t r = octet; r < std::min(octet + 8, replicates); ++r) {
                if (active_of(r) != 0) octet_sum += value_of(value, r);
            }
            block_sum += octet_sum;
        }
        total += block_sum;
    }
    return total;
}

struct Batch {
    std::vector<double> lane_values;  // [value][lanes]
    std::vector<std::uint8_t> active;
};

Batch batch_of(std::uint64_t first, std::size_t lanes) {
    Batch batch;
    for (std::size_t value = 0; value < values; ++value) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            // What a failed replicate holds must not matter.
            const bool there = active_of(first + lane) != 0;
            batch.lane_values.push_back(there ? value_of(value, first + lane)
                                              : std::numeric_limits<double>::quiet_NaN());
        }
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) batch.active.push_back(active_of(first + lane));
    return batch;
}

/// Sums of one value by octets, whatever stands where a replicate is absent.
std::vector<double> octet_sums(const double* numbers, const std::uint8_t* active, std::size_t lanes) {
    std::vector<double> sums((lanes + 7) / 8);
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane / 8] += active[lane] != 0 ? numbers[lane] : 0.0;
    return sums;
}

enum class Feed : std::uint8_t { lanes, octets, blocks };

ReplicateSum summed(std::uint64_t replicates, std::size_t batch_size, Feed feed) {
    ReplicateSum sum(values);
    for (std::uint64_t first = 0; first < replicates; first += batch_size) {
        const std::size_t lanes = std::min<std::size_t>(batch_size, replicates - first);
        const Batch batch = batch_of(first, lanes);
        if (feed == Feed::lanes) {
            sum.add_lanes(first, lanes, batch.lane_values.data(), batch.active.data());
            continue;
        }
        const std::size_t octets = hegemon::octets_of(lanes);
        std::vector<double> octet_values(values * octets);
        for (std::size_t value = 0; value < values; ++value) {
            const auto sums = octet_sums(&batch.lane_values[value * lanes], batch.active.data(), lanes);
            std::copy(sums.begin(), sums.end(), &octet_values[value * octets]);
        }
        if (feed == Feed::octets || lanes < 64) {
            sum.add_octets(first, lanes, octet_values.data());
            continue;
        }
        std::vector<double> block_values(values);
        for (std::size_t i = 0; i < octet_values.size(); ++i) block_values[i / octets] += octet_values[i];
        sum.add_block(first, block_values.data());
    }
    return sum;
}

}  // namespace

TEST_CASE("a sum over replicates has the same bits however they are divided into batches") {
    for (const std::uint64_t replicates : {1u, 7u, 8u, 9u, 63u, 64u, 65u, 128u, 200u, 333u}) {
        for (std::size_t value = 0; value < values; ++value) {
            const double expected = by_the_rule(value, replicates);
            for (const std::size_t batch_size : {1u, 3u, 8u, 16u, 64u, 1000u}) {
                CAPTURE(replicates, value, batch_size);
                REQUIRE(summed(replicates, batch_size, Feed::lanes).total(value) == expected);
                if (batch_size % 8 == 0) REQUIRE(summed(replicates, batch_size, Feed::octets).total(value) == expected);
                if (batch_size == 64) REQUIRE(summed(replicates, batch_size, Feed::blocks).total(value) == expected);
            }
        }
    }
}

TEST_CASE("the order of a sum matters for these values, so that the test above can fail") {
    double plain = 0.0;
    for (std::uint64_t r = 0; r < 333; ++r) plain += active_of(r) != 0 ? value_of(0, r) : 0.0;
    CHECK(plain != by_the_rule(0, 333));
    CHECK(plain == Approx(by_the_rule(0, 333)));
}

TEST_CASE("sums of values and of squares are those of each alone, where no replicate is absent") {
    for (const std::size_t lanes : {8u, 16u, 64u}) {
        std::vector<double> numbers(lanes);
        std::vector<double> squares(lanes);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            numbers[lane] = value_of(1, lane);
            squares[lane] = numbers[lane] * numbers[lane];
        }
        const std::vector<std::uint8_t> all(lanes, 1);
        auto expected = octet_sums(numbers.data(), all.data(), lanes);
        const auto of_squares = octet_sums(squares.data(), all.data(), lanes);
        expected.insert(expected.end(), of_squares.begin(), of_squares.end());
        std::vector<double> both(expected.size());
        hegemon::octet_moments(numbers.data(), lanes, both.data(), both.data() + lanes / 8);
        CHECK(both == expected);
    }
}

TEST_CASE("no replicates sum to zero, and failed ones do not count") {
    CHECK(ReplicateSum(2).total(1) == 0.0);
    const std::vector<std::uint8_t> active{1, 0, 1, 0, 0, 1, 1, 1, 1, 0};
    CHECK(hegemon::count_active(active.data(), active.size()) == 6);
}
