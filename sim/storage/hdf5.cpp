#include "storage/hdf5.hpp"

#include <hdf5_hl.h>

#include <limits>

#include "storage/hdf5_library.hpp"

namespace hegemon::hdf5 {

namespace {

Handle list_handle(hid_t id) {
    return {id, [](Id list) { return static_cast<int>(H5Pclose(list)); }};
}
Handle group_handle(hid_t id) {
    return {id, [](Id group) { return static_cast<int>(H5Gclose(group)); }};
}
Handle data_handle(hid_t id) {
    return {id, [](Id data) { return static_cast<int>(H5Dclose(data)); }};
}
Handle file_handle(hid_t id) {
    return {id, [](Id file) { return static_cast<int>(H5Fclose(file)); }};
}

/// The data space of a dataset with the rows [first, first + count) of its leading dimension chosen, and one of memory
/// to match.
struct Selection {
    Handle file, memory;
};
Selection select(const Handle& dataset, std::uint64_t first, std::uint64_t count) {
    Selection selection{space_handle(check(H5Dget_space(dataset.id()), "read a shape")), {}};
    Shape shape = shape_of_space(selection.file.id());
    if (!shape.empty()) {
        shape[0] = count;
        std::vector<hsize_t> start(shape.size(), 0);
        start[0] = first;
        const std::vector<hsize_t> size(shape.begin(), shape.end());
        check(H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
              "choose a part of a dataset");
    }
    selection.memory = space_of(shape);
    return selection;
}

void set_fill(const Handle& list, Type type) {
    const double missing = std::numeric_limits<double>::quiet_NaN();
    const std::int8_t none = -1;
    if (type == Type::float32 || type == Type::float64)
        check(H5Pset_fill_value(list.id(), H5T_NATIVE_DOUBLE, &missing), "set a fill value");
    else if (type != Type::string && type != Type::uint64)
        check(H5Pset_fill_value(list.id(), H5T_NATIVE_INT8, &none), "set a fill value");
}

/// How texts are carried between memory and file. HDF5 would clear two buffers of 1 MB each time, for a name of a few
/// bytes; they hold the addresses of texts, 16 bytes each, and so these serve 256 at a time.
Handle text_transfer() {
    Handle list = list_handle(check(H5Pcreate(H5P_DATASET_XFER), "set up a transfer"));
    check(H5Pset_buffer(list.id(), 4096, nullptr, nullptr), "set up a transfer");
    return list;
}

Type type_of_id(hid_t id) {
    const H5T_class_t kind = H5Tget_class(id);
    const std::size_t size = H5Tget_size(id);
    if (kind == H5T_STRING) return Type::string;
    if (kind == H5T_FLOAT && size == 4) return Type::float32;
    if (kind == H5T_FLOAT && size == 8) return Type::float64;
    if (kind == H5T_INTEGER) {
        const bool has_sign = H5Tget_sign(id) == H5T_SGN_2;
        if (size == 1 && has_sign) return Type::int8;
        if (size == 2 && has_sign) return Type::int16;
        if (size == 4 && has_sign) return Type::int32;
        if (size == 8) return has_sign ? Type::int64 : Type::uint64;
    }
    throw Error("a type that no run file has");
}

/// Links and attributes of a group (or the root) are to be shown in the order in which they were made.
void keep_order(const Handle& list) {
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    check(H5Pset_link_creation_order(list.id(), order), "set up a group");
    check(H5Pset_attr_creation_order(list.id(), order), "set up a group");
}

}  // namespace

Handle access_list() {
    Handle list = list_handle(check(H5Pcreate(H5P_FILE_ACCESS), "set up file access"));
    // The format of 1.8: the newer one leaves a file that was not closed unreadable until h5clear mends it.
    check(H5Pset_libver_bounds(list.id(), H5F_LIBVER_V18, H5F_LIBVER_V18), "set up file access");
    // Closing a file fails if an object in it is still open, instead of leaving the file open behind our back.
    check(H5Pset_fclose_degree(list.id(), H5F_CLOSE_SEMI), "set up file access");
    return list;
}

Handle creation_list() {
    Handle list = list_handle(check(H5Pcreate(H5P_FILE_CREATE), "set up a file"));
    keep_order(list);
    return list;
}

bool Handle::close() noexcept {
    if (id_ < 0) return true;
    const Silence silence;
    return close_(std::exchange(id_, -1)) >= 0;
}

Handle create_file(const std::filesystem::path& path) {
    const Silence silence;
    const Handle creation = creation_list();
    return file_handle(check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access_list().id()), "create it"));
}

Handle open_file(const std::filesystem::path& path, Access access) {
    const Silence silence;
    const unsigned flags = access == Access::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR;
    return file_handle(check(H5Fopen(path.c_str(), flags, access_list().id()), "open it"));
}

bool is_hdf5(const std::filesystem::path& path) {
    const Silence silence;
    return H5Fis_hdf5(path.c_str()) > 0;
}

void flush(const Handle& file) {
    const Silence silence;
    check(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "flush");
}

std::string library_version() {
    unsigned major = 0, minor = 0, release = 0;
    H5get_libversion(&major, &minor, &release);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

Handle create_group(const Handle& parent, const std::string& name) {
    const Silence silence;
    const Handle list = list_handle(check(H5Pcreate(H5P_GROUP_CREATE), "set up a group"));
    keep_order(list);
    return group_handle(
        check(H5Gcreate2(parent.id(), name.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT), "create group " + name));
}

Handle open_group(const Handle& parent, const std::string& path) {
    const Silence silence;
    return group_handle(check(H5Gopen2(parent.id(), path.c_str(), H5P_DEFAULT), "open group " + path));
}

std::vector<Link> links(const Handle& group) {
    const Silence silence;
    std::vector<Link> list;
    const auto take = [](hid_t parent, const char* name, const H5L_info_t*, void* data) -> herr_t {
        H5O_info_t info;
        if (H5Oget_info_by_name2(parent, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
        if (info.type == H5O_TYPE_GROUP || info.type == H5O_TYPE_DATASET)
            static_cast<std::vector<Link>*>(data)->push_back({name, info.type == H5O_TYPE_GROUP});
        return 0;
    };
    hsize_t at = 0;
    if (H5Literate(group.id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, take, &list) < 0) {
        list.clear();
        at = 0;
        check(H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_INC, &at, take, &list), "list a group");
    }
    return list;
}

Handle create_dataset(const Handle& group, const std::string& name, Type type, const Shape& shape,
                      const Layout& layout) {
    const Silence silence;
    const std::string what = "create dataset " + name;
    const Handle creation = list_handle(check(H5Pcreate(H5P_DATASET_CREATE), what));
    const Handle access = list_handle(check(H5Pcreate(H5P_DATASET_ACCESS), what));
    if (layout.fill)
        set_fill(creation, type);
    else
        check(H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER), what);
    Handle space = space_of(shape);
    if (!layout.chunk.empty()) {
        const std::vector<hsize_t> chunk(layout.chunk.begin(), layout.chunk.end());
        check(H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data()), what);
        // Whole chunks arrive at once and need no cache; texts of a dataset that grows are collected there.
        if (!layout.unlimited || type != Type::string) check(H5Pset_chunk_cache(access.id(), 0, 0, 0), what);
    }
    if (layout.deflate) {
        check(H5Pset_shuffle(creation.id()), what);
        check(H5Pset_deflate(creation.id(), 1), what);
    }
    if (layout.unlimited) {
        std::vector<hsize_t> size(shape.begin(), shape.end());
        std::vector<hsize_t> limit = size;
        limit[0] = H5S_UNLIMITED;
        space = space_handle(check(H5Screate_simple(static_cast<int>(size.size()), size.data(), limit.data()), what));
    }
    return data_handle(check(H5Dcreate2(group.id(), name.c_str(), native_type(type).id(), space.id(), H5P_DEFAULT,
                                        creation.id(), access.id()),
                             what));
}

Handle open_dataset(const Handle& group, const std::string& path) {
    const Silence silence;
    return data_handle(check(H5Dopen2(group.id(), path.c_str(), H5P_DEFAULT), "open dataset " + path));
}

Shape shape_of(const Handle& dataset) {
    const Silence silence;
    const Handle space = space_handle(check(H5Dget_space(dataset.id()), "read a shape"));
    return shape_of_space(space.id());
}

Type type_of(const Handle& dataset) {
    const Silence silence;
    const Handle type = type_handle(check(H5Dget_type(dataset.id()), "read a type"));
    return type_of_id(type.id());
}

void resize(const Handle& dataset, const Shape& shape) {
    const Silence silence;
    const std::vector<hsize_t> size(shape.begin(), shape.end());
    check(H5Dset_extent(dataset.id(), size.data()), "extend a dataset");
}

void write(const Handle& dataset, std::uint64_t first, std::uint64_t count, Type type, const void* data) {
    const Silence silence;
    const Selection at = select(dataset, first, count);
    const Handle texts = type == Type::string ? text_transfer() : Handle();
    const hid_t transfer = type == Type::string ? texts.id() : H5P_DEFAULT;
    check(H5Dwrite(dataset.id(), native_type(type).id(), at.memory.id(), at.file.id(), transfer, data), "write data");
}

void write(const Handle& dataset, std::uint64_t first, std::span<const std::string> texts) {
    const std::vector<const char*> list = pointers(texts);
    write(dataset, first, list.size(), Type::string, list.data());
}

void read(const Handle& dataset, std::uint64_t first, std::uint64_t count, Type type, void* data) {
    const Silence silence;
    const Selection at = select(dataset, first, count);
    check(H5Dread(dataset.id(), native_type(type).id(), at.memory.id(), at.file.id(), H5P_DEFAULT, data), "read data");
}

std::vector<std::string> read_texts(const Handle& dataset) {
    const Silence silence;
    const Handle space = space_handle(check(H5Dget_space(dataset.id()), "read a shape"));
    return take_texts(space, [&](hid_t type, char** raw) {
        check(H5Dread(dataset.id(), type, H5S_ALL, H5S_ALL, text_transfer().id(), raw), "read texts");
    });
}

std::vector<std::string> read_texts(const Handle& dataset, std::uint64_t first, std::uint64_t count) {
    const Silence silence;
    const Selection at = select(dataset, first, count);
    return take_texts(at.memory, [&](hid_t type, char** raw) {
        check(H5Dread(dataset.id(), type, at.memory.id(), at.file.id(), text_transfer().id(), raw), "read texts");
    });
}

bool has_link(const Handle& group, const std::string& name) {
    const Silence silence;
    return check(H5Lexists(group.id(), name.c_str(), H5P_DEFAULT), "look for " + name) > 0;
}

Layout layout_of(const Handle& dataset) {
    const Silence silence;
    const Handle list = list_handle(check(H5Dget_create_plist(dataset.id()), "read a layout"));
    Layout layout;
    if (H5Pget_layout(list.id()) == H5D_CHUNKED) {
        std::vector<hsize_t> chunk(shape_of(dataset).size());
        check(H5Pget_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data()), "read a layout");
        layout.chunk.assign(chunk.begin(), chunk.end());
    }
    layout.deflate = check(H5Pget_nfilters(list.id()), "read a layout") > 0;
    return layout;
}

std::optional<std::uint64_t> address_of(const Handle& dataset) {
    const Silence silence;
    const haddr_t address = H5Dget_offset(dataset.id());
    if (address == HADDR_UNDEF) return std::nullopt;
    return address;
}

void write_chunk(const Handle& dataset, const Shape& offset, std::span<const std::byte> stored) {
    const Silence silence;
    const std::vector<hsize_t> at(offset.begin(), offset.end());
    check(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, at.data(), stored.size(), stored.data()), "write data");
}

void make_scale(const Handle& dataset, const std::string& name) {
    const Silence silence;
    check(H5DSset_scale(dataset.id(), name.c_str()), "make a dimension of " + name);
}

void attach_scale(const Handle& dataset, const Handle& scale, unsigned dimension) {
    const Silence silence;
    check(H5DSattach_scale(dataset.id(), scale.id(), dimension), "attach a dimension");
}

}  // namespace hegemon::hdf5
