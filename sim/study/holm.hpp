#pragma once
/// Many comparisons at once.
#include <span>
#include <vector>

namespace hegemon {

/// P-values adjusted for their number (Holm 1979, Scand. J. Stat. 6, 65-70): the chance that any true hypothesis has
/// one of at most x is at most x. What is NaN stays so and does not count.
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace hegemon
