#pragma once
/// The contents of two run files beside each other.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/mismatch.hpp"

namespace hegemon {

/// What a group or dataset of a run file is about, the most telling first.
enum class ContentSort : std::uint8_t {
    file,
    scenario,
    arms,
    parameters,
    rows,  ///< with constants and references
    outcomes,
    replicates,  ///< how they ended, and the hashes of their states
    events,
    decisions,
    columns,
    sums
};
inline constexpr std::size_t content_sorts = 11;

/// How many datasets of a sort are the same.
struct ContentCount {
    std::uint64_t same = 0, different = 0, only_first = 0, only_second = 0;
};

struct ContentComparison {
    std::array<ContentCount, content_sorts> counts;  ///< [sort]
    /// Ordered by sort. `stored` is what the first file has, `computed` what the second has. Of a group that only one
    /// file has, what is in it is not told.
    std::vector<Mismatch> mismatches;
};

/// Reads both files once, some megabytes at a time. Throws ReadError.
ContentComparison compare_contents(const std::filesystem::path& first, const std::filesystem::path& second);

}  // namespace hegemon
