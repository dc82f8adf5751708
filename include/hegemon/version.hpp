#pragma once
/// Which hegemon this is.
#include <string_view>

namespace hegemon {

/// "0.1.0": major, minor, patch (semver.org). It lives as long as the program.
std::string_view version();

}  // namespace hegemon
