#include "storage/row_table.hpp"

#include "core/check.hpp"

namespace hegemon {

using hdf5::Type;

RowTable::RowTable(const ContentGroup& group, const std::string& dimension, const std::string& kind)
    : group_(group), entry_(group.unlimited(dimension)) {
    replicate_ = BufferedDataset<std::int64_t>(field("replicate", Type::int64, "number of the replicate"));
    step_ = BufferedDataset<std::int32_t>(field("step", Type::int32, "number of the step, from 0"));
    ContentDataset row = field("row", Type::int32, "row of the kind, from 0");
    row_ = BufferedDataset<std::int32_t>(row.attribute("kind", kind));
}

ContentDataset RowTable::field(const std::string& name, Type type, const std::string& note) const {
    ContentDataset dataset = group_.dataset(name, type, {entry_});
    return dataset.text("long_name", note);
}

void RowTable::append(const std::vector<std::uint64_t>& replicate, const std::vector<std::uint32_t>& step,
                      const std::vector<std::uint32_t>& row) {
    HEGEMON_EXPECT(step.size() == replicate.size() && row.size() == replicate.size());
    entries_ += replicate.size();
    replicate_.append_converted(replicate);
    step_.append_converted(step);
    row_.append_converted(row);
}

void RowTable::restore() {
    replicate_.restore_all();
    step_.restore_all();
    row_.restore_all();
    entries_ = replicate_.rows();
}

void RowTable::flush() {
    extend(entry_, entries_);
    replicate_.flush();
    step_.flush();
    row_.flush();
}

}  // namespace hegemon
