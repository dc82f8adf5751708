#pragma once
/// The few things that storage needs of HDF5's C interface, with handles that close themselves and errors that are
/// thrown. HDF5's own header stays in hdf5.cpp. The library prints nothing while one of these functions runs. Each
/// function throws Error.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "storage/value.hpp"

namespace hegemon::hdf5 {

/// What failed and the library's reason; the caller knows the path of the file.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The library makes nothing of what it finds, and the system is not to blame.
class Damage : public Error {
public:
    Damage(std::string failed, const std::string& reason)
        : Error(failed + " (" + reason + ")"), failed_(std::move(failed)) {}
    [[nodiscard]] const std::string& failed() const { return failed_; }  ///< "cannot open group outcomes"

private:
    std::string failed_;
};

using Id = std::int64_t;  ///< HDF5's hid_t

/// Owns one identifier of the library: a file, group, dataset, data space, type or property list.
class Handle {
public:
    using Close = int (*)(Id);
    Handle() = default;
    Handle(Id id, Close closer) : id_(id), close_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { close(); }

    [[nodiscard]] Id id() const { return id_; }
    /// Closes now; a destructor could not say that it failed. Returns whether it went well.
    bool close() noexcept;

private:
    Id id_ = -1;
    Close close_ = nullptr;
};

enum class Access : std::uint8_t { read, write };

Handle create_file(const std::filesystem::path& path);
Handle open_file(const std::filesystem::path& path, Access access);
bool is_hdf5(const std::filesystem::path& path);
/// Hands all that the library holds of the file to the operating system.
void flush(const Handle& file);
std::string library_version();

Handle create_group(const Handle& parent, const std::string& name);
Handle open_group(const Handle& parent, const std::string& path);
struct Link {
    std::string name;
    bool group = false;  ///< else a dataset
};
/// Groups and datasets in a group, in order of creation if the file knows it, else of name.
std::vector<Link> links(const Handle& group);

/// How the elements lie in the file.
struct Layout {
    Shape chunk;             ///< empty: one contiguous piece
    bool deflate = false;    ///< shuffle + deflate level 1 on each chunk
    bool unlimited = false;  ///< the first dimension can grow
    bool fill = true;        ///< put NaN, -1 or nothing (strings, uint64) where no data were written yet
};
Handle create_dataset(const Handle& group, const std::string& name, Type type, const Shape& shape,
                      const Layout& layout);
Handle open_dataset(const Handle& group, const std::string& path);
bool has_link(const Handle& group, const std::string& name);
/// Its `chunk` and `deflate`.
Layout layout_of(const Handle& dataset);
/// Of a dataset that is one piece: where it begins in the file. std::nullopt: it has no place yet, or is in chunks.
std::optional<std::uint64_t> address_of(const Handle& dataset);
Shape shape_of(const Handle& dataset);
Type type_of(const Handle& dataset);
void resize(const Handle& dataset, const Shape& shape);

/// Rows [first, first + count) of the leading dimension, and all of the others; of a scalar, the one element.
/// A text with a zero byte is refused: a variable-length string ends there.
void write(const Handle& dataset, std::uint64_t first, std::uint64_t count, Type type, const void* data);
void write(const Handle& dataset, std::uint64_t first, std::span<const std::string> texts);
void read(const Handle& dataset, std::uint64_t first, std::uint64_t count, Type type, void* data);
std::vector<std::string> read_texts(const Handle& dataset);
std::vector<std::string> read_texts(const Handle& dataset, std::uint64_t first, std::uint64_t count);
/// A whole chunk as it lies in the file: shuffled and deflated if the layout says so. `offset` is of its first element.
void write_chunk(const Handle& dataset, const Shape& offset, std::span<const std::byte> stored);

/// `object` is a file (its root), group or dataset. An attribute of that name is replaced.
void write_attribute(const Handle& object, const std::string& name, const Value& value);
/// In order of name.
std::vector<std::string> attribute_names(const Handle& object);
void remove_attribute(const Handle& object, const std::string& name);
/// std::nullopt if there is none; an integer or float is converted to T.
template <class T>
std::optional<std::vector<T>> read_attribute(const Handle& object, const std::string& name);
extern template std::optional<std::vector<double>> read_attribute<double>(const Handle&, const std::string&);
extern template std::optional<std::vector<std::int64_t>> read_attribute<std::int64_t>(const Handle&,
                                                                                      const std::string&);
extern template std::optional<std::vector<std::uint64_t>> read_attribute<std::uint64_t>(const Handle&,
                                                                                        const std::string&);
extern template std::optional<std::vector<std::string>> read_attribute<std::string>(const Handle&, const std::string&);

/// Dimension scales, as netCDF-4 wants them.
void make_scale(const Handle& dataset, const std::string& name);
void attach_scale(const Handle& dataset, const Handle& scale, unsigned dimension);

}  // namespace hegemon::hdf5
