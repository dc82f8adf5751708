#include "api/outcome_recorder.hpp"

namespace hegemon {

void OutcomeRecorder::begin(const RunDescription& run) {
    outcomes_.assign(run.outcomes.size(), {});
    failures_.clear();
    if (next_ != nullptr) next_->begin(run);
}

void OutcomeRecorder::record(const BatchRecord& batch) {
    // First to the file: what is kept here must be there.
    if (next_ != nullptr) next_->record(batch);
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
        const double* values = batch.outcomes.data() + i * batch.lanes;
        outcomes_[i].insert(outcomes_[i].end(), values, values + batch.lanes);
    }
    failures_.insert(failures_.end(), batch.failures.begin(), batch.failures.end());
}

void OutcomeRecorder::finish(const std::vector<ArmSummary>& arms) {
    if (next_ != nullptr) next_->finish(arms);
}

}  // namespace hegemon
