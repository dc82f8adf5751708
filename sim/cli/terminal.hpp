#pragma once
/// How wide the text is that people read.
#include <cstddef>

namespace hegemon::cli {

/// Characters that a line on stdout may have: what the variable COLUMNS says, else what the terminal has, else (stdout
/// is a file or a pipe) 80; at least 40.
std::size_t output_width();

/// Running text is hard to read in longer lines.
inline constexpr std::size_t widest_prose = 100;

}  // namespace hegemon::cli
