#pragma once
/// Reads parts of the datasets of a run file by their paths, one chunk of each in memory.
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "storage/errors.hpp"
#include "storage/hdf5_scan.hpp"

namespace hegemon {

class FieldReader {
public:
    /// Throws ReadError, as all methods do.
    explicit FieldReader(std::filesystem::path path);

    [[nodiscard]] bool has(const std::string& path);
    /// Of the leading dimension.
    [[nodiscard]] std::uint64_t rows(const std::string& path);
    /// Rows [first, first + count) with all that lies in them, in C order, converted to T: double, float, std::int64_t
    /// or std::uint64_t.
    template <class T>
    [[nodiscard]] std::vector<T> read(const std::string& path, std::uint64_t first, std::uint64_t count) try {
        const hdf5::Handle& dataset = open(path);
        std::vector<T> values(count * hdf5::row_elements(hdf5::shape_of(dataset)));
        if (!values.empty()) hdf5::read(dataset, first, count, hdf5::type_for<T>(), values.data());
        return values;
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, path + ": " + error.what());
    }

private:
    const hdf5::Handle& open(const std::string& path);

    std::filesystem::path path_;
    hdf5::Handle file_;
    std::map<std::string, hdf5::Handle> open_;
};

}  // namespace hegemon
