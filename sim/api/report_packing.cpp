/// Numbers and texts in few bytes.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <hegemon/report.hpp>
#include <limits>

#include "core/base64.hpp"
#include "storage/gzip.hpp"

namespace hegemon {

namespace {

constexpr std::uint16_t missing = 65535;
constexpr double levels = 65534;

/// Whether levels leave every row its third digit, but for one in twenty of its values; of 0 nothing is lost.
bool leave_three_digits(std::span<const double> values, std::size_t rows, std::size_t times, double error) {
    std::vector<std::size_t> all(rows), lost(rows);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]) || values[i] == 0) continue;
        ++all[i / times % rows];
        if (error > 0.005 * std::fabs(values[i])) ++lost[i / times % rows];
    }
    for (std::size_t row = 0; row < rows; ++row)
        if (20 * lost[row] > all[row]) return false;
    return true;
}

std::string floats(std::span<const double> values) {
    std::vector<std::byte> bytes;
    bytes.reserve(4 * values.size());
    for (const double value : values) {
        const auto bits = std::bit_cast<std::uint32_t>(std::isfinite(value) ? static_cast<float>(value)
                                                                            : std::numeric_limits<float>::quiet_NaN());
        for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::byte>(bits >> shift & 255U));
    }
    return base64(bytes);
}

}  // namespace

PackedNumbers packed_numbers(std::span<const double> values, std::size_t rows, std::size_t times) {
    PackedNumbers packed;
    bool is_first = true;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        packed.low = is_first ? value : std::min(packed.low, value);
        packed.high = is_first ? value : std::max(packed.high, value);
        is_first = false;
    }
    const double scale = packed.high > packed.low ? levels / (packed.high - packed.low) : 0;
    const double error = (packed.high - packed.low) / (2 * levels);  // at most
    if (!std::isfinite(scale) || !std::isfinite(error) || !leave_three_digits(values, rows, times, error)) {
        packed.type = PackedNumbers::Type::float32;
        packed.data = floats(values);
        return packed;
    }
    std::vector<std::byte> bytes(2 * values.size());
    std::uint16_t before = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto level = std::isfinite(values[i])
                               ? static_cast<std::uint16_t>(std::nearbyint((values[i] - packed.low) * scale))
                               : missing;
        const auto stored = static_cast<unsigned>(static_cast<std::uint16_t>(i % times == 0 ? level : level - before));
        bytes[i] = static_cast<std::byte>(stored & 255U);
        bytes[values.size() + i] = static_cast<std::byte>(stored >> 8U);
        before = level;
    }
    packed.data = base64(bytes);
    return packed;
}

std::string packed_text(const std::string& text) { return base64(gzip(std::as_bytes(std::span(text)))); }

}  // namespace hegemon
