#include "storage/value.hpp"

#include <array>
#include <bit>
#include <functional>
#include <numeric>

namespace hegemon::hdf5 {

// Bytes go into files and digests as they stand in memory.
static_assert(std::endian::native == std::endian::little);

std::string_view type_name(Type type) {
    static constexpr std::array<std::string_view, 8> names = {"int8",   "int16",   "int32",   "int64",
                                                              "uint64", "float32", "float64", "string"};
    return names.at(static_cast<std::size_t>(type));
}

std::size_t type_size(Type type) {
    static constexpr std::array<std::size_t, 8> sizes = {1, 2, 4, 8, 8, 4, 8, 0};
    return sizes.at(static_cast<std::size_t>(type));
}

std::uint64_t elements(const Shape& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

}  // namespace hegemon::hdf5
