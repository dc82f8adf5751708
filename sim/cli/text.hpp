#pragma once
/// Numbers and names as people read them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hegemon::cli {

/// With `?` for what would command a terminal: a scenario's title is a stranger's text.
std::string printable(std::string_view text);

/// Of UTF-8.
std::size_t characters(std::string_view text);

/// Broken at blanks into lines of at most `width` characters, if no word is longer; the first begins with `first`, the
/// others with `rest`; each ends. What stands between ` and ` is not broken.
std::string filled(std::string_view text, std::size_t width, std::string_view first = {}, std::string_view rest = {});

/// Six significant digits; "-" for what is not there (NaN).
std::string number_text(double value);

/// How the numbers that belong to one interval are rounded.
struct Rounding {
    int decimals = -1;  ///< after the point; below 0: six significant digits
};
/// So that two digits of half the interval's width are seen, and an end that is not 0 does not look like it.
Rounding rounding_for(double low, double high);
/// "1.32", "-0.40"; "-" for NaN. What is rounded to 0 has no sign.
std::string rounded_text(double value, Rounding rounding);
/// The same with a plus: "+1.32".
std::string signed_text(double value, Rounding rounding);

/// "74 %"; "0 %" and "100 %" are said of none and all only: "0.2 %", "99.98 %". "-" for NaN.
std::string share_text(double share);

/// As people write it behind a number: nothing for "1".
std::string unit_text(const std::string& unit);

/// "1.2 MB", in powers of 1000.
std::string bytes_text(double bytes);

/// "1 error", "3 errors"
std::string count_text(std::size_t count, std::string_view thing);

/// "1,240"
std::string thousands_text(std::uint64_t number);

/// "12 s", "3 min", "1.5 h"
std::string duration_text(double seconds);

}  // namespace hegemon::cli
