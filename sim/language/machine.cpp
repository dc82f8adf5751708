#include "language/machine.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "core/check.hpp"

namespace hegemon {

namespace {

constexpr std::size_t tile_elements = 2048;
/// So many that packed columns of theirs, 8 MiB, take a good part of a processor's last cache.
constexpr std::size_t rows_from_memory = std::size_t{1} << 18;

bool is_sum(Block::Reduce reduce) { return reduce != Block::Reduce::minimum && reduce != Block::Reduce::maximum; }

/// What an aggregate over nothing is.
double of_nothing(Block::Reduce reduce) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return reduce == Block::Reduce::minimum ? infinity : reduce == Block::Reduce::maximum ? -infinity : 0.0;
}

/// Of parents [begin, begin + rows).
Segments segments_of(const Block& child, std::size_t begin, std::size_t rows) {
    Segments segments{child.first + begin, rows, child.first[begin], child.first[begin + rows],
                      child.children_each, begin};
    segments.ask_ahead = child.ask_ahead;
    return segments;
}

}  // namespace

std::size_t Machine::tile_rows(std::size_t lanes) { return std::max<std::size_t>(1, tile_elements / lanes); }

/// Registers lie close together, each from a cache line on, and one line further apart than they need: with a power of
/// two between them they would drive each other out of the cache.
void Machine::reserve(const Block& block, std::size_t values) {
    constexpr std::size_t line = cache_line / sizeof(double);
    const auto apart = (values + line - 1) / line * line + line;
    if (frames_.size() <= block.level) frames_.resize(block.level + 1);
    auto& frame = frames_[block.level];
    if (frame.storage.size() < block.registers * apart) frame.storage.resize(block.registers * apart);
    if (frame.registers.size() < block.registers) frame.registers.resize(block.registers);
    for (std::size_t i = 0; i < block.registers; ++i) frame.registers[i] = frame.storage.data() + i * apart;
}

void Machine::run(const Block& block, const Memory& memory, std::size_t begin, std::size_t end,
                  std::span<double* const> outputs) {
    of_pass_ = nullptr;
    run_tile(block, memory, begin, end, outputs);
}

void Machine::run_tile(const Block& block, const Memory& memory, std::size_t begin, std::size_t end,
                       std::span<double* const> outputs) {
    HEGEMON_EXPECT(end - begin <= tile_rows(memory.lanes));
    reserve(block, (end - begin) * memory.lanes);
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i] != nullptr) frames_[0].registers[block.outputs[i].reg] = outputs[i];
    execute(block, memory, begin, end);
}

void Machine::run_all(const Block& block, const Memory& memory, std::size_t size, std::span<double* const> outputs) {
    packs_.begin(block, memory);
    packs_.pack(memory, {0, packs_.rows()});
    run_rows(block, memory, {0, size}, outputs, packs_);
}

void Machine::run_rows(const Block& block, const Memory& memory, RowRange rows, std::span<double* const> outputs,
                       const Packs& packs) {
    of_pass_ = &packs;
    const auto tile = tile_rows(memory.lanes);
    if (rows.begin == 0 && rows.end <= tile) {
        if (rows.end > 0) run_tile(block, memory, 0, rows.end, outputs);
        return;
    }
    std::vector<double*> places(outputs.size());
    for (std::size_t begin = rows.begin; begin < rows.end; begin += tile) {
        for (std::size_t i = 0; i < places.size(); ++i)
            places[i] = outputs[i] == nullptr ? nullptr : outputs[i] + begin * memory.lanes;
        run_tile(block, memory, begin, std::min(rows.end, begin + tile), places);
    }
}

/// Where an operand's values begin: of element `begin`, or of all rows if an index names them.
[[gnu::always_inline]] inline const double* Machine::place(const Block& block, const Operand& operand,
                                                           const Memory& memory, std::size_t begin) const {
    switch (operand.kind) {
        case Operand::Kind::constant:
            return &operand.constant;
        case Operand::Kind::time:
            return &memory.time;
        case Operand::Kind::field:
            return operand.field + begin;
        case Operand::Kind::own:
            return memory.slots[index_of(operand.slot)] + begin * memory.lanes;
        case Operand::Kind::gathered:
        case Operand::Kind::broadcast:
            return memory.slots[index_of(operand.slot)];
        case Operand::Kind::reg:
            return frames_[block.level].registers[operand.reg];
        case Operand::Kind::outer:
            return frames_[block.level - operand.levels].registers[operand.reg];
    }
    return nullptr;
}

[[gnu::always_inline]] inline View Machine::view(const Block& block, const Operand& operand, const Memory& memory,
                                                 std::size_t begin) const {
    View view;
    view.base = place(block, operand, memory, begin);
    view.lanes = operand.each_lane() ? View::Lanes::each : View::Lanes::one;
    view.of_parent = operand.of_parent;
    const auto lanes = static_cast<std::ptrdiff_t>(memory.lanes);
    const std::ptrdiff_t strides[] = {0, 0, 1, lanes, lanes, 0, lanes, lanes};  // as Operand::Kind counts
    view.stride = strides[static_cast<std::size_t>(operand.kind)];
    view.index = operand.index == nullptr ? nullptr : operand.index + begin;
    if (operand.kind == Operand::Kind::outer)
        view.shift = static_cast<std::ptrdiff_t>(frames_[block.level - operand.levels].begin);
    return view;
}

void Machine::execute(const Block& block, const Memory& memory, std::size_t begin, std::size_t end) {
    frames_[block.level].begin = begin;
    gathered_count_ = 0;
    const auto rows = end - begin;
    for (const auto& instruction : block.code) {
        switch (instruction.kind) {
            case Instruction::Kind::compute:
                compute(block, instruction, memory, begin, rows);
                break;
            case Instruction::Kind::copy: {
                double* out = frames_[block.level].registers[instruction.out];
                kernels().copy_rows(out, view(block, instruction.operands[0], memory, begin), rows, memory.lanes);
                break;
            }
            case Instruction::Kind::draw:
                draw(block, instruction, memory, begin, rows);
                break;
            case Instruction::Kind::reduce:
                reduce(block, instruction, memory, begin, rows);
                break;
        }
    }
}

/// With one lane rows lie side by side: those that an index names are gathered first (once a tile).
const double* Machine::gathered(const View& from, std::size_t rows) {
    for (std::size_t i = 0; i < gathered_count_; ++i)
        if (gathered_[i].base == from.base && gathered_[i].index == from.index) return gathered_[i].values.data();
    if (gathered_.size() == gathered_count_) gathered_.emplace_back();
    auto& gathered = gathered_[gathered_count_++];
    gathered.base = from.base;
    gathered.index = from.index;
    if (gathered.values.size() < rows) gathered.values.resize(rows);
    kernels().copy_rows(gathered.values.data(), from, rows, 1);
    return gathered.values.data();
}

void Machine::compute(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                      std::size_t rows) {
    if (memory.lanes == 1) return compute_alone(block, instruction, memory, begin, rows);
    // No more views than there are operands: with small tiles it takes time to clear what nobody reads.
    switch (instruction.operand_count) {
        case 1:
            return compute_with<1>(block, instruction, memory, begin, rows);
        case 2:
            return compute_with<2>(block, instruction, memory, begin, rows);
        default:
            return compute_with<3>(block, instruction, memory, begin, rows);
    }
}

template <std::size_t Operands>
void Machine::compute_with(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                           std::size_t rows) {
    double* out = frames_[block.level].registers[instruction.out];
    View views[Operands];
#pragma GCC unroll 3
    for (std::size_t i = 0; i < Operands; ++i) views[i] = view(block, instruction.operands[i], memory, begin);
    if (instruction.is_run)
        instruction.kernel(out, views, 1, rows * memory.lanes);
    else
        instruction.kernel(out, views, rows, memory.lanes);
}

/// One lane: rows are taken for lanes, of a single row.
void Machine::compute_alone(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                            std::size_t rows) {
    for (std::size_t i = 0; i < instruction.operand_count; ++i) {
        const auto& operand = instruction.operands[i];
        row_[i].base = operand.index == nullptr ? place(block, operand, memory, begin)
                                                : gathered(view(block, operand, memory, begin), rows);
    }
    instruction.kernel_alone(frames_[block.level].registers[instruction.out], row_, 1, rows);
}

void Machine::draw(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                   std::size_t rows) {
    double* out = frames_[block.level].registers[instruction.out];
    const auto& hashes = (*memory.row_hashes)[index_of((*memory.draws)[instruction.draw].kind)];
    kernels().uniforms(out, memory.draw_keys[instruction.draw], memory.step, hashes.data() + begin, rows,
                       memory.first_replicate, memory.lanes);
}

void Machine::reduce(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                     std::size_t rows) {
    if (instruction.reductions.size() > 1) {
        if (memory.lanes > 1) return sum_together(block, instruction, memory, begin, rows, {});
        if (const auto columns = packed(instruction, memory, begin, rows))
            return sum_together(block, instruction, memory, begin, rows, *columns);
    }
    for (const auto& reduction : instruction.reductions)
        reduce_alone(block, instruction.op, reduction, memory, begin, rows);
}

void Machine::reduce_alone(const Block& block, Op op, const Reduction& reduction, const Memory& memory,
                           std::size_t begin, std::size_t rows) {
    const auto& child = *reduction.child;
    const auto lanes = memory.lanes;
    double* into = frames_[block.level].registers[reduction.out];
    auto all = segments_of(child, begin, rows);
    const auto count = all.end - all.begin;
    // Without code of its own the child reads its operands where they are: no need for tiles.
    const auto stride = child.code.empty() ? std::max<std::size_t>(1, count) : tile_rows(lanes);
    all.fresh = count > 0 && count <= stride && is_sum(child.reduce);
    if (!all.fresh) std::fill_n(into, rows * lanes, of_nothing(child.reduce));
    reserve(child, std::min(stride, count) * lanes);
    for (std::size_t from = all.begin; from < all.end; from += stride) {
        auto segments = all;
        segments.begin = from;
        segments.end = std::min(all.end, from + stride);
        if (segments.end - from < count) segments.each = 0;
        execute(child, memory, segments.begin, segments.end);
        reduce_tile(op, child, memory, into, segments);
    }
    gathered_count_ = 0;  // what was gathered was the children's
}

void Machine::reduce_tile(Op op, const Block& child, const Memory& memory, double* into, const Segments& segments) {
    const auto operand = [&](std::size_t i) { return view(child, child.outputs[i], memory, segments.begin); };
    const auto value = operand(0);
    if (child.reduce == Block::Reduce::products) {
        kernels().reduce_products(into, segments, value, operand(1), memory.lanes);
        return;
    }
    if (child.reduce == Block::Reduce::quotients) {
        kernels().reduce_quotients(into, segments, value, operand(1), operand(2), operand(3), memory.lanes);
        return;
    }
    View where;
    if (child.has_where) where = operand(1);
    const View* filter = child.has_where ? &where : nullptr;
    if (child.reduce == Block::Reduce::sum)
        kernels().reduce_sum(into, segments, value, filter, memory.lanes);
    else
        kernels().reduce_extreme(op, into, segments, value, filter, memory.lanes);
}

/// What the sums of some parents gather from, if it is worth packing: of those that lie close together the rows that
/// these parents need, which then are still at hand when they are read; else all rows, once a pass.
std::optional<PackedColumns> Machine::packed(const Instruction& instruction, const Memory& memory, std::size_t begin,
                                             std::size_t rows) {
    const auto& windows = instruction.reductions[0].child->windows;  // the others' index is the same
    if (windows.empty()) return std::nullopt;
    if (!windows.are_narrow()) return of_pass_ != nullptr ? std::optional(of_pass_->of(instruction)) : std::nullopt;
    const auto window = windows.of(begin, begin + rows);
    if (window.size() == 0 || !Windows::is_narrow(window, rows)) return std::nullopt;
    if (window_.size() < window.size() * packed_width) window_.resize(window.size() * packed_width);
    pack_rows(window_.data(), instruction, memory, window);
    return PackedColumns{window_.data(), window.begin};
}

/// The planner has seen to it that they read the same weights through the same index (BlockPlanner::join).
void Machine::sum_together(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                           std::size_t rows, PackedColumns packed) {
    const auto& first = *instruction.reductions[0].child;
    auto segments = segments_of(first, begin, rows);
    segments.fresh = true;
    segments.ask_for_rows = !first.windows.are_narrow() && first.windows.all().size() >= rows_from_memory;
    WeightedSum sums[max_sums_together];
    std::size_t count = 0;
    for (const auto& reduction : instruction.reductions) {
        const auto& child = *reduction.child;
        const auto operand = [&](std::size_t i) { return view(child, child.outputs[i], memory, segments.begin); };
        auto& sum = sums[count++];
        sum.into = frames_[block.level].registers[reduction.out];
        sum.column = operand(child.outputs.size() - 1);
        sum.is_share = child.reduce == Block::Reduce::quotients;
        if (sum.is_share) std::tie(sum.a, sum.b) = std::pair(operand(1), operand(2));
    }
    const auto weight = view(first, first.outputs[0], memory, segments.begin);
    kernels().sums_together(segments, weight, sums, count, packed, memory.lanes);
}

}  // namespace hegemon
