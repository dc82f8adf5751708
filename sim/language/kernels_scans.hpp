#pragma once
/// Loops that look for something rare, of a table of kernels; see kernels_loops.hpp.
#include <cstddef>

namespace hegemon::HEGEMON_KERNELS {
namespace {

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
    double inside[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) {
            const double high_enough = values[i + k] >= low ? 1.0 : 0.0;
            inside[k] += values[i + k] <= high ? high_enough : 0.0;
        }
    double sum = 0;
    for (const double part : inside) sum += part;
    for (; i < count; ++i) sum += values[i] >= low && values[i] <= high ? 1.0 : 0.0;
    return sum != static_cast<double>(count);
}

bool any_positive(const double* values, std::size_t count) {
    constexpr std::size_t width = 8;
    double found[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) found[k] += values[i + k] > 0 ? 1.0 : 0.0;
    double sum = 0;
    for (const double part : found) sum += part;
    for (; i < count; ++i) sum += values[i] > 0 ? 1.0 : 0.0;
    return sum != 0;
}

bool any_positive_where(const double* values, const double* when, std::size_t count) {
    constexpr std::size_t width = 8;
    double found[width] = {};
    std::size_t i = 0;
    for (; i + width <= count; i += width)
        for (std::size_t k = 0; k < width; ++k) {
            const double positive = values[i + k] > 0 ? 1.0 : 0.0;
            found[k] += when[i + k] != 0 ? positive : 0.0;
        }
    double sum = 0;
    for (const double part : found) sum += part;
    for (; i < count; ++i) sum += values[i] > 0 && when[i] != 0 ? 1.0 : 0.0;
    return sum != 0;
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

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
