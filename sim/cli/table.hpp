#pragma once
/// A table in plain text.
#include <string>
#include <vector>

namespace hegemon::cli {

/// The first column stands left, the others right, and after them `notes` (one a line, may be empty) as they are.
/// Lines are as long as they need to be; a line may have fewer cells than others.
std::string table_text(const std::vector<std::vector<std::string>>& lines, const std::vector<std::string>& notes);

}  // namespace hegemon::cli
