#pragma once
/// A group that is a table of what happened on rows: one-dimensional variables along one dimension that grows, of which
/// `replicate`, `step` and `row` say where each entry belongs.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/buffered_dataset.hpp"

namespace hegemon {

class RowTable {
public:
    /// Makes the three variables in `group`. `dimension` is what an entry is called, `kind` whose rows they are on.
    RowTable(const ContentGroup& group, const std::string& dimension, const std::string& kind);

    /// A further variable, still empty; `note` may be empty.
    [[nodiscard]] ContentDataset field(const std::string& name, hdf5::Type type, const std::string& note) const;

    /// Where the next entries belong: [entry].
    void append(const std::vector<std::uint64_t>& replicate, const std::vector<std::uint32_t>& step,
                const std::vector<std::uint32_t>& row);
    /// Of a group that is reopened: all entries that are there.
    void restore();
    /// Hands all that waits to the library, and lets the dimension have its length.
    void flush();

private:
    ContentGroup group_;
    Dimension entry_;
    BufferedDataset<std::int64_t> replicate_;
    BufferedDataset<std::int32_t> step_, row_;
    std::uint64_t entries_ = 0;
};

}  // namespace hegemon
