#include "parallel/ordered_commit.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace hegemon {
namespace {

using Indices = std::vector<std::size_t>;

Indices first(std::size_t count) {
    Indices indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    return indices;
}

/// Sleeps up to 200 microseconds, so that results come out of order.
void dawdle(std::size_t index, unsigned seed) {
    std::minstd_rand random(static_cast<unsigned>(index) * 2654435761U + seed);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 200));
}

/// Commits into a list, and notices if two threads do so at once.
struct Ledger {
    Indices committed;
    std::atomic<int> inside = 0;
    std::atomic<int> crowded = 0;

    void take(std::size_t index, std::size_t result) {
        if (inside++ != 0) ++crowded;
        committed.push_back(result == index * index ? index : ~index);
        --inside;
    }
};

std::unique_ptr<Executor> any_executor() {
    const int threads = GENERATE(1, 2, 4, 16);
    const auto backend = GENERATE(Backend::threads, default_backend());
    return make_executor(backend, threads);
}

TEST_CASE("results are committed in order of index by one thread at a time") {
    auto executor = any_executor();
    const std::size_t window = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{64});
    Ledger ledger;
    const StopFlag stop;
    const std::size_t done = for_each_in_order<std::size_t>(
        *executor, 300, window, stop,
        [](std::size_t index, int) {
            dawdle(index, 1);
            return std::optional(index * index);
        },
        [&](std::size_t index, std::size_t&& result) { ledger.take(index, result); });
    REQUIRE(done == 300);
    REQUIRE(ledger.committed == first(300));
    REQUIRE(ledger.crowded == 0);
}

TEST_CASE("a thread that is too far ahead waits") {
    auto executor = make_executor(Backend::threads, 4);
    constexpr std::size_t window = 5;
    std::atomic<std::size_t> committed = 0;
    std::atomic<std::size_t> furthest = 0;
    const StopFlag stop;
    for_each_in_order<int>(
        *executor, 200, window, stop,
        [&](std::size_t index, int) {
            if (index % 40 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            const std::size_t ahead = index - std::min<std::size_t>(index, committed);
            std::size_t seen = furthest;
            while (ahead > seen && !furthest.compare_exchange_weak(seen, ahead)) {
            }
            return std::optional(0);
        },
        [&](std::size_t, int&&) { ++committed; });
    REQUIRE(committed == 200);
    REQUIRE(furthest >= window - 1);      // they do run ahead while the slow one is under way
    REQUIRE(furthest <= window + 3 + 1);  // the three other threads hold one each; one may be between commit and count
}

TEST_CASE("after a stop the committed results are the first ones without a gap") {
    auto executor = any_executor();
    const std::size_t when = GENERATE(std::size_t{0}, std::size_t{37}, std::size_t{150});
    Ledger ledger;
    StopFlag stop;
    std::atomic<std::size_t> begun_after = 0;
    const std::size_t done = for_each_in_order<std::size_t>(
        *executor, 100'000, 8, stop,
        [&](std::size_t index, int) {
            if (stop.requested()) ++begun_after;
            dawdle(index, 2);
            if (index == when) stop.request();
            const bool cut_short = stop.requested() && index % 2 == 0;
            return cut_short ? std::nullopt : std::optional(index * index);
        },
        [&](std::size_t index, std::size_t&& result) { ledger.take(index, result); });
    REQUIRE(ledger.committed == first(done));
    REQUIRE(done <= when + 16);
    REQUIRE(begun_after <= 16);  // those that had looked at the flag just before
}

TEST_CASE("what was under way at a stop is committed if nothing before it is missing") {
    auto executor = make_executor(Backend::threads, 2);
    StopFlag stop;
    std::atomic<bool> second_begun = false;
    const std::size_t done = for_each_in_order<int>(
        *executor, 100, 1, stop,
        [&](std::size_t index, int) {
            if (index == 1) second_begun = true;
            while (index == 0 && !second_begun) std::this_thread::yield();
            if (index == 0) stop.request();
            if (index == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            return std::optional(1);
        },
        [](std::size_t, int&&) {});
    REQUIRE(done == 2);
}

TEST_CASE("all below the lowest index that throws are committed and its exception is thrown") {
    auto executor = any_executor();
    for (unsigned round = 0; round < 20; ++round) {
        Ledger ledger;
        const StopFlag stop;
        std::string caught;
        try {
            for_each_in_order<std::size_t>(
                *executor, 100'000, 4, stop,
                [&](std::size_t index, int) {
                    dawdle(index, round);
                    if (index == 23 || index == 24 || index == 27) throw std::runtime_error(std::to_string(index));
                    return std::optional(index * index);
                },
                [&](std::size_t index, std::size_t&& result) { ledger.take(index, result); });
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        REQUIRE(caught == "23");
        REQUIRE(ledger.committed == first(23));
    }
}

TEST_CASE("nothing is committed after a commit that throws") {
    auto executor = any_executor();
    Indices committed;
    const StopFlag stop;
    const auto run = [&] {
        for_each_in_order<std::size_t>(
            *executor, 100'000, 4, stop,
            [](std::size_t index, int) {
                dawdle(index, 3);
                return std::optional(index);
            },
            [&](std::size_t index, std::size_t&&) {
                if (index == 11) throw std::runtime_error("the disk is full");
                committed.push_back(index);
            });
    };
    REQUIRE_THROWS_WITH(run(), "the disk is full");
    REQUIRE(committed == first(11));
}

TEST_CASE("results that cannot be copied are moved and a task may run tasks of its own") {
    auto executor = any_executor();
    std::size_t sum = 0;
    const StopFlag stop;
    for_each_in_order<std::unique_ptr<std::size_t>>(
        *executor, 40, 2, stop,
        [&](std::size_t index, int) {
            std::atomic<std::size_t> total = 0;
            executor->for_each(10, [&](std::size_t part, int) { total += index * part; });
            return std::optional(std::make_unique<std::size_t>(total));
        },
        [&](std::size_t, std::unique_ptr<std::size_t>&& result) { sum += *result; });
    REQUIRE(sum == 45 * (39 * 40 / 2));
}

}  // namespace
}  // namespace hegemon
