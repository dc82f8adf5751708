#include "bench/scenario_case.hpp"

#include <fmt/core.h>

#include <list>
#include <string>
#include <utility>
#include <vector>

#include "bench/engine_adapter.hpp"
#include "bench/subprocess.hpp"

namespace hegemon::bench {
namespace {

/// A contest over one scenario. What is measured of each contender is its time for a replicate of an arm.
class ScenarioContest {
public:
    ScenarioContest(const Settings& settings, std::string name, std::vector<std::string> arms, std::uint64_t replicates)
        : settings_(settings),
          name_(std::move(name)),
          arms_(std::move(arms)),
          replicates_(replicates),
          contest_(fmt::format("{}.toml, {} replicates of an arm", name_, arms_.size() * replicates), Unit::rate,
                   settings.contest) {
        std::filesystem::create_directories(settings.worlds);
    }

    std::size_t add_engine(Recording recording, int threads) {
        EngineSetup setup;
        setup.scenario = HEGEMON_SOURCE "/scenarios/" + name_ + ".toml";
        setup.recording = recording;
        setup.arms = arms_;
        const Engine& engine = engines_.emplace_back(setup);
        const EngineRun run{replicates_, threads, settings_.lanes, settings_.worlds / "bench.h5"};
        return contest_.add(fmt::format("hegemon, {}, {} thread{}{}", setup.instructions, threads,
                                        threads == 1 ? "" : "s", kept(recording)),
                            static_cast<double>(arms_.size() * replicates_), [&engine, run] {
                                const double seconds = engine.run(run).seconds;
                                std::filesystem::remove(run.output);
                                return seconds;
                            });
    }
    static const char* kept(Recording recording) {
        return recording == Recording::outcomes ? ", outcomes only"
               : recording == Recording::events ? ", outcomes and events"
                                                : "";
    }
    std::size_t add_prototype(std::uint64_t replicates) {
        const std::vector<std::string> words{HEGEMON_PYTHON, "-B", HEGEMON_SOURCE "/tests/bench/prototype.py",
                                             settings_.prototype, std::to_string(replicates)};
        return contest_.add(fmt::format("numpy prototype, {} pairs", replicates), 2 * static_cast<double>(replicates),
                            [words] { return std::stod(output_of(words)); });
    }
    void hold() { contest_.hold(); }
    /// How many times as many replicates a second `who` runs as `than`.
    void speed(std::size_t who, const std::string& of_whom, std::size_t than, std::optional<Goal> goal = std::nullopt) {
        contest_.ratio(contest_.name(who) + ": times as fast as " + of_whom, than, who, goal);
    }
    [[nodiscard]] const Section& section() const { return contest_.section(); }

private:
    const Settings& settings_;
    std::string name_;
    std::vector<std::string> arms_;
    std::uint64_t replicates_;
    std::list<Engine> engines_;
    Contest contest_;
};

Section time_recorded(const Settings& settings, const std::string& name, const std::vector<std::string>& arms,
                      std::uint64_t replicates) {
    ScenarioContest contest(settings, name, arms, replicates);
    const auto one = contest.add_engine(Recording::standard, 1), two = contest.add_engine(Recording::standard, 2);
    contest.hold();
    contest.speed(two, "one", one);
    return contest.section();
}

}  // namespace

Section time_prototype_model(const Settings& settings, std::uint64_t pairs) {
    constexpr std::uint64_t pairs_of_prototype = 500;
    ScenarioContest contest(settings, "post-soviet/2022-prototype", {"base", "no_war"}, pairs);
    const auto one = contest.add_engine(Recording::standard, 1), two = contest.add_engine(Recording::standard, 2);
    const auto events = contest.add_engine(Recording::events, 1);
    const auto events_on_two = contest.add_engine(Recording::events, 2);
    const auto outcomes = contest.add_engine(Recording::outcomes, 1);
    const auto outcomes_on_two = contest.add_engine(Recording::outcomes, 2);
    const auto prototype = settings.prototype.empty() ? 0 : contest.add_prototype(pairs_of_prototype);
    contest.hold();
    contest.speed(two, "one", one);
    if (settings.prototype.empty()) return contest.section();
    contest.speed(events, "the prototype", prototype, Goal{Bound::at_least, 5});
    contest.speed(events_on_two, "the prototype", prototype, Goal{Bound::at_least, 10});
    contest.speed(one, "the prototype", prototype);
    contest.speed(two, "the prototype", prototype);
    contest.speed(outcomes, "the prototype", prototype);
    contest.speed(outcomes_on_two, "the prototype", prototype);
    return contest.section();
}

Section time_full_model(const Settings& settings) {
    return time_recorded(settings, "post-soviet/2022", {"base", "no_war"}, 128);
}

Section time_world(const Settings& settings) { return time_recorded(settings, "world/2021", {"base"}, 128); }

}  // namespace hegemon::bench
