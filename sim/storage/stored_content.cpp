#include "storage/stored_content.hpp"

#include <algorithm>
#include <array>

#include "storage/content.hpp"
#include "storage/damage.hpp"
#include "storage/errors.hpp"
#include "storage/hdf5_scan.hpp"

namespace hegemon {

using hdf5::Handle;

namespace {

/// How netCDF-4 stores dimensions.
bool is_about_dimensions(const std::string& attribute) {
    static constexpr std::array<std::string_view, 5> names = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST",
                                                              "DIMENSION_LABELS"};
    return attribute.starts_with("_Netcdf4") || std::find(names.begin(), names.end(), attribute) != names.end();
}

/// A dimension that has no variable is a dataset all the same.
bool is_dimension_only(const Handle& dataset) {
    return hdf5::read_fixed_text(dataset, "NAME").starts_with("This is a netCDF dimension but not a netCDF variable");
}

void collect(const Handle& group, const std::string& path, std::vector<StoredObject>& objects) {
    for (const hdf5::Link& link : hdf5::links(group)) {
        const std::string child = path + "/" + link.name;
        if (child == "/provenance") continue;
        if (link.group) {
            objects.push_back({child, true});
            collect(hdf5::open_group(group, link.name), child, objects);
        } else if (!is_dimension_only(hdf5::open_dataset(group, link.name))) {
            objects.push_back({child, false});
        }
    }
}

/// Each text with the zero byte at its end.
void add_texts(const Handle& dataset, Sha256& sha) {
    for (const std::string& text : hdf5::read_texts(dataset)) sha.add(std::string_view(text.c_str(), text.size() + 1));
}

void add_object(const Handle& thing, const StoredObject& stored, ContentDigest& digest) {
    ContentDigest::Object object;
    for (const std::string& name : content_attributes(thing, stored.path))
        ContentDigest::add_attribute(object, name, hdf5::read_value(thing, name));
    if (!stored.group) {
        const hdf5::Type type = hdf5::type_of(thing);
        object.type = hdf5::type_name(type);
        object.shape = hdf5::shape_of(thing);
        if (type == hdf5::Type::string)
            add_texts(thing, object.data);
        else
            hdf5::scan(thing, [&](std::uint64_t, std::span<const std::byte> bytes) { object.data.add(bytes); });
    }
    digest.object(stored.path) = std::move(object);
}

}  // namespace

Handle open_object(const Handle& file, const StoredObject& object) {
    return object.group ? hdf5::open_group(file, object.path) : hdf5::open_to_scan(file, object.path);
}

std::vector<StoredObject> stored_objects(const Handle& file) {
    std::vector<StoredObject> objects = {{"/", true}};
    collect(hdf5::open_group(file, "/"), "", objects);
    std::sort(objects.begin(), objects.end(),
              [](const StoredObject& a, const StoredObject& b) { return a.path < b.path; });
    return objects;
}

std::vector<std::string> content_attributes(const Handle& object, const std::string& path) {
    std::vector<std::string> names = hdf5::attribute_names(object);
    std::erase_if(names, [&](const std::string& name) {
        return is_about_dimensions(name) || name == "done" || (path == "/" && name == "digest");
    });
    std::sort(names.begin(), names.end());
    return names;
}

std::string stored_digest(const std::filesystem::path& path, const Unreadable& unreadable) try {
    const Handle file = hdf5::open_file(path, hdf5::Access::read);
    ContentDigest digest;
    for (const StoredObject& object : stored_objects(file)) {
        try {
            add_object(open_object(file, object), object, digest);
        } catch (const hdf5::Error& error) {
            unreadable(object.path, error.what());
        }
    }
    return digest.finish();
} catch (const hdf5::Error& error) {
    throw ReadError(path, read_problem(error));
}

}  // namespace hegemon
