#pragma once
/// Writes one kind of one arm: coordinates, columns, constants, references, and the summaries over all replicates.
#include <cstdint>
#include <string>
#include <vector>

#include "model/recorder.hpp"
#include "storage/content.hpp"

namespace hegemon {

class KindWriter {
public:
    /// Makes the group in `arm`. `run` must outlive the writer.
    KindWriter(const ContentGroup& arm, const RunDescription& run, const KindDescription& kind);

    /// [column][lane][step][row] as in BatchRecord: the next replicates. Either may be empty.
    void append(const std::vector<std::vector<float>>& columns, const std::vector<std::vector<double>>& exact);
    /// Of a group that is reopened: the first `replicates`, those that are recorded.
    void restore(std::uint64_t replicates);
    /// `count` [step], `columns` [column] over all replicates. May be empty.
    void summarise(const std::vector<std::uint64_t>& count, const std::vector<Moments>& columns);
    /// `pairs` [step], `differences` [column] from the first arm, whose name is `first`. May be empty.
    void compare(const std::string& first, const std::vector<std::uint64_t>& pairs,
                 const std::vector<Moments>& differences);

private:
    ContentDataset make_column(const ColumnDescription& column) const;
    void add_constant(const ColumnDescription& column) const;
    void add_reference(const ReferenceDescription& reference) const;
    /// COLUMN.sum and COLUMN.sum_of_squares; `of` is "COLUMN" or "COLUMN.difference", `over` says of what and over
    /// what.
    void add_moments(const ColumnDescription& column, const std::string& of, const std::string& over,
                     const Moments& moments) const;
    void add_counts(const std::string& name, const std::vector<std::uint64_t>& counts, const std::string& note) const;
    [[nodiscard]] std::string stored_name(const std::string& name) const;

    const KindDescription& kind_;
    ContentGroup group_;
    Dimension replicate_, time_, row_;
    std::vector<ContentDataset> columns_;  ///< [column]; of a constant one, empty
};

}  // namespace hegemon
