#pragma once
/// Writes the firings of one event of one arm: a group with a one-dimensional variable a field.
#include <cstdint>
#include <vector>

#include "model/recorder.hpp"
#include "storage/buffered_dataset.hpp"

namespace hegemon {

class EventWriter {
public:
    /// Makes the group in `events`. `run` must outlive the writer.
    EventWriter(const ContentGroup& events, const RunDescription& run, const EventDescription& event);
    void append(const FiringRecord& firings);
    /// Hands all that waits to the library.
    void flush();

private:
    void make_causes(const ContentGroup& group, const EventDescription& event, ContentDataset& cause);

    const TimeDeclaration& time_;
    Dimension firing_;
    BufferedDataset<std::int64_t> replicate_;
    BufferedDataset<std::int32_t> step_, row_;
    BufferedDataset<double> when_, rate_;
    BufferedDataset<std::int16_t> cause_;
    std::vector<BufferedDataset<double>> causes_, factors_;
    std::uint64_t firings_ = 0;
};

}  // namespace hegemon
