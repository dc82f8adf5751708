#pragma once
/// Bytes at a place of an open file, all of them. The functions throw std::system_error.
#include <cstddef>
#include <cstdint>
#include <span>

namespace hegemon {

void write_bytes(int file, std::uint64_t offset, std::span<const std::byte> bytes);
/// Zeros where the file has ended.
void read_bytes(int file, std::uint64_t offset, std::span<std::byte> bytes);

}  // namespace hegemon
