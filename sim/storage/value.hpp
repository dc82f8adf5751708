#pragma once
/// A small array with a type: what an attribute or a coordinate holds.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hegemon::hdf5 {

/// The element types of a run file; all numbers are little-endian, strings are of variable length in UTF-8.
enum class Type : std::uint8_t { int8, int16, int32, int64, uint64, float32, float64, string };

/// "int8", "float64", "string": as numpy calls them.
std::string_view type_name(Type type);

/// Bytes an element; 0 for strings.
std::size_t type_size(Type type);

/// The type of elements that are T in memory.
template <class T>
constexpr Type type_for() {
    if constexpr (std::is_same_v<T, std::int8_t>)
        return Type::int8;
    else if constexpr (std::is_same_v<T, std::int16_t>)
        return Type::int16;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return Type::int32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return Type::int64;
    else if constexpr (std::is_same_v<T, std::uint64_t>)
        return Type::uint64;
    else if constexpr (std::is_same_v<T, float>)
        return Type::float32;
    else if constexpr (std::is_same_v<T, double>)
        return Type::float64;
    else {
        static_assert(std::is_same_v<T, std::string>, "no run file holds this type");
        return Type::string;
    }
}

using Shape = std::vector<std::uint64_t>;

/// Elements of an array of this shape: 1 for a scalar.
std::uint64_t elements(const Shape& shape);

/// A scalar or one-dimensional array.
class Value {
public:
    Value(double number) : Value(Type::float64, {}, bytes_of(number)) {}        // NOLINT: meant to convert
    Value(float number) : Value(Type::float32, {}, bytes_of(number)) {}         // NOLINT
    Value(std::int8_t number) : Value(Type::int8, {}, bytes_of(number)) {}      // NOLINT
    Value(std::int32_t number) : Value(Type::int32, {}, bytes_of(number)) {}    // NOLINT
    Value(std::int64_t number) : Value(Type::int64, {}, bytes_of(number)) {}    // NOLINT
    Value(std::uint64_t number) : Value(Type::uint64, {}, bytes_of(number)) {}  // NOLINT
    Value(std::string text) : type_(Type::string), texts_{std::move(text)} {}   // NOLINT
    Value(const char* text) : Value(std::string(text)) {}                       // NOLINT
    Value(std::vector<std::string> texts)                                       // NOLINT
        : type_(Type::string), shape_{texts.size()}, texts_(std::move(texts)) {}
    template <class T>
    Value(const std::vector<T>& numbers)  // NOLINT
        : Value(type_for<T>(), {numbers.size()}, std::as_bytes(std::span<const T>(numbers))) {}

    [[nodiscard]] Type type() const { return type_; }
    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
    [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

private:
    Value(Type type, Shape shape, std::span<const std::byte> bytes)
        : type_(type), shape_(std::move(shape)), bytes_(bytes.begin(), bytes.end()) {}
    template <class T>
    static std::span<const std::byte> bytes_of(const T& number) {
        return std::as_bytes(std::span<const T>(&number, 1));
    }

    Type type_;
    Shape shape_;
    std::vector<std::byte> bytes_;
    std::vector<std::string> texts_;
};

}  // namespace hegemon::hdf5
