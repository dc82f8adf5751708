#pragma once
/// What all networks of the benchmark have in common.
#include <cstddef>

namespace hegemon::bench {

/// Edges of each state.
inline constexpr std::size_t out_degree = 8;

}  // namespace hegemon::bench
