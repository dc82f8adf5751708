#include "api/outcome_recorder.hpp"

namespace hegemon {

void OutcomeRecorder::begin(const RunDescription& run) {
    arms_.assign(run.arms.size(), {std::vector<std::vector<double>>(run.outcomes.size()), {}});
    if (next_ != nullptr) next_->begin(run);
}

void OutcomeRecorder::record(const BatchRecord& batch) {
    // First to the file: what is kept here must be there.
    if (next_ != nullptr) next_->record(batch);
    Arm& arm = arms_.at(batch.arm);
    for (std::size_t i = 0; i < arm.outcomes.size(); ++i) {
        const double* values = batch.outcomes.data() + i * batch.lanes;
        arm.outcomes[i].insert(arm.outcomes[i].end(), values, values + batch.lanes);
    }
    arm.failures.insert(arm.failures.end(), batch.failures.begin(), batch.failures.end());
}

void OutcomeRecorder::finish(const std::vector<ArmSummary>& arms) {
    if (next_ != nullptr) next_->finish(arms);
}

}  // namespace hegemon
