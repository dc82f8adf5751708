#pragma once
/// What the files over HDF5's C interface share. Of all the project only they include the library's headers.
#include <hdf5.h>

#include <span>
#include <string>
#include <vector>

#include "storage/hdf5.hpp"

namespace hegemon::hdf5 {

/// The library prints no errors while one of these lives.
class Silence {
public:
    Silence() {
        H5dont_atexit();  // of what a damaged file left open it could only complain when the program ends
        H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }
    ~Silence() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    H5E_auto2_t print_ = nullptr;
    void* data_ = nullptr;
};

/// The innermost reason on the library's error stack; where the system refused, its own words out of that.
struct Reason {
    std::string text;
    bool of_system = false;
};
inline Reason reason() {
    const auto take = [](unsigned depth, const H5E_error2_t* error, void* text) -> herr_t {
        if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
        return 0;
    };
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &text);
    const std::string before = "error message = '";
    const std::size_t at = text.find(before);
    if (at == std::string::npos) return {text, false};
    const std::size_t begin = at + before.size();
    return {text.substr(begin, text.find('\'', begin) - begin), true};
}

/// Passes a result of the library on, or throws; `what` could not be done.
template <class Result>
Result check(Result result, const std::string& what) {
    if (result >= 0) return result;
    const Reason why = reason();
    if (why.of_system) throw Error("cannot " + what + " (" + why.text + ")");
    throw Damage("cannot " + what, why.text);
}

inline Handle space_handle(hid_t id) {
    return {id, [](Id space) { return static_cast<int>(H5Sclose(space)); }};
}
inline Handle type_handle(hid_t id) {
    return {id, [](Id type) { return static_cast<int>(H5Tclose(type)); }};
}

/// How files are accessed and made.
Handle access_list();
Handle creation_list();

/// As the type lies in the file, which is also how it lies in memory here.
inline Handle native_type(Type type) {
    switch (type) {
        case Type::int8:
            return type_handle(H5Tcopy(H5T_STD_I8LE));
        case Type::int16:
            return type_handle(H5Tcopy(H5T_STD_I16LE));
        case Type::int32:
            return type_handle(H5Tcopy(H5T_STD_I32LE));
        case Type::int64:
            return type_handle(H5Tcopy(H5T_STD_I64LE));
        case Type::uint64:
            return type_handle(H5Tcopy(H5T_STD_U64LE));
        case Type::float32:
            return type_handle(H5Tcopy(H5T_IEEE_F32LE));
        case Type::float64:
            return type_handle(H5Tcopy(H5T_IEEE_F64LE));
        case Type::string:
            break;
    }
    Handle text = type_handle(H5Tcopy(H5T_C_S1));
    check(H5Tset_size(text.id(), H5T_VARIABLE), "make a string type");
    check(H5Tset_cset(text.id(), H5T_CSET_UTF8), "make a string type");
    return text;
}

inline Handle space_of(const Shape& shape) {
    return space_handle(check(shape.empty()
                                  ? H5Screate(H5S_SCALAR)
                                  : H5Screate_simple(static_cast<int>(shape.size()),
                                                     std::vector<hsize_t>(shape.begin(), shape.end()).data(), nullptr),
                              "make a data space"));
}

inline Shape shape_of_space(hid_t space) {
    const int rank = check(H5Sget_simple_extent_ndims(space), "read a shape");
    std::vector<hsize_t> size(static_cast<std::size_t>(rank));
    if (rank > 0) check(H5Sget_simple_extent_dims(space, size.data(), nullptr), "read a shape");
    return {size.begin(), size.end()};
}

/// The library takes strings as pointers to what ends with a zero byte.
inline std::vector<const char*> pointers(std::span<const std::string> texts) {
    std::vector<const char*> list;
    for (const std::string& text : texts) {
        if (text.find('\0') != std::string::npos) throw Error("cannot store a text with a zero byte");
        list.push_back(text.c_str());
    }
    return list;
}

/// Reads strings with `read`, which fills pointers that the library allocated, and gives them back to it.
template <class Read>
std::vector<std::string> take_texts(const Handle& space, Read read) {
    const Shape shape = shape_of_space(space.id());
    std::vector<char*> raw(elements(shape), nullptr);
    const Handle type = native_type(Type::string);
    std::vector<std::string> texts;
    if (raw.empty()) return texts;
    read(type.id(), raw.data());
    for (const char* text : raw) texts.emplace_back(text == nullptr ? "" : text);
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, raw.data());
    return texts;
}

}  // namespace hegemon::hdf5
