#include "engine/arm_batches.hpp"

namespace hegemon {

std::vector<ColumnPair> column_pairs(const Model& first, const Model& arm) {
    std::vector<ColumnPair> pairs;
    for (std::size_t i = 0; i < arm.columns.size(); ++i)
        for (std::size_t j = 0; j < first.columns.size(); ++j)
            if (arm.columns[i].name == first.columns[j].name &&
                arm.schema.kind(arm.columns[i].kind).rows == first.schema.kind(first.columns[j].kind).rows)
                pairs.push_back({i, j});
    return pairs;
}

ArmBatches::ArmBatches(const std::vector<const Model*>& arms, const RunDescription& run, std::size_t lanes)
    : arms_(arms), run_(run), pairs_(arms.size()), differences_(arms.size()) {
    for (std::size_t a = 0; a < arms.size(); ++a) {
        batches_.push_back(std::make_unique<Batch>(*arms[a], run, static_cast<std::uint32_t>(a), lanes));
        if (a > 0 && keeps_columns(run.record)) pairs_[a] = column_pairs(*arms[0], *arms[a]);
    }
}

void ArmBatches::measure() {
    for (auto& batch : batches_) batch->measure(&profiler_);
}

std::optional<std::vector<BatchResult>> ArmBatches::run(std::uint64_t first, std::size_t lanes, const StopFlag& stop) {
    for (std::size_t a = 0; a < batches_.size(); ++a) {
        batches_[a]->begin(first, lanes);
        std::size_t values = 0;
        for (const auto& pair : pairs_[a])
            values += arms_[a]->schema.kind(arms_[a]->columns[pair.column].kind).rows.size();
        if (a > 0 && keeps_columns(run_.record)) differences_[a].begin(values, run_.time.steps, lanes);
    }
    const bool compares = batches_.size() > 1 && keeps_columns(run_.record);
    if (!(compares ? step_together(stop) : step_in_turn(stop))) return std::nullopt;
    std::vector<BatchResult> results;
    for (std::size_t a = 0; a < batches_.size(); ++a) {
        results.push_back(batches_[a]->finish());
        results.back().differences = std::move(differences_[a]);
    }
    return results;
}

/// All arms through each step, so that their states can be compared.
bool ArmBatches::step_together(const StopFlag& stop) {
    for (std::uint32_t step = 0; step < run_.time.steps; ++step) {
        if (stop.requested()) return false;
        for (std::size_t a = 0; a < batches_.size(); ++a) {
            batches_[a]->step(step);
            if (a > 0) add_differences(a, step);
        }
    }
    return true;
}

/// One arm after the other: each has the caches to itself.
bool ArmBatches::step_in_turn(const StopFlag& stop) {
    for (auto& batch : batches_) {
        for (std::uint32_t step = 0; step < run_.time.steps; ++step) {
            if (stop.requested()) return false;
            batch->step(step);
        }
    }
    return true;
}

/// The first arm's columns minus those of another, where neither has failed.
void ArmBatches::add_differences(std::size_t arm, std::uint32_t step) {
    const auto& first = *batches_[0];
    const auto& other = *batches_[arm];
    auto both = first.alive();
    for (std::size_t lane = 0; lane < both.size(); ++lane) both[lane] = both[lane] & other.alive()[lane];
    differences_[arm].add_step(step, both);
    std::vector<double> difference;
    for (const auto& pair : pairs_[arm]) {
        const auto& column = arms_[arm]->columns[pair.column];
        const auto rows = arms_[arm]->schema.kind(column.kind).rows.size();
        const double* a = first.world().values(arms_[0]->columns[pair.first].slot);
        const double* b = other.world().values(column.slot);
        difference.resize(rows * both.size());
        for (std::size_t i = 0; i < difference.size(); ++i) difference[i] = a[i] - b[i];
        differences_[arm].add(difference.data(), rows);
    }
}

}  // namespace hegemon
