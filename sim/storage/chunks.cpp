#include "storage/chunks.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "core/check.hpp"

namespace hegemon {

namespace {

constexpr int level = 1;

/// Of the thread: its tables take longer to set up than a small chunk to compress.
libdeflate_compressor* compressor() {
    using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;
    thread_local const Compressor owned(libdeflate_alloc_compressor(level), libdeflate_free_compressor);
    if (!owned) throw std::bad_alloc();
    return owned.get();
}

/// All first bytes, all second ones, and so on. One loop over all, which compilers turn into vector instructions.
template <std::size_t Size>
void shuffle(const std::byte* __restrict from, std::size_t elements, std::byte* __restrict to) {
    for (std::size_t i = 0; i < elements; ++i)
        for (std::size_t byte = 0; byte < Size; ++byte) to[byte * elements + i] = from[i * Size + byte];
}

/// Into `to`, which gets the size of the chunk.
void shuffle(std::span<const std::byte> chunk, std::size_t element_bytes, std::vector<std::byte>& to) {
    to.resize(chunk.size());
    const std::size_t elements = chunk.size() / element_bytes;
    if (element_bytes == 4)
        shuffle<4>(chunk.data(), elements, to.data());
    else if (element_bytes == 8)
        shuffle<8>(chunk.data(), elements, to.data());
    else if (element_bytes == 2)
        shuffle<2>(chunk.data(), elements, to.data());
    else
        std::copy(chunk.begin(), chunk.end(), to.begin());
}

/// A chunk as it is to lie in the file. The memory is kept for further ones.
struct Stored {
    std::vector<std::byte> room;
    std::size_t size = 0;
    [[nodiscard]] std::span<const std::byte> bytes() const { return std::span(room).first(size); }
};

/// `shuffled` is memory to work in.
void deflate(std::span<const std::byte> chunk, std::size_t element_bytes, std::vector<std::byte>& shuffled,
             Stored& stored) {
    shuffle(chunk, element_bytes, shuffled);
    const std::size_t bound = libdeflate_zlib_compress_bound(compressor(), shuffled.size());
    if (stored.room.size() < bound) stored.room.resize(bound);
    stored.size = libdeflate_zlib_compress(compressor(), shuffled.data(), shuffled.size(), stored.room.data(), bound);
    HEGEMON_ENSURE(stored.size > 0);
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

    /// The chunk, in `chunk` if it does not lie in one piece in the rows; zeros where it reaches beyond the dataset.
    std::span<const std::byte> take(std::vector<std::byte>& chunk) {
        const std::uint64_t bytes = hdf5::elements(chunking_.chunk) * chunking_.element_bytes;
        if (const auto begin = place_in_one_piece()) return rows_.subspan(*begin, bytes);
        chunk.assign(bytes, std::byte{0});
        chunk_ = chunk.data();
        copy(0, 0, 0);
        return chunk;
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
            std::memcpy(chunk_ + to * chunking_.element_bytes, rows_.data() + from * chunking_.element_bytes,
                        count * chunking_.element_bytes);
            return;
        }
        for (std::uint64_t i = 0; i < count; ++i) copy(dimension + 1, from + i, to + i);
    }

    /// Where in the rows the whole chunk begins, if its last dimensions but one are those of the dataset and all before
    /// that are 1.
    [[nodiscard]] std::optional<std::uint64_t> place_in_one_piece() const {
        std::size_t cut = 0;  // the dimension along which it is a part
        while (cut + 1 < chunking_.chunk.size() && chunking_.chunk[cut] == 1) ++cut;
        for (std::size_t i = cut + 1; i < chunking_.chunk.size(); ++i)
            if (chunking_.chunk[i] != chunking_.shape[i]) return std::nullopt;
        const std::uint64_t size = cut == 0 ? rows_there() : chunking_.shape[cut];
        if (offset_[cut] + chunking_.chunk[cut] > size) return std::nullopt;
        std::uint64_t begin = 0;
        for (std::size_t i = 0; i < chunking_.chunk.size(); ++i)
            begin = begin * (i == 0 ? 1 : chunking_.shape[i]) + offset_[i];
        return begin * chunking_.element_bytes;
    }

    [[nodiscard]] std::uint64_t rows_there() const {
        std::uint64_t row = chunking_.element_bytes;
        for (std::size_t i = 1; i < chunking_.shape.size(); ++i) row *= chunking_.shape[i];
        return rows_.size() / row;
    }

    const Chunking& chunking_;
    std::span<const std::byte> rows_;
    hdf5::Shape offset_;
    std::byte* chunk_ = nullptr;
};

/// Chunks that are stored wave by wave: while all threads compress one, one of them writes the wave before it and takes
/// the digest, which goes in order.
class Waves {
public:
    /// `sha` may be null.
    Waves(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first, std::span<const std::byte> rows,
          Executor& executor, Sha256* sha)
        : dataset_(dataset),
          chunking_(chunking),
          first_(first),
          rows_(rows),
          executor_(executor),
          sha_(sha),
          wave_(4 * static_cast<std::uint64_t>(executor.threads())),
          scratch_(static_cast<std::size_t>(executor.threads())) {
        for (auto& stored : stored_) stored.resize(wave_);
    }

    /// All chunks, of which there are `all`.
    void write(std::uint64_t all) {
        for (std::uint64_t begin = 0; begin < all + wave_; begin += wave_) {
            const std::uint64_t end = std::min(begin + wave_, all);
            const std::uint64_t count = begin < all ? end - begin : 0;
            const std::size_t share = end == all ? rows_.size() - hashed_ : rows_.size() / all * wave_;
            executor_.for_each(count + 2, [&](std::size_t task, int worker) {
                if (task == 0) return write_wave(begin, all);
                if (task == 1) return take_digest(share);
                store(begin + task - 2, scratch_[static_cast<std::size_t>(worker)]);
            });
        }
    }

private:
    struct Scratch {
        std::vector<std::byte> chunk, shuffled;
    };

    /// The wave before the one that begins there.
    void write_wave(std::uint64_t begin, std::uint64_t all) {
        if (begin == 0) return;
        for (std::uint64_t i = begin - wave_; i < std::min(begin, all); ++i)
            hdf5::write_chunk(dataset_, offset_of(chunking_, first_, i), place_of(i).bytes());
    }

    void take_digest(std::size_t share) {
        if (sha_ != nullptr) sha_->add(rows_.subspan(hashed_, share));
        hashed_ += share;
    }

    void store(std::uint64_t index, Scratch& scratch) {
        ChunkCopy copy(chunking_, rows_, first_, offset_of(chunking_, first_, index));
        const auto chunk = copy.take(scratch.chunk);
        Stored& stored = place_of(index);
        if (chunking_.deflate) return deflate(chunk, chunking_.element_bytes, scratch.shuffled, stored);
        stored.room.assign(chunk.begin(), chunk.end());
        stored.size = chunk.size();
    }

    /// Of two waves in turn.
    Stored& place_of(std::uint64_t index) { return stored_[index / wave_ % 2][index % wave_]; }

    const hdf5::Handle& dataset_;
    const Chunking& chunking_;
    std::uint64_t first_;
    std::span<const std::byte> rows_;
    Executor& executor_;
    Sha256* sha_;
    std::uint64_t wave_;  ///< chunks
    std::size_t hashed_ = 0;
    std::vector<Scratch> scratch_;  ///< [worker]
    std::array<std::vector<Stored>, 2> stored_;
};

}  // namespace

bool Chunking::is_whole(std::uint64_t first, std::uint64_t count) const {
    if (chunk.empty() || first % chunk[0] != 0) return false;
    return count % chunk[0] == 0 || first + count == shape[0];
}

std::vector<std::byte> shuffled_and_deflated(std::span<const std::byte> chunk, std::size_t element_bytes) {
    std::vector<std::byte> shuffled;
    Stored stored;
    deflate(chunk, element_bytes, shuffled, stored);
    stored.room.resize(stored.size);
    return std::move(stored.room);
}

namespace {

/// `sha` may be null.
void write_chunks_and_digest(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                             std::span<const std::byte> rows, Executor& executor, Sha256* sha) {
    std::uint64_t row_bytes = chunking.element_bytes;
    for (std::size_t i = 1; i < chunking.shape.size(); ++i) row_bytes *= chunking.shape[i];
    const std::uint64_t count = rows.size() / row_bytes;
    HEGEMON_EXPECT(chunking.is_whole(first, count));
    Waves(dataset, chunking, first, rows, executor, sha)
        .write((count + chunking.chunk[0] - 1) / chunking.chunk[0] * chunks_across(chunking));
}

}  // namespace

void write_chunks(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                  std::span<const std::byte> rows, Executor& executor, Sha256& sha) {
    write_chunks_and_digest(dataset, chunking, first, rows, executor, &sha);
}

void write_chunks(const hdf5::Handle& dataset, const Chunking& chunking, std::uint64_t first,
                  std::span<const std::byte> rows, Executor& executor) {
    write_chunks_and_digest(dataset, chunking, first, rows, executor, nullptr);
}

}  // namespace hegemon
