#pragma once
/// Columns that sums gather from, packed row by row, where there is one lane.
#include <cstddef>
#include <vector>

#include "core/aligned_vector.hpp"
#include "language/kernels.hpp"
#include "language/program.hpp"

namespace hegemon {

struct Memory;

/// to[row - rows.begin][packed_width]: what sums that are worked out together gather from.
void pack_rows(double* to, const Instruction& sums, const Memory& memory, RowRange rows);

/// All rows of what a block's sums gather from far apart, for a pass over all rows, in which no column changes.
class Packs {
public:
    /// Makes room for a pass of the block; with more than one lane nothing is packed.
    void begin(const Block& block, const Memory& memory);
    /// How many rows are to be packed before the pass. Threads may pack different ones at the same time.
    [[nodiscard]] std::size_t rows() const;
    void pack(const Memory& memory, RowRange rows);
    /// Of one of the block's Block::wide_sums.
    [[nodiscard]] PackedColumns of(const Instruction& sums) const;

private:
    struct Pack {
        const Instruction* of = nullptr;
        std::size_t rows = 0;
        AlignedVector<double> values;  ///< [row][packed_width]
    };
    std::vector<Pack> packs_;
    std::size_t count_ = 0;  ///< of the pass; the others are kept for their memory
};

}  // namespace hegemon
