#pragma once
/// What the rows of an arm say, kept after their tables are dropped.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/declaration.hpp"

namespace hegemon {

/// Where the rows of a kind come from.
struct RowListing {
    std::string kind;
    std::string from;                  ///< a file's name; empty: the scenario itself
    std::string source;                ///< as their author says
    std::vector<std::string> columns;  ///< that they give
};

/// (row such as "road[a, b]", column) -> the values in the base and in a variant, as written; empty: not given.
using RowChanges = std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>>;

struct ArmRows {
    std::vector<RowListing> tables;  ///< in order of kind
    RowChanges changes;              ///< of a variant, against the base
};

/// Of a declaration whose rows are still there. `base`: the scenario as written, itself for that one.
ArmRows arm_rows(const Declaration& base, const Declaration& arm);

}  // namespace hegemon
