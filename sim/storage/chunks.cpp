#include "storage/chunks.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "core/check.hpp"

namespace hegemon {

namespace {

constexpr int level = 1;

/// All first bytes, all second ones, and so on.
template <std::size_t Size>
void shuffle(const std::byte* from, std::size_t elements, std::byte* to) {
    for (std::size_t byte = 0; byte < Size; ++byte)
        for (std::size_t i = 0; i < elements; ++i) to[byte * elements + i] = from[i * Size + byte];
}

std::vector<std::byte> shuffled(std::span<const std::byte> chunk, std::size_t element_bytes) {
    std::vector<std::byte> result(chunk.size());
    const std::size_t elements = chunk.size() / element_bytes;
    if (element_bytes == 4)
        shuffle<4>(chunk.data(), elements, result.data());
    else if (element_bytes == 8)
        shuffle<8>(chunk.data(), elements, result.data());
    else if (element_bytes == 2)
        shuffle<2>(chunk.data(), elements, result.data());
    else
        std::copy(chunk.begin(), chunk.end(), result.begin());
    return result;
}

/// Chunks that a row of chunks has: those with the same place in the leading dimension.
std::uint64_t chunks_across(const Chunking& chunking) {
    std::uint64_t count = 1;
    for (std::size_t i = 1; i < chunking.shape.size(); ++i)
        count *= (chunking.shape[i] + chunking.chunk[i] - 1) / chunking.chunk[i];
    return count;
}

/// Where chunk number `index` from row `first` on begins.
hdf5::Shape offset_of(const Chunking& chunking, std::uint64_t first, std::uint64_t index) {
    hdf5::Shape offset(chunking.shape.size());
    for (std::size_t i = offset.size(); i-- > 1;) {
        const std::uint64_t count = (chunking.shape[i] + chunking.chunk[i] - 1) / chunking.chunk[i];
        offset[i] = index % count * chunking.chunk[i];
        index /= count;
    }
    offset[0] = first + index * chunking.chunk[0];
    return offset;
}

/// Copies the part of `rows`, which begin with row `first`, that lies in the chunk at `offset`; dimension by dimension.
class ChunkCopy {
public:
    ChunkCopy(const Chunking& chunking, std::span<const std::byte> rows, std::uint64_t first, hdf5::Shape offset)
        : chunking_(chunking), rows_(rows), offset_(std::move(offset)) {
        offset_[0] -= first;
    }

    /// Zeros where the chunk reaches beyond the dataset.
    std::vector<std::byte> take() {
        chunk_.assign(hdf5::elements(chunking_.chunk) * chunking_.element_bytes, std::byte{0});
        copy(0, 0, 0);
        return std::move(chunk_);
    }

private:
    /// `from` and `to` count in elements of the dimensions before this one.
    void copy(std::size_t dimension, std::uint64_t from, std::uint64_t to) {
        const std::uint64_t size = chunking_.shape[dimension];
        const std::uint64_t begin = offset_[dimension];
        const std::uint64_t room = dimension == 0 ? rows_there() - begin : size - begin;
        const std::uint64_t count = std::min(chunking_.chunk[dimension], room);
        from = from * (dimension == 0 ? 0 : size) + begin;
        to *= chunking_.chunk[dimension];
        if (dimension + 1 == chunking_.shape.size()) {
            std::memcpy(chunk_.data() + to * chunking_.element_bytes, rows_.data() + from * chunking_.element_bytes,
                        count * chunking_.element_bytes);
            return;
        }
        for (std::uint64_t i = 0; i < count; ++i) copy(dimension + 1, from + i, to + i);
    }

    [[nodiscard]] std::uint64_t rows_there() const {
        std::uint64_t row = chunking_.element_bytes;
        for (std::size_t i = 1; i < chunking_.shape.size(); ++i) row *= chunking_.shape[i];
        return rows_.size() / row;
    }

    const Chunking& chunking_;
    std::span<const std::byte> rows_;
    hdf5::Shape offset_;
    std::vector<std::byte> chunk_;
};

}  // namespace

bool Chunking::is_whole(std::uint64_t first, std::uint64_t count) const {
    if (chunk.empty() || first % chunk[0] != 0) return false;
    return count % chunk[0] == 0 || first + count == shape[0];
}

std::vector<std::byte> shuffled_and_deflated(std::span<const std::byte> chunk, std::size_t element_bytes) {
    const std::vector<std::byte> bytes = shuffled(chunk, element_bytes);
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(level), libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::vector<std::byte> result(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()));
    const std::size_t size =
        libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), result.data(), result.size());
    HEGEMON_ENSURE(size > 0);
    result.resize(size);
    return result;
}

void write_chunks(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                  std::span<const std::byte> rows, Executor& executor, Sha256& sha) {
    std::uint64_t row_bytes = chunking.element_bytes;
    for (std::size_t i = 1; i < chunking.shape.size(); ++i) row_bytes *= chunking.shape[i];
    const std::uint64_t count = rows.size() / row_bytes;
    HEGEMON_EXPECT(chunking.is_whole(first, count));
    const std::uint64_t all = (count + chunking.chunk[0] - 1) / chunking.chunk[0] * chunks_across(chunking);
    const std::uint64_t wave = 4 * static_cast<std::uint64_t>(executor.threads());
    std::vector<std::vector<std::byte>> stored(wave);
    std::size_t hashed = 0;
    for (std::uint64_t begin = 0; begin < all; begin += wave) {
        const std::uint64_t end = std::min(begin + wave, all);
        // The digest goes in order, one share a wave, beside the chunks.
        const std::size_t share = end == all ? rows.size() - hashed : rows.size() / all * wave;
        executor.for_each(end - begin + 1, [&](std::size_t task, int) {
            if (task == 0) return void(sha.add(rows.subspan(hashed, share)));
            auto chunk = ChunkCopy(chunking, rows, first, offset_of(chunking, first, begin + task - 1)).take();
            stored[task - 1] =
                chunking.deflate ? shuffled_and_deflated(chunk, chunking.element_bytes) : std::move(chunk);
        });
        hashed += share;
        for (std::uint64_t i = begin; i < end; ++i)
            hdf5::write_chunk(dataset, offset_of(chunking, first, i), stored[i - begin]);
    }
}

}  // namespace hegemon
