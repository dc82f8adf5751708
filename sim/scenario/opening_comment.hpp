#pragma once
/// The comment that opens a file: what its author tells a reader first.
#include <string>
#include <string_view>

namespace hegemon {

/// Lines of the first block of comments, up to the first line that is none, without the `#` and the blank behind it;
/// each ends in '\n'. Directives for editors (`#:schema ...`) are left out. Empty if the file opens otherwise.
std::string opening_comment(std::string_view text);

}  // namespace hegemon
