#include "parallel/executor.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace hegemon {
namespace {

struct Candidate {
    Backend backend;
    int threads;
};

Candidate any_executor() {
    return GENERATE(Candidate{Backend::serial, 1}, Candidate{Backend::threads, 1}, Candidate{Backend::threads, 2},
                    Candidate{Backend::threads, 16}, Candidate{default_backend(), 1}, Candidate{default_backend(), 2},
                    Candidate{default_backend(), 16});
}

std::unique_ptr<Executor> make(Candidate candidate) {
    INFO("backend " << static_cast<int>(candidate.backend) << ", " << candidate.threads << " threads");
    return make_executor(candidate.backend, candidate.threads);
}

/// Some work that the compiler cannot remove, of very uneven length.
void work_unevenly(std::size_t index) {
    volatile double sink = 0;
    for (std::size_t i = 0; i < (index * 7919 % 13) * 300; ++i) sink = sink + 1.0;
}

TEST_CASE("each index is called exactly once") {
    auto executor = make(any_executor());
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
        std::vector<std::atomic<int>> calls(count);
        executor->for_each(count, [&](std::size_t index, int) {
            work_unevenly(index);
            ++calls[index];
        });
        for (const auto& call : calls) REQUIRE(call == 1);
    }
}

TEST_CASE("a worker is in range and never runs two tasks at once") {
    const auto candidate = any_executor();
    auto executor = make(candidate);
    REQUIRE(executor->threads() == candidate.threads);
    std::vector<std::atomic<int>> busy(static_cast<std::size_t>(candidate.threads));
    std::atomic<int> wrong = 0;
    executor->for_each(500, [&](std::size_t index, int worker) {
        if (worker < 0 || worker >= candidate.threads || busy[static_cast<std::size_t>(worker)]++ != 0) ++wrong;
        work_unevenly(index);
        --busy[static_cast<std::size_t>(worker)];
    });
    REQUIRE(wrong == 0);
}

TEST_CASE("indices begin in ascending order but for those that other threads are about to begin") {
    const auto candidate = any_executor();
    auto executor = make(candidate);
    std::atomic<std::size_t> begun = 0;
    std::atomic<int> too_early = 0;
    executor->for_each(2000, [&](std::size_t index, int) {
        const std::size_t before = begun++;
        if (before + static_cast<std::size_t>(candidate.threads) <= index) ++too_early;
        work_unevenly(index);
    });
    REQUIRE(too_early == 0);
}

TEST_CASE("one long task does not hold up the others") {
    const auto backend = GENERATE(Backend::threads, default_backend());
    auto executor = make_executor(backend, 2);
    std::atomic<int> done = 0;
    std::atomic<bool> in_time = false;
    executor->for_each(100, [&](std::size_t index, int) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (index == 0 && !in_time && std::chrono::steady_clock::now() < deadline) {
            in_time = done == 99;
            std::this_thread::yield();
        }
        ++done;
    });
    REQUIRE(in_time);
}

TEST_CASE("as many tasks run at once as threads were asked for, also beyond the number of cores") {
    const auto backend = GENERATE(Backend::threads, default_backend());
    constexpr int threads = 6;
    auto executor = make_executor(backend, threads);
    std::atomic<int> met = 0;
    std::atomic<int> late = 0;
    executor->for_each(threads, [&](std::size_t, int) {
        ++met;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (met < threads && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        if (met < threads) ++late;
    });
    REQUIRE(late == 0);
}

/// Waits until `flag` is set, half a second at most.
void await(const std::atomic<bool>& flag) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (!flag && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
}

TEST_CASE("the exception of the lowest index is thrown and later indices are skipped") {
    const auto candidate = any_executor();
    auto executor = make(candidate);
    for (int round = 0; round < 20; ++round) {
        const bool lowest_throws_first = round % 2 == 0;
        std::atomic<std::size_t> calls = 0;
        std::atomic<bool> go = candidate.threads == 1;
        std::string caught;
        try {
            executor->for_each(1'000'000, [&](std::size_t index, int) {
                ++calls;
                work_unevenly(index);
                if (index < 20) return;
                if ((index == 20) == lowest_throws_first) {
                    go = true;
                } else {
                    await(go);
                    std::this_thread::sleep_for(std::chrono::microseconds(200));
                }
                throw std::runtime_error(std::to_string(index));
            });
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        REQUIRE(caught == "20");
        REQUIRE(calls <= 20 + 16 + 1);
    }
    std::atomic<int> calls = 0;
    executor->for_each(10, [&](std::size_t, int) { ++calls; });
    REQUIRE(calls == 10);
}

/// Watches who sits where: a worker is one thread at a time.
class Seats {
public:
    explicit Seats(int workers) : seats_(static_cast<std::size_t>(workers)) {}

    void enter(int worker) {
        const std::lock_guard lock(mutex_);
        Seat& seat = seats_.at(static_cast<std::size_t>(worker));
        if (seat.depth != 0 && seat.owner != std::this_thread::get_id()) ++wrong_;
        seat.owner = std::this_thread::get_id();
        ++seat.depth;
    }
    void leave(int worker) {
        const std::lock_guard lock(mutex_);
        --seats_.at(static_cast<std::size_t>(worker)).depth;
    }
    [[nodiscard]] int depth(int worker) {
        const std::lock_guard lock(mutex_);
        return seats_.at(static_cast<std::size_t>(worker)).depth;
    }
    [[nodiscard]] int wrong() const { return wrong_; }

private:
    struct Seat {
        std::thread::id owner;
        int depth = 0;
    };
    std::mutex mutex_;
    std::vector<Seat> seats_;
    int wrong_ = 0;
};

TEST_CASE("a task may use the executor that it runs in") {
    const auto candidate = any_executor();
    auto executor = make(candidate);
    Seats seats(candidate.threads);
    std::vector<std::atomic<int>> calls(20 * 30 * 3);
    executor->for_each(20, [&](std::size_t outer, int outer_worker) {
        seats.enter(outer_worker);
        executor->for_each(30, [&](std::size_t middle, int middle_worker) {
            seats.enter(middle_worker);
            executor->for_each(3, [&](std::size_t inner, int worker) {
                seats.enter(worker);
                work_unevenly(middle);
                ++calls[(outer * 30 + middle) * 3 + inner];
                seats.leave(worker);
            });
            seats.leave(middle_worker);
        });
        seats.leave(outer_worker);
    });
    REQUIRE(seats.wrong() == 0);
    for (const auto& call : calls) REQUIRE(call == 1);
}

TEST_CASE("a thread that waits for an inner call takes up no task of the outer one") {
    const auto candidate = any_executor();
    std::atomic<int> wrong = 0;
    for (int round = 0; round < 30; ++round) {
        auto executor = make(candidate);  // a new one, whose threads come late and find much to take
        Seats seats(candidate.threads);
        executor->for_each(40, [&](std::size_t, int outer_worker) {
            if (seats.depth(outer_worker) != 0) ++wrong;
            seats.enter(outer_worker);
            executor->for_each(4, [&](std::size_t inner, int) {
                if (inner != 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
            });
            seats.leave(outer_worker);
        });
        REQUIRE(seats.wrong() == 0);
    }
    REQUIRE(wrong == 0);
}

TEST_CASE("an exception passes through nested calls") {
    auto executor = make(any_executor());
    const auto run = [&] {
        executor->for_each(4, [&](std::size_t outer, int) {
            executor->for_each(4, [&](std::size_t inner, int) {
                if (outer == 2 && inner == 1) throw std::out_of_range("2.1");
            });
        });
    };
    REQUIRE_THROWS_AS(run(), std::out_of_range);
}

TEST_CASE("several threads may use one executor") {
    auto executor = make(any_executor());
    std::atomic<int> calls = 0;
    {
        std::vector<std::jthread> users;
        for (int user = 0; user < 4; ++user) {
            users.emplace_back([&] {
                for (int round = 0; round < 20; ++round) executor->for_each(25, [&](std::size_t, int) { ++calls; });
            });
        }
    }
    REQUIRE(calls == 4 * 20 * 25);
}

TEST_CASE("no threads means all cores and a negative number is refused") {
    REQUIRE(thread_count(0) >= 1);
    REQUIRE(thread_count(3) == 3);
    REQUIRE_THROWS_AS(thread_count(-1), std::invalid_argument);
    for (const auto backend : {Backend::threads, default_backend()}) {
        REQUIRE(make_executor(backend, 0)->threads() == thread_count(0));
        REQUIRE_THROWS_AS(make_executor(backend, -2), std::invalid_argument);
    }
    REQUIRE(make_executor(Backend::serial, 8)->threads() == 1);
    if (default_backend() != Backend::tbb) REQUIRE_THROWS_AS(make_executor(Backend::tbb, 1), std::invalid_argument);
}

}  // namespace
}  // namespace hegemon
