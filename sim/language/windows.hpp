#pragma once
/// Which rows neighbours gather from.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hegemon {

/// Neighbouring rows [begin, end).
struct RowRange {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// Of an index that the children of parents gather through: the rows that it names, a window for each so many
/// neighbouring parents.
class Windows {
public:
    static constexpr std::size_t parents_each = 1024;

    Windows() = default;
    /// The children of parent p are [first[p], first[p + 1]); child c gathers from row index[c].
    Windows(const std::vector<std::uint32_t>& first, const std::int32_t* index);

    [[nodiscard]] bool empty() const { return windows_.empty(); }
    /// Holds all rows that the children of parents [begin, end) gather from; empty if there are none.
    [[nodiscard]] RowRange of(std::size_t begin, std::size_t end) const;
    [[nodiscard]] RowRange all() const { return all_; }

    /// Whether so many parents gather from few rows, which lie close together.
    static bool is_narrow(RowRange window, std::size_t parents) { return window.size() <= 2 * parents; }
    /// Whether that is so nearly everywhere. Not everywhere: in a ring the first are neighbours of the last.
    [[nodiscard]] bool are_narrow() const { return are_narrow_; }

private:
    std::vector<RowRange> windows_;
    RowRange all_;
    bool are_narrow_ = false;
};

}  // namespace hegemon
