#pragma once
/// Writes the firings of one event of one arm: a group with a one-dimensional variable a field.
#include <cstdint>
#include <vector>

#include "model/recorder.hpp"
#include "storage/row_table.hpp"

namespace hegemon {

class EventWriter {
public:
    /// Makes its variables in `group`, which is the event's own; `kind` is the event's. `time` must outlive the writer.
    EventWriter(const ContentGroup& group, const TimeDeclaration& time, const KindDescription& kind,
                const EventDescription& event);
    void append(const FiringRecord& firings);
    /// Of a group that is reopened: all that is there.
    void restore();
    /// Hands all that waits to the library.
    void flush();

private:
    void make_causes(const EventDescription& event, ContentDataset& cause);

    const TimeDeclaration& time_;
    RowTable table_;
    BufferedDataset<double> when_, rate_;
    BufferedDataset<std::int16_t> cause_;
    std::vector<BufferedDataset<double>> causes_, factors_;
};

}  // namespace hegemon
