#include "storage/field_reader.hpp"

#include <utility>

namespace hegemon {

FieldReader::FieldReader(std::filesystem::path path) : path_(std::move(path)) {
    try {
        file_ = hdf5::open_file(path_, hdf5::Access::read);
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, error.what());
    }
}

const hdf5::Handle& FieldReader::open(const std::string& path) {
    const auto found = open_.find(path);
    return found != open_.end() ? found->second : open_.emplace(path, hdf5::open_to_scan(file_, path)).first->second;
}

bool FieldReader::has(const std::string& path) {
    try {
        open(path);
        return true;
    } catch (const hdf5::Error&) {  // NOLINT: then it has not
        return false;
    }
}

std::uint64_t FieldReader::rows(const std::string& path) try {
    const auto shape = hdf5::shape_of(open(path));
    return shape.empty() ? 1 : shape.front();
} catch (const hdf5::Error& error) {
    throw ReadError(path_, path + ": " + error.what());
}

}  // namespace hegemon
