#include "cli/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hegemon::cli {

std::string printable(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = '?';
    }
    return result;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;  // no byte that goes on with a character
    }));
}

std::string filled(std::string_view text, std::size_t width, std::string_view first, std::string_view rest) {
    std::string result(first);
    std::size_t taken = characters(first);
    bool begins = true;
    while (!text.empty()) {
        std::size_t end = 0;
        for (bool is_code = false; end < text.size() && (is_code || text[end] != ' '); ++end)
            if (text[end] == '`') is_code = !is_code && text.find('`', end + 1) != std::string_view::npos;
        const std::size_t size = characters(text.substr(0, end));
        if (!begins && taken + 1 + size > width) {
            result += '\n';
            result += rest;
            taken = characters(rest);
            begins = true;
        }
        if (!begins) result += ' ';
        taken += size + (begins ? 0 : 1);
        begins = false;
        result += text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return result + '\n';
}

std::string number_text(double value) { return std::isnan(value) ? "-" : fmt::format("{:.6g}", value); }

namespace {

bool looks_like_zero(const std::string& text) { return text.find_first_of("123456789") == std::string::npos; }

/// More digits than this are told by an exponent.
constexpr int most_decimals = 9;
constexpr double most_fixed = 1e9;

}  // namespace

Rounding rounding_for(double low, double high) {
    const double half = (high - low) / 2;
    if (!(half > 0) || !std::isfinite(half)) return {};
    const double largest = std::fmax(std::fabs(low), std::fabs(high));
    int decimals = std::max(0, 1 - static_cast<int>(std::floor(std::log10(half))));
    const auto hides = [&](double end) { return end != 0 && looks_like_zero(fmt::format("{:.{}f}", end, decimals)); };
    for (int more = 0; more < 3 && (hides(low) || hides(high)); ++more) ++decimals;
    return {decimals > most_decimals || largest >= most_fixed ? -1 : decimals};
}

std::string rounded_text(double value, Rounding rounding) {
    if (rounding.decimals < 0 || !std::isfinite(value) || std::fabs(value) >= most_fixed) return number_text(value);
    const std::string text = fmt::format("{:.{}f}", value, rounding.decimals);
    return looks_like_zero(text) ? fmt::format("{:.{}f}", 0.0, rounding.decimals) : text;
}

std::string signed_text(double value, Rounding rounding) {
    const std::string text = rounded_text(value, rounding);
    return value > 0 && !looks_like_zero(text) ? "+" + text : text;
}

std::string share_text(double share) {
    if (std::isnan(share)) return "-";
    if (share <= 0 || share >= 1) return share <= 0 ? "0 %" : "100 %";
    const double percent = 100 * share, from_edge = std::fmin(percent, 100 - percent);
    const int decimals =
        from_edge >= 1 ? 0 : std::min(most_decimals, static_cast<int>(std::ceil(-std::log10(from_edge))));
    return fmt::format("{:.{}f} %", percent, decimals);
}

std::string unit_text(const std::string& unit) { return unit == "1" ? std::string() : printable(unit); }

std::string bytes_text(double bytes) {
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", bytes, unit > 0 && bytes < 9.95 ? 1 : 0, units.at(unit));
}

std::string count_text(std::size_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string thousands_text(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

std::string duration_text(double seconds) {
    if (seconds < 90) return fmt::format("{:.0f} s", seconds);
    if (seconds < 90 * 60.0) return fmt::format("{:.0f} min", seconds / 60);
    return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace hegemon::cli
