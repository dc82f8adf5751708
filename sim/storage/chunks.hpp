#pragma once
/// Whole chunks of a dataset, compressed on all threads: the library itself compresses one after the other, with zlib.
/// What lies in the file is the same, shuffle and deflate, which every reader knows.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/sha256.hpp"
#include "parallel/executor.hpp"
#include "storage/hdf5.hpp"

namespace hegemon {

/// How a dataset is cut into chunks; no chunk: it is one piece.
struct Chunking {
    hdf5::Shape shape, chunk;
    std::size_t element_bytes = 0;
    bool deflate = false;

    /// Whether rows [first, first + count) of the leading dimension are made of whole chunks.
    [[nodiscard]] bool is_whole(std::uint64_t first, std::uint64_t count) const;
};

/// Writes rows from `first` on, which must be whole chunks, and adds them to `sha`. Memory: some chunks a thread.
/// Throws hdf5::Error.
void write_chunks(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                  std::span<const std::byte> rows, Executor& executor, Sha256& sha);

/// The same without a digest.
void write_chunks(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                  std::span<const std::byte> rows, Executor& executor);

/// A chunk as shuffle and deflate (level 1) leave it: all first bytes of the elements, all second ones, ..., as a zlib
/// stream (RFC 1950). Throws std::bad_alloc.
std::vector<std::byte> shuffled_and_deflated(std::span<const std::byte> chunk, std::size_t element_bytes);

}  // namespace hegemon
