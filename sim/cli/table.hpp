#pragma once
/// A table in plain text.
#include <cstddef>
#include <string>
#include <vector>

namespace hegemon::cli {

/// Where a table may be cut if it is too wide.
struct TableWidth {
    std::size_t most = static_cast<std::size_t>(-1);  ///< characters of a line, as far as that can be
    std::vector<std::size_t> parts;                   ///< the columns before which it may be cut
};

/// The first column stands left, the others right, and after them `notes` (one a line, may be empty) as they are.
/// A line may have fewer cells than others. A table that is too wide is cut into blocks, one below the other, each with
/// the first column; notes stand in the first.
std::string table_text(const std::vector<std::vector<std::string>>& lines, const std::vector<std::string>& notes,
                       const TableWidth& width = {});

}  // namespace hegemon::cli
