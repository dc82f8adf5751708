#include "api/settings.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/compiled.hpp"
#include "core/diagnostic.hpp"

namespace hegemon {

namespace {

const std::string& name_of(const Model& model) { return model.description.arms.front().name; }

/// "the scenario has no variant 'no_lek' (no_leak?)"
std::string unknown_arm(const std::string& name, const std::vector<VariantInfo>& variants) {
    const std::string problem = "the scenario has no variant '" + name + "'";
    std::string all;
    std::vector<std::string> names = {"base"};
    for (const auto& variant : variants) {
        names.push_back(variant.name);
        all += (all.empty() ? "" : ", ") + variant.name;
    }
    if (const std::string near = nearest(name, names); !near.empty()) return problem + " (" + near + "?)";
    return problem + (all.empty() ? " (it has none)" : " (it has " + all + ")");
}

}  // namespace

RunOptions run_options(const RunSettings& settings) {
    if (settings.replicates < 1 || settings.replicates > most_replicates) {
        throw std::invalid_argument("replicates must be 1 to " + std::to_string(most_replicates));
    }
    if (settings.threads < 0 || settings.threads > most_threads) {
        throw std::invalid_argument("threads must be 0 to " + std::to_string(most_threads));
    }
    if (settings.lanes != 0 && std::ranges::find(lane_counts, settings.lanes) == lane_counts.end()) {
        throw std::invalid_argument("lanes must be 1, 8, 16, 32 or 64, or 0 for what is fastest");
    }
    RunOptions options;
    options.seed = settings.seed;
    options.replicates = settings.replicates;
    options.lanes = settings.lanes;
    options.progress = settings.progress;
    return options;
}

Arms arms_of(const Scenario& scenario, const RunSettings& settings) {
    const auto& models = scenario.compiled().models;
    if (settings.arms.empty()) return {models.front().get()};
    Arms arms;
    for (const auto& name : settings.arms) {
        const auto found =
            std::find_if(models.begin(), models.end(), [&](const auto& model) { return name_of(*model) == name; });
        if (found == models.end()) {
            throw std::invalid_argument(unknown_arm(name, scenario.variants()));
        }
        if (std::find(arms.begin(), arms.end(), found->get()) != arms.end())
            throw std::invalid_argument("arm '" + name + "' is asked for twice");
        arms.push_back(found->get());
    }
    return arms;
}

int threads_of(const RunSettings& settings) { return thread_count(settings.threads); }

}  // namespace hegemon
