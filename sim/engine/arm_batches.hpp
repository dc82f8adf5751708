#pragma once
/// The same replicates of all arms of a run, step by step side by side, so that their states can be compared.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/batch.hpp"

namespace hegemon {

/// A column of an arm and its like in the first arm.
struct ColumnPair {
    std::size_t column = 0, first = 0;  ///< indexes into Model::columns of the arm and of the first arm
};
/// The columns that change in both models, of kinds with the same rows.
std::vector<ColumnPair> column_pairs(const Model& first, const Model& arm);

class ArmBatches {
public:
    ArmBatches(const std::vector<const Model*>& arms, const RunDescription& run, std::size_t lanes);

    /// Measures from now on what costs time.
    void measure();
    /// What was measured.
    [[nodiscard]] std::vector<ProfileEntry> profile() const { return profiler_.entries(); }

    /// Runs replicates [first, first + lanes): results by arm. Nothing if `stop` was requested on the way.
    std::optional<std::vector<BatchResult>> run(std::uint64_t first, std::size_t lanes, const StopFlag& stop);

private:
    bool step_together(const StopFlag& stop);
    bool step_in_turn(const StopFlag& stop);
    void add_differences(std::size_t arm, std::uint32_t step);

    const std::vector<const Model*>& arms_;
    const RunDescription& run_;
    Profiler profiler_;
    std::vector<std::unique_ptr<Batch>> batches_;
    std::vector<std::vector<ColumnPair>> pairs_;  ///< [arm]; none for the first
    std::vector<BatchSums> differences_;          ///< [arm]
};

}  // namespace hegemon
