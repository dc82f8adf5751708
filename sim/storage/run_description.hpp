#pragma once
/// What a run file says about itself.
#include "model/recorder.hpp"
#include "storage/hdf5.hpp"

namespace hegemon {

/// The description that RunWriter wrote. Throws hdf5::Error.
RunDescription read_description(const hdf5::Handle& file);

/// The texts of the scenario, its own first. Throws hdf5::Error.
std::vector<ScenarioFile> read_scenario(const hdf5::Handle& file);

/// All of a one-dimensional or larger dataset, or of a scalar, as T.
template <class T>
std::vector<T> read_all(const hdf5::Handle& group, const std::string& name) {
    const hdf5::Handle dataset = hdf5::open_dataset(group, name);
    std::vector<T> values(hdf5::elements(hdf5::shape_of(dataset)));
    const hdf5::Shape shape = hdf5::shape_of(dataset);
    if (!values.empty()) hdf5::read(dataset, 0, shape.empty() ? 1 : shape[0], hdf5::type_for<T>(), values.data());
    return values;
}

/// The attribute's first value, or `otherwise`.
template <class T>
T attribute_or(const hdf5::Handle& object, const std::string& name, T otherwise) {
    const auto values = hdf5::read_attribute<T>(object, name);
    return values && !values->empty() ? values->front() : otherwise;
}
std::string text_or_empty(const hdf5::Handle& object, const std::string& name);

}  // namespace hegemon
