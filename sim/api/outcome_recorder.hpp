#pragma once
/// Keeps the failures of a run in memory and hands everything on to a further recorder; without one, the outcomes too.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/recorder.hpp"

namespace hegemon {

class OutcomeRecorder final : public Recorder {
public:
    /// `next` may be null, and outlives this. If there is one, outcomes are its business: to keep them here as well
    /// would let the memory of a run grow with its replicates.
    explicit OutcomeRecorder(Recorder* next) : next_(next) {}

    void begin(const RunDescription& run) override;
    std::uint64_t restore(const RunState& state, const TakeRecord& earlier) override;
    void record(const BatchRecord& batch) override;
    void settle(const RunState& state) override;
    void pause(const RunState& state) override;
    void finish(const std::vector<ArmSummary>& arms) override;

    /// What the replicates of one arm yielded.
    struct Arm {
        std::vector<std::vector<double>> outcomes;  ///< [outcome][replicate]; no replicates if there is a next one
        std::vector<Failure> failures;              ///< in order of replicate
    };
    [[nodiscard]] const std::vector<Arm>& arms() const { return arms_; }
    /// The same, for good.
    [[nodiscard]] std::vector<Arm> take() { return std::move(arms_); }
    /// Replicates of each arm that an earlier part of the run had left.
    [[nodiscard]] std::uint64_t restored() const { return restored_; }

private:
    void keep(const BatchRecord& batch);

    Recorder* next_;
    std::vector<Arm> arms_;
    std::uint64_t restored_ = 0;
};

}  // namespace hegemon
