#include <hegemon/scenario.hpp>
#include <utility>

#include "api/compiled.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon {

namespace {

LoadOptions load_options(const ScenarioOptions& options) {
    LoadOptions result;
    result.set = options.set;
    result.library = options.library;
    if (options.recording) {
        switch (*options.recording) {
            case Recording::outcomes:
                result.record = RecordLevel::outcomes;
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

std::vector<KindInfo> kind_infos(const RunDescription& run) {
    std::vector<KindInfo> kinds;
    for (const auto& kind : run.kinds) {
        kinds.push_back({kind.name, kind.rows.size(), kind.columns.size(), kind.references.size()});
    }
    return kinds;
}

RuleCounts count_rules(const Declaration& declaration) {
    RuleCounts counts;
    for (const auto& kind : declaration.lets) counts.lets += kind.formulas.size();
    for (const auto& kind : declaration.flows) counts.flows += kind.formulas.size();
    for (const auto& kind : declaration.updates) counts.updates += kind.sets.size() + kind.adds.size();
    counts.events = declaration.events.size();
    return counts;
}

std::shared_ptr<const Scenario::Compiled> compile_all(Declaration declaration) {
    auto compiled = std::make_shared<Scenario::Compiled>();
    compiled->model = compile(std::move(declaration));
    compiled->outcomes = outcome_infos(compiled->model->description);
    compiled->parameters = parameter_infos(compiled->model->description);
    compiled->kinds = kind_infos(compiled->model->description);
    compiled->rules = count_rules(compiled->model->declaration);
    compiled->warnings = notices_of(compiled->model->warnings.list());
    return compiled;
}

}  // namespace

std::vector<OutcomeInfo> outcome_infos(const RunDescription& run) {
    std::vector<OutcomeInfo> outcomes;
    for (const auto& outcome : run.outcomes) {
        outcomes.push_back({outcome.name, outcome.unit, outcome.note, outcome.take, outcome.formula});
    }
    return outcomes;
}

std::vector<ParameterInfo> parameter_infos(const RunDescription& run) {
    std::vector<ParameterInfo> parameters;
    for (const auto& parameter : run.parameters) {
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

const std::string& Scenario::title() const { return compiled_->model->description.title; }
const std::string& Scenario::time_unit() const { return compiled_->model->description.time.unit; }
std::uint64_t Scenario::steps() const { return compiled_->model->description.time.steps; }
double Scenario::step() const { return compiled_->model->description.time.step; }

Recording Scenario::recording() const {
    switch (compiled_->model->description.record) {
        case RecordLevel::outcomes:
            return Recording::outcomes;
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
const std::vector<Notice>& Scenario::warnings() const { return compiled_->warnings; }

}  // namespace hegemon
