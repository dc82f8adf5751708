#include "engine/run.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

#include "core/ordered_sum.hpp"
#include "engine/batch.hpp"
#include "parallel/ordered_commit.hpp"

namespace hegemon {

namespace {

constexpr std::size_t cache_bytes = 512 * 1024;  // half of a common second-level cache
constexpr std::size_t kept_failures = 20;
constexpr std::uint64_t standard_recorded = 64;

/// Sums over replicates, put together in their order.
class MomentSums {
public:
    MomentSums(const Model& model, const RunDescription& run)
        : model_(model), run_(run), sums_(run.record == RecordLevel::outcomes ? 0 : values()) {
        count_.resize(run.record == RecordLevel::outcomes ? 0 : run.time.steps);
    }

    void add(const BatchResult& result) {
        const auto lanes = result.record.lanes;
        if (count_.empty()) return;
        for (std::size_t step = 0; step < count_.size(); ++step)
            count_[step] += count_active(result.active.data() + step * lanes, lanes);
        // Lanes that failed have left zeros, so all count as present here.
        const std::vector<std::uint8_t> present(lanes, 1);
        if (lanes % octet == 0)
            sums_.add_octets(result.record.first_replicate, lanes, result.moments.data());
        else
            sums_.add_lanes(result.record.first_replicate, lanes, result.moments.data(), present.data());
    }

    [[nodiscard]] ArmSummary summary() const {
        ArmSummary summary;
        if (count_.empty()) return summary;
        summary.count = count_;
        summary.columns.resize(run_.kinds.size());
        for (std::size_t k = 0; k < run_.kinds.size(); ++k) summary.columns[k].resize(run_.kinds[k].columns.size());
        std::size_t value = 0;
        for (std::uint64_t step = 0; step < run_.time.steps; ++step) {
            for (const auto& column : model_.columns) {
                auto& moments = summary.columns[index_of(column.kind)][column.described_at];
                const auto rows = model_.schema.kind(column.kind).rows.size();
                for (std::size_t row = 0; row < rows; ++row) moments.sum.push_back(sums_.total(value++));
                for (std::size_t row = 0; row < rows; ++row) moments.sum_of_squares.push_back(sums_.total(value++));
            }
        }
        return summary;
    }

private:
    [[nodiscard]] std::size_t values() const {
        std::size_t count = 0;
        for (const auto& column : model_.columns) count += 2 * model_.schema.kind(column.kind).rows.size();
        return count * run_.time.steps;
    }

    const Model& model_;
    const RunDescription& run_;
    ReplicateSum sums_;
    std::vector<std::uint64_t> count_;
};

}  // namespace

std::size_t lanes_per_batch(const Model& model, const RunOptions& options, int threads) {
    if (options.lanes != 0) {
        if (options.lanes != 1 && options.lanes != 8 && options.lanes != 64)
            throw std::invalid_argument("lanes a batch are 1, 8 or 64");
        return options.lanes;
    }
    const auto enough = threads == 1 ? 1U : static_cast<std::uint64_t>(threads) * 2;  // batches, to balance the threads
    const bool fits = bytes_per_lane(model) * 64 <= cache_bytes;
    if (fits && (options.replicates + 63) / 64 >= enough) return 64;
    return options.replicates >= 8 ? 8 : 1;
}

std::size_t bytes_per_lane(const Model& model) {
    std::size_t values = 0;
    for (const auto& column : model.columns) values += 2 * model.schema.kind(column.kind).rows.size();
    for (std::size_t i = 0; i < model.definitions.size(); ++i)
        if (model.definitions[i].block) values += model.graph.slots()[i].rows;
    return values * sizeof(double);
}

RunDescription describe_run(const Model& model, const RunOptions& options) {
    auto run = model.description;
    run.seed = options.seed;
    run.replicates = options.replicates;
    run.recorded = run.record == RecordLevel::outcomes ? 0
                   : run.record == RecordLevel::all    ? options.replicates
                                                       : std::min(options.replicates, standard_recorded);
    return run;
}

RunSummary run(const Model& model, const RunOptions& options, Executor& executor, const StopFlag& stop,
               Recorder& recorder) {
    const auto description = describe_run(model, options);
    const auto lanes = lanes_per_batch(model, options, executor.threads());
    MomentSums moments(model, description);  // before anything is written: it may not fit
    recorder.begin(description);
    RunSummary summary;
    std::vector<std::unique_ptr<Batch>> batches(static_cast<std::size_t>(executor.threads()));
    const auto count = static_cast<std::size_t>((options.replicates + lanes - 1) / lanes);
    const std::function<std::optional<BatchResult>(std::size_t, int)> compute = [&](std::size_t index, int worker) {
        auto& batch = batches[static_cast<std::size_t>(worker)];
        if (!batch) batch = std::make_unique<Batch>(model, description, lanes);
        const auto first = static_cast<std::uint64_t>(index) * lanes;
        return batch->run(first, static_cast<std::size_t>(std::min<std::uint64_t>(lanes, options.replicates - first)),
                          stop);
    };
    const std::function<void(std::size_t, BatchResult &&)> commit = [&](std::size_t, BatchResult&& result) {
        moments.add(result);
        for (const auto& failure : result.record.failures)
            if (summary.first_failures.size() < kept_failures) summary.first_failures.push_back(failure);
        summary.failed += result.record.failures.size();
        recorder.record(result.record);
        summary.replicates += result.record.lanes;
        if (options.progress) options.progress(summary.replicates, options.replicates);
    };
    for_each_in_order<BatchResult>(executor, count, batches.size() * 2, stop, compute, commit);
    if (summary.complete(options)) recorder.finish({moments.summary()});
    return summary;
}

}  // namespace hegemon
