#pragma once
/// Holds datasets of a run file against values that were computed again, piece by piece.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "storage/hdf5.hpp"
#include "storage/mismatch.hpp"

namespace hegemon {

class DatasetChecker {
public:
    /// Where the value with this index, counted within the piece, belongs.
    using Locate = std::function<ContentPlace(std::size_t index)>;

    /// Both must outlive the checker.
    DatasetChecker(const hdf5::Handle& file, MismatchLog& log) : file_(file), log_(log) {}

    /// Rows [first, ...) of the dataset's leading dimension must be `computed`, to the bit, a NaN being the quiet one
    /// without a sign. T is the type of the dataset. Returns how many are not
    /// (1 if they cannot be read).
    template <class T>
    std::uint64_t check(const std::string& arm, const std::string& path, std::uint64_t first,
                        std::span<const T> computed, const Locate& locate);
    template <class T>
    std::uint64_t check(const std::string& arm, const std::string& path, std::uint64_t first,
                        const std::vector<T>& computed, const Locate& locate) {
        return check(arm, path, first, std::span<const T>(computed), locate);
    }
    /// All of a dataset of texts.
    void check_texts(const std::string& arm, const std::string& path, const std::vector<std::string>& computed,
                     const Locate& locate);
    /// The dataset must have this many rows; `unit` is what a row is, in the plural.
    void check_rows(const std::string& arm, const std::string& path, std::uint64_t rows, const std::string& unit);

    /// Rows of the leading dimension; 0 if it cannot be opened.
    [[nodiscard]] std::uint64_t rows(const std::string& path);
    /// The first row of a sorted int64 dataset that is not below `value`.
    [[nodiscard]] std::uint64_t lower_bound(const std::string& path, std::int64_t value);

    /// Paths of all datasets that were looked at.
    [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }
    void mark_seen(const std::string& path) { seen_.insert(path); }

private:
    struct Open {
        hdf5::Handle handle;
        hdf5::Shape shape;
        hdf5::Type type = hdf5::Type::float64;
    };
    /// Nothing, after having told so, if it cannot be opened.
    Open* open(const std::string& arm, const std::string& path);
    void fail(const std::string& arm, const std::string& path, const std::string& problem);
    template <class T>
    std::uint64_t compare(const std::string& arm, const std::string& path, std::span<const T> stored,
                          std::span<const T> computed, const Locate& locate);

    const hdf5::Handle& file_;
    MismatchLog& log_;
    std::map<std::string, Open> open_;  ///< those of one dimension, which are read in many small pieces
    std::optional<Open> other_;         ///< the last of the others
    std::set<std::string> seen_;
};

}  // namespace hegemon
