#include <algorithm>
#include <functional>
#include <hegemon/scenario.hpp>
#include <set>
#include <utility>

#include "api/compiled.hpp"
#include "model/messages.hpp"
#include "parallel/executor.hpp"
#include "scenario/load_scenario.hpp"
#include "storage/run_reader.hpp"

namespace hegemon {

namespace {

LoadOptions load_options(const ScenarioOptions& options) {
    LoadOptions result;
    result.set = options.set;
    result.library = options.library;
    result.variants = options.variants;
    if (options.recording) {
        switch (*options.recording) {
            case Recording::outcomes:
                result.record = RecordLevel::outcomes;
                break;
            case Recording::events:
                result.record = RecordLevel::events;
                break;
            case Recording::standard:
                result.record = RecordLevel::standard;
                break;
            case Recording::all:
                result.record = RecordLevel::all;
                break;
        }
    }
    return result;
}

std::vector<KindInfo> kind_infos(const ArmDescription& arm) {
    std::vector<KindInfo> kinds;
    for (const auto& kind : arm.kinds) {
        kinds.push_back({kind.name, kind.rows.size(), kind.columns.size(), kind.references.size()});
    }
    return kinds;
}

RuleCounts count_rules(const Declaration& declaration) {
    RuleCounts counts;
    for (const auto& kind : declaration.lets) counts.lets += kind.formulas.size();
    for (const auto& kind : declaration.flows) counts.flows += kind.formulas.size();
    for (const auto& kind : declaration.updates) counts.updates += kind.sets.size() + kind.adds.size();
    counts.claims = declaration.claims.size();
    counts.events = declaration.events.size();
    counts.decisions = declaration.decisions.size();
    counts.entries = declaration.calendar.size();
    return counts;
}

/// Whether no other arm reads it either.
bool is_unread(const Notice& notice, const std::vector<std::shared_ptr<const Model>>& models) {
    return std::all_of(models.begin(), models.end(), [&](const auto& model) {
        const auto& list = model->warnings.list();
        return std::any_of(list.begin(), list.end(), [&](const Diagnostic& other) {
            return other.id == notice.id && other.problem == notice.problem;
        });
    });
}

/// Of all arms, each once: most of the text is the same in all of them. That nothing reads what one arm alone has use
/// for is no news.
std::vector<Notice> warnings_of(const std::vector<std::shared_ptr<const Model>>& models) {
    std::vector<Notice> warnings;
    std::set<std::string> told;
    for (const auto& model : models) {
        for (auto& notice : notices_of(model->warnings.list())) {
            if (notice.id == messages::unused.id && (model != models.front() || !is_unread(notice, models))) continue;
            if (told.insert(notice.text).second) warnings.push_back(std::move(notice));
        }
    }
    return warnings;
}

/// Most of what loading takes. On std::thread, whose stack is as deep as the caller's: expressions are taken apart by
/// recursion.
std::vector<std::shared_ptr<const Model>> compile_side_by_side(std::vector<Declaration> arms) {
    const int threads = static_cast<int>(std::min(arms.size(), static_cast<std::size_t>(thread_count(0))));
    const auto executor = make_executor(threads == 1 ? Backend::serial : Backend::threads, threads);
    return compile_arms(std::move(arms), {}, [&](std::size_t count, const std::function<void(std::size_t)>& work) {
        executor->for_each(count, [&](std::size_t i, int /*worker*/) { work(i); });
    });
}

std::shared_ptr<const Scenario::Compiled> compile_all(LoadedScenario loaded) {
    std::vector<Declaration> arms;
    arms.push_back(std::move(loaded.base));
    for (auto& variant : loaded.variants) arms.push_back(std::move(variant));
    auto compiled = std::make_shared<Scenario::Compiled>();
    compiled->read = std::move(loaded.read);
    for (const auto& arm : arms) compiled->rows.push_back(arm_rows(arms.front(), arm));
    compiled->models = compile_side_by_side(std::move(arms));
    const Model& base = compiled->base();
    compiled->outcomes = outcome_infos(base.description);
    compiled->parameters = parameter_infos(base.description.arms.front());
    compiled->kinds = kind_infos(base.description.arms.front());
    compiled->rules = count_rules(base.declaration);
    compiled->warnings = warnings_of(compiled->models);
    for (std::size_t i = 1; i < compiled->models.size(); ++i) {
        const ArmDescription& arm = compiled->models[i]->description.arms.front();
        compiled->variants.push_back({arm.name, arm.title});
    }
    return compiled;
}

}  // namespace

std::vector<OutcomeInfo> outcome_infos(const RunDescription& run) {
    std::vector<OutcomeInfo> outcomes;
    for (const auto& outcome : run.outcomes) {
        const OutcomeKind kind = outcome.is_truth ? OutcomeKind::truth : OutcomeKind::number;
        outcomes.push_back(
            {outcome.name, outcome.unit, outcome.note, outcome.take, outcome.formula, outcome.headline, kind});
    }
    return outcomes;
}

std::vector<ParameterInfo> parameter_infos(const ArmDescription& arm) {
    std::vector<ParameterInfo> parameters;
    for (const auto& parameter : arm.parameters) {
        ParameterInfo info{parameter.name, parameter.unit, parameter.source, parameter.note, parameter.value, {}};
        if (parameter.range) info.range = {parameter.range->low, parameter.range->high};
        parameters.push_back(std::move(info));
    }
    return parameters;
}

Scenario Scenario::load(const std::filesystem::path& file, const ScenarioOptions& options) {
    return with_public_errors([&] { return Scenario(compile_all(load_scenario(file, load_options(options)))); });
}

Scenario Scenario::from_text(std::string text, const ScenarioOptions& options, const std::string& name) {
    return with_public_errors([&] {
        std::vector<ScenarioFile> files;
        files.push_back({name, std::move(text)});
        return Scenario(compile_all(load_scenario_text(std::move(files), load_options(options))));
    });
}

Scenario Scenario::from_run(const std::filesystem::path& file) {
    return with_public_errors([&] {
        const RunReader reader(file);
        const auto& files = reader.run().files;
        if (files.empty() || files.front().text.empty()) throw ReadError(file, "has no scenario in it");
        LoadOptions options;
        options.variants.emplace();
        for (const auto& arm : reader.run().arms)
            if (arm.name != "base") options.variants->push_back(arm.name);
        auto loaded = load_scenario_text(files, options);
        // The text in a run file has no comments; what the author says at its top lies beside it.
        if (!loaded.read.empty()) loaded.read.front().opening = reader.provenance().opening;
        return Scenario(compile_all(std::move(loaded)));
    });
}

const std::string& Scenario::title() const { return compiled_->base().description.title; }
const std::string& Scenario::time_unit() const { return compiled_->base().description.time.unit; }
std::uint64_t Scenario::steps() const { return compiled_->base().description.time.steps; }
double Scenario::step() const { return compiled_->base().description.time.step; }

Recording Scenario::recording() const {
    switch (compiled_->base().description.record) {
        case RecordLevel::outcomes:
            return Recording::outcomes;
        case RecordLevel::events:
            return Recording::events;
        case RecordLevel::all:
            return Recording::all;
        case RecordLevel::standard:
            break;
    }
    return Recording::standard;
}

const std::vector<OutcomeInfo>& Scenario::outcomes() const { return compiled_->outcomes; }
const std::vector<ParameterInfo>& Scenario::parameters() const { return compiled_->parameters; }
const std::vector<KindInfo>& Scenario::kinds() const { return compiled_->kinds; }
RuleCounts Scenario::rules() const { return compiled_->rules; }
const std::vector<VariantInfo>& Scenario::variants() const { return compiled_->variants; }
const std::vector<Notice>& Scenario::warnings() const { return compiled_->warnings; }

}  // namespace hegemon
