#pragma once
/// Loops that look for something rare, of a table of kernels; see kernels_loops.hpp.
#include "language/kernels_pack.hpp"

namespace hegemon::HEGEMON_KERNELS {
namespace {

/// Whether `is_found` says so of any value: it takes a pack, or one number, and the place that it comes from.
template <class IsFound>
[[gnu::always_inline]] inline bool any_of_values(std::size_t count, const IsFound& is_found) {
    Mask found{};
    std::size_t i = 0;
    for (; i + 2 * pack_size <= count; i += 2 * pack_size) found |= is_found(i) | is_found(i + pack_size);
    for (; i + pack_size <= count; i += pack_size) found |= is_found(i);
    return bits_of(found) != 0;
}

/// A pack of the last values, which are fewer, and `rest` behind them.
[[gnu::always_inline]] inline Pack last_values(const double* values, std::size_t count, double rest) {
    Pack pack = pack_of(rest);
    for (std::size_t i = 0; i < count; ++i) pack[i] = values[i];
    return pack;
}

/// The same over the values of one array; `harmless` is a value that is not looked for.
template <class IsFound>
[[gnu::always_inline]] inline bool any_value(const double* values, std::size_t count, double harmless,
                                             const IsFound& is_found) {
    if (any_of_values(count, [&](std::size_t i) { return is_found(load_pack(values + i)); })) return true;
    const std::size_t rest = count % pack_size;
    return rest != 0 && bits_of(is_found(last_values(values + count - rest, rest, harmless))) != 0;
}

bool any_not_finite(const double* values, std::size_t count) {
    // x * 0 is 0 for what is finite, and not a number for the rest.
    return any_value(values, count, 0, [](Pack value) { return ~equal(value * 0.0, Pack{}); });
}

bool any_outside(const double* values, std::size_t count, double low, double high) {
    const Pack lowest = pack_of(low);
    const Pack highest = pack_of(high);
    return any_value(values, count, low,
                     [&](Pack value) { return ~(at_most(lowest, value) & at_most(value, highest)); });
}

bool any_positive(const double* values, const double* when, std::size_t count) {
    const auto is_found = [](Pack value) { return less(Pack{}, value); };
    if (when == nullptr) return any_value(values, count, 0, is_found);
    const auto is_found_where = [&](std::size_t i) {
        return is_found(load_pack(values + i)) & ~equal(load_pack(when + i), Pack{});
    };
    if (any_of_values(count, is_found_where)) return true;
    for (std::size_t i = count - count % pack_size; i < count; ++i)
        if (values[i] > 0 && when[i] != 0) return true;
    return false;
}

std::size_t list_near(std::uint32_t* places, const double* uniforms, const double* values, const double* when,
                      double factor, std::size_t count) {
    std::size_t found = 0;
    std::size_t i = 0;
    const Pack one = pack_of(1);
    const Pack scale = pack_of(factor);
    for (; i + pack_size <= count; i += pack_size) {
        Mask near = less(one - load_pack(uniforms + i), load_pack(values + i) * scale);
        if (when != nullptr) near &= ~equal(load_pack(when + i), Pack{});
        for (unsigned bits = bits_of(near); bits != 0; bits &= bits - 1)
            places[found++] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(__builtin_ctz(bits));
    }
    for (; i < count; ++i)
        if (1 - uniforms[i] < values[i] * factor && (when == nullptr || when[i] != 0))
            places[found++] = static_cast<std::uint32_t>(i);
    return found;
}

void clamp_values(double* values, std::size_t count, double low, double high) {
    for (std::size_t i = 0; i < count; ++i) {
        const double raised = values[i] < low ? low : values[i];
        values[i] = raised > high ? high : raised;
    }
}

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
