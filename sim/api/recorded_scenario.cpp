#include "api/recorded_scenario.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/diagnostic.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon {

namespace {

/// NaN equals NaN here: a value that is not there is the same one.
bool same(double a, double b) { return a == b || (a != a && b != b); }

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) { return same(x, y); });
}

/// The first thing that one list has and the other has not, or has otherwise; files keep another order.
template <class Thing, class Same>
std::string difference(const std::vector<Thing>& a, const std::vector<Thing>& b, const std::string& what,
                       const Same& is_same) {
    std::map<std::string, const Thing*> known;
    for (const Thing& thing : a) known.emplace(thing.name, &thing);
    for (const Thing& thing : b) {
        const auto found = known.find(thing.name);
        if (found == known.end() || !is_same(*found->second, thing)) return what + thing.name;
        known.erase(found);
    }
    return known.empty() ? std::string() : what + known.begin()->first;
}

std::string difference(const KindDescription& a, const KindDescription& b) {
    const auto same_column = [](const ColumnDescription& x, const ColumnDescription& y) {
        return x.type == y.type && x.constant == y.constant && same(x.value, y.value);
    };
    const auto same_reference = [](const ReferenceDescription& x, const ReferenceDescription& y) {
        return x.kind == y.kind && x.row == y.row;
    };
    if (a.rows != b.rows) return "the rows of " + a.name;
    const auto columns = difference(a.columns, b.columns, "column " + a.name + ".", same_column);
    return columns.empty() ? difference(a.references, b.references, "reference " + a.name + ".", same_reference)
                           : columns;
}

std::string difference_of_clocks(const TimeDeclaration& a, const TimeDeclaration& b) {
    const bool is_same = a.unit == b.unit && same(a.start, b.start) && same(a.step, b.step) && a.steps == b.steps &&
                         a.start_date == b.start_date;
    return is_same ? std::string() : "the clock";
}

/// The arms of the run from its texts; `variants` as in LoadOptions. Nothing if the texts lack one of them.
std::optional<RecordedScenario> compile_recorded(const RunDescription& run,
                                                 const std::optional<std::vector<std::string>>& variants) {
    LoadOptions options;
    options.variants = variants;
    LoadedScenario loaded = load_scenario_text(run.files, options);
    std::vector<Declaration> declarations;
    declarations.push_back(std::move(loaded.base));
    for (auto& variant : loaded.variants) declarations.push_back(std::move(variant));
    const auto models = compile_arms(std::move(declarations));
    RecordedScenario recorded;
    recorded.options.seed = run.seed;
    recorded.options.replicates = run.replicates;
    for (const auto& arm : run.arms) {
        const auto found = std::find_if(models.begin(), models.end(), [&](const auto& model) {
            return model->description.arms.front().name == arm.name;
        });
        if (found == models.end()) return std::nullopt;
        recorded.models.push_back(*found);
    }
    return recorded;
}

std::string difference(const RecordedScenario& compiled, const RunDescription& run) {
    for (std::size_t i = 0; i < run.arms.size(); ++i) {
        const auto& description = compiled.models[i]->description;
        auto clocks = difference_of_clocks(description.time, run.time);
        if (!clocks.empty()) return clocks;
        auto arms = difference(description.arms.front(), run.arms[i]);
        if (!arms.empty()) return arms + " in " + run.arms[i].name;
    }
    return {};
}

}  // namespace

std::string difference(const ArmDescription& a, const ArmDescription& b) {
    std::string kinds;
    const auto same_kind = [&](const KindDescription& x, const KindDescription& y) {
        kinds = difference(x, y);
        return kinds.empty();
    };
    const auto same_event = [](const EventDescription& x, const EventDescription& y) {
        return x.causes == y.causes && x.factors == y.factors;
    };
    const auto same_decision = [](const DecisionDescription& x, const DecisionDescription& y) {
        return x.actor == y.actor && x.options == y.options && x.otherwise == y.otherwise &&
               x.capacities == y.capacities;
    };
    const auto same_parameter = [](const ParameterDescription& x, const ParameterDescription& y) {
        return same(x.value, y.value);
    };
    auto found = difference(a.kinds, b.kinds, "kind ", same_kind);
    if (!kinds.empty()) return kinds;
    if (found.empty()) found = difference(a.events, b.events, "event ", same_event);
    if (found.empty()) found = difference(a.decisions, b.decisions, "decision ", same_decision);
    return found.empty() ? difference(a.parameters, b.parameters, "parameter ", same_parameter) : found;
}

Arms RecordedScenario::arms() const {
    Arms arms;
    for (const auto& model : models) arms.push_back(model.get());
    return arms;
}

RecompiledScenario recompiled_scenario(const RunReader& reader) {
    const auto& run = reader.run();
    if (run.files.empty() || run.files.front().text.empty()) throw NotRepeatable("the run file has no scenario in it");
    std::vector<std::string> variants;
    for (const auto& arm : run.arms)
        if (arm.name != "base") variants.push_back(arm.name);
    try {
        auto recorded = compile_recorded(run, variants);
        auto problem = recorded ? difference(*recorded, run) : "the variants";
        if (problem.empty()) return {*recorded, {}};
        // Which columns change is settled among all arms that are compiled together, and a program that uses the
        // library may have compiled more than it ran.
        if (auto all = compile_recorded(run, std::nullopt); all && difference(*all, run).empty()) return {*all, {}};
        if (!recorded) throw NotRepeatable("the scenario in the run file now yields something else: " + problem);
        return {*recorded, problem};
    } catch (const ScenarioError& error) {
        throw NotRepeatable(std::string("the scenario in the run file is no longer understood:\n") + error.what());
    }
}

RecordedScenario recorded_scenario(const RunReader& reader) {
    auto recompiled = recompiled_scenario(reader);
    if (recompiled.difference.empty()) return std::move(recompiled.scenario);
    throw NotRepeatable("the scenario in the run file now yields something else: " + recompiled.difference);
}

}  // namespace hegemon
