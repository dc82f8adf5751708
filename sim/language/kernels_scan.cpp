#include "language/kernels_scan.hpp"

namespace hegemon {

// Counts are kept as doubles: as wide as the values, they stay in the same vector registers.

bool any_not_finite(const double* values, std::size_t count) {
    // x * 0 is 0 for what is finite, and not a number for the rest.
    constexpr std::size_t width = 8;
    double found[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) found[k] += values[i + k] * 0.0;
    double sum = 0;
    for (const double part : found) sum += part;
    for (; i < count; ++i) sum += values[i] * 0.0;
    return !(sum == 0);
}

bool any_outside(const double* values, std::size_t count, double low, double high) {
    constexpr std::size_t width = 8;
    double found[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) {
            const double below = values[i + k] >= low ? 0.0 : 1.0;
            const double above = values[i + k] <= high ? 0.0 : 1.0;
            found[k] += below + above;
        }
    double sum = 0;
    for (const double part : found) sum += part;
    for (; i < count; ++i) sum += values[i] >= low && values[i] <= high ? 0.0 : 1.0;
    return sum != 0;
}

double largest_where(const double* values, const double* when, std::size_t count) {
    constexpr std::size_t width = 8;
    double most[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) {
            const double value = when == nullptr ? values[i + k] : when[i + k] != 0 ? values[i + k] : 0.0;
            most[k] = value > most[k] ? value : most[k];
        }
    double result = 0;
    for (const double part : most) result = part > result ? part : result;
    for (; i < count; ++i) {
        const double value = when == nullptr || when[i] != 0 ? values[i] : 0.0;
        result = value > result ? value : result;
    }
    return result;
}

bool any_near(const double* uniforms, const double* values, double factor, std::size_t count) {
    constexpr std::size_t width = 8;
    double found[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) found[k] += 1 - uniforms[i + k] < values[i + k] * factor ? 1.0 : 0.0;
    double sum = 0;
    for (const double part : found) sum += part;
    for (; i < count; ++i) sum += 1 - uniforms[i] < values[i] * factor ? 1.0 : 0.0;
    return sum != 0;
}

void clamp_values(double* values, std::size_t count, double low, double high) {
    for (std::size_t i = 0; i < count; ++i) {
        const double raised = values[i] < low ? low : values[i];
        values[i] = raised > high ? high : raised;
    }
}

}  // namespace hegemon
