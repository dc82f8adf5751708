#pragma once
/// The content of a file as it lies there: what counts as content, and its digest, computed from what can be read.
/// analysis/README.md defines both.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "storage/hdf5.hpp"

namespace hegemon {

struct StoredObject {
    std::string path;  ///< from the root, which is "/"
    bool group = false;
};
/// Every group and dataset that counts as content, in order of the bytes of the path. Throws hdf5::Error.
std::vector<StoredObject> stored_objects(const hdf5::Handle& file);

/// The object, open.
hdf5::Handle open_object(const hdf5::Handle& file, const StoredObject& object);

/// Names of the attributes of an object that count as content, in order of their bytes; `done` of a run that goes on
/// does not. Throws hdf5::Error.
std::vector<std::string> content_attributes(const hdf5::Handle& object, const std::string& path);

/// What could not be read; the reason is the library's.
using Unreadable = std::function<void(const std::string& path, const std::string& reason)>;

/// The digest of what lies in the file, 64 hexadecimal digits. What cannot be read is told and left out. Reads all of
/// the file once, some megabytes at a time.
/// Throws ReadError.
std::string stored_digest(const std::filesystem::path& path, const Unreadable& unreadable);

}  // namespace hegemon
