#pragma once
/// Writes what one decision of one arm came to: a group with a one-dimensional variable a field.
#include <cstdint>
#include <vector>

#include "model/recorder.hpp"
#include "storage/row_table.hpp"

namespace hegemon {

class DecisionWriter {
public:
    /// Makes its variables in `group`, which is the decision's own. `arm` tells the units of capacities.
    DecisionWriter(const ContentGroup& group, const ArmDescription& arm, const DecisionDescription& decision);
    void append(const ChoiceRecord& choices);
    /// Of a group that is reopened: all that is there.
    void restore();
    /// Hands all that waits to the library.
    void flush();

private:
    RowTable table_;
    BufferedDataset<std::int16_t> wish_, option_;
    BufferedDataset<std::int8_t> refused_;
    BufferedDataset<std::int32_t> served_before_;
    BufferedDataset<double> precision_;
    std::vector<BufferedDataset<double>> utilities_, free_;
};

}  // namespace hegemon
