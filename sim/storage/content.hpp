#pragma once
/// Writing what counts as content of a run file: everything goes to HDF5 and into the content digest in one go.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/sha256.hpp"
#include "parallel/executor.hpp"
#include "storage/chunks.hpp"
#include "storage/committed_file.hpp"
#include "storage/hdf5.hpp"

namespace hegemon {

/// Collects the digest of a file while it is written; analysis/README.md defines it.
class ContentDigest {
public:
    /// What the digest knows of a group (no type) or dataset.
    struct Object {
        std::string type;  ///< "" of a group
        hdf5::Shape shape;
        std::map<std::string, std::string> attributes;  ///< name -> the line's rest: type, shape, SHA-256
        Sha256 data;
    };
    /// The object of that path, made if new; it stays where it is.
    Object& object(const std::string& path) { return objects_[path]; }
    /// The attributes of an object are the same under the same name: a later value replaces an earlier one.
    static void add_attribute(Object& object, const std::string& name, const hdf5::Value& value);
    /// 64 hexadecimal digits, of all that was added.
    [[nodiscard]] std::string finish() const;

private:
    std::map<std::string, Object> objects_;  ///< std::map: in order of the paths' bytes
};

enum class Compression : std::uint8_t { none, deflate };

/// What all that is written into one file shares.
struct Content {
    /// `reopen`: groups and datasets are there from an earlier run of the same description. They are opened, what is
    /// said of them goes into the digest alone, and so does what is appended to a dataset that is not restored.
    enum class Making : std::uint8_t { create, reopen };
    ContentDigest digest;
    Making making = Making::create;
    Compression compression = Compression::deflate;
    Executor* executor = nullptr;  ///< compresses; null: the thread that writes
};

/// A dimension of netCDF, shared by the datasets that lie along it.
struct Dimension {
    std::string name;
    std::uint64_t length = 0;
    bool unlimited = false;  ///< then `length` is what it starts with
    std::shared_ptr<const hdf5::Handle> scale;
};
using Dimensions = std::vector<Dimension>;

/// How a dataset lies in the file; one along an unlimited dimension is chunked anyway.
enum class Storing : std::uint8_t {
    plain,    ///< one piece
    sparse,   ///< one piece, nothing put where nothing was written yet
    chunked,  ///< compressed in chunks (1, ..., rows) of up to 1 MB
};

/// A dataset that is written from its beginning to its end.
class ContentDataset {
public:
    ContentDataset() = default;
    ContentDataset(std::shared_ptr<const hdf5::Handle> handle, hdf5::Type type, const Dimensions& dimensions,
                   ContentDigest::Object& object, const Content& content);

    ContentDataset& attribute(const std::string& name, const hdf5::Value& value);
    /// As `attribute`, but nothing is written for an empty text.
    ContentDataset& text(const std::string& name, const std::string& value);

    /// The next rows of the leading dimension: a whole number of them; for a scalar its element. T is the dataset's
    /// type.
    template <class T>
    void append(std::span<const T> block) {
        append_bytes(hdf5::type_for<T>(), std::as_bytes(block));
    }
    template <class T>
    void append(const std::vector<T>& block) {
        append(std::span<const T>(block));
    }
    void append(std::span<const std::string> block);
    /// The same of a small array whose type is known only now.
    void append_value(const hdf5::Value& value);
    /// Writes the rows of a dataset that grows which are not a whole chunk yet. Until then they are in memory.
    void flush();

    /// Of a dataset that is reopened: it holds this many rows, which go into the digest as they are read back; more
    /// may be appended.
    void restore(std::uint64_t rows);
    /// The same with all rows that are there.
    void restore_all();

    [[nodiscard]] std::uint64_t rows() const { return rows_; }  ///< appended so far
    /// Where in the file the rows lie that were not appended yet, if that can be told already: of a dataset that is one
    /// piece, once something was written.
    [[nodiscard]] std::optional<FileRange> rest() const;

private:
    void append_bytes(hdf5::Type type, std::span<const std::byte> bytes);
    void append_growing(std::span<const std::byte> bytes);
    void write_tail(std::uint64_t bytes);
    void restore_tail();
    void grow(std::uint64_t rows);
    [[nodiscard]] bool is_gathered() const { return unlimited_ && type_ != hdf5::Type::string; }

    std::shared_ptr<const hdf5::Handle> handle_;
    hdf5::Type type_ = hdf5::Type::float64;
    bool scalar_ = true, unlimited_ = false;
    bool there_ = false;  ///< what is appended stands in the file already
    std::uint64_t row_elements_ = 1, rows_ = 0;
    Chunking chunking_;
    std::vector<std::byte> tail_;  ///< of a dataset that grows: the rows of its last chunk, if that is not whole
    bool tail_waits_ = false;      ///< the file does not have all of them
    ContentDigest::Object* object_ = nullptr;
    const Content* content_ = nullptr;
};

/// A group of the file that counts as content.
class ContentGroup {
public:
    ContentGroup(hdf5::Handle handle, std::string path, Content& content);

    ContentGroup group(const std::string& name) const;
    const ContentGroup& attribute(const std::string& name, const hdf5::Value& value) const;
    const ContentGroup& text(const std::string& name, const std::string& value) const;

    /// An empty dataset along these dimensions.
    ContentDataset dataset(const std::string& name, hdf5::Type type, const Dimensions& dimensions,
                           Storing storing = Storing::plain) const;
    /// A scalar with its value.
    ContentDataset scalar(const std::string& name, const hdf5::Value& value) const;
    /// A dimension with a coordinate variable of the same name; the caller fills the variable.
    std::pair<Dimension, ContentDataset> coordinate(const std::string& name, hdf5::Type type,
                                                    std::uint64_t length) const;
    /// A dimension without a coordinate that can grow, length 0. It is no content itself.
    Dimension unlimited(const std::string& name) const;

    [[nodiscard]] const hdf5::Handle& handle() const { return *handle_; }
    [[nodiscard]] Content& content() const { return *content_; }

private:
    [[nodiscard]] hdf5::Handle make_dataset(const std::string& name, hdf5::Type type, const hdf5::Shape& shape,
                                            const hdf5::Layout& layout) const;
    [[nodiscard]] std::string child(const std::string& name) const {
        return path_ == "/" ? path_ + name : path_ + "/" + name;
    }

    std::shared_ptr<const hdf5::Handle> handle_;
    std::string path_;
    Content* content_;
};

/// Lets an unlimited dimension have this length; its datasets grow by themselves.
void extend(const Dimension& dimension, std::uint64_t length);

}  // namespace hegemon
