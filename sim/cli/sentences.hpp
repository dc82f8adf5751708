#pragma once
/// What a comparison of two arms says, in plain words.
#include <string>
#include <vector>

#include "cli/comparison.hpp"

namespace hegemon::cli {

/// One sentence for each outcome that is a headline, with the numbers of the table; none if there is no headline.
std::vector<std::string> sentences_of(const Comparison& comparison);

/// The same below each other, in lines of at most `width` characters; empty if there are none.
std::string sentences_text(const Comparison& comparison, std::size_t width);

}  // namespace hegemon::cli
