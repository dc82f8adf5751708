#pragma once
/// All arms of a scenario that was loaded, compiled together.
#include <memory>
#include <utility>
#include <vector>

#include "model/model.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon::test {

/// The scenario as written, then each variant. Throws ScenarioError.
inline std::vector<std::shared_ptr<const Model>> compiled_arms(LoadedScenario loaded,
                                                               const LanguageLimits& limits = {}) {
    std::vector<Declaration> arms;
    arms.push_back(std::move(loaded.base));
    for (Declaration& variant : loaded.variants) arms.push_back(std::move(variant));
    return compile_arms(std::move(arms), limits);
}

}  // namespace hegemon::test
