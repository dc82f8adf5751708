#include <algorithm>
#include <hegemon/run.hpp>

#include "api/settings.hpp"

namespace hegemon {

namespace {

constexpr double moments_bytes = 2 * sizeof(double);  // sum and sum of squares

/// Sizes of what a run file holds, in bytes; all arms together.
struct Sizes {
    double fixed = 0;          ///< names, constants, the scenario
    double moments = 0;        ///< sums over replicates
    double one_replicate = 0;  ///< outcomes, hashes of one replicate of each arm
    double one_recorded = 0;   ///< columns of one replicate of each arm
    double one_firing = 0;     ///< the mean over the events
    double one_choice = 0;     ///< the mean over the decisions
};

/// The mean over all events of all arms.
double firing_bytes(const RunDescription& run) {
    constexpr double fields = 8 + 4 + 4 + 8 + 8 + 2;  // replicate, step, row, time, rate, cause
    double sum = 0, events = 0;
    for (const auto& arm : run.arms) {
        for (const auto& event : arm.events)
            sum += fields + sizeof(double) * static_cast<double>(event.causes.size() + event.factors.size());
        events += static_cast<double>(arm.events.size());
    }
    return events > 0 ? sum / events : 0;
}

/// The mean over all decisions of all arms.
double choice_bytes(const RunDescription& run) {
    constexpr double fields =
        8 + 4 + 4 + 2 + 2 + 1 + 4 + 8;  // replicate, ..., wish, option, refused, served, precision
    double sum = 0, decisions = 0;
    for (const auto& arm : run.arms) {
        for (const auto& decision : arm.decisions)
            sum += fields + sizeof(double) * static_cast<double>(decision.options.size() + decision.capacities.size());
        decisions += static_cast<double>(arm.decisions.size());
    }
    return decisions > 0 ? sum / decisions : 0;
}

double bytes_of(const ColumnDescription& column) { return column.type == ColumnType::truth ? 1 : column.exact ? 8 : 4; }

/// `summaries` are those of a column: of itself, and of its difference from the first arm.
void add_kind(const KindDescription& kind, const RunDescription& run, double summaries, Sizes& sizes) {
    const auto rows = static_cast<double>(kind.rows.size());
    const auto steps = static_cast<double>(run.time.steps);
    for (const auto& name : kind.rows) sizes.fixed += static_cast<double>(name.size()) + 16;
    sizes.fixed += 4 * rows * static_cast<double>(kind.references.size()) + 16 * steps;
    for (const auto& column : kind.columns) {
        if (column.constant) {
            sizes.fixed += rows * (column.type == ColumnType::truth ? 1 : 8);
            continue;
        }
        sizes.one_recorded += rows * steps * bytes_of(column);
        sizes.moments += rows * steps * moments_bytes * summaries;
    }
}

Sizes sizes_of(const RunDescription& run) {
    Sizes sizes;
    for (const auto& file : run.files) sizes.fixed += static_cast<double>(file.text.size());
    for (std::size_t i = 0; i < run.arms.size(); ++i) {
        for (const auto& kind : run.arms[i].kinds) add_kind(kind, run, i == 0 ? 1 : 2, sizes);
    }
    sizes.one_firing = firing_bytes(run);
    sizes.one_choice = choice_bytes(run);
    const auto arms = static_cast<double>(run.arms.size());
    sizes.one_replicate = arms * (8.0 * static_cast<double>(run.outcomes.size() + run.time.steps) + 9);
    if (run.record != RecordLevel::outcomes) return sizes;
    sizes.moments = sizes.one_recorded = sizes.one_firing = sizes.one_choice = 0;
    sizes.one_replicate -= arms * 8.0 * static_cast<double>(run.time.steps);  // no hashes
    return sizes;
}

}  // namespace

RunPlan plan(const Scenario& scenario, const RunSettings& settings) {
    const RunOptions options = run_options(settings);
    const Arms arms = arms_of(scenario, settings);
    const RunDescription run = describe_run(arms, options);
    const Sizes sizes = sizes_of(run);
    RunPlan result;
    result.threads = threads_of(settings);
    result.recorded = run.recorded;
    const auto replicates = static_cast<double>(run.replicates);
    result.file_bytes = sizes.fixed + sizes.moments + sizes.one_replicate * replicates +
                        sizes.one_recorded * static_cast<double>(run.recorded);
    result.bytes_per_firing = sizes.one_firing;
    result.bytes_per_choice = sizes.one_choice;

    const auto lanes = static_cast<double>(
        std::min<std::uint64_t>(lanes_per_batch(arms, options, result.threads), options.replicates));
    // Each thread has a batch; as many again, and its own, may wait to be written.
    const double batches = 3.0 * result.threads;
    result.memory_bytes = lanes * static_cast<double>(bytes_per_lane(arms)) * result.threads +
                          lanes * batches * (sizes.one_replicate + (run.recorded > 0 ? sizes.one_recorded : 0)) +
                          sizes.moments * (3 + batches * std::max(1.0, lanes / 8)) +
                          8.0 * replicates * static_cast<double>(run.outcomes.size() * arms.size());
    return result;
}

}  // namespace hegemon
