#pragma once
/// A description as JSON.
#include <hegemon/description.hpp>
#include <string>

namespace hegemon::cli {

/// One object with the members of Description under the same names, and `sources`.
std::string description_json(const Description& description);

/// One object: first, second, differences.
std::string difference_json(const std::string& first, const std::string& second,
                            const std::vector<Difference>& differences);

}  // namespace hegemon::cli
