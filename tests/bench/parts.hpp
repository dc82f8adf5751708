#pragma once
/// All that the benchmark can time.
#include <vector>

#include "bench/part.hpp"

namespace hegemon::bench {

/// In the order in which they are timed.
std::vector<Part> parts();

}  // namespace hegemon::bench
