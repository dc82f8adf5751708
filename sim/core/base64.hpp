#pragma once
/// Base64 (RFC 4648, section 4): bytes as text that stands anywhere.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hegemon {

/// On one line, filled up with `=` to a multiple of four characters.
inline std::string base64(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) {
            return at < bytes.size() ? std::to_integer<std::uint32_t>(bytes[at]) : 0U;
        };
        const std::uint32_t three = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
        const std::array four = {digits[three >> 18U], digits[three >> 12U & 63U], digits[three >> 6U & 63U],
                                 digits[three & 63U]};
        text.append(four.data(), four.size());
    }
    for (std::size_t missing = (3 - bytes.size() % 3) % 3; missing > 0; --missing) text[text.size() - missing] = '=';
    return text;
}

}  // namespace hegemon
