#include "cli/size_text.hpp"

#include <cctype>
#include <charconv>
#include <map>
#include <string>

namespace hegemon::cli {

std::optional<std::uint64_t> parse_size(std::string_view text) {
    static const std::map<std::string, double, std::less<>> units = {
        {"", 1},      {"b", 1},          {"kb", 1e3},       {"mb", 1e6},       {"gb", 1e9},
        {"tb", 1e12}, {"kib", 0x1.0p10}, {"mib", 0x1.0p20}, {"gib", 0x1.0p30}, {"tib", 0x1.0p40}};
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc()) return std::nullopt;
    std::string unit;
    for (const char* at = end; at != text.data() + text.size(); ++at)
        if (*at != ' ') unit += static_cast<char>(std::tolower(static_cast<unsigned char>(*at)));
    const auto found = units.find(unit);
    if (found == units.end()) return std::nullopt;
    const double bytes = number * found->second;
    if (!(bytes >= 1) || bytes > 0x1.0p60) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
}

}  // namespace hegemon::cli
