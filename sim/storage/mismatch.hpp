#pragma once
/// Where a run file does not hold what it must hold.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hegemon {

/// Where in a run a value belongs; what cannot be told is left out.
struct ContentPlace {
    std::optional<std::uint64_t> replicate;
    std::optional<std::uint32_t> step;
    std::string row;  ///< its name
};

/// The values of one dataset, or one attribute, that are not what they must be: the first of them, and how many.
struct Mismatch {
    std::string path;       ///< of the group or dataset in the file
    std::string attribute;  ///< empty: it is about the data
    std::string arm;        ///< name; empty: it belongs to none
    ContentPlace place;     ///< of the first one
    std::string stored;     ///< the first one as it lies in the file
    std::string computed;   ///< as it must be
    std::string problem;    ///< if it is not about a value: "is missing", "cannot be read (...)"
    std::uint64_t count = 1;
};

/// Keeps one Mismatch for each dataset and attribute: the first that was told.
class MismatchLog {
public:
    void add(Mismatch mismatch);
    /// In the order in which they were found.
    [[nodiscard]] const std::vector<Mismatch>& all() const { return all_; }

private:
    std::vector<Mismatch> all_;
    std::map<std::pair<std::string, std::string>, std::size_t> known_;  ///< path and attribute -> index
};

}  // namespace hegemon
