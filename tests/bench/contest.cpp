#include "bench/contest.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

namespace hegemon::bench {
namespace {

using Report = benchmark::BenchmarkReporter;

/// Keeps the time of each contender's turn in a round, and tells it to the log.
class Collector final : public Report {
public:
    explicit Collector(Report* log) : log_(log) {}

    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.error_occurred) error_ = run.error_message;
            seconds_.push_back(run.real_accumulated_time / static_cast<double>(run.iterations));
        }
        if (log_ == nullptr) return;
        auto turns = runs;
        for (Run& turn : turns) turn.repetition_index = round_;
        log_->ReportRuns(turns);
    }
    /// [contender], in the order of their registration. Throws if one failed.
    [[nodiscard]] std::vector<double> take() {
        if (!error_.empty()) throw std::runtime_error(error_);
        ++round_;
        return std::exchange(seconds_, {});
    }

private:
    Report* log_;
    std::string error_;
    std::int64_t round_ = 0;
    std::vector<double> seconds_;
};

/// Google Benchmark's list of what there is to be run, for the life of this.
class Registered {
public:
    Registered(const std::string& contest, const std::vector<Contender>& contenders, const ContestOptions& options) {
        for (const Contender& contender : contenders) {
            const std::string name = contest + "/" + contender.name;
            benchmark::RegisterBenchmark(name.c_str(),
                                         [&contender](benchmark::State& state) { time(contender, state); })
                ->UseManualTime()
                ->MinTime(options.least_seconds)
                ->Unit(benchmark::kMillisecond);
        }
    }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;
    ~Registered() { benchmark::ClearRegisteredBenchmarks(); }

private:
    static void time(const Contender& contender, benchmark::State& state) {
        try {
            for ([[maybe_unused]] auto once : state) state.SetIterationTime(contender.run());
        } catch (const std::exception& error) {
            state.SkipWithError(error.what());
        }
        using Counter = benchmark::Counter;
        state.counters["seconds_an_item"] =
            Counter(contender.items, Counter::kIsIterationInvariantRate | Counter::kInvert);
    }
};

struct Round {
    double cores = 0;
    std::vector<double> seconds;  ///< [contender], of one run
};

Turns turns_of(const std::vector<Round>& rounds, const std::vector<Contender>& contenders) {
    Turns turns;
    std::vector<double> cores;
    turns.seconds.resize(contenders.size());
    for (const Round& round : rounds) {
        cores.push_back(round.cores);
        for (std::size_t i = 0; i < contenders.size(); ++i)
            turns.seconds[i].push_back(round.seconds.at(i) / contenders[i].items);
    }
    turns.cores = spread_of(cores);
    return turns;
}

}  // namespace

Turns hold_contest(const std::string& name, const std::vector<Contender>& contenders, const ContestOptions& options) {
    const Registered registered(name, contenders, options);
    Collector collector(options.log);
    const auto wanted = static_cast<std::size_t>(options.rounds);
    const std::size_t most = wanted + wanted / 2;
    std::vector<Round> free, all;
    const auto can_all_be_free = [&] { return free.size() + (most - all.size()) >= wanted; };
    while (free.size() < wanted && (all.size() < wanted || can_all_be_free())) {
        Round round;
        round.cores = cores_free_now();
        benchmark::RunSpecifiedBenchmarks(&collector, "all");
        round.seconds = collector.take();
        if (round.cores >= two_free_cores) free.push_back(round);
        all.push_back(std::move(round));
    }
    return turns_of(free.size() == wanted ? free : all, contenders);
}

Contest::Contest(std::string title, Unit unit, const ContestOptions& options) : options_(options) {
    section_.title = std::move(title);
    section_.unit = unit;
}

std::size_t Contest::add(std::string name, double items, std::function<double()> run) {
    contenders_.push_back({std::move(name), items, std::move(run)});
    return contenders_.size() - 1;
}

void Contest::hold() {
    turns_ = hold_contest(section_.title, contenders_, options_);
    section_.cores = turns_.cores;
    for (std::size_t i = 0; i < contenders_.size(); ++i)
        section_.times.push_back({contenders_[i].name, spread_of(turns_.seconds[i])});
}

void Contest::ratio(const std::string& what, std::size_t of, std::size_t to, std::optional<Goal> goal) {
    section_.ratios.push_back({what, ratio_of(turns_.seconds.at(of), turns_.seconds.at(to)), goal});
}

}  // namespace hegemon::bench
