#pragma once
/// Loops that look at many values at once for something rare, so that the slow path is taken only where there is one.
#include <cstddef>

namespace hegemon {

/// Whether any of `count` values is infinite or not a number.
bool any_not_finite(const double* values, std::size_t count);

/// Whether any of `count` values is not in [low, high]; what is not a number is in no range.
bool any_outside(const double* values, std::size_t count, double low, double high);

/// Whether some value is above 0.
bool any_positive(const double* values, std::size_t count);
/// The same, of those where `when` is not 0.
bool any_positive_where(const double* values, const double* when, std::size_t count);

/// Whether 1 - uniforms[i] < values[i] * factor for any i.
bool any_near(const double* uniforms, const double* values, double factor, std::size_t count);

/// Moves values below `low` to it, above `high` to that.
void clamp_values(double* values, std::size_t count, double low, double high);

}  // namespace hegemon
