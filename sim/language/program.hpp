#pragma once
/// Straight-line programs over tiles of [row][lane], made from the graph: what a machine runs.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "language/graph.hpp"
#include "language/kernels.hpp"
#include "language/windows.hpp"

namespace hegemon {

/// Where an instruction finds an operand.
struct Operand {
    enum class Kind : std::uint8_t {
        constant,   ///< `constant`
        time,       ///< the time of the moment
        field,      ///< a value an element, the same in all lanes
        own,        ///< a slot's row of the element itself
        gathered,   ///< a slot's row that `index` names
        broadcast,  ///< a slot without rows: the same for all elements
        reg,        ///< a register of the block
        outer,      ///< a register of an enclosing block, `levels` up, at the element that `index` names
    };
    Kind kind = Kind::constant;
    bool of_parent = false;  ///< `index` names the parent, of an element of an aggregate's domain
    std::uint32_t levels = 0;
    std::uint32_t reg = 0;
    SlotId slot = SlotId::none;
    double constant = 0;
    const double* field = nullptr;
    const std::int32_t* index = nullptr;

    /// Whether it reads what the other reads, if neither is a constant or a register.
    [[nodiscard]] bool same_place(const Operand& other) const {
        return kind == other.kind && slot == other.slot && field == other.field && index == other.index;
    }
    [[nodiscard]] bool each_lane() const { return kind >= Kind::own; }
    [[nodiscard]] bool each_row() const {
        return kind != Kind::constant && kind != Kind::time && kind != Kind::broadcast;
    }
    /// Whether rows lie side by side, or there is but one value.
    [[nodiscard]] bool is_run() const {
        return kind == Kind::constant || kind == Kind::time || kind == Kind::own || kind == Kind::reg;
    }
};

struct Block;

/// An aggregate: what becomes of the values that a block computes child by child.
struct Reduction {
    std::uint32_t out = 0;  ///< register
    std::unique_ptr<const Block> child;
};

struct Instruction {
    enum class Kind : std::uint8_t { compute, copy, draw, reduce };
    Kind kind = Kind::compute;
    Op op = Op::add;
    std::uint32_t out = 0;              ///< register; of a reduce each reduction has its own
    std::uint32_t draw = 0;             ///< index into Graph::draws
    std::array<Operand, 3> operands;    ///< of a compute or copy
    Kernel kernel = nullptr;            ///< of a compute, where there is more than one lane
    Kernel kernel_alone = nullptr;      ///< of a compute, where there is one lane: over rows in place of lanes
    std::uint8_t operand_count = 0;     ///< of a compute
    bool is_run = false;                ///< its operands lie row by row side by side, or are constant
    std::vector<Reduction> reductions;  ///< of a reduce: one, or sums that are worked out together
};

/// A program for the elements of one domain.
struct Block {
    DomainId domain = DomainId::scalar;
    std::uint32_t level = 0;  ///< how many blocks enclose it
    std::uint32_t registers = 0;
    std::vector<Instruction> code;
    std::vector<Operand> outputs;          ///< one a root: a register of its own, except in a reduce's child
    std::vector<SlotId> slots;             ///< lets and parts that must be up to date before it runs, in no order
    std::vector<SlotId> gathered_slots;    ///< those of which it only reads rows that some index names
    const std::uint32_t* first = nullptr;  ///< of a reduce's child: where each parent's children begin
    std::size_t children_each = 0;         ///< of a reduce's child: how many each parent has, if all have as many
    bool ask_ahead = false;                ///< of a reduce's child: see Segments
    /// Of a whole program: sums worked out together that gather from far apart, for which Packs has all rows.
    std::vector<const Instruction*> wide_sums;
    Windows windows;  ///< of a weighted sum whose column is worth packing: where it gathers from
    /// quotients: a weight times a / (b + c), the share of one in a contest.
    enum class Reduce : std::uint8_t { none, sum, products, quotients, minimum, maximum };
    Reduce reduce = Reduce::none;
    bool has_where = false;
};

/// Makes blocks. Scalar nodes that other domains need become slots of their own (Slot::Role::part).
class Planner {
public:
    explicit Planner(Graph& graph) : graph_(graph) {}
    /// A block over `domain` (scalar or a kind's rows) that computes `roots`. `defining`: the slot whose definition
    /// this is.
    std::unique_ptr<Block> plan(DomainId domain, const std::vector<NodeId>& roots, SlotId defining = SlotId::none);
    /// Slot of a scalar node that is not constant.
    SlotId part(NodeId scalar);

private:
    Graph& graph_;
    std::map<NodeId, SlotId> slot_of_;  ///< node -> the slot that holds it
    std::size_t known_slots_ = 0;
    friend class BlockPlanner;
};

}  // namespace hegemon
