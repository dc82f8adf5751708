#include "storage/describe.hpp"

#include <numeric>

#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

void describe(ContentDataset& dataset, const std::string& unit, const std::string& note) {
    dataset.text(layout::looks_like_date(unit) ? "unit" : "units", layout::units_text(unit)).text("long_name", note);
}

void describe_time(ContentDataset& dataset, const TimeDeclaration& time, const std::string& long_name) {
    dataset.attribute("units", layout::time_units(time)).attribute("long_name", long_name);
    if (layout::has_calendar(time))
        dataset.attribute("calendar", "proleptic_gregorian").attribute("standard_name", "time");
}

Dimension add_replicates(const ContentGroup& group, std::uint64_t length) {
    auto [dimension, dataset] = group.coordinate("replicate", Type::int64, length);
    dataset.attribute("long_name", "number of the replicate");
    std::vector<std::int64_t> numbers(length);
    std::iota(numbers.begin(), numbers.end(), 0);
    dataset.append(numbers);
    return dimension;
}

Dimension add_times(const ContentGroup& group, const TimeDeclaration& time) {
    auto [dimension, dataset] = group.coordinate("time", Type::float64, time.steps);
    describe_time(dataset, time, "end of the step");
    dataset.attribute("axis", "T")
        .attribute("comment", "each record shows the state after the step that ends at this time");
    dataset.append(layout::time_axis(time));
    return dimension;
}

}  // namespace hegemon
