#pragma once
/// Compressing into the format of gzip (RFC 1952), without a name or a time: equal bytes give equal bytes.
#include <cstddef>
#include <span>
#include <vector>

namespace hegemon {

std::vector<std::byte> gzip(std::span<const std::byte> bytes);

}  // namespace hegemon
