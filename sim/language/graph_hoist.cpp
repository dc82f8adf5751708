/// Work that many elements would do alike is done once: on the rows that its values come from, in a slot of its own.
/// Elementwise operations and sums over the same rows in the same order have the same bits wherever they are done.
#include <algorithm>
#include <bit>
#include <span>
#include <unordered_set>

#include "language/graph.hpp"

namespace hegemon {

namespace {

bool is_expensive(Op op) {
    switch (op) {
        case Op::sqrt:
        case Op::exp:
        case Op::log:
        case Op::log10:
        case Op::pow:
        case Op::tanh:
        case Op::logistic:
        case Op::logit:
        case Op::normal_quantile:
            return true;
        default:
            return false;
    }
}

}  // namespace

/// The rows that an expression's values are gathered from, if they all are, and in one way.
struct Graph::Origin {
    IndexPtr index;
    KindId kind = KindId::none;
    std::size_t rows = 0;  ///< of what is read
    bool of_kind = true;   ///< those are all rows of the kind, not some that a part of a rule has
    DomainId domain{};     ///< of those rows that are read
    IndexPtr row;          ///< element of `domain` -> row; null where these are all rows
    IndexPtr element;      ///< element that gathers -> element of `domain`
    std::unordered_set<std::uint32_t> seen;
    std::unordered_map<std::uint32_t, NodeId> pulled;
};

/// An expensive operation whose operands are all gathered in one way from fewer rows is done on those, once each: say,
/// of the many ties of a town what follows from the town alone. It then lies in a slot, like a let.
NodeId Graph::hoist(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands) {
    if (!is_expensive(op) || domain == DomainId::scalar) return NodeId::none;
    return do_on_rows(op, type, domain, operands, 1);
}

/// The operation on the rows that all its operands are gathered from, if those are fewer by this factor.
NodeId Graph::do_on_rows(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands,
                         std::size_t factor) {
    Origin origin;
    if (!find_origins(operands, origin)) return NodeId::none;
    if (!origin.index || !find_rows(origin, domains_[index_of(domain)].size / factor)) return NodeId::none;
    auto moved = operands;
    if (!pull_back_all(moved, origin)) return NodeId::none;
    const auto own = apply(op, type, moved[0], moved[1], moved[2]);
    if (is_static(own)) return NodeId::none;
    return load(slot_of_hoisted(own, origin.kind, domains_[index_of(origin.domain)].size), domain, origin.element,
                node(own).uses);
}

/// What an aggregate looks at for each of many pairs, with all parts that follow from one row of the pair done on the
/// rows. It is worth it for cheap operations, too, where the pairs are several times the rows.
NodeId Graph::hoist_parts(NodeId id, DomainId pairs, std::unordered_map<NodeId, NodeId>& known) {
    constexpr std::size_t several = 4;
    const auto node = this->node(id);
    const bool is_operation = node.op > Op::aggregate_max;
    if (!is_operation || node.domain != pairs) return id;
    if (const auto found = known.find(id); found != known.end()) return found->second;
    auto result = do_on_rows(node.op, node.type, pairs, node.operands, several);
    if (result == NodeId::none) {
        auto operands = node.operands;
        for (auto& operand : operands)
            if (operand != NodeId::none) operand = hoist_parts(operand, pairs, known);
        result = operands == node.operands ? id : apply(node.op, node.type, operands[0], operands[1], operands[2]);
    }
    known.emplace(id, result);
    return result;
}

/// The rows that are read, each once, if they are fewer than the `elements` that read them. Where a kind's rows are all
/// read, or nearly, it is all of them: what rules say of a row themselves is then the same node.
bool Graph::find_rows(Origin& origin, std::size_t elements) {
    std::vector<std::int32_t> place(origin.rows, -1);
    for (const auto row : *origin.index) place[static_cast<std::size_t>(row)] = 0;
    Index rows;
    for (std::size_t row = 0; row < place.size(); ++row) {
        if (place[row] < 0) continue;
        place[row] = static_cast<std::int32_t>(rows.size());
        rows.push_back(static_cast<std::int32_t>(row));
    }
    if (rows.size() >= elements) return false;
    const bool nearly_all = origin.rows - rows.size() <= origin.rows / 8 && origin.rows < elements;
    if (origin.of_kind && nearly_all) {
        origin.element = origin.index;
        origin.domain = rows_of(origin.kind, origin.rows);
        return true;
    }
    Index element;
    for (const auto row : *origin.index) element.push_back(place[static_cast<std::size_t>(row)]);
    origin.element = intern(std::move(element));
    const auto count = static_cast<std::uint32_t>(rows.size());
    origin.row = intern(std::move(rows));
    origin.domain = children({DomainId::scalar, 0, origin.kind, count, origin.row, nullptr, {0, count}});
    return true;
}

bool Graph::find_origin(NodeId id, Origin& origin) const {
    const auto& node = this->node(id);
    if (node.uses.draw) return false;
    if (node.domain == DomainId::scalar || node.op == Op::field) return true;
    if (!origin.seen.insert(static_cast<std::uint32_t>(id)).second) return true;
    if (node.op == Op::load) {
        const auto& slot = slots_[index_of(node.slot)];
        if (!node.index || (origin.index && (origin.index != node.index || origin.kind != slot.kind))) return false;
        origin.index = node.index;
        origin.kind = slot.kind;
        origin.rows = slot.rows;
        if (slot.role == Slot::Role::part && domains_[index_of(this->node(slot.definition).domain)].row)
            origin.of_kind = false;
        return true;
    }
    if (arity(node.op) == 0 || node.op == Op::lift) return false;
    if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) return false;
    return find_origins(node.operands, origin);
}

bool Graph::find_origins(const std::array<NodeId, 3>& operands, Origin& origin) const {
    return std::all_of(operands.begin(), operands.end(),
                       [&](NodeId operand) { return operand == NodeId::none || find_origin(operand, origin); });
}

bool Graph::pull_back_all(std::array<NodeId, 3>& operands, Origin& origin) {
    return std::all_of(operands.begin(), operands.end(), [&](NodeId& operand) {
        if (operand != NodeId::none && (operand = pull_back(operand, origin)) == NodeId::none) return false;
        return true;
    });
}

/// The same expression on the rows that its values come from; none if something in it differs where they do not.
NodeId Graph::pull_back(NodeId id, Origin& origin) {
    const auto known = origin.pulled.find(static_cast<std::uint32_t>(id));
    if (known != origin.pulled.end()) return known->second;
    const auto pulled = work_out_pull_back(id, origin);
    origin.pulled.emplace(static_cast<std::uint32_t>(id), pulled);
    return pulled;
}

NodeId Graph::work_out_pull_back(NodeId id, Origin& origin) {
    const auto node = this->node(id);
    if (node.domain == DomainId::scalar) return id;
    if (node.op == Op::load) return load(node.slot, origin.domain, origin.row, node.uses);
    if (node.op == Op::field) {
        auto values = std::make_shared<Field>(domains_[index_of(origin.domain)].size, 0.0);
        std::vector<bool> known(values->size(), false);
        for (std::size_t i = 0; i < node.field->size(); ++i) {
            const auto row = static_cast<std::size_t>((*origin.element)[i]);
            if (known[row] &&
                std::bit_cast<std::uint64_t>((*values)[row]) != std::bit_cast<std::uint64_t>((*node.field)[i]))
                return NodeId::none;
            known[row] = true;
            (*values)[row] = (*node.field)[i];
        }
        return field(origin.domain, std::move(values), node.type);
    }
    auto operands = node.operands;
    if (!pull_back_all(operands, origin)) return NodeId::none;
    return apply(node.op, node.type, operands[0], operands[1], operands[2]);
}

namespace {

/// Parents with the same children, in order of their first: [parent] -> group, and a parent of each group.
struct Groups {
    Index of;
    std::vector<std::size_t> first_parent;
};

Groups groups_of(const Domain& child) {
    Groups groups;
    std::unordered_map<std::size_t, std::vector<std::int32_t>> known;
    const auto rows = [&](std::size_t parent) {
        return std::span(child.row->data() + child.first[parent], child.first[parent + 1] - child.first[parent]);
    };
    for (std::size_t parent = 0; parent + 1 < child.first.size(); ++parent) {
        const auto own = rows(parent);
        std::size_t hash = own.size();
        for (const auto row : own) hash = (hash ^ static_cast<std::size_t>(row)) * 0x9e3779b97f4a7c15ULL + (hash >> 29);
        std::int32_t group = -1;
        for (const auto candidate : known[hash])
            if (std::ranges::equal(own, rows(groups.first_parent[static_cast<std::size_t>(candidate)])))
                group = candidate;
        if (group < 0) {
            group = static_cast<std::int32_t>(groups.first_parent.size());
            groups.first_parent.push_back(parent);
            known[hash].push_back(group);
        }
        groups.of.push_back(group);
    }
    return groups;
}

}  // namespace

/// An aggregate that many parents share, since they have the same children and nothing in it is theirs, is worked out
/// once for all of them: say, the sum over the ties of a town, which each of these ties asks for.
NodeId Graph::share_aggregate(const Node& aggregate) {
    const auto child = domains_[index_of(aggregate.child)];
    if (child.parent == DomainId::scalar || !child.row) return NodeId::none;
    const auto parents = child.first.size() - 1;
    const auto groups = groups_of(child);
    if (parents < 2 || 2 * groups.first_parent.size() > parents) return NodeId::none;
    Origin origin;
    origin.index = child.row;
    origin.kind = child.kind;
    if (!find_origins(aggregate.operands, origin)) return NodeId::none;
    const auto parent = domains_[index_of(child.parent)];
    Index parent_row;
    Index row;
    Index row_parent;
    Index element(child.row->size(), 0);
    Domain shared{DomainId::scalar, 0, child.kind, 0, nullptr, nullptr, {0}};
    for (std::size_t g = 0; g < groups.first_parent.size(); ++g) {
        const auto p = groups.first_parent[g];
        parent_row.push_back(parent.row ? (*parent.row)[p] : static_cast<std::int32_t>(p));
        for (std::size_t i = child.first[p]; i < child.first[p + 1]; ++i) {
            row.push_back((*child.row)[i]);
            row_parent.push_back(static_cast<std::int32_t>(g));
        }
        shared.first.push_back(static_cast<std::uint32_t>(row.size()));
    }
    for (std::size_t p = 0; p < parents; ++p)
        for (std::size_t i = child.first[p]; i < child.first[p + 1]; ++i)
            element[i] =
                static_cast<std::int32_t>(shared.first[static_cast<std::size_t>(groups.of[p])] + i - child.first[p]);
    const auto count = static_cast<std::uint32_t>(groups.first_parent.size());
    shared.parent =
        children({DomainId::scalar, 0, parent.kind, count, intern(std::move(parent_row)), nullptr, {0, count}});
    shared.size = row.size();
    shared.row = origin.row = intern(std::move(row));
    shared.parent_of = intern(std::move(row_parent));
    origin.element = intern(std::move(element));
    origin.domain = children(std::move(shared));
    auto operands = aggregate.operands;
    if (!pull_back_all(operands, origin)) return NodeId::none;
    const auto own = this->aggregate(aggregate.op, aggregate.type, origin.domain, operands[0], operands[1]);
    if (is_static(own)) return NodeId::none;
    const auto slot = slot_of_hoisted(own, parent.kind, count);
    return load(slot, child.parent, intern(Index(groups.of)), node(own).uses);
}

namespace {

/// So many that a column of theirs, 4 MiB, takes a good part of a processor's last cache.
constexpr std::size_t many_rows = std::size_t{1} << 19;

/// Whether most elements read a row far from the one that the element before reads: not in a near cache.
bool is_scattered(const Index& index) {
    constexpr std::int64_t far = 1 << 16;  // rows: half a megabyte
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < index.size(); ++i) {
        const auto distance = std::int64_t{index[i]} - index[i - 1];
        jumps += distance > far || distance < -far ? 1 : 0;
    }
    return 2 * jumps > index.size();
}

}  // namespace

/// Whether it reads rows all over a long column.
bool Graph::reads_far_apart(NodeId id, DomainId domain, std::unordered_set<NodeId>& seen) const {
    const auto& node = this->node(id);
    if (node.domain != domain || !seen.insert(id).second) return false;
    if (node.op == Op::load && node.index)
        return slots_[index_of(node.slot)].rows >= many_rows && is_scattered(*node.index);
    return std::ranges::any_of(node.operands, [&](NodeId operand) {
        return operand != NodeId::none && reads_far_apart(operand, domain, seen);
    });
}

/// An aggregate over rows that lie far apart in a long column gets a slot, and so a turn of its own: with one column at
/// a time in the cache a million random neighbours take half the time that they take with three.
NodeId Graph::set_apart(NodeId aggregate) {
    const auto node = this->node(aggregate);
    const auto domain = domains_[index_of(node.domain)];
    if (node.uses.draw || domain.kind == KindId::none || domain.row) return aggregate;
    if (domains_[index_of(node.child)].size < many_rows) return aggregate;
    std::unordered_set<NodeId> seen;
    if (!reads_far_apart(node.operands[0], node.child, seen)) return aggregate;
    return load(slot_of_hoisted(aggregate, domain.kind, domain.size), node.domain, nullptr, node.uses);
}

DomainId Graph::domain_of(SlotId id) {
    const auto& slot = slots_[index_of(id)];
    if (slot.role == Slot::Role::part) return node(slot.definition).domain;
    return slot.kind == KindId::none ? DomainId::scalar : rows_of(slot.kind, slot.rows);
}

SlotId Graph::slot_of_hoisted(NodeId own, KindId kind, std::size_t rows) {
    const auto [slot, is_new] = hoisted_.try_emplace(static_cast<std::uint32_t>(own), SlotId::none);
    if (is_new)
        slot->second = add_slot({Slot::Role::part, kind, "(parts of rules, once a row)", rows, node(own).type, own});
    return slot->second;
}

}  // namespace hegemon
