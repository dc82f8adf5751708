#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <hegemon/run.hpp>
#include <limits>
#include <vector>

#include "api/settings.hpp"
#include "core/ordered_sum.hpp"

namespace hegemon {

namespace {

constexpr double moments_bytes = 2 * sizeof(double);  // sum and sum of squares
constexpr double open_dataset = 6e3;                  // what the library holds for one, and its rows that wait
constexpr double of_program = 14e6;  // what it loads when it runs, pages that wait for a commit, compressors' tables

/// Sizes of what a run file holds, in bytes; all arms together.
struct Sizes {
    double fixed = 0;          ///< names, constants, the scenario
    double moments = 0;        ///< sums over replicates
    double one_replicate = 0;  ///< outcomes, hashes of one replicate of each arm
    double one_recorded = 0;   ///< columns of one replicate of each arm
    double one_held = 0;       ///< the same as a batch holds them: a truth takes as much as a number
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
        sizes.one_held += rows * steps * (column.exact ? 8 : 4);
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
    if (keeps_columns(run.record)) return sizes;
    if (!keeps_events(run.record)) sizes.one_firing = sizes.one_choice = 0;
    sizes.moments = sizes.one_recorded = sizes.one_held = 0;
    sizes.one_replicate -= arms * 8.0 * static_cast<double>(run.time.steps);  // no hashes
    return sizes;
}

/// What the program holds now: itself, and the scenario. 0 where the system does not tell.
double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double all = 0, resident = 0;
    file >> all >> resident;
    return file ? resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

/// Of the program while it runs.
double memory_of(const Arms& arms, const RunOptions& options, int threads) {
    const RunDescription run = describe_run(arms, options);
    const Sizes sizes = sizes_of(run);
    const std::size_t asked = lanes_per_batch(arms, options, threads);
    const auto lanes = static_cast<double>(std::min<std::uint64_t>(asked, options.replicates));
    const double batches_of_all = std::ceil(static_cast<double>(options.replicates) / lanes);
    const double in_flight = std::min(static_cast<double>(batches_in_flight(options, threads)), batches_of_all);
    const double recorded = std::min(in_flight * lanes, static_cast<double>(run.recorded));
    // Sums over replicates: what each batch hands over, and three numbers in all that is done.
    const std::uint64_t last = options.replicates % asked;
    const auto sums = (in_flight - 1) * static_cast<double>(sums_of(asked)) +
                      static_cast<double>(std::max(sums_of(last), sums_of(asked)));
    const double worlds = lanes * static_cast<double>(bytes_per_lane(arms)) * std::min<double>(threads, batches_of_all);
    // Open datasets, and rows of happenings and outcomes that wait to be written.
    double tables = open_dataset * static_cast<double>(run.outcomes.size() * run.arms.size());
    for (const auto& arm : run.arms)
        for (const auto& kind : arm.kinds) tables += open_dataset * static_cast<double>(kind.columns.size());
    return resident_bytes() + worlds + in_flight * lanes * sizes.one_replicate + sums * sizes.moments +
           recorded * sizes.one_held + 3 * sizes.moments + tables + of_program;
}

/// The same run, held in less memory: fewer batches wait, and they hold fewer replicates. From what is fastest on.
std::vector<RunOptions> ways_to_run(const Arms& arms, const RunOptions& options, int threads) {
    std::vector<RunOptions> ways;
    const std::size_t best = lanes_per_batch(arms, options, threads);
    for (const std::size_t lanes : lane_counts) {
        if (lanes > best || (options.lanes != 0 && lanes != best)) continue;
        for (auto waiting = static_cast<std::size_t>(threads); waiting > 0; waiting /= 2) {
            ways.push_back(options);
            ways.back().lanes = lanes;
            ways.back().waiting = waiting;
        }
    }
    return ways;
}

}  // namespace

RunOptions fitting_options(const Scenario& scenario, const RunSettings& settings) {
    const RunOptions options = run_options(settings);
    if (settings.memory == 0) return options;
    const Arms arms = arms_of(scenario, settings);
    const int threads = threads_of(settings);
    double least = std::numeric_limits<double>::infinity();
    for (const RunOptions& way : ways_to_run(arms, options, threads)) {
        const double bytes = memory_of(arms, way, threads);
        if (bytes <= static_cast<double>(settings.memory)) return way;
        least = std::min(least, bytes);
    }
    throw NotEnoughMemory("the run takes at least " + std::to_string(static_cast<std::uint64_t>(least)) +
                              " bytes with " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
                          least);
}

RunPlan plan(const Scenario& scenario, const RunSettings& settings) {
    const RunOptions options = fitting_options(scenario, settings);
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
    result.memory_bytes = memory_of(arms, options, result.threads);
    return result;
}

}  // namespace hegemon
