#include "storage/dataset_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

#include "storage/hdf5_scan.hpp"
#include "storage/value_text.hpp"

namespace hegemon {

namespace {

template <class T>
T with_one_nan(T value) {
    if constexpr (std::is_floating_point_v<T>)
        if (value != value) return std::numeric_limits<T>::quiet_NaN();
    return value;
}

template <class T>
bool same_bits(T a, T b) {
    return std::memcmp(&a, &b, sizeof(T)) == 0;
}

template <class T>
std::string text_of(T value) {
    return number_text(hdf5::type_for<T>(), std::as_bytes(std::span<const T>(&value, 1)));
}

}  // namespace

void DatasetChecker::fail(const std::string& arm, const std::string& path, const std::string& problem) {
    log_.add({path, "", arm, {}, "", "", problem, 1});
}

DatasetChecker::Open* DatasetChecker::open(const std::string& arm, const std::string& path) {
    seen_.insert(path);
    if (const auto found = open_.find(path); found != open_.end()) return &found->second;
    try {
        Open opened{hdf5::open_to_scan(file_, path), {}, {}};
        opened.shape = hdf5::shape_of(opened.handle);
        opened.type = hdf5::type_of(opened.handle);
        if (opened.shape.size() == 1) return &open_.emplace(path, std::move(opened)).first->second;
        return &other_.emplace(std::move(opened));
    } catch (const hdf5::Error& error) {
        fail(arm, path, error.what());
        return nullptr;
    }
}

template <class T>
std::uint64_t DatasetChecker::check(const std::string& arm, const std::string& path, std::uint64_t first,
                                    std::span<const T> computed, const Locate& locate) {
    if (computed.empty()) {
        seen_.insert(path);
        return 0;
    }
    Open* const opened = open(arm, path);
    if (opened == nullptr) return 1;
    if (opened->type != hdf5::type_for<T>()) {
        fail(arm, path, fmt::format("is of type {}, not {}", type_name(opened->type), type_name(hdf5::type_for<T>())));
        return 1;
    }
    const std::uint64_t row = std::max<std::uint64_t>(hdf5::row_elements(opened->shape), 1);
    const std::uint64_t rows = opened->shape.empty() ? 1 : opened->shape.front();
    if (computed.size() % row != 0 || first + computed.size() / row > rows) {
        fail(arm, path, "has another shape than the run");
        return 1;
    }
    std::vector<T> stored(computed.size());
    try {
        hdf5::read(opened->handle, first, computed.size() / row, opened->type, stored.data());
    } catch (const hdf5::Error& error) {
        log_.add({path, "", arm, locate(0), "", "", std::string("cannot be read: ") + error.what(), 1});
        return 1;
    }
    return compare<T>(arm, path, stored, computed, locate);
}

template <class T>
std::uint64_t DatasetChecker::compare(const std::string& arm, const std::string& path, std::span<const T> stored,
                                      std::span<const T> computed, const Locate& locate) {
    if (std::memcmp(stored.data(), computed.data(), computed.size_bytes()) == 0) return 0;
    std::optional<Mismatch> first;
    for (std::size_t i = 0; i < computed.size(); ++i) {
        const T right = with_one_nan(computed[i]);
        if (same_bits(stored[i], right)) continue;
        if (first)
            ++first->count;
        else
            first = Mismatch{path, "", arm, locate(i), text_of(stored[i]), text_of(right), "", 1};
    }
    if (first) log_.add(*first);
    return first ? first->count : 0;
}

void DatasetChecker::check_texts(const std::string& arm, const std::string& path,
                                 const std::vector<std::string>& computed, const Locate& locate) {
    Open* const opened = open(arm, path);
    if (opened == nullptr) return;
    try {
        const auto stored = hdf5::read_texts(opened->handle);
        if (stored.size() != computed.size()) return fail(arm, path, "has another length than in the run");
        for (std::size_t i = 0; i < computed.size(); ++i)
            if (stored[i] != computed[i])
                log_.add({path, "", arm, locate(i), "'" + stored[i] + "'", "'" + computed[i] + "'", "", 1});
    } catch (const hdf5::Error& error) {
        fail(arm, path, std::string("cannot be read: ") + error.what());
    }
}

void DatasetChecker::check_rows(const std::string& arm, const std::string& path, std::uint64_t rows,
                                const std::string& unit) {
    const Open* const opened = open(arm, path);
    if (opened == nullptr || (!opened->shape.empty() && opened->shape.front() == rows)) return;
    fail(arm, path,
         fmt::format("has {} {}, the run {}", opened->shape.empty() ? 0 : opened->shape.front(), unit, rows));
}

std::uint64_t DatasetChecker::rows(const std::string& path) {
    const Open* const opened = open("", path);
    return opened == nullptr || opened->shape.empty() ? 0 : opened->shape.front();
}

std::uint64_t DatasetChecker::lower_bound(const std::string& path, std::int64_t value) {
    const Open* const opened = open("", path);
    if (opened == nullptr || opened->shape.size() != 1) return 0;
    std::uint64_t low = 0;
    for (std::uint64_t length = opened->shape.front(); length > 0;) {
        const std::uint64_t half = length / 2;
        std::int64_t middle = 0;
        try {
            hdf5::read(opened->handle, low + half, 1, hdf5::Type::int64, &middle);
        } catch (const hdf5::Error&) {  // NOLINT: told when these rows are compared
            return low;
        }
        if (middle < value) low += half + 1;
        length = middle < value ? length - half - 1 : half;
    }
    return low;
}

template std::uint64_t DatasetChecker::check<std::int8_t>(const std::string&, const std::string&, std::uint64_t,
                                                          std::span<const std::int8_t>, const Locate&);
template std::uint64_t DatasetChecker::check<std::int16_t>(const std::string&, const std::string&, std::uint64_t,
                                                           std::span<const std::int16_t>, const Locate&);
template std::uint64_t DatasetChecker::check<std::int32_t>(const std::string&, const std::string&, std::uint64_t,
                                                           std::span<const std::int32_t>, const Locate&);
template std::uint64_t DatasetChecker::check<std::int64_t>(const std::string&, const std::string&, std::uint64_t,
                                                           std::span<const std::int64_t>, const Locate&);
template std::uint64_t DatasetChecker::check<std::uint64_t>(const std::string&, const std::string&, std::uint64_t,
                                                            std::span<const std::uint64_t>, const Locate&);
template std::uint64_t DatasetChecker::check<float>(const std::string&, const std::string&, std::uint64_t,
                                                    std::span<const float>, const Locate&);
template std::uint64_t DatasetChecker::check<double>(const std::string&, const std::string&, std::uint64_t,
                                                     std::span<const double>, const Locate&);

}  // namespace hegemon
