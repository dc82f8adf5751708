#include "storage/content.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/check.hpp"

namespace hegemon {

using hdf5::Handle;
using hdf5::Layout;
using hdf5::Shape;
using hdf5::Type;
using hdf5::Value;

namespace {

constexpr std::uint64_t chunk_bytes =
    1 << 20;  // what fits a processor's cache; DEPENDENCIES.md section 3 has the measurement
constexpr std::uint64_t growing_chunk = 1024;  // rows; each open field of an event holds one such chunk in memory

/// "float32 64 104 7": type and shape as the digest says them.
std::string type_and_shape(std::string_view type, const Shape& shape) {
    std::string text(type);
    for (const std::uint64_t size : shape) text += " " + std::to_string(size);
    return text;
}

/// Each text ends with a zero byte, so that no two lists of texts look the same.
void add(Sha256& sha, std::span<const std::string> texts) {
    for (const std::string& text : texts) sha.add(std::string_view(text.c_str(), text.size() + 1));
}

Shape shape_along(const Dimensions& dimensions) {
    Shape shape;
    for (const Dimension& dimension : dimensions) shape.push_back(dimension.length);
    return shape;
}

/// The last dimensions whole, as far as they fit; of three dimensions the first is the replicate, and a chunk holds
/// one.
Shape chunk_of(const Shape& shape, Type type) {
    const std::size_t element = std::max<std::size_t>(hdf5::type_size(type), 1);
    std::uint64_t room = chunk_bytes / element;
    Shape chunk(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > (shape.size() > 2 ? 1U : 0U);) {
        chunk[i] = std::clamp<std::uint64_t>(room, 1, shape[i]);
        room /= chunk[i];
    }
    return chunk;
}

Layout layout_of(const Shape& shape, Type type, Storing storing, bool unlimited, Compression compression) {
    const bool deflate = compression == Compression::deflate;
    if (unlimited) return {.chunk = {growing_chunk}, .deflate = deflate, .unlimited = true};
    if (hdf5::elements(shape) == 0 || storing == Storing::plain) return {};
    if (storing == Storing::sparse) return {.chunk = {}, .fill = false};
    return {.chunk = chunk_of(shape, type), .deflate = deflate};
}

/// The same numbers with every NaN as the one quiet NaN, since the sign of a NaN that an operation makes differs
/// between platforms; or nothing if they are that already.
template <class T>
std::vector<std::byte> one_nan(std::span<const std::byte> bytes) {
    const T nan = std::numeric_limits<T>::quiet_NaN();
    std::vector<std::byte> copy;
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(T)) {
        T number;
        std::memcpy(&number, bytes.data() + at, sizeof(T));
        if (number == number || std::memcmp(&number, &nan, sizeof(T)) == 0) continue;
        if (copy.empty()) copy.assign(bytes.begin(), bytes.end());
        std::memcpy(copy.data() + at, &nan, sizeof(T));
    }
    return copy;
}

}  // namespace

void ContentDigest::add_attribute(Object& object, const std::string& name, const Value& value) {
    Sha256 sha;
    if (value.type() == Type::string)
        add(sha, std::span<const std::string>(value.texts()));
    else
        sha.add(value.bytes());
    object.attributes[name] = type_and_shape(hdf5::type_name(value.type()), value.shape()) + " " + sha.hex();
}

std::string ContentDigest::finish() const {
    Sha256 whole;
    const auto line = [&whole](const std::string& text) { whole.add(text).add("\n"); };
    for (const auto& [path, object] : objects_) {
        const bool is_group = object.type.empty();
        line((is_group ? "group " : "dataset ") + path);
        if (!is_group) line("type " + type_and_shape(object.type, object.shape));
        for (const auto& [name, rest] : object.attributes) line("attribute " + name + " " + rest);
        if (is_group) continue;
        line("data " + object.data.hex());
    }
    return whole.hex();
}

ContentDataset::ContentDataset(std::shared_ptr<const Handle> handle, Type type, const Dimensions& dimensions,
                               ContentDigest::Object& object, const Content& content)
    : handle_(std::move(handle)), type_(type), scalar_(dimensions.empty()), object_(&object), content_(&content) {
    unlimited_ = !scalar_ && dimensions.front().unlimited;
    there_ = content.making == Content::Making::reopen;
    for (std::size_t i = 1; i < dimensions.size(); ++i) row_elements_ *= dimensions[i].length;
    object.type = hdf5::type_name(type);
    object.shape = shape_along(dimensions);
    if (unlimited_ && !is_gathered()) return;
    const Layout layout = hdf5::layout_of(*handle_);
    chunking_ = {object.shape, layout.chunk, hdf5::type_size(type), layout.deflate};
}

ContentDataset& ContentDataset::attribute(const std::string& name, const Value& value) {
    if (!there_) hdf5::write_attribute(*handle_, name, value);
    ContentDigest::add_attribute(*object_, name, value);
    return *this;
}

ContentDataset& ContentDataset::text(const std::string& name, const std::string& value) {
    return value.empty() ? *this : attribute(name, value);
}

void ContentDataset::grow(std::uint64_t rows) {
    if (unlimited_) object_->shape = {rows_ + rows};
    if (unlimited_ && !there_) hdf5::resize(*handle_, object_->shape);
    HEGEMON_EXPECT(scalar_ ? rows == 1 : rows_ + rows <= object_->shape.front());
}

void ContentDataset::append_bytes(Type type, std::span<const std::byte> bytes) {
    HEGEMON_EXPECT(type == type_);
    if (bytes.empty()) return;
    const std::uint64_t row_bytes = row_elements_ * hdf5::type_size(type);
    HEGEMON_EXPECT(bytes.size() % row_bytes == 0);
    const std::uint64_t rows = bytes.size() / row_bytes;
    std::vector<std::byte> copy;
    if (type == Type::float32) copy = one_nan<float>(bytes);
    if (type == Type::float64) copy = one_nan<double>(bytes);
    if (!copy.empty()) bytes = copy;
    if (is_gathered() && !there_) return append_growing(bytes);
    grow(rows);
    if (!there_ && chunking_.is_whole(rows_, rows)) {
        const auto serial = content_->executor == nullptr ? make_serial_executor() : nullptr;
        write_chunks(*handle_, chunking_, rows_, bytes, serial ? *serial : *content_->executor, object_->data);
    } else {
        if (!there_) hdf5::write(*handle_, rows_, rows, type, bytes.data());
        object_->data.add(bytes);
    }
    rows_ += rows;
}

/// Chunks are written when they are whole: the library would hold them in a cache of its own, and compress them there
/// one after the other.
void ContentDataset::append_growing(std::span<const std::byte> bytes) {
    object_->data.add(bytes);
    rows_ += bytes.size() / chunking_.element_bytes;
    object_->shape = {rows_};
    const std::uint64_t chunk = chunking_.chunk[0] * chunking_.element_bytes;
    tail_.insert(tail_.end(), bytes.begin(), bytes.end());
    tail_waits_ = true;
    const std::uint64_t whole = tail_.size() / chunk * chunk;
    if (whole == 0) return;
    write_tail(whole);
    tail_.erase(tail_.begin(), tail_.begin() + static_cast<std::ptrdiff_t>(whole));
}

/// The first `bytes` of the tail, as whole chunks: the last one is filled up with zeros, which are no rows.
void ContentDataset::write_tail(std::uint64_t bytes) {
    const std::uint64_t first = rows_ - tail_.size() / chunking_.element_bytes;
    const std::uint64_t count = bytes / chunking_.element_bytes;
    hdf5::resize(*handle_, {first + count});
    chunking_.shape = {first + count};
    const bool alone = content_->executor == nullptr || count <= chunking_.chunk[0];
    const auto serial = alone ? make_serial_executor() : nullptr;
    write_chunks(*handle_, chunking_, first, std::span(tail_).first(bytes), serial ? *serial : *content_->executor);
}

void ContentDataset::flush() {
    if (!tail_waits_) return;
    tail_waits_ = false;
    if (!tail_.empty()) write_tail(tail_.size());
}

/// The rows of the last chunk, which further rows will fill up.
void ContentDataset::restore_tail() {
    const std::uint64_t count = rows_ % chunking_.chunk[0];
    tail_.resize(count * chunking_.element_bytes);
    if (count > 0) hdf5::read(*handle_, rows_ - count, count, type_, tail_.data());
}

std::optional<FileRange> ContentDataset::rest() const {
    if (scalar_ || unlimited_ || type_ == Type::string || !chunking_.chunk.empty()) return std::nullopt;
    const auto begin = hdf5::address_of(*handle_);
    if (!begin) return std::nullopt;
    const std::uint64_t row_bytes = row_elements_ * hdf5::type_size(type_);
    return FileRange{*begin + rows_ * row_bytes, *begin + object_->shape.front() * row_bytes};
}

void ContentDataset::restore(std::uint64_t rows) {
    HEGEMON_EXPECT(there_ && rows_ == 0);
    const std::uint64_t row_bytes = std::max<std::uint64_t>(row_elements_ * hdf5::type_size(type_), 1);
    const std::uint64_t most = std::max<std::uint64_t>(chunk_bytes / row_bytes, 1);
    std::vector<std::byte> block;
    while (rows_ < rows) {
        const std::uint64_t count = std::min(most, rows - rows_);
        if (type_ == Type::string) {
            append(std::span<const std::string>(hdf5::read_texts(*handle_, rows_, count)));
            continue;
        }
        block.resize(count * row_bytes);
        hdf5::read(*handle_, rows_, count, type_, block.data());
        append_bytes(type_, block);
    }
    if (is_gathered()) restore_tail();
    there_ = false;
}

void ContentDataset::restore_all() { restore(hdf5::shape_of(*handle_).at(0)); }

void ContentDataset::append(std::span<const std::string> block) {
    HEGEMON_EXPECT(type_ == Type::string && row_elements_ == 1);
    if (block.empty()) return;
    grow(block.size());
    if (!there_) hdf5::write(*handle_, rows_, block);
    add(object_->data, block);
    rows_ += block.size();
}

void ContentDataset::append_value(const Value& value) {
    if (value.type() == Type::string)
        append(std::span<const std::string>(value.texts()));
    else
        append_bytes(value.type(), value.bytes());
}

ContentGroup::ContentGroup(Handle handle, std::string path, Content& content)
    : handle_(std::make_shared<const Handle>(std::move(handle))), path_(std::move(path)), content_(&content) {
    content.digest.object(path_);
}

ContentGroup ContentGroup::group(const std::string& name) const {
    const bool there = content_->making == Content::Making::reopen;
    return {there ? hdf5::open_group(*handle_, name) : hdf5::create_group(*handle_, name), child(name), *content_};
}

const ContentGroup& ContentGroup::attribute(const std::string& name, const Value& value) const {
    if (content_->making == Content::Making::create) hdf5::write_attribute(*handle_, name, value);
    ContentDigest::add_attribute(content_->digest.object(path_), name, value);
    return *this;
}

const ContentGroup& ContentGroup::text(const std::string& name, const std::string& value) const {
    return value.empty() ? *this : attribute(name, value);
}

Handle ContentGroup::make_dataset(const std::string& name, Type type, const Shape& shape, const Layout& layout) const {
    if (content_->making == Content::Making::create) return hdf5::create_dataset(*handle_, name, type, shape, layout);
    Handle dataset = hdf5::open_dataset(*handle_, name);
    // It grows by itself; any other shape was fixed when it was made.
    if (hdf5::type_of(dataset) != type || (!layout.unlimited && hdf5::shape_of(dataset) != shape))
        throw hdf5::Error("the dataset " + child(name) + " has another type or shape than this run gives it");
    return dataset;
}

ContentDataset ContentGroup::dataset(const std::string& name, Type type, const Dimensions& dimensions,
                                     Storing storing) const {
    const Shape shape = shape_along(dimensions);
    const bool unlimited = !dimensions.empty() && dimensions.front().unlimited;
    auto handle = std::make_shared<const Handle>(
        make_dataset(name, type, shape, layout_of(shape, type, storing, unlimited, content_->compression)));
    if (content_->making == Content::Making::create)
        for (unsigned i = 0; i < dimensions.size(); ++i) hdf5::attach_scale(*handle, *dimensions[i].scale, i);
    return {std::move(handle), type, dimensions, content_->digest.object(child(name)), *content_};
}

ContentDataset ContentGroup::scalar(const std::string& name, const Value& value) const {
    auto handle = std::make_shared<const Handle>(make_dataset(name, value.type(), {}, {}));
    ContentDataset dataset(std::move(handle), value.type(), {}, content_->digest.object(child(name)), *content_);
    dataset.append_value(value);
    return dataset;
}

std::pair<Dimension, ContentDataset> ContentGroup::coordinate(const std::string& name, Type type,
                                                              std::uint64_t length) const {
    auto handle = std::make_shared<const Handle>(make_dataset(name, type, {length}, {}));
    if (content_->making == Content::Making::create) hdf5::make_scale(*handle, name);
    const Dimension dimension{name, length, false, handle};
    return {dimension, ContentDataset(handle, type, {dimension}, content_->digest.object(child(name)), *content_)};
}

Dimension ContentGroup::unlimited(const std::string& name) const {
    const Layout layout{.chunk = {growing_chunk}, .unlimited = true, .fill = false};
    auto handle = std::make_shared<const Handle>(make_dataset(name, Type::float32, {0}, layout));
    // The words by which netCDF-4 knows a dimension that has no variable.
    if (content_->making == Content::Making::create)
        hdf5::make_scale(*handle, "This is a netCDF dimension but not a netCDF variable.         0");
    return {name, 0, true, std::move(handle)};
}

void extend(const Dimension& dimension, std::uint64_t length) { hdf5::resize(*dimension.scale, {length}); }

}  // namespace hegemon
