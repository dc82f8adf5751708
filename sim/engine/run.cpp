#include "engine/run.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "core/check.hpp"
#include "core/ordered_sum.hpp"
#include "engine/arm_batches.hpp"
#include "parallel/ordered_commit.hpp"

namespace hegemon {

namespace {

constexpr std::size_t cache_bytes = 4 * 1024 * 1024;  // a thread's share of a common last-level cache
constexpr std::uint64_t standard_recorded = 64;

/// Sums over replicates, put together in their order.
class TotalSums {
public:
    TotalSums(std::size_t values, std::uint64_t steps) : sums_(2 * values * steps), count_(steps) {}

    void add(const BatchRecord& record, const BatchSums& batch) {
        const std::size_t lanes = record.lanes;
        for (std::size_t step = 0; step < count_.size(); ++step)
            count_[step] += count_active(batch.active.data() + step * lanes, lanes);
        if (lanes == replicate_block) return sums_.add_block(record.first_replicate, batch.sums.data());
        if (lanes % octet == 0) return sums_.add_octets(record.first_replicate, lanes, batch.sums.data());
        // Lanes that do not count have left zeros, so all count as present here.
        const std::vector<std::uint8_t> present(lanes, 1);
        sums_.add_lanes(record.first_replicate, lanes, batch.sums.data(), present.data());
    }

    void add_state(RunState& state) {
        state.parts.push_back(std::as_writable_bytes(std::span(count_)));
        state.parts.push_back(sums_.bytes());
    }
    void go_on(std::uint64_t replicate) { sums_.go_on(replicate); }

    [[nodiscard]] const std::vector<std::uint64_t>& count() const { return count_; }

    /// Moments of columns, in the order in which batches have them.
    [[nodiscard]] std::vector<std::vector<Moments>> by_column(const ArmDescription& arm,
                                                              const std::vector<const ColumnModel*>& columns) const {
        std::vector<std::vector<Moments>> result(arm.kinds.size());
        for (std::size_t k = 0; k < arm.kinds.size(); ++k) result[k].resize(arm.kinds[k].columns.size());
        std::size_t value = 0;
        for (std::size_t step = 0; step < count_.size(); ++step) {
            for (const auto* column : columns) {
                auto& moments = result[index_of(column->kind)][column->described_at];
                const auto rows = arm.kinds[index_of(column->kind)].rows.size();
                for (auto* into : {&moments.sum, &moments.sum_of_squares}) {
                    if (step == 0) into->reserve(rows * count_.size());
                    for (std::size_t row = 0; row < rows; ++row) into->push_back(sums_.total(value++));
                }
            }
        }
        return result;
    }

private:
    ReplicateSum sums_;
    std::vector<std::uint64_t> count_;
};

/// The sums of one arm: of its columns, and of the first arm's minus its own.
class ArmSums {
public:
    ArmSums(const Arms& arms, std::size_t number, const RunDescription& run)
        : arm_(run.arms[number]), is_recorded_(keeps_columns(run.record)), is_first_(number == 0) {
        const auto& model = *arms[number];
        std::size_t values = 0;
        std::size_t paired_values = 0;
        const auto rows = [&](const ColumnModel& column) { return model.schema.kind(column.kind).rows.size(); };
        for (const auto& column : model.columns) {
            columns_.push_back(&column);
            values += rows(column);
        }
        if (!is_first_)
            for (const auto& pair : column_pairs(*arms[0], model)) {
                paired_.push_back(&model.columns[pair.column]);
                paired_values += rows(model.columns[pair.column]);
            }
        const auto steps = is_recorded_ ? run.time.steps : 0;
        own_.emplace(values, steps);
        differences_.emplace(paired_values, steps);
    }

    void add(const BatchResult& result) {
        if (!is_recorded_) return;
        own_->add(result.record, result.moments);
        if (!is_first_) differences_->add(result.record, result.differences);
    }

    void add_state(RunState& state) {
        own_->add_state(state);
        differences_->add_state(state);
    }
    void go_on(std::uint64_t replicate) {
        own_->go_on(replicate);
        differences_->go_on(replicate);
    }

    [[nodiscard]] ArmSummary summary() const {
        ArmSummary summary;
        if (!is_recorded_) return summary;
        summary.count = own_->count();
        summary.columns = own_->by_column(arm_, columns_);
        if (is_first_) return summary;
        summary.pairs = differences_->count();
        summary.differences = differences_->by_column(arm_, paired_);
        return summary;
    }

private:
    const ArmDescription& arm_;
    bool is_recorded_, is_first_;
    std::vector<const ColumnModel*> columns_, paired_;
    std::optional<TotalSums> own_, differences_;
};

/// How far a run has come: all that it keeps from batch to batch.
class Progress {
public:
    Progress(const Arms& arms, const RunDescription& run) : all_(run.replicates) {
        for (std::size_t a = 0; a < arms.size(); ++a) sums_.emplace_back(arms, a, run);
        summary_.failed.resize(arms.size());
        for (const auto& arm : run.arms) summary_.coarse_steps.emplace_back(arm.events.size());
    }

    /// Goes on where an earlier run was cut short; returns its replicates.
    std::uint64_t restore(Recorder& recorder) {
        const auto count_failed = [this](const BatchRecord& record) {
            summary_.failed[record.arm] += record.failures.size();
        };
        summary_.replicates = recorder.restore(state(), count_failed);
        for (auto& arm : sums_) arm.go_on(summary_.replicates);
        return summary_.replicates;
    }

    void add(std::size_t arm, const BatchResult& result, Recorder& recorder) {
        const auto& record = result.record;
        sums_[arm].add(result);
        summary_.failed[arm] += record.failures.size();
        for (std::size_t e = 0; e < record.coarse_steps.size(); ++e)
            summary_.coarse_steps[arm][e].take(record.coarse_steps[e]);
        recorder.record(record);
        if (arm == 0) summary_.replicates += record.lanes;
    }

    void settle(Recorder& recorder) { recorder.settle(state()); }

    /// The end of the run, or of this part of it.
    void finish(Recorder& recorder) {
        if (summary_.replicates < all_) return recorder.pause(state());
        std::vector<ArmSummary> summaries;
        for (const auto& arm : sums_) summaries.push_back(arm.summary());
        recorder.finish(summaries);
    }

    [[nodiscard]] const RunSummary& summary() const { return summary_; }

private:
    RunState state() {
        RunState state;
        for (auto& arm : sums_) arm.add_state(state);
        for (auto& arm : summary_.coarse_steps) state.parts.push_back(std::as_writable_bytes(std::span(arm)));
        return state;
    }

    std::uint64_t all_;
    std::vector<ArmSums> sums_;
    RunSummary summary_;
};

/// Which replicates are a batch: `lanes` of them from a multiple of `lanes` on, but for the first and the last.
class Division {
public:
    Division(std::uint64_t first, std::uint64_t end, std::size_t lanes) : first_(first), end_(end), lanes_(lanes) {}
    [[nodiscard]] std::size_t lanes() const { return lanes_; }
    [[nodiscard]] std::size_t batches() const {
        return first_ == end_ ? 0 : static_cast<std::size_t>((end_ - 1) / lanes_ - first_ / lanes_ + 1);
    }
    [[nodiscard]] std::uint64_t begin_of(std::size_t batch) const {
        return std::clamp((first_ / lanes_ + batch) * lanes_, first_, end_);
    }

private:
    std::uint64_t first_, end_;
    std::size_t lanes_;
};

std::size_t window_of(const RunOptions& options, int threads) {
    return options.waiting != 0 ? options.waiting : static_cast<std::size_t>(threads);
}

}  // namespace

std::size_t lanes_per_batch(const Arms& arms, const RunOptions& options, int threads) {
    if (options.lanes != 0) {
        if (std::ranges::find(lane_counts, options.lanes) == lane_counts.end())
            throw std::invalid_argument("lanes a batch are 1, 8, 16, 32 or 64");
        return options.lanes;
    }
    const auto enough = threads == 1 ? 1U : static_cast<std::uint64_t>(threads) * 2;  // batches, to balance the threads
    const auto bytes = bytes_per_lane({arms.front()});                                // one arm runs at a time
    for (const auto lanes : lane_counts)
        if (lanes > 8 && bytes * lanes <= cache_bytes && (options.replicates + lanes - 1) / lanes >= enough)
            return lanes;
    return options.replicates >= 8 ? 8 : 1;
}

std::size_t batches_in_flight(const RunOptions& options, int threads) {
    return static_cast<std::size_t>(threads) + window_of(options, threads) - 1;
}

std::size_t bytes_per_lane(const Arms& arms) {
    std::size_t values = 0;
    for (const auto* model : arms) {
        for (const auto& column : model->columns) {
            const auto rows = model->schema.kind(column.kind).rows.size();
            if (column.role != ColumnModel::Role::derived) values += rows;  // those are definitions, counted below
            if (column.role == ColumnModel::Role::state) values += rows;    // the next moment's value
        }
        for (std::size_t i = 0; i < model->definitions.size(); ++i)
            if (model->definitions[i].block) values += model->graph.slots()[i].rows;
    }
    return values * sizeof(double);
}

RunDescription describe_run(const Arms& arms, const RunOptions& options) {
    auto run = arms.front()->description;
    for (std::size_t a = 1; a < arms.size(); ++a) run.arms.push_back(arms[a]->description.arms.front());
    run.seed = options.seed;
    run.replicates = options.replicates;
    run.recorded = !keeps_columns(run.record)       ? 0
                   : run.record == RecordLevel::all ? options.replicates
                                                    : std::min(options.replicates, standard_recorded);
    return run;
}

RunSummary run(const Arms& arms, const RunOptions& options, Executor& executor, const StopFlag& stop,
               Recorder& recorder) {
    HEGEMON_EXPECT(!arms.empty());
    const auto description = describe_run(arms, options);
    Progress progress(arms, description);  // before anything is written: its sums may not fit
    recorder.begin(description);
    const auto first = progress.restore(recorder);
    if (options.progress) options.progress(first, options.replicates);

    using Results = std::vector<BatchResult>;
    const Division division(first, options.replicates, lanes_per_batch(arms, options, executor.threads()));
    std::vector<std::unique_ptr<ArmBatches>> batches(static_cast<std::size_t>(executor.threads()));
    const std::function<std::optional<Results>(std::size_t, int)> compute = [&](std::size_t index, int worker) {
        auto& batch = batches[static_cast<std::size_t>(worker)];
        if (!batch) {
            batch = std::make_unique<ArmBatches>(arms, description, division.lanes());
            if (options.profiles) batch->measure();
        }
        const auto begin = division.begin_of(index);
        return batch->run(begin, static_cast<std::size_t>(division.begin_of(index + 1) - begin), stop);
    };
    const std::function<void(std::size_t, Results &&)> commit = [&](std::size_t, Results&& results) {
        for (std::size_t a = 0; a < arms.size(); ++a) progress.add(a, results[a], recorder);
        progress.settle(recorder);
        if (options.progress) options.progress(progress.summary().replicates, options.replicates);
    };
    // No wider: with sums over its replicates a batch's results take tens of megabytes, and how many of them pile up
    // behind a slow commit is what the memory of a long run depends on.
    const auto window = window_of(options, executor.threads());
    for_each_in_order<Results>(executor, division.batches(), window, stop, compute, commit);
    progress.finish(recorder);
    auto summary = progress.summary();
    std::vector<ProfileEntry> profile;
    for (const auto& batch : batches)
        if (batch)
            for (auto& entry : batch->profile()) profile.push_back(std::move(entry));
    summary.profile = total(profile);
    return summary;
}

}  // namespace hegemon
