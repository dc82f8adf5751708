#include "language/packs.hpp"

#include <algorithm>
#include <span>

#include "core/check.hpp"
#include "language/machine.hpp"

namespace hegemon {

void pack_rows(double* to, const Instruction& sums, const Memory& memory, RowRange rows) {
    WeightedSum columns[max_sums_together];
    std::size_t count = 0;
    for (const auto& reduction : sums.reductions)
        columns[count++].column.base = memory.slots[index_of(reduction.child->outputs.back().slot)];
    kernels().pack_columns(to, columns, count, rows.begin, rows.end);
}

void Packs::begin(const Block& block, const Memory& memory) {
    count_ = memory.lanes == 1 ? block.wide_sums.size() : 0;
    if (packs_.size() < count_) packs_.resize(count_);
    for (std::size_t i = 0; i < count_; ++i) {
        auto& pack = packs_[i];
        pack.of = block.wide_sums[i];
        pack.rows = pack.of->reductions[0].child->windows.all().end;
        if (pack.values.size() < pack.rows * packed_width) pack.values.resize(pack.rows * packed_width);
    }
}

std::size_t Packs::rows() const {
    std::size_t most = 0;
    for (const auto& pack : std::span(packs_).first(count_)) most = std::max(most, pack.rows);
    return most;
}

void Packs::pack(const Memory& memory, RowRange rows) {
    for (auto& pack : std::span(packs_).first(count_)) {
        const RowRange these{rows.begin, std::min(rows.end, pack.rows)};
        if (these.begin < these.end)
            pack_rows(pack.values.data() + these.begin * packed_width, *pack.of, memory, these);
    }
}

PackedColumns Packs::of(const Instruction& sums) const {
    for (const auto& pack : std::span(packs_).first(count_))
        if (pack.of == &sums) return {pack.values.data(), 0};
    HEGEMON_ASSERT(false);
    return {};
}

}  // namespace hegemon
