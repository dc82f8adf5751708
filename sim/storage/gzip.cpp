#include "storage/gzip.hpp"

#include <libdeflate.h>

#include <memory>
#include <new>

#include "core/check.hpp"

namespace hegemon {

std::vector<std::byte> gzip(std::span<const std::byte> bytes) {
    constexpr int level = 9;  // up to 12: a few per cent smaller, many times slower
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(level), libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::vector<std::byte> packed(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()));
    packed.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), packed.data(), packed.size()));
    HEGEMON_ENSURE(!packed.empty());
    return packed;
}

}  // namespace hegemon
