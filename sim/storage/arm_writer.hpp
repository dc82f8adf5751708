#pragma once
/// Writes one arm of a run: a group with what each replicate yields.
#include <cstdint>
#include <optional>
#include <vector>

#include "model/recorder.hpp"
#include "storage/buffered_dataset.hpp"
#include "storage/content.hpp"
#include "storage/decision_writer.hpp"
#include "storage/event_writer.hpp"
#include "storage/kind_writer.hpp"

namespace hegemon {

/// The datasets of one arm, made by the constructor; batches come in order of replicate. `run` must outlive it.
class ArmWriter {
public:
    ArmWriter(const ContentGroup& root, const RunDescription& run, std::uint32_t arm);

    void record(const BatchRecord& batch);
    /// Of an arm that is reopened: its first `replicates`, all that it has.
    void restore(std::uint64_t replicates);
    /// Hands all that waits to the library.
    void flush();
    /// Adds the places in the file of what no replicate has filled yet.
    void add_rests(std::vector<FileRange>& ranges) const;
    void finish(const ArmSummary& summary);

    /// Replicates written so far.
    [[nodiscard]] std::uint64_t done() const { return done_; }
    /// Sets the attribute `done`, which is no content, to done().
    void mark_done() const;
    void unmark_done() const;

private:
    void make_outcomes();
    void make_failures();
    void make_parameters();
    void make_tables();
    void make_hash();
    void record_failures(const BatchRecord& batch);
    void record_hashes(const BatchRecord& batch);
    void record_columns(const BatchRecord& batch);

    const RunDescription& run_;
    const ArmDescription& arm_;
    ContentGroup group_;
    Dimension replicate_;
    BufferedDataset<std::int8_t> status_;
    std::optional<BufferedDataset<std::uint64_t>> hash_;  ///< made by the first batch that has hashes
    std::vector<BufferedDataset<double>> outcomes_;
    struct Failures {
        Dimension failure;
        ContentDataset replicate, step, rule, row, problem;
    } failures_;
    std::vector<EventWriter> events_;
    std::vector<DecisionWriter> decisions_;
    std::vector<KindWriter> kinds_;
    std::uint64_t done_ = 0;
};

}  // namespace hegemon
