#include "api/outcome_recorder.hpp"

namespace hegemon {

void OutcomeRecorder::begin(const RunDescription& run) {
    arms_.assign(run.arms.size(), {std::vector<std::vector<double>>(run.outcomes.size()), {}});
    if (next_ != nullptr) next_->begin(run);
}

std::uint64_t OutcomeRecorder::restore(const RunState& state, const TakeRecord& earlier) {
    if (next_ == nullptr) return 0;
    return restored_ = next_->restore(state, [&](const BatchRecord& batch) {
        keep(batch);
        earlier(batch);
    });
}

void OutcomeRecorder::record(const BatchRecord& batch) {
    // First to the file: what is kept here must be there.
    if (next_ != nullptr) next_->record(batch);
    keep(batch);
}

void OutcomeRecorder::keep(const BatchRecord& batch) {
    Arm& arm = arms_.at(batch.arm);
    for (std::size_t i = 0; next_ == nullptr && i < arm.outcomes.size(); ++i) {
        const double* values = batch.outcomes.data() + i * batch.lanes;
        arm.outcomes[i].insert(arm.outcomes[i].end(), values, values + batch.lanes);
    }
    arm.failures.insert(arm.failures.end(), batch.failures.begin(), batch.failures.end());
}

void OutcomeRecorder::settle(const RunState& state) {
    if (next_ != nullptr) next_->settle(state);
}

void OutcomeRecorder::pause(const RunState& state) {
    if (next_ != nullptr) next_->pause(state);
}

void OutcomeRecorder::finish(const std::vector<ArmSummary>& arms) {
    if (next_ != nullptr) next_->finish(arms);
}

}  // namespace hegemon
