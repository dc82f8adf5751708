#pragma once
/// Where things of a run lie in its file, as full paths.
#include <string>

#include "storage/run_layout.hpp"

namespace hegemon::layout {

inline std::string arm_path(const std::string& arm) { return "/" + free_name(arm, reserved_at_root(), "arm"); }
inline std::string kind_path(const std::string& arm, const std::string& kind) {
    return arm_path(arm) + "/" + free_name(kind, reserved_in_arm(), "kind");
}
inline std::string column_path(const std::string& arm, const std::string& kind, const std::string& column) {
    return kind_path(arm, kind) + "/" + free_name(column, reserved_in_kind(kind), "value");
}
inline std::string outcome_path(const std::string& arm, const std::string& outcome) {
    return arm_path(arm) + "/outcomes/" + free_name(outcome, reserved_in_outcomes(), "value");
}

}  // namespace hegemon::layout
