#pragma once
/// Writes one kind of one arm: coordinates, columns, constants, references, and the summaries over all replicates.
#include <vector>

#include "model/recorder.hpp"
#include "storage/content.hpp"

namespace hegemon {

class KindWriter {
public:
    /// Makes the group in `arm`. `run` must outlive the writer.
    KindWriter(const ContentGroup& arm, const RunDescription& run, const KindDescription& kind);

    /// [column][lane][step][row] as in BatchRecord: the next replicates.
    void append(const std::vector<std::vector<float>>& columns);
    /// [step] and [column]; may be empty.
    void summarise(const std::vector<std::uint64_t>& count, const std::vector<Moments>& columns);

private:
    ContentDataset make_column(const ColumnDescription& column) const;
    void add_constant(const ColumnDescription& column) const;
    void add_reference(const ReferenceDescription& reference) const;
    void add_moment(const ColumnDescription& column, const std::string& what, const std::vector<double>& values) const;
    [[nodiscard]] std::string stored_name(const std::string& name) const;

    const KindDescription& kind_;
    ContentGroup group_;
    Dimension replicate_, time_, row_;
    std::vector<ContentDataset> columns_;  ///< [column]; of a constant one, empty
};

}  // namespace hegemon
