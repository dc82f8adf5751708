#include <hegemon/run.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "api/compiled.hpp"
#include "api/outcome_recorder.hpp"
#include "api/provenance.hpp"
#include "api/settings.hpp"
#include "api/stop_signal.hpp"
#include "engine/run.hpp"
#include "storage/run_writer.hpp"

namespace hegemon {

namespace {

Eigen::ArrayXd to_array(const std::vector<double>& values) {
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

FailedReplicate to_public(const Failure& failure) {
    return {failure.replicate, failure.step, failure.rule, failure.row, failure.problem};
}

}  // namespace

const Eigen::ArrayXd& Run::outcome(const std::string& name) const {
    const auto found = outcomes_.find(name);
    if (found == outcomes_.end()) throw std::invalid_argument("the scenario has no outcome '" + name + "'");
    return found->second;
}

Run run(const Scenario& scenario, const RunSettings& settings) {
    const Model& model = *scenario.compiled().model;
    const RunOptions options = run_options(settings);
    const auto executor = make_executor(default_backend(), threads_of(settings));
    std::optional<RunWriter> writer;
    if (!settings.output.empty()) writer.emplace(settings.output, provenance_of(settings.command));
    OutcomeRecorder recorder(writer ? &*writer : nullptr);
    const StopFlag never;
    const StopFlag& stop = settings.stop != nullptr ? settings.stop->flag().value : never;

    Run result;
    const auto summary = with_public_errors([&] { return run(model, options, *executor, stop, recorder); });
    result.seed_ = options.seed;
    result.asked_ = options.replicates;
    result.replicates_ = summary.replicates;
    for (const auto& failure : recorder.failures()) result.failures_.push_back(to_public(failure));
    for (std::size_t i = 0; i < recorder.outcomes().size(); ++i) {
        const std::string& name = scenario.outcomes()[i].name;
        result.names_.push_back(name);
        result.outcomes_.emplace(name, to_array(recorder.outcomes()[i]));
    }
    if (writer) {
        result.file_ = result.complete() ? writer->path() : writer->part_path();
        result.digest_ = writer->digest();
    }
    return result;
}

}  // namespace hegemon
