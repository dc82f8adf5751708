#pragma once
/// Sums over replicates with the same bits however the replicates were divided into batches and threads.
///
/// The rule, which is part of every result: eight replicates from a multiple of 8 on are an octet, added in order to
/// 0.0; eight octets (64 replicates) are a block, their sums added in order to 0.0; the sums of the blocks are added in
/// order to 0.0. A replicate that failed is absent: it adds nothing.
///
/// A batch of 64 lanes that starts at a multiple of 64 is a block and sums itself, in its own thread; one of 8, 16 or
/// 32 that starts at a multiple of 8 sums its octets (`octet_moments`); a batch of other size hands over its values.
/// ReplicateSum puts all of them together, in order of replicates.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/aligned_vector.hpp"
#include "core/check.hpp"

namespace hegemon {

inline constexpr std::size_t octet = 8;
inline constexpr std::size_t octets_in_block = 8;
inline constexpr std::size_t replicate_block = octet * octets_in_block;

/// Octets that `lanes` replicates from a multiple of 8 on touch.
constexpr std::size_t octets_of(std::size_t lanes) { return (lanes + octet - 1) / octet; }

/// How many numbers of a value a batch of so many lanes hands over: the sum of its block, those of its octets, or the
/// values themselves.
constexpr std::size_t sums_of(std::size_t lanes) {
    return lanes == replicate_block ? 1 : lanes % octet == 0 ? lanes / octet : lanes;
}

/// One value of a batch, values[lanes], and its square, summed by octets into sums[lanes / 8] and
/// sums_of_squares[lanes / 8]; 0 stands for a replicate that is absent: a sum that starts from +0 is never -0, so
/// adding it changes no bit. `lanes` is a multiple of 8, and so is the replicate of lane 0.
inline void octet_moments(const double* values, std::size_t lanes, double* sums, double* sums_of_squares) {
    for (std::size_t first = 0; first < lanes; first += octet, values += octet) {
        double sum = 0.0;
        double sum_of_squares = 0.0;
#pragma GCC unroll 8
        for (std::size_t lane = 0; lane < octet; ++lane) {
            sum += values[lane];
            sum_of_squares += values[lane] * values[lane];
        }
        *sums++ = sum;
        *sums_of_squares++ = sum_of_squares;
    }
}

/// Replicates that are there.
inline std::uint64_t count_active(const std::uint8_t* active, std::size_t lanes) {
    std::uint64_t count = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) count += active[lane] != 0 ? 1 : 0;
    return count;
}

/// Sums of many values at once (say, of all columns and their squares at all recorded steps) over replicates that come
/// in order from 0. Three numbers of memory a value.
class ReplicateSum {
public:
    explicit ReplicateSum(std::size_t values) : sums_(values) {}

    [[nodiscard]] std::size_t values() const { return sums_.size(); }
    /// The replicate that must come next.
    [[nodiscard]] std::uint64_t next_replicate() const { return next_; }

    /// Any number of replicates: lane_values[value][lanes], active[lanes]. `first_replicate` is next_replicate().
    void add_lanes(std::uint64_t first_replicate, std::size_t lanes, const double* lane_values,
                   const std::uint8_t* active) {
        HEGEMON_EXPECT(first_replicate == next_);
        for (std::size_t lane = 0; lane < lanes; ++lane, ++next_) {
            close_at(next_);
            if (active[lane] == 0) continue;
            for (std::size_t value = 0; value < sums_.size(); ++value) {
                sums_[value].octet += lane_values[value * lanes + lane];
            }
        }
    }

    /// The octets of `lanes` replicates: octet_values[value][octets_of(lanes)]. `first_replicate` is next_replicate()
    /// and a multiple of 8; `lanes` is one too unless these are the last replicates.
    void add_octets(std::uint64_t first_replicate, std::size_t lanes, const double* octet_values) {
        HEGEMON_EXPECT(first_replicate == next_ && first_replicate % octet == 0);
        const std::size_t octets = octets_of(lanes);
        for (Sums& kept : sums_) {
            Sums sums = kept;
            for (std::size_t index = 0; index < octets; ++index) {
                sums.close_at(first_replicate + index * octet);
                sums.octet = *octet_values++;
            }
            kept = sums;
        }
        next_ += lanes;
    }

    /// A block: its sums, block_values[value]. `first_replicate` is next_replicate() and a multiple of 64.
    void add_block(std::uint64_t first_replicate, const double* block_values) {
        HEGEMON_EXPECT(first_replicate == next_ && first_replicate % replicate_block == 0);
        for (Sums& sums : sums_) {
            sums.close_at(first_replicate);
            sums.block = *block_values++;
        }
        next_ += replicate_block;
    }

    /// All that is kept, for later: put back, and `go_on` told, further replicates may be added.
    [[nodiscard]] std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(sums_)); }
    void go_on(std::uint64_t next_replicate) { next_ = next_replicate; }

    /// The sum of one value over all replicates so far.
    [[nodiscard]] double total(std::size_t value) const {
        const Sums& sums = sums_[value];
        return sums.total + (sums.block + sums.octet);
    }

private:
    struct Sums {
        double octet = 0.0, block = 0.0, total = 0.0;

        /// Ends the octet, and the block, before a replicate that begins a new one.
        void close_at(std::uint64_t replicate) {
            if (replicate == 0) return;
            block += octet;
            octet = 0.0;
            if (replicate % replicate_block != 0) return;
            total += block;
            block = 0.0;
        }
    };

    void close_at(std::uint64_t replicate) {
        if (replicate % octet != 0) return;
        for (Sums& sums : sums_) sums.close_at(replicate);
    }

    AlignedVector<Sums> sums_;
    std::uint64_t next_ = 0;
};

}  // namespace hegemon
