#include "language/program.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"

namespace hegemon {

namespace {
/// With a weight and an index each they take 3 MiB, more than a near cache.
constexpr std::size_t children_from_memory = std::size_t{1} << 18;

/// Sums that are worked out together and gather from far apart, also in blocks inside.
void list_wide_sums(const Block& block, std::vector<const Instruction*>& sums) {
    for (const auto& instruction : block.code) {
        for (const auto& reduction : instruction.reductions) list_wide_sums(*reduction.child, sums);
        if (instruction.reductions.size() < 2) continue;
        const auto& windows = instruction.reductions[0].child->windows;
        if (!windows.empty() && !windows.are_narrow()) sums.push_back(&instruction);
    }
}
}  // namespace

/// Plans one block (and, through its aggregates, the blocks inside it).
class BlockPlanner {
public:
    BlockPlanner(Planner& planner, DomainId domain, SlotId defining, BlockPlanner* outer)
        : planner_(planner),
          graph_(planner.graph_),
          outer_(outer),
          block_(std::make_unique<Block>()),
          defining_(defining) {
        block_->domain = domain;
        block_->level = outer != nullptr ? outer->block_->level + 1 : 0;
    }

    std::unique_ptr<Block> plan(const std::vector<NodeId>& roots) {
        for (const auto root : roots) pin(root);
        schedule(roots);
        for (const auto root : roots) output(root);
        name_slots();
        return std::move(block_);
    }

    /// The block inside an aggregate: its operands may be read from where they are.
    std::unique_ptr<Block> plan_child(const Node& aggregate) {
        const auto& domain = graph_.domain(aggregate.child);
        block_->first = domain.first.data();
        block_->children_each = common_count(domain.first);
        block_->ask_ahead = domain.size >= children_from_memory;
        auto body = aggregate.operands[0];
        const auto where = aggregate.operands[1];
        std::vector<NodeId> roots{body};
        block_->reduce = aggregate.op == Op::aggregate_sum   ? Block::Reduce::sum
                         : aggregate.op == Op::aggregate_min ? Block::Reduce::minimum
                                                             : Block::Reduce::maximum;
        block_->has_where = where != NodeId::none;
        if (where != NodeId::none)
            roots.push_back(where);
        else if (block_->reduce == Block::Reduce::sum && graph_.node(body).op == Op::mul && is_computed(body)) {
            block_->reduce = Block::Reduce::products;
            roots = {graph_.node(body).operands[0], graph_.node(body).operands[1]};
            split_quotient(roots);
        }
        schedule(roots);
        for (const auto root : roots) {
            block_->outputs.push_back(operand(root));
            block_->outputs.back().of_parent =
                domain.parent_of && block_->outputs.back().index == domain.parent_of->data();
        }
        auto& outputs = block_->outputs;  // a weight stands before what it weighs
        if (block_->reduce == Block::Reduce::products && is_gathered(outputs[0]) && !is_gathered(outputs[1]))
            std::swap(outputs[0], outputs[1]);
        if (is_weighted(*block_)) {
            Windows windows(domain.first, outputs.back().index);
            if (domain.size >= 2 * windows.all().size()) block_->windows = std::move(windows);
        }
        name_slots();
        return std::move(block_);
    }

private:
    static std::size_t common_count(const std::vector<std::uint32_t>& first) {
        for (std::size_t parent = 1; parent + 1 < first.size(); ++parent)
            if (first[parent + 1] - first[parent] != first[1] - first[0]) return 0;
        return first.size() > 1 ? first[1] - first[0] : 0;
    }

    /// Of a product: where one factor is a / (b + c) of values that differ between lanes, the other factor, a, b and c.
    void split_quotient(std::vector<NodeId>& roots) {
        const auto is_each = [&](NodeId id) {
            const auto op = graph_.node(id).op;
            return op != Op::constant && op != Op::field && op != Op::time &&
                   !(op == Op::lift && graph_.node(graph_.node(id).operands[0]).op == Op::time);
        };
        for (const auto& [quotient, weight] : {std::pair{roots[1], roots[0]}, std::pair{roots[0], roots[1]}}) {
            if (graph_.node(quotient).op != Op::div || !is_computed(quotient)) continue;
            const auto [a, sum, none] = graph_.node(quotient).operands;
            if (graph_.node(sum).op != Op::add || !is_computed(sum)) continue;
            const auto [b, c, nothing] = graph_.node(sum).operands;
            if (!is_each(a) || !is_each(b) || !is_each(c)) continue;
            block_->reduce = Block::Reduce::quotients;
            roots = {weight, a, b, c};
            return;
        }
    }

    void name_slots() {
        for (const auto& [slot, use] : slots_)
            (use == SlotUse::all_rows ? block_->slots : block_->gathered_slots).push_back(slot);
    }

    enum class SlotUse : std::uint8_t { gathered_rows, all_rows };
    void use_slot(SlotId slot, SlotUse use) {
        auto& known = slots_.try_emplace(slot, use).first->second;
        if (use == SlotUse::all_rows) known = use;
    }

    /// Puts the instructions that compute `roots` into the block.
    void schedule(const std::vector<NodeId>& roots) {
        for (const auto root : roots) visit(root);
        count_uses(roots);
        fuse();
        find_last_uses(roots);
        for (const auto id : order_) emit(id);
    }

    [[nodiscard]] bool is_defined_elsewhere(NodeId id) const {
        const auto slot = slot_of(id);
        return slot != SlotId::none && slot != defining_;
    }

    /// The slot whose definition a node is, if it has one.
    [[nodiscard]] SlotId slot_of(NodeId id) const {
        if (graph_.is_static(id)) return SlotId::none;
        const auto found = planner_.slot_of_.find(id);
        return found == planner_.slot_of_.end() ? SlotId::none : found->second;
    }

    /// Whether the node's value must be computed by an instruction of this block.
    [[nodiscard]] bool is_computed(NodeId id) const {
        const auto& node = graph_.node(id);
        if (node.op == Op::constant || node.op == Op::field || node.op == Op::time || node.op == Op::load ||
            node.op == Op::lift)
            return false;
        return !is_defined_elsewhere(id);
    }

    // ---- what is needed, in an order that works
    void visit(NodeId id) {
        if (std::exchange(state_[id].seen, true)) return;
        const auto& node = graph_.node(id);
        if (is_defined_elsewhere(id)) {
            use_slot(slot_of(id), SlotUse::all_rows);
            return;
        }
        if (node.op == Op::load) {
            const auto role = graph_.slot(node.slot).role;
            if (role == Slot::Role::let || role == Slot::Role::part)
                use_slot(node.slot, node.index ? SlotUse::gathered_rows : SlotUse::all_rows);
            return;
        }
        if (node.op == Op::lift) {
            lifted(id);
            return;
        }
        if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) {
            visit_aggregate(id);
            return;
        }
        const auto operands = node.operands;
        for (const auto operand : operands)
            if (operand != NodeId::none) visit(operand);
        if (is_computed(id)) order_.push_back(id);
    }

    /// A value of an enclosing domain: of the scalar one it becomes a slot, else a register of the block that has it.
    void lifted(NodeId id) {
        const auto source = graph_.node(id).operands[0];
        const auto domain = graph_.node(source).domain;
        if (domain == DomainId::scalar) {
            if (graph_.node(source).op != Op::time) use_slot(planner_.part(source), SlotUse::all_rows);
            return;
        }
        if (outer_ != nullptr) outer_->provide(source, domain);
    }

    void provide(NodeId source, DomainId domain) {
        if (domain != block_->domain) {
            HEGEMON_ASSERT(outer_ != nullptr);
            outer_->provide(source, domain);
            return;
        }
        visit(source);
        pin(source);
    }

    void visit_aggregate(NodeId id) {
        const auto& node = graph_.node(id);
        BlockPlanner child(planner_, node.child, SlotId::none, this);
        child.defining_ = defining_;
        child.walk(node);
        for (const auto& [slot, use] : child.slots_) use_slot(slot, use);
        order_.push_back(id);
    }

    /// Finds out what an aggregate's inside needs of the blocks around it.
    void walk(const Node& aggregate) {
        visit(aggregate.operands[0]);
        if (aggregate.operands[1] != NodeId::none) visit(aggregate.operands[1]);
    }

    /// A register that lives until the block's end: a root or what inner blocks read.
    void pin(NodeId id) { state_[id].kept = true; }

    // ---- fusing a * b + c and the like: where the product is used once, here
    void count_uses(const std::vector<NodeId>& roots) {
        for (const auto id : order_)
            for (const auto operand : graph_.node(id).operands)
                if (operand != NodeId::none) ++state_[operand].uses;
        for (const auto root : roots) state_[root].uses += 2;
    }

    [[nodiscard]] bool fusible(NodeId id, Op op) {
        if (graph_.node(id).op != op || !is_computed(id)) return false;
        const State& state = state_[id];
        return state.uses == 1 && !state.kept && !state.fused;
    }

    void fuse() {
        for (const auto id : order_) {
            const auto& node = graph_.node(id);
            const auto [a, b, c] = node.operands;
            const auto take = [&](Op op, NodeId part, NodeId x, NodeId y, NodeId z) {
                state_[id].fused = {op, {x, y, z}};
                state_[part].inside = true;
            };
            const auto left = [&](NodeId part) { return graph_.node(part).operands[0]; };
            const auto right = [&](NodeId part) { return graph_.node(part).operands[1]; };
            if (node.op == Op::add && fusible(a, Op::mul))
                take(Op::mul_add, a, left(a), right(a), b);
            else if (node.op == Op::add && fusible(b, Op::mul))
                take(Op::mul_add, b, left(b), right(b), a);
            else if (node.op == Op::sub && fusible(a, Op::mul))
                take(Op::mul_sub, a, left(a), right(a), b);
            else if (node.op == Op::sub && fusible(b, Op::mul))
                take(Op::sub_mul, b, left(b), right(b), a);
            else if (node.op == Op::mul && fusible(a, Op::add))
                take(Op::add_mul, a, left(a), right(a), b);
            else if (node.op == Op::mul && fusible(b, Op::add))
                take(Op::add_mul, b, left(b), right(b), a);
            else if (node.op == Op::mul && fusible(a, Op::sub))
                take(Op::sub_times, a, left(a), right(a), b);
            else if (node.op == Op::mul && fusible(b, Op::sub))
                take(Op::sub_times, b, left(b), right(b), a);
            else if (node.op == Op::div && fusible(b, Op::add))
                take(Op::div_sum, b, a, left(b), right(b));
        }
        std::erase_if(order_, [&](NodeId id) { return state_[id].inside; });
    }

    [[nodiscard]] std::array<NodeId, 3> operands_of(NodeId id) {
        const auto& fused = state_[id].fused;
        return fused ? fused->operands : graph_.node(id).operands;
    }

    // ---- registers: freed after their last use
    void find_last_uses(const std::vector<NodeId>& roots) {
        for (const auto root : roots) pin(root);
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const auto& node = graph_.node(order_[i]);
            if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) continue;
            for (const auto operand : operands_of(order_[i]))
                if (operand != NodeId::none) state_[operand].last_use = i;
        }
    }

    std::uint32_t take_register() {
        if (free_.empty()) return block_->registers++;
        const auto result = free_.back();
        free_.pop_back();
        return result;
    }

    void emit(NodeId id) {
        const auto& node = graph_.node(id);
        Instruction instruction;
        const auto position = emitted_++;
        if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) {
            BlockPlanner child(planner_, node.child, SlotId::none, this);
            child.defining_ = defining_;
            auto inside = child.plan_child(node);
            if (join(id, inside)) return;
            instruction.kind = Instruction::Kind::reduce;
            instruction.op = node.op;
            const auto out = take_register();
            state_[id].reg = out;
            instruction.reductions.push_back({out, std::move(inside)});
            block_->code.push_back(std::move(instruction));
            return;
        }
        const auto operands = operands_of(id);
        const auto& fused = state_[id].fused;
        instruction.op = fused ? fused->op : node.op;
        if (node.op == Op::draw) {
            instruction.kind = Instruction::Kind::draw;
            instruction.draw = node.draw;
        }
        for (std::size_t i = 0; i < 3; ++i)
            if (operands[i] != NodeId::none) instruction.operands[i] = operand(operands[i]);
        if (instruction.kind == Instruction::Kind::compute) {
            unsigned each = 0;
            unsigned each_row = 0;
            instruction.operand_count = static_cast<std::uint8_t>(arity(instruction.op));
            instruction.is_run = true;
            for (std::size_t i = 0; i < instruction.operand_count; ++i) {
                each |= instruction.operands[i].each_lane() ? 1U << i : 0U;
                each_row |= instruction.operands[i].each_row() ? 1U << i : 0U;
                instruction.is_run = instruction.is_run && instruction.operands[i].is_run();
            }
            instruction.kernel = kernels().kernel_for(instruction.op, each);
            instruction.kernel_alone = kernels().kernel_for(instruction.op, each_row);
        }
        for (const auto done : operands) {
            if (done == NodeId::none) continue;
            State& state = state_[done];
            if (!state.reg || state.kept || state.last_use != position) continue;
            if (!std::exchange(state.released, true)) free_.push_back(*state.reg);
        }
        instruction.out = take_register();
        state_[id].reg = instruction.out;
        block_->code.push_back(std::move(instruction));
    }

    // ---- sums over the same children with the same weights in one pass

    static bool is_gathered(const Operand& operand) { return operand.kind == Operand::Kind::gathered; }

    /// A sum of weights times values that it gathers, one index for all: of a column, or of shares with a column.
    static bool is_weighted(const Block& child) {
        if (child.reduce != Block::Reduce::products && child.reduce != Block::Reduce::quotients) return false;
        const auto& weight = child.outputs[0];
        const auto middle = std::span(child.outputs).subspan(1, child.outputs.size() - 2);
        return child.code.empty() && (weight.kind == Operand::Kind::field || weight.kind == Operand::Kind::own) &&
               is_gathered(child.outputs.back()) && !child.outputs.back().of_parent &&
               std::ranges::all_of(middle, [&](const auto& of) { return is_gathered(of) && of.of_parent; });
    }

    static bool can_join(const std::vector<Reduction>& sums, const Block& other) {
        const auto& first = *sums.front().child;
        const auto is_share = [](const Block& block) { return block.reduce == Block::Reduce::quotients; };
        const auto shares = std::ranges::count_if(sums, [&](const auto& sum) { return is_share(*sum.child); });
        return sums.size() < max_sums_together && is_weighted(first) && first.domain == other.domain &&
               shares + (is_share(other) ? 1 : 0) <= 1 && first.outputs[0].same_place(other.outputs[0]) &&
               first.outputs.back().index == other.outputs.back().index;
    }

    /// Works out an aggregate together with an earlier one, if that can be. It reads no register, so it can stand
    /// there; its result is in a register that nothing had before.
    bool join(NodeId id, std::unique_ptr<Block>& child) {
        if (!is_weighted(*child)) return false;
        for (auto& earlier : block_->code) {
            auto& sums = earlier.reductions;
            if (sums.empty() || !can_join(sums, *child)) continue;
            const auto out = block_->registers++;
            state_[id].reg = out;
            const auto place = child->reduce == Block::Reduce::quotients ? sums.begin() : sums.end();
            sums.insert(place, {out, std::move(child)});
            return true;
        }
        return false;
    }

    Operand operand(NodeId id) {
        const auto& node = graph_.node(id);
        Operand result;
        if (const auto found = state_.find(id); found != state_.end() && found->second.reg) {
            result.kind = Operand::Kind::reg;
            result.reg = *found->second.reg;
            return result;
        }
        if (is_defined_elsewhere(id)) return slot_operand(slot_of(id), nullptr);
        switch (node.op) {
            case Op::constant:
                result.constant = node.constant;
                return result;
            case Op::time:
                result.kind = Operand::Kind::time;
                return result;
            case Op::field:
                result.kind = Operand::Kind::field;
                result.field = node.field->data();
                return result;
            case Op::load:
                return slot_operand(node.slot, node.index);
            case Op::lift:
                return lift_operand(node);
            default:
                break;
        }
        HEGEMON_ASSERT(false);
        return result;
    }

    Operand slot_operand(SlotId slot, const IndexPtr& index) {
        Operand result;
        result.slot = slot;
        if (graph_.slot(slot).kind == KindId::none) {
            result.kind = Operand::Kind::broadcast;
        } else if (!index || is_identity(*index, graph_.slot(slot).rows)) {
            result.kind = Operand::Kind::own;
        } else {
            result.kind = Operand::Kind::gathered;
            result.index = index->data();
        }
        return result;
    }

    static bool is_identity(const Index& index, std::size_t rows) {
        if (index.size() != rows) return false;
        for (std::size_t i = 0; i < index.size(); ++i)
            if (index[i] != static_cast<std::int32_t>(i)) return false;
        return true;
    }

    Operand lift_operand(const Node& node) {
        const auto source = node.operands[0];
        if (graph_.node(source).domain == DomainId::scalar) {
            if (graph_.node(source).op != Op::time) return slot_operand(planner_.part(source), nullptr);
            Operand time;
            time.kind = Operand::Kind::time;
            return time;
        }
        std::uint32_t levels = 1;
        auto* holder = outer_;
        while (holder->block_->domain != graph_.node(source).domain) {
            holder = holder->outer_;
            ++levels;
        }
        auto result = holder->operand(source);
        if (result.kind == Operand::Kind::reg) {
            result.kind = Operand::Kind::outer;
            result.levels = levels;
            result.index = node.index->data();
            return result;
        }
        // The enclosing block reads it from a slot: so do we, through the ancestor's element.
        HEGEMON_ASSERT(result.kind == Operand::Kind::own);
        result.kind = Operand::Kind::gathered;
        result.index = node.index->data();
        return result;
    }

    /// Each root gets a register of its own, which the caller may place in memory.
    void output(NodeId root) {
        auto source = operand(root);
        if (source.kind != Operand::Kind::reg || !given_.insert(source.reg).second) {
            Instruction copy;
            copy.kind = Instruction::Kind::copy;
            copy.operands[0] = source;
            copy.out = block_->registers++;
            source = Operand{};
            source.kind = Operand::Kind::reg;
            source.reg = copy.out;
            block_->code.push_back(std::move(copy));
        }
        block_->outputs.push_back(source);
    }

    struct Fused {
        Op op = Op::add;
        std::array<NodeId, 3> operands{};
    };
    /// What is known of a node that the block reads or computes.
    struct State {
        bool seen = false;
        bool kept = false;      ///< has its register until the block's end
        bool inside = false;    ///< computed by the instruction of the node that it is fused into
        bool released = false;  ///< its register is free for others
        std::uint32_t uses = 0;
        std::size_t last_use = 0;  ///< position of an instruction
        std::optional<std::uint32_t> reg;
        std::optional<Fused> fused;
    };

    Planner& planner_;
    Graph& graph_;
    BlockPlanner* outer_;
    std::unique_ptr<Block> block_;
    SlotId defining_;
    std::unordered_map<NodeId, State> state_;
    std::map<SlotId, SlotUse> slots_;
    std::vector<NodeId> order_;
    std::vector<std::uint32_t> free_;
    std::set<std::uint32_t> given_;
    std::size_t emitted_ = 0;
};

std::unique_ptr<Block> Planner::plan(DomainId domain, const std::vector<NodeId>& roots, SlotId defining) {
    for (std::size_t i = known_slots_; i < graph_.slots().size(); ++i) {
        const auto& slot = graph_.slots()[i];
        const auto definition = slot.definition;
        if (definition == NodeId::none) continue;
        const bool is_scalar = graph_.node(definition).domain == DomainId::scalar;
        if (is_scalar == (slot.kind == KindId::none)) slot_of_.emplace(definition, static_cast<SlotId>(i));
    }
    known_slots_ = graph_.slots().size();
    std::vector<NodeId> lifted;
    lifted.reserve(roots.size());
    for (const auto root : roots) lifted.push_back(graph_.lift(root, domain));
    auto block = BlockPlanner(*this, domain, defining, nullptr).plan(lifted);
    list_wide_sums(*block, block->wide_sums);
    return block;
}

SlotId Planner::part(NodeId scalar) {
    const auto& node = graph_.node(scalar);
    if (node.op == Op::load && graph_.slot(node.slot).kind == KindId::none) return node.slot;
    if (const auto found = slot_of_.find(scalar); found != slot_of_.end()) return found->second;
    const auto slot =
        graph_.add_slot({Slot::Role::part, KindId::none, "(parts of rules, once a replicate)", 1, node.type, scalar});
    slot_of_.emplace(scalar, slot);
    known_slots_ = graph_.slots().size();
    return slot;
}

}  // namespace hegemon
