#pragma once
/// Keeps the outcomes of a run in memory, and hands everything on to a further recorder if there is one.
#include <cstddef>
#include <vector>

#include "model/recorder.hpp"

namespace hegemon {

class OutcomeRecorder final : public Recorder {
public:
    /// `next` may be null, and outlives this.
    explicit OutcomeRecorder(Recorder* next) : next_(next) {}

    void begin(const RunDescription& run) override;
    void record(const BatchRecord& batch) override;
    void finish(const std::vector<ArmSummary>& arms) override;

    [[nodiscard]] const std::vector<std::vector<double>>& outcomes() const {
        return outcomes_;
    }  ///< [outcome][replicate]
    [[nodiscard]] const std::vector<Failure>& failures() const { return failures_; }

private:
    Recorder* next_;
    std::vector<std::vector<double>> outcomes_;
    std::vector<Failure> failures_;
};

}  // namespace hegemon
