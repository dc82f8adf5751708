#pragma once
/// Numbers and names as people read them.
#include <string>
#include <string_view>

namespace hegemon::cli {

/// With `?` for what would command a terminal: a scenario's title is a stranger's text.
std::string printable(std::string_view text);

/// Six significant digits; "-" for what is not there (NaN).
std::string number_text(double value);

/// "1.2 MB", in powers of 1000.
std::string bytes_text(double bytes);

/// "1 error", "3 errors"
std::string count_text(std::size_t count, std::string_view thing);

/// "12 s", "3 min", "1.5 h"
std::string duration_text(double seconds);

}  // namespace hegemon::cli
