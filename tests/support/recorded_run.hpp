#pragma once
/// Runs a scenario as written, without its variants, and keeps what it yields, in memory and in double precision.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "model/recorder.hpp"
#include "parallel/executor.hpp"
#include "parallel/stop_flag.hpp"
#include "support/scenario_text.hpp"

namespace hegemon::test {

struct RunSize {
    std::uint64_t replicates = 1;
    std::uint64_t seed = 1;
};

/// What a run yielded. The constructor runs it, and throws if a replicate fails or the run is cut short.
class RecordedRun : private Recorder {
public:
    explicit RecordedRun(const ScenarioText& scenario, const RunSize& size = {})
        : RecordedRun(scenario.compiled(), size) {}

    explicit RecordedRun(const std::shared_ptr<const Model>& model, const RunSize& size = {}) {
        RunOptions options;
        options.replicates = size.replicates;
        options.seed = size.seed;
        const auto executor = make_serial_executor();
        const StopFlag stop;
        if (!run({model.get()}, options, *executor, stop, *this).complete(options))
            throw std::runtime_error("the run was cut short");
    }

    /// [replicate]
    [[nodiscard]] const std::vector<double>& outcome(const std::string& name) const { return outcomes_.at(name); }
    /// Of the first replicate.
    [[nodiscard]] double value(const std::string& name) const { return outcome(name).front(); }

    /// When an event fired, in the model's unit since the start, over all rows and replicates.
    [[nodiscard]] std::vector<double> times(const std::string& event) const {
        std::vector<double> all;
        for (const auto& firings : firings_.at(event)) all.insert(all.end(), firings.time.begin(), firings.time.end());
        return all;
    }

    /// How often each cause made an event fire: [cause], in order of name.
    [[nodiscard]] std::vector<std::size_t> causes(const std::string& event) const {
        std::vector<std::size_t> counts;
        for (const auto& firings : firings_.at(event)) {
            counts.resize(firings.causes.size());
            for (const auto cause : firings.cause) ++counts.at(static_cast<std::size_t>(cause));
        }
        return counts;
    }

private:
    void begin(const RunDescription& run) override { run_ = run; }

    void record(const BatchRecord& batch) override {
        if (!batch.failures.empty())
            throw std::runtime_error(batch.failures[0].rule + ": " + batch.failures[0].problem);
        for (std::size_t i = 0; i < run_.outcomes.size(); ++i) {
            const double* const values = batch.outcomes.data() + i * batch.lanes;
            auto& all = outcomes_[run_.outcomes[i].name];
            all.insert(all.end(), values, values + batch.lanes);
        }
        const auto& events = run_.arms.at(0).events;
        for (std::size_t i = 0; i < events.size(); ++i) firings_[events[i].name].push_back(batch.firings[i]);
    }

    RunDescription run_;
    std::map<std::string, std::vector<double>> outcomes_;
    std::map<std::string, std::vector<FiringRecord>> firings_;  ///< [batch] of each event
};

}  // namespace hegemon::test
