#include "storage/hdf5_scan.hpp"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "storage/hdf5_library.hpp"

namespace hegemon::hdf5 {

namespace {

constexpr std::uint64_t block_bytes = 4 << 20;

Handle attribute_handle(hid_t id) {
    return {id, [](Id attribute) { return static_cast<int>(H5Aclose(attribute)); }};
}

Type type_of_attribute(const Handle& attribute) {
    const Handle type = type_handle(check(H5Aget_type(attribute.id()), "read a type"));
    if (H5Tget_class(type.id()) == H5T_STRING) return Type::string;
    for (const Type one :
         {Type::int8, Type::int16, Type::int32, Type::int64, Type::uint64, Type::float32, Type::float64})
        if (H5Tequal(type.id(), native_type(one).id()) > 0) return one;
    throw Error("a type that no run file has");
}

template <class T>
Value read_numbers(const Handle& attribute, const Shape& shape) {
    std::vector<T> numbers(elements(shape));
    if (!numbers.empty())
        check(H5Aread(attribute.id(), native_type(type_for<T>()).id(), numbers.data()), "read an attribute");
    if constexpr (!std::is_same_v<T, std::int16_t>)
        if (shape.empty()) return Value(numbers.front());
    return Value(numbers);
}

Value read_texts_of(const Handle& attribute, const Handle& space, const Shape& shape) {
    auto texts = take_texts(
        space, [&](hid_t type, char** raw) { check(H5Aread(attribute.id(), type, raw), "read an attribute"); });
    return shape.empty() ? Value(std::move(texts.front())) : Value(std::move(texts));
}

}  // namespace

Value read_value(const Handle& object, const std::string& name) {
    const Silence silence;
    const std::string what = "read attribute " + name;
    const Handle attribute = attribute_handle(check(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), what));
    const Handle space = space_handle(check(H5Aget_space(attribute.id()), what));
    const Shape shape = shape_of_space(space.id());
    switch (type_of_attribute(attribute)) {
        case Type::int8:
            return read_numbers<std::int8_t>(attribute, shape);
        case Type::int16:
            return read_numbers<std::int16_t>(attribute, shape);
        case Type::int32:
            return read_numbers<std::int32_t>(attribute, shape);
        case Type::int64:
            return read_numbers<std::int64_t>(attribute, shape);
        case Type::uint64:
            return read_numbers<std::uint64_t>(attribute, shape);
        case Type::float32:
            return read_numbers<float>(attribute, shape);
        case Type::float64:
            return read_numbers<double>(attribute, shape);
        case Type::string:
            break;
    }
    return read_texts_of(attribute, space, shape);
}

std::string read_fixed_text(const Handle& object, const std::string& name) {
    const Silence silence;
    const std::string what = "read attribute " + name;
    if (check(H5Aexists(object.id(), name.c_str()), what) == 0) return {};
    const Handle attribute = attribute_handle(check(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), what));
    const Handle type = type_handle(check(H5Aget_type(attribute.id()), what));
    if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) > 0) return {};
    std::string text(H5Tget_size(type.id()), '\0');
    check(H5Aread(attribute.id(), type.id(), text.data()), what);
    return text.substr(0, text.find('\0'));
}

Handle open_to_scan(const Handle& group, const std::string& path) {
    const Silence silence;
    const Handle list = {check(H5Pcreate(H5P_DATASET_ACCESS), "set up a dataset"),
                         [](Id id) { return static_cast<int>(H5Pclose(id)); }};
    // One slot: a chunk that is read makes room for itself.
    check(H5Pset_chunk_cache(list.id(), 1, block_bytes, 1.0), "set up a dataset");
    return {check(H5Dopen2(group.id(), path.c_str(), list.id()), "open dataset " + path),
            [](Id data) { return static_cast<int>(H5Dclose(data)); }};
}

std::uint64_t row_elements(const Shape& shape) {
    return shape.empty() ? 1 : elements(Shape(shape.begin() + 1, shape.end()));
}

void scan(const Handle& dataset, const TakeRows& take) {
    const Shape shape = shape_of(dataset);
    const Type type = type_of(dataset);
    const std::uint64_t rows = shape.empty() ? 1 : shape.front();
    const std::uint64_t row_bytes = row_elements(shape) * type_size(type);
    if (row_bytes == 0) return;
    const std::uint64_t block = std::clamp<std::uint64_t>(block_bytes / row_bytes, 1, std::max<std::uint64_t>(rows, 1));
    std::vector<std::byte> bytes;
    for (std::uint64_t first = 0; first < rows; first += block) {
        const std::uint64_t count = std::min(block, rows - first);
        bytes.resize(count * row_bytes);
        read(dataset, first, count, type, bytes.data());
        take(first, bytes);
    }
}

}  // namespace hegemon::hdf5
