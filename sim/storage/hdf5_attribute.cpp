#include <type_traits>

#include "storage/hdf5_library.hpp"

namespace hegemon::hdf5 {

namespace {

Handle attribute_handle(hid_t id) {
    return {id, [](Id attribute) { return static_cast<int>(H5Aclose(attribute)); }};
}

}  // namespace

void write_attribute(const Handle& object, const std::string& name, const Value& value) {
    const Silence silence;
    const std::string what = "write attribute " + name;
    const Handle type = native_type(value.type());
    Handle attribute;
    if (check(H5Aexists(object.id(), name.c_str()), what) > 0)
        attribute = attribute_handle(check(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), what));
    else
        attribute = attribute_handle(check(
            H5Acreate2(object.id(), name.c_str(), type.id(), space_of(value.shape()).id(), H5P_DEFAULT, H5P_DEFAULT),
            what));
    const std::vector<const char*> texts = pointers(value.texts());
    const void* data = value.type() == Type::string ? static_cast<const void*>(texts.data()) : value.bytes().data();
    check(H5Awrite(attribute.id(), type.id(), data), what);
}

std::vector<std::string> attribute_names(const Handle& object) {
    const Silence silence;
    std::vector<std::string> names;
    const auto take = [](hid_t, const char* name, const H5A_info_t*, void* data) -> herr_t {
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
        return 0;
    };
    hsize_t at = 0;
    check(H5Aiterate2(object.id(), H5_INDEX_NAME, H5_ITER_INC, &at, take, &names), "list attributes");
    return names;
}

void remove_attribute(const Handle& object, const std::string& name) {
    const Silence silence;
    check(H5Adelete(object.id(), name.c_str()), "remove attribute " + name);
}

template <class T>
std::optional<std::vector<T>> read_attribute(const Handle& object, const std::string& name) {
    const Silence silence;
    const std::string what = "read attribute " + name;
    if (check(H5Aexists(object.id(), name.c_str()), what) == 0) return std::nullopt;
    const Handle attribute = attribute_handle(check(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), what));
    const Handle space = space_handle(check(H5Aget_space(attribute.id()), what));
    if constexpr (std::is_same_v<T, std::string>) {
        return take_texts(space, [&](hid_t type, char** raw) { check(H5Aread(attribute.id(), type, raw), what); });
    } else {
        std::vector<T> numbers(elements(shape_of_space(space.id())));
        const Handle type = native_type(type_for<T>());
        if (!numbers.empty()) check(H5Aread(attribute.id(), type.id(), numbers.data()), what);
        return numbers;
    }
}

template std::optional<std::vector<double>> read_attribute<double>(const Handle&, const std::string&);
template std::optional<std::vector<std::int64_t>> read_attribute<std::int64_t>(const Handle&, const std::string&);
template std::optional<std::vector<std::uint64_t>> read_attribute<std::uint64_t>(const Handle&, const std::string&);
template std::optional<std::vector<std::string>> read_attribute<std::string>(const Handle&, const std::string&);

}  // namespace hegemon::hdf5
