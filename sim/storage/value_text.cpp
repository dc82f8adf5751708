#include "storage/value_text.hpp"

#include <fmt/format.h>

#include <cstring>
#include <limits>
#include <type_traits>

namespace hegemon {

namespace {

template <class T>
std::string text_of(std::span<const std::byte> bytes) {
    T number{};
    std::memcpy(&number, bytes.data(), sizeof(T));
    if constexpr (std::is_same_v<T, std::int8_t>) {
        return std::to_string(number);
    } else {
        if constexpr (std::is_floating_point_v<T>) {
            const T nan = std::numeric_limits<T>::quiet_NaN();
            if (number != number) return std::memcmp(&number, &nan, sizeof(T)) == 0 ? "NaN" : "another NaN";
        }
        return fmt::format("{}", number);
    }
}

}  // namespace

std::string number_text(hdf5::Type type, std::span<const std::byte> bytes) {
    switch (type) {
        case hdf5::Type::int8:
            return text_of<std::int8_t>(bytes);
        case hdf5::Type::int16:
            return text_of<std::int16_t>(bytes);
        case hdf5::Type::int32:
            return text_of<std::int32_t>(bytes);
        case hdf5::Type::int64:
            return text_of<std::int64_t>(bytes);
        case hdf5::Type::uint64:
            return text_of<std::uint64_t>(bytes);
        case hdf5::Type::float32:
            return text_of<float>(bytes);
        case hdf5::Type::float64:
            return text_of<double>(bytes);
        case hdf5::Type::string:
            break;
    }
    return {};
}

std::string value_text(const hdf5::Value& value) {
    std::string text;
    for (const auto& one : value.texts()) text += (text.empty() ? "'" : " '") + one + "'";
    const std::size_t size = hdf5::type_size(value.type());
    const std::span<const std::byte> bytes(value.bytes());
    for (std::size_t at = 0; size > 0 && at < bytes.size(); at += size)
        text += (text.empty() ? "" : " ") + number_text(value.type(), bytes.subspan(at, size));
    return text;
}

}  // namespace hegemon
