#include "bench/engine_adapter.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>

#include "engine/run.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon::bench {

namespace {

/// Adds outcomes up and throws the rest away.
class Means final : public Recorder {
public:
    void begin(const RunDescription& run) override {
        for (const auto& outcome : run.outcomes) names_.push_back(outcome.name);
        sums_.assign(names_.size(), 0.0);
    }
    void record(const BatchRecord& batch) override {
        for (std::size_t i = 0; i < sums_.size(); ++i)
            for (std::size_t lane = 0; lane < batch.lanes; ++lane) sums_[i] += batch.outcomes[i * batch.lanes + lane];
        replicates_ += batch.lanes;
    }
    [[nodiscard]] double mean(const std::string& name) const {
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i] == name) return sums_[i] / static_cast<double>(replicates_);
        return 0;
    }

private:
    std::vector<std::string> names_;
    std::vector<double> sums_;
    std::uint64_t replicates_ = 0;
};

std::shared_ptr<const Model> load(const std::string& folder, double event_probability, RecordLevel record) {
    LoadOptions options;
    options.set = {{"event_probability", fmt::format("{}", event_probability)}};
    options.record = record;
    return compile(load_scenario(folder + "/network.toml", options).base);
}

}  // namespace

struct EngineNetwork::Parts {
    std::map<Keep, std::shared_ptr<const Model>> models;
};

EngineNetwork::EngineNetwork(const std::string& folder, double event_probability) : parts_(std::make_unique<Parts>()) {
    parts_->models[Keep::outcomes] = load(folder, event_probability, RecordLevel::outcomes);
    parts_->models[Keep::standard] = load(folder, event_probability, RecordLevel::standard);
}
EngineNetwork::EngineNetwork(EngineNetwork&&) noexcept = default;
EngineNetwork::~EngineNetwork() = default;

EngineResult EngineNetwork::run(const EngineRun& run) const {
    RunOptions options;
    options.seed = run.seed;
    options.replicates = run.replicates;
    options.lanes = static_cast<std::size_t>(run.lanes);
    const auto executor = make_executor(default_backend(), run.threads);
    const StopFlag stop;
    Means means;
    const auto begin = std::chrono::steady_clock::now();
    hegemon::run({parts_->models.at(run.keep).get()}, options, *executor, stop, means);
    EngineResult result;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.crises = means.mean("crises");
    result.influence = means.mean("influence");
    result.military = means.mean("military");
    result.political = means.mean("political");
    return result;
}

}  // namespace hegemon::bench
