#include "bench/engine_adapter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <hegemon/version.hpp>
#include <stdexcept>
#include <utility>

#include "api/settings.hpp"
#include "bench/timing.hpp"
#include "engine/run.hpp"

namespace hegemon::bench {
namespace {

/// The variants that arms name, so that no other is compiled.
std::vector<std::string> variants_of(const std::vector<std::string>& arms) {
    std::vector<std::string> variants;
    for (const std::string& arm : arms)
        if (arm != "base") variants.push_back(arm);
    return variants;
}

Scenario load(const EngineSetup& setup) {
    use_instruction_set(setup.instructions);
    ScenarioOptions options;
    options.set = setup.set;
    options.recording = setup.recording;
    options.variants = variants_of(setup.arms);
    options.library = HEGEMON_SOURCE "/scenarios";
    return Scenario::load(setup.scenario, options);
}

}  // namespace

std::string instructions_of_goals() {
    const auto sets = instruction_sets();
    return std::ranges::find(sets, "avx2") != sets.end() ? "avx2" : sets.back();
}

Engine::Engine(EngineSetup setup) : setup_(std::move(setup)), scenario_(load(setup_)) {}

RunSettings Engine::settings(const EngineRun& run) const {
    RunSettings settings;
    settings.replicates = run.replicates;
    settings.arms = setup_.arms;
    settings.threads = run.threads;
    settings.lanes = run.lanes;
    settings.output = run.output;
    settings.earlier = PartOfEarlierRun::replace;
    return settings;
}

EngineResult Engine::run(const EngineRun& run) const {
    const RunSettings asked = settings(run);
    use_instruction_set(setup_.instructions);  // what is not compiled into the model asks for it anew
    EngineResult result;
    result.seconds = seconds_of([&] { result.run = hegemon::run(scenario_, asked); });
    if (result.run.failed() > 0) throw std::runtime_error(setup_.scenario.string() + ": a replicate failed");
    return result;
}

std::size_t Engine::lanes(const EngineRun& run) const {
    const RunSettings asked = settings(run);
    return lanes_per_batch(arms_of(scenario_, asked), run_options(asked), run.threads);
}

EngineSetup network_setup(const std::filesystem::path& folder, double event_probability,
                          const std::string& instructions) {
    EngineSetup setup;
    setup.scenario = folder / "network.toml";
    setup.set = {{"event_probability", fmt::format("{}", event_probability)}};
    setup.instructions = instructions;
    return setup;
}

}  // namespace hegemon::bench
