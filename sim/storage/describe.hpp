#pragma once
/// The attributes by which other tools show names, units and times (CF conventions), and the coordinates that many
/// groups share.
#include <string>
#include <vector>

#include "model/recorder.hpp"
#include "storage/content.hpp"

namespace hegemon {

/// `units` and `long_name`, as far as they are not empty. A unit that tools would take for a date goes to `unit`
/// instead.
void describe(ContentDataset& dataset, const std::string& unit, const std::string& note);

/// `units`, `standard_name` and, if dates can be told, `calendar`.
void describe_time(ContentDataset& dataset, const TimeDeclaration& time, const std::string& long_name);

/// Flag values and what each means; meanings are words separated by spaces.
template <class T>
void describe_flags(ContentDataset& dataset, const std::vector<T>& values, const std::string& meanings) {
    dataset.attribute("flag_values", values).attribute("flag_meanings", meanings);
}

/// The coordinate `replicate`: 0, 1, ..., length - 1.
Dimension add_replicates(const ContentGroup& group, std::uint64_t length);

/// The coordinate `time`: the ends of the steps.
Dimension add_times(const ContentGroup& group, const TimeDeclaration& time);

/// Says what the model calls the thing, if it had to be stored under another name.
template <class Thing>
void name_if_other(Thing& thing, const std::string& name, const std::string& stored) {
    if (name != stored) thing.attribute("name", name);
}

}  // namespace hegemon
