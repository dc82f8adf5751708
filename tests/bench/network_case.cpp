#include "bench/network_case.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <hegemon/version.hpp>
#include <list>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/engine_adapter.hpp"
#include "bench/hand_kernel.hpp"
#include "bench/network_data.hpp"
#include "bench/network_kernel.hpp"
#include "bench/same_work.hpp"

namespace hegemon::bench {
namespace {

/// A contest over one world, contender by contender. What is measured of each is its time for a step of a state.
class NetworkContest {
public:
    NetworkContest(const Settings& settings, const World& world, std::uint64_t replicates, std::string title)
        : settings_(settings),
          folder_(folder_of(world, settings.worlds)),
          network_(read_network(folder_)),
          replicates_(replicates),
          contest_(std::move(title), Unit::nanoseconds, settings.contest) {}

    std::size_t add_plain() {
        return add("plain loop", [this] {
            const double seconds = seconds_of([&] { plain_events_ = run_plain(0, replicates_); });
            plain_events_ /= static_cast<double>(replicates_);
            return seconds;
        });
    }
    /// The same replicates on two threads that share nothing but what they read: what the machine can give.
    std::size_t add_plain_on_two_threads() {
        return add("plain loop, 2 threads", [this, half = replicates_ / 2] {
            return seconds_of([&] {
                const std::jthread other([&] { benchmark::DoNotOptimize(run_plain(half, half)); });
                benchmark::DoNotOptimize(run_plain(0, half));
            });
        });
    }
    std::size_t add_hand(const HandKernel& kernel, std::size_t lanes) {
        return add(fmt::format("by hand over {} lanes, {}", lanes, kernel.name), [this, kernel, lanes] {
            const HandRun run{steps, event_probability, 1, replicates_, lanes};
            return seconds_of([&] { run_by_hand(kernel, network_, run); });
        });
    }
    std::size_t add_engine(const std::string& instructions, int threads = 1,
                           Recording recording = Recording::outcomes) {
        EngineSetup setup = network_setup(folder_, event_probability, instructions);
        setup.recording = recording;
        const Engine& engine = engines_.emplace_back(setup);
        std::string name = fmt::format("hegemon, {}", setup.instructions);
        if (threads > 1) name += fmt::format(", {} threads", threads);
        if (recording != Recording::outcomes) name += ", default recording";
        return add(name, [this, &engine, run = run_on(threads)] {
            const EngineResult result = engine.run(run);
            engine_events_ = result.run.outcome("crises").mean();
            return result.seconds;
        });
    }
    /// Replicates that the engine takes side by side; no more than there are.
    [[nodiscard]] std::size_t lanes() const {
        return std::min<std::size_t>(engines_.front().lanes(run_on(1)), replicates_);
    }

    void hold() {
        contest_.hold();
        if (plain_events_ > 0) require_like_counts(engine_events_, plain_events_, replicates_);
    }
    void ratio(std::size_t of, std::size_t to, std::optional<Goal> goal = std::nullopt) {
        contest_.ratio(contest_.name(of) + " / " + contest_.name(to), of, to, goal);
    }
    void speed_up(std::size_t one, std::size_t two, std::optional<Goal> goal = std::nullopt) {
        contest_.ratio(contest_.name(two) + ": times as fast as on one", one, two, goal);
    }
    [[nodiscard]] const Section& section() const { return contest_.section(); }

private:
    std::size_t add(std::string name, std::function<double()> run) {
        const double items = static_cast<double>(network_.states()) * steps * static_cast<double>(replicates_);
        return contest_.add(std::move(name), items, std::move(run));
    }
    [[nodiscard]] EngineRun run_on(int threads) const { return {replicates_, threads, settings_.lanes, {}}; }

    /// The plain loop over replicates [first, first + count); returns how many events they have.
    [[nodiscard]] double run_plain(std::uint64_t first, std::uint64_t count) const {
        std::uint64_t crises = 0;
        for (std::uint64_t i = first; i < first + count; ++i)
            crises += run_kernel(network_, steps, event_probability, i).crises;
        return static_cast<double>(crises);
    }

    const Settings& settings_;
    std::filesystem::path folder_;
    NetworkData network_;
    std::uint64_t replicates_;
    double plain_events_ = 0, engine_events_ = 0;  ///< a replicate; 0: not run
    std::list<Engine> engines_;
    Contest contest_;
};

std::optional<Goal> at_most(double value) { return Goal{Bound::at_most, value}; }

/// The goals of a batch are for two sizes, with 64 replicates.
bool has_batch_goals(const World& world, std::uint64_t replicates) { return world.states <= 1'000 && replicates == 64; }

/// One lane may cost more where a plain loop has all in its caches, and must cost less where memory decides.
Goal single_goal(const World& world) {
    if (world.states <= 10'000) return {Bound::at_most, 1.3};
    if (world.states >= 1'000'000 && world.neighbours == Neighbours::random) return {Bound::at_most, 0.8};
    return {Bound::at_most, 1.7};
}

std::vector<std::string> sets_without_baseline() {
    std::vector<std::string> sets = instruction_sets();
    sets.erase(sets.begin());
    return sets;
}

}  // namespace

Section time_batch(const Settings& settings, const World& world, std::uint64_t replicates) {
    NetworkContest contest(settings, world, replicates,
                           fmt::format("{}, {} replicates, one thread", title_of(world), replicates));
    const bool has_goals = has_batch_goals(world, replicates);
    const auto plain = contest.add_plain();
    std::vector<std::size_t> hands, engines;
    for (const HandKernel& kernel : hand_kernels()) {
        const auto engine = contest.add_engine(kernel.name);
        engines.push_back(engine);
        hands.push_back(contest.add_hand(kernel, std::max<std::size_t>(contest.lanes(), 8)));
    }
    contest.hold();
    for (std::size_t i = 0; i < engines.size(); ++i) {
        const bool is_baseline = i == 0, is_avx2 = i == 1;  // AVX-512 goes without goals
        contest.ratio(engines[i], plain,
                      has_goals && is_baseline ? at_most(1.8)
                      : has_goals && is_avx2   ? at_most(0.95)
                                               : std::nullopt);
        contest.ratio(engines[i], hands[i], has_goals && is_avx2 ? at_most(1.6) : std::nullopt);
    }
    return contest.section();
}

Section time_single(const Settings& settings, const World& world) {
    constexpr std::uint32_t large = 1'000'000;  // states of which one set must do: the engine takes gigabytes of each
    constexpr std::uint32_t for_two_threads = 100'000;
    NetworkContest contest(settings, world, 1, fmt::format("{}, one replicate", title_of(world)));
    const auto plain = contest.add_plain();
    std::vector<std::string> sets = sets_without_baseline();
    if (sets.empty() || world.states < large) sets = instruction_sets();
    if (world.states >= large) sets.resize(1);
    std::vector<std::size_t> engines;
    for (const std::string& set : sets) engines.push_back(contest.add_engine(set));
    if (world.states >= for_two_threads && world.states < large) engines.push_back(contest.add_engine(sets.back(), 2));
    contest.hold();
    for (std::size_t i = 0; i < engines.size(); ++i)
        contest.ratio(engines[i], plain,
                      i < sets.size() && sets[i] == "avx2" ? std::optional(single_goal(world)) : std::nullopt);
    return contest.section();
}

Section time_threads(const Settings& settings) {
    NetworkContest contest(settings, {}, 1024, "N = 200, 1,024 replicates, two threads");
    const auto plain = contest.add_plain(), plain_on_two = contest.add_plain_on_two_threads();
    const auto engine = contest.add_engine(instructions_of_goals()),
               engine_on_two = contest.add_engine(instructions_of_goals(), 2);
    contest.hold();
    contest.speed_up(plain, plain_on_two);
    contest.speed_up(engine, engine_on_two, Goal{Bound::at_least, 1.9});
    return contest.section();
}

Section time_keeping(const Settings& settings) {
    NetworkContest contest(settings, {}, 64,
                           "N = 200, 64 replicates, one thread: what it costs to keep more than outcomes");
    const auto outcomes = contest.add_engine(instructions_of_goals()),
               standard = contest.add_engine(instructions_of_goals(), 1, Recording::standard);
    contest.hold();
    contest.ratio(standard, outcomes);
    return contest.section();
}

}  // namespace hegemon::bench
