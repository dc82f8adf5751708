#include <algorithm>
#include <hegemon/run.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "api/compiled.hpp"
#include "api/outcome_recorder.hpp"
#include "api/profile.hpp"
#include "api/provenance.hpp"
#include "api/settings.hpp"
#include "api/stop_signal.hpp"
#include "engine/run.hpp"
#include "storage/run_reader.hpp"
#include "storage/run_writer.hpp"

namespace hegemon {

namespace {

/// Of a run that was stopped, an arm may have more replicates than all of them have.
Eigen::ArrayXd to_array(const std::vector<double>& values, std::uint64_t replicates) {
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(replicates));
}

std::vector<FailedReplicate> to_public(const std::vector<Failure>& failures, std::uint64_t replicates) {
    std::vector<FailedReplicate> list;
    for (const auto& failure : failures) {
        if (failure.replicate >= replicates) break;
        list.push_back({failure.replicate, failure.step, failure.rule, failure.row, failure.problem});
    }
    return list;
}

std::vector<LongStep> to_public(const std::vector<CoarseStep>& steps, const ArmDescription& arm) {
    std::vector<LongStep> list;
    for (std::size_t e = 0; e < steps.size(); ++e) {
        if (steps[e].expected == 0) continue;
        const auto& event = arm.events[e];
        list.push_back({event.name, arm.kinds[event.kind].rows[steps[e].row], steps[e].replicate, steps[e].step,
                        steps[e].expected});
    }
    return list;
}

/// What the run yielded, arm by arm: the outcomes from the run file if there is one, else from the recorder.
class Yield {
public:
    Yield(OutcomeRecorder& recorder, std::uint64_t replicates, std::filesystem::path file)
        : arms_(recorder.take()), replicates_(replicates), file_(std::move(file)) {
        if (!file_.empty() && replicates > 0) reader_.emplace(file_);
    }

    [[nodiscard]] std::vector<FailedReplicate> failures(std::size_t arm) const {
        return to_public(arms_[arm].failures, replicates_);
    }
    /// The outcome of that name, which is number `index`; no longer there afterwards.
    Eigen::ArrayXd take(std::size_t arm, std::size_t index, const std::string& name) {
        auto values = std::move(arms_[arm].outcomes[index]);
        if (reader_) values = reader_->outcome(arm, name);
        if (values.size() < replicates_) throw ReadError(file_, "was changed while it was read");
        return to_array(values, replicates_);
    }

private:
    std::vector<OutcomeRecorder::Arm> arms_;
    std::uint64_t replicates_;
    std::filesystem::path file_;  ///< empty: none
    std::optional<RunReader> reader_;
};

WriterOptions writer_options(const RunSettings& settings, Executor& executor) {
    WriterOptions options;
    options.executor = &executor;
    if (!settings.compress) options.compression = Compression::none;
    switch (settings.earlier) {
        case PartOfEarlierRun::resume:
            options.earlier = EarlierPart::resume;
            break;
        case PartOfEarlierRun::replace:
            options.earlier = EarlierPart::replace;
            break;
        case PartOfEarlierRun::refuse:
            break;
    }
    return options;
}

}  // namespace

std::size_t Run::index_of(const std::string& arm) const {
    if (arm.empty()) return 0;
    const auto found = std::find(arms_.begin(), arms_.end(), arm);
    if (found == arms_.end()) throw std::invalid_argument("the run has no arm '" + arm + "'");
    return static_cast<std::size_t>(found - arms_.begin());
}

const Eigen::ArrayXd& Run::outcome(const std::string& name, const std::string& arm) const {
    const auto& outcomes = outcomes_.at(index_of(arm));
    const auto found = outcomes.find(name);
    if (found == outcomes.end()) throw std::invalid_argument("the scenario has no outcome '" + name + "'");
    return found->second;
}

const std::vector<FailedReplicate>& Run::failures(const std::string& arm) const { return failures_.at(index_of(arm)); }

const std::vector<LongStep>& Run::long_steps(const std::string& arm) const { return long_steps_.at(index_of(arm)); }

std::uint64_t Run::failed() const {
    std::uint64_t count = 0;
    for (const auto& failures : failures_) count += failures.size();
    return count;
}

Run run(const Scenario& scenario, const RunSettings& settings) {
    RunOptions options = fitting_options(scenario, settings);
    options.profiles = settings.profiling == Profiling::on;
    const Arms arms = arms_of(scenario, settings);
    const auto executor = make_executor(default_backend(), threads_of(settings));
    std::optional<RunWriter> writer;
    if (!settings.output.empty())
        writer.emplace(settings.output, provenance_of(settings.command, scenario.compiled().read),
                       writer_options(settings, *executor));
    OutcomeRecorder recorder(writer ? &*writer : nullptr);
    const StopFlag never;
    const StopFlag& stop = settings.stop != nullptr ? settings.stop->flag().value : never;

    Run result;
    const auto summary = with_public_errors([&] { return run(arms, options, *executor, stop, recorder); });
    result.seed_ = options.seed;
    result.asked_ = options.replicates;
    result.replicates_ = summary.replicates;
    result.resumed_ = recorder.restored();
    if (options.profiles)
        result.profile_ =
            to_public(summary.profile, arms, busy_threads(arms, options, result.resumed_, executor->threads()));
    if (writer) {
        result.file_ = result.complete() ? writer->path() : writer->part_path();
        result.digest_ = writer->digest();
    }
    for (const auto& outcome : scenario.outcomes()) result.names_.push_back(outcome.name);
    auto yielded = with_public_errors([&] { return Yield(recorder, summary.replicates, result.file_); });
    for (std::size_t i = 0; i < arms.size(); ++i) {
        result.arms_.push_back(arms[i]->description.arms.front().name);
        result.failures_.push_back(yielded.failures(i));
        result.long_steps_.push_back(to_public(summary.coarse_steps[i], arms[i]->description.arms.front()));
        auto& outcomes = result.outcomes_.emplace_back();
        for (std::size_t k = 0; k < result.names_.size(); ++k)
            outcomes.emplace(result.names_[k],
                             with_public_errors([&] { return yielded.take(i, k, result.names_[k]); }));
    }
    return result;
}

}  // namespace hegemon
