#pragma once
/// Sizes of memory as people write them.
#include <cstdint>
#include <optional>
#include <string_view>

namespace hegemon::cli {

/// "500 MB", "2GB", "1.5 GiB", "800000" -> bytes, at least 1. Units are B, kB, MB, GB, TB (of 1000) and KiB, MiB, GiB,
/// TiB (of 1024), in any case of letters. std::nullopt: it is no size.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace hegemon::cli
