#include <algorithm>
#include <hegemon/run.hpp>

#include "api/compiled.hpp"
#include "api/settings.hpp"

namespace hegemon {

namespace {

constexpr double moments_bytes = 2 * sizeof(double);  // sum and sum of squares

/// Sizes of what a run file holds, in bytes.
struct Sizes {
    double fixed = 0;          ///< names, constants, the scenario
    double moments = 0;        ///< sums over replicates
    double one_replicate = 0;  ///< outcomes, hashes
    double one_recorded = 0;   ///< columns of one replicate
    double one_firing = 0;     ///< the mean over the events
};

double firing_bytes(const RunDescription& run) {
    constexpr double fields = 8 + 4 + 4 + 8 + 8 + 2;  // replicate, step, row, time, rate, cause
    if (run.events.empty()) return 0;
    double sum = 0;
    for (const auto& event : run.events) {
        sum += fields + sizeof(double) * static_cast<double>(event.causes.size() + event.factors.size());
    }
    return sum / static_cast<double>(run.events.size());
}

void add_kind(const KindDescription& kind, const RunDescription& run, Sizes& sizes) {
    const auto rows = static_cast<double>(kind.rows.size());
    const auto steps = static_cast<double>(run.time.steps);
    for (const auto& name : kind.rows) sizes.fixed += static_cast<double>(name.size()) + 16;
    sizes.fixed += 4 * rows * static_cast<double>(kind.references.size()) + 16 * steps;
    for (const auto& column : kind.columns) {
        if (column.constant) {
            sizes.fixed += rows * (column.type == ColumnType::truth ? 1 : 8);
            continue;
        }
        sizes.one_recorded += rows * steps * (column.type == ColumnType::truth ? 1 : 4);
        sizes.moments += rows * steps * moments_bytes;
    }
}

Sizes sizes_of(const RunDescription& run) {
    Sizes sizes;
    for (const auto& file : run.files) sizes.fixed += static_cast<double>(file.text.size());
    for (const auto& kind : run.kinds) add_kind(kind, run, sizes);
    sizes.one_firing = firing_bytes(run);
    sizes.one_replicate = 8.0 * static_cast<double>(run.outcomes.size() + run.time.steps) + 9;
    if (run.record != RecordLevel::outcomes) return sizes;
    sizes.moments = sizes.one_recorded = sizes.one_firing = 0;
    sizes.one_replicate -= 8.0 * static_cast<double>(run.time.steps);  // no hashes
    return sizes;
}

}  // namespace

RunPlan plan(const Scenario& scenario, const RunSettings& settings) {
    const Model& model = *scenario.compiled().model;
    const RunOptions options = run_options(settings);
    const RunDescription run = describe_run(model, options);
    const Sizes sizes = sizes_of(run);
    RunPlan result;
    result.threads = threads_of(settings);
    result.recorded = run.recorded;
    const auto replicates = static_cast<double>(run.replicates);
    result.file_bytes = sizes.fixed + sizes.moments + sizes.one_replicate * replicates +
                        sizes.one_recorded * static_cast<double>(run.recorded);
    result.bytes_per_firing = sizes.one_firing;

    const auto lanes = static_cast<double>(
        std::min<std::uint64_t>(lanes_per_batch(model, options, result.threads), options.replicates));
    // Each thread has a batch; as many again, and its own, may wait to be written.
    const double batches = 3.0 * result.threads;
    result.memory_bytes = lanes * static_cast<double>(bytes_per_lane(model)) * result.threads +
                          lanes * batches * (sizes.one_replicate + (run.recorded > 0 ? sizes.one_recorded : 0)) +
                          sizes.moments * (3 + batches * std::max(1.0, lanes / 8)) +
                          8.0 * replicates * static_cast<double>(run.outcomes.size());
    return result;
}

}  // namespace hegemon
