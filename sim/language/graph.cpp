#include "language/graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/math.hpp"

namespace hegemon {
namespace {

void mix(std::size_t& hash, std::size_t value) { hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL + (hash >> 29); }

std::size_t hash_of(const Node& node) {
    std::size_t hash = static_cast<std::size_t>(node.op);
    mix(hash, index_of(node.domain));
    for (const auto operand : node.operands) mix(hash, index_of(operand));
    mix(hash, std::bit_cast<std::uint64_t>(node.constant));
    mix(hash, std::hash<const void*>{}(node.field.get()));
    mix(hash, index_of(node.slot));
    mix(hash, std::hash<const void*>{}(node.index.get()));
    mix(hash, index_of(node.child));
    mix(hash, node.draw);
    mix(hash, static_cast<std::size_t>(node.type));
    return hash;
}

bool same(const Node& a, const Node& b) {
    return a.op == b.op && a.type == b.type && a.domain == b.domain && a.operands == b.operands &&
           std::bit_cast<std::uint64_t>(a.constant) == std::bit_cast<std::uint64_t>(b.constant) && a.field == b.field &&
           a.slot == b.slot && a.index == b.index && a.child == b.child && a.draw == b.draw;
}

template <class Values>
std::size_t hash_of_values(const Values& values) {
    std::size_t hash = values.size();
    for (const auto& value : values) {
        if constexpr (sizeof(value) == 8)
            mix(hash, std::bit_cast<std::uint64_t>(value));
        else
            mix(hash, static_cast<std::size_t>(value));
    }
    return hash;
}

/// The one that is the same; null if there is none.
template <class Value, class IsSame>
const Value* find_same(const std::unordered_multimap<std::size_t, Value>& known, std::size_t hash,
                       const IsSame& is_same) {
    const auto [first, end] = known.equal_range(hash);
    const auto found = std::find_if(first, end, [&](const auto& entry) { return is_same(entry.second); });
    return found == end ? nullptr : &found->second;
}

bool same_bits(const Field& a, const Field& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
               return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
           });
}

}  // namespace

int arity(Op op) {
    if (op < Op::negate) return 0;
    if (op < Op::add) return 1;
    if (op < Op::select) return 2;
    return 3;
}

double evaluate(Op op, double a, double b, double c) {
    switch (op) {
        case Op::negate:
            return -a;
        case Op::not_:
            return 1 - a;
        case Op::exp:
            return math::exp(a);
        case Op::log:
            return math::log(a);
        case Op::log10:
            return math::log10(a);
        case Op::sqrt:
            return std::sqrt(a);
        case Op::abs:
            return math::abs(a);
        case Op::tanh:
            return math::tanh(a);
        case Op::logistic:
            return math::logistic(a);
        case Op::logit:
            return math::logit(a);
        case Op::normal_quantile:
            return math::normal_quantile(a);
        case Op::add:
            return a + b;
        case Op::sub:
            return a - b;
        case Op::mul:
            return a * b;
        case Op::div:
            return a / b;
        case Op::pow:
            return math::pow(a, b);
        case Op::min:
            return math::min(a, b);
        case Op::max:
            return math::max(a, b);
        case Op::less:
            return a < b ? 1 : 0;
        case Op::less_equal:
            return a <= b ? 1 : 0;
        case Op::equal:
            return a == b ? 1 : 0;
        case Op::not_equal:
            return a != b ? 1 : 0;
        case Op::and_:
            return a != 0 && b != 0 ? 1 : 0;
        case Op::or_:
            return a != 0 || b != 0 ? 1 : 0;
        case Op::select:
            return a != 0 ? b : c;
        case Op::mul_add:
            return a * b + c;
        case Op::mul_sub:
            return a * b - c;
        case Op::sub_mul:
            return c - a * b;
        case Op::add_mul:
            return (a + b) * c;
        case Op::sub_times:
            return (a - b) * c;
        case Op::div_sum:
            return a / (b + c);
        default:
            break;
    }
    HEGEMON_ASSERT(false);
    return 0;
}

Graph::Graph() { domains_.emplace_back(); }

// ---------------------------------------------------------------------------------------------------- domains

DomainId Graph::rows_of(KindId kind, std::size_t rows) {
    const auto [found, is_new] = row_domains_.try_emplace(static_cast<std::uint32_t>(kind), DomainId{});
    if (is_new) {
        found->second = static_cast<DomainId>(domains_.size());
        domains_.push_back({DomainId::scalar, 1, kind, rows, nullptr, nullptr, {}});
    }
    return found->second;
}

DomainId Graph::children(Domain domain) {
    std::size_t hash = index_of(domain.parent);
    mix(hash, index_of(domain.kind));
    mix(hash, std::hash<const void*>{}(domain.row.get()));
    mix(hash, std::hash<const void*>{}(domain.parent_of.get()));
    const auto is_same = [&](DomainId id) {
        const auto& known = domains_[index_of(id)];
        return known.parent == domain.parent && known.kind == domain.kind && known.row == domain.row &&
               known.parent_of == domain.parent_of && known.first == domain.first;
    };
    if (const auto* known = find_same(child_domains_, hash, is_same)) return *known;
    domain.depth = domains_[index_of(domain.parent)].depth + 1;
    const auto id = static_cast<DomainId>(domains_.size());
    domains_.push_back(std::move(domain));
    child_domains_.emplace(hash, id);
    return id;
}

DomainId Graph::inner(DomainId a, DomainId b) const {
    return domains_[index_of(a)].depth >= domains_[index_of(b)].depth ? a : b;
}

IndexPtr Graph::ancestor(DomainId inner_id, DomainId outer) {
    if (inner_id == outer) return nullptr;
    const auto key = static_cast<std::uint64_t>(inner_id) << 32U | static_cast<std::uint64_t>(outer);
    if (const auto found = ancestors_.find(key); found != ancestors_.end()) return found->second;
    const auto& domain = domains_[index_of(inner_id)];
    HEGEMON_ASSERT(inner_id != DomainId::scalar && domain.parent_of);
    auto result = domain.parent_of;
    if (domain.parent != outer) {
        const auto further = ancestor(domain.parent, outer);
        Index index(result->size());
        for (std::size_t i = 0; i < index.size(); ++i) index[i] = (*further)[static_cast<std::size_t>((*result)[i])];
        result = intern(std::move(index));
    }
    ancestors_.emplace(key, result);
    return result;
}

IndexPtr Graph::intern(Index index) {
    const std::size_t hash = hash_of_values(index);
    if (const auto* known = find_same(indexes_, hash, [&](const IndexPtr& other) { return *other == index; }))
        return *known;
    fixed_values_ += index.size();
    return indexes_.emplace(hash, std::make_shared<const Index>(std::move(index)))->second;
}

// ---------------------------------------------------------------------------------------------------- nodes

NodeId Graph::add(Node node) {
    const std::size_t hash = hash_of(node);
    if (const auto* known = find_same(known_, hash, [&](NodeId id) { return same(nodes_[index_of(id)], node); }))
        return *known;
    for (const auto operand : node.operands) {
        if (operand == NodeId::none) continue;
        node.uses.firing = node.uses.firing || nodes_[index_of(operand)].uses.firing;
        node.uses.choice = node.uses.choice || nodes_[index_of(operand)].uses.choice;
        node.uses.draw = node.uses.draw || nodes_[index_of(operand)].uses.draw;
        node.depth = std::max(node.depth, nodes_[index_of(operand)].depth + 1);
    }
    if (node.op == Op::load)
        if (const auto definition = slots_[index_of(node.slot)].definition; definition != NodeId::none)
            node.depth = nodes_[index_of(definition)].depth + 1;
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back(std::move(node));
    known_.emplace(hash, id);
    return id;
}

NodeId Graph::constant(double value, ValueType type) {
    Node node;
    node.type = type;
    node.constant = value;
    return add(std::move(node));
}

NodeId Graph::field(DomainId domain, FieldPtr values, ValueType type) {
    HEGEMON_EXPECT(values->size() == domains_[index_of(domain)].size);
    const auto first_bits = values->empty() ? 0 : std::bit_cast<std::uint64_t>(values->front());
    const bool uniform = std::all_of(values->begin(), values->end(),
                                     [&](double value) { return std::bit_cast<std::uint64_t>(value) == first_bits; });
    if (uniform) return constant(values->empty() ? 0 : values->front(), type);
    const std::size_t hash = hash_of_values(*values) ^ index_of(domain);
    const auto is_same = [&](NodeId id) {
        const auto& other = nodes_[index_of(id)];
        return other.domain == domain && other.type == type && same_bits(*other.field, *values);
    };
    if (const auto* known = find_same(fields_, hash, is_same)) return *known;
    Node node;
    node.op = Op::field;
    node.type = type;
    node.domain = domain;
    fixed_values_ += values->size();
    node.field = std::move(values);
    return fields_.emplace(hash, add(std::move(node)))->second;
}

NodeId Graph::load(SlotId slot, DomainId domain, IndexPtr index, Uses uses) {
    Node node;
    node.op = Op::load;
    node.type = slots_[index_of(slot)].type;
    node.uses = uses;
    node.domain = domain;
    node.slot = slot;
    node.index = std::move(index);
    return add(std::move(node));
}

NodeId Graph::time() {
    Node node;
    node.op = Op::time;
    return add(std::move(node));
}

NodeId Graph::draw(Draw draw, DomainId domain) {
    Node node;
    node.op = Op::draw;
    node.domain = domain;
    node.uses.draw = true;
    node.draw = static_cast<std::uint32_t>(draws_.size());
    for (std::size_t i = 0; i < draws_.size(); ++i)
        if (draws_[i].rule == draw.rule && draws_[i].name == draw.name && draws_[i].kind == draw.kind)
            node.draw = static_cast<std::uint32_t>(i);
    if (node.draw == draws_.size()) draws_.push_back(std::move(draw));
    return add(std::move(node));
}

double Graph::static_value(NodeId id, std::size_t element) const {
    const auto& node = nodes_[index_of(id)];
    return node.op == Op::constant ? node.constant : (*node.field)[element];
}

NodeId Graph::lift(NodeId id, DomainId domain) {
    const Node node = nodes_[index_of(id)];
    if (node.op == Op::constant || node.domain == domain) return id;
    if (node.domain == DomainId::scalar) {
        Node lifted;
        lifted.op = Op::lift;
        lifted.type = node.type;
        lifted.domain = domain;
        lifted.operands[0] = id;
        return add(std::move(lifted));
    }
    const auto index = ancestor(domain, node.domain);
    if (node.op == Op::field) {
        auto values = std::make_shared<Field>(index->size());
        for (std::size_t i = 0; i < values->size(); ++i)
            (*values)[i] = (*node.field)[static_cast<std::size_t>((*index)[i])];
        return field(domain, std::move(values), node.type);
    }
    if (node.op == Op::load) {
        Index through(index->size());
        for (std::size_t i = 0; i < through.size(); ++i) {
            const auto element = (*index)[i];
            through[i] = node.index ? (*node.index)[static_cast<std::size_t>(element)] : element;
        }
        return load(node.slot, domain, intern(std::move(through)), node.uses);
    }
    Node lifted;
    lifted.op = Op::lift;
    lifted.type = node.type;
    lifted.domain = domain;
    lifted.operands[0] = id;
    lifted.index = index;
    return add(std::move(lifted));
}

/// What needs no computing: x * 1, x / 1, x - 0, and, or and select with a known side. All exact.
NodeId Graph::simplify(Op op, const std::array<NodeId, 3>& operands) const {
    const auto is = [&](NodeId id, double value) {
        return is_constant(id) && node(id).constant == value && !std::signbit(node(id).constant);
    };
    const auto [a, b, c] = operands;
    switch (op) {
        case Op::mul:
            return is(b, 1) ? a : is(a, 1) ? b : NodeId::none;
        case Op::div:
            return is(b, 1) ? a : NodeId::none;
        case Op::pow:
            return is(b, 1) ? a : NodeId::none;
        case Op::sub:
            return is(b, 0) ? a : NodeId::none;
        case Op::and_:
            return is(a, 1) || is(b, 0) || a == b ? b : is(b, 1) || is(a, 0) ? a : NodeId::none;
        case Op::or_:
            return is(a, 0) || is(b, 1) || a == b ? b : is(b, 0) || is(a, 1) ? a : NodeId::none;
        case Op::not_:
            return node(a).op == Op::not_ ? node(a).operands[0] : NodeId::none;
        case Op::select:
            return is(a, 1) || b == c ? b : is(a, 0) ? c : NodeId::none;
        default:
            return NodeId::none;
    }
}

NodeId Graph::apply(Op op, ValueType type, NodeId a, NodeId b, NodeId c) {
    std::array<NodeId, 3> operands{a, b, c};
    if (const auto simple = simplify(op, operands); simple != NodeId::none) return simple;
    auto domain = DomainId::scalar;
    bool all_static = true;
    for (const auto operand : operands) {
        if (operand == NodeId::none) continue;
        if (!is_constant(operand)) domain = inner(domain, node(operand).domain);
        all_static = all_static && is_static(operand);
    }
    for (auto& operand : operands)
        if (operand != NodeId::none) operand = lift(operand, domain);
    if (all_static) return fold(op, type, domain, operands);
    if (op == Op::pow && is_constant(b)) {
        if (node(b).constant == 2) return apply(Op::mul, type, a, a);
        if (node(b).constant == 0.5) {  // as math::pow: the root, but +0 of -0 and infinity of -infinity
            constexpr double infinity = std::numeric_limits<double>::infinity();
            const auto root = apply(Op::add, type, apply(Op::sqrt, type, a), constant(0));
            const auto below_all = apply(Op::equal, ValueType::truth, a, constant(-infinity));
            return apply(Op::select, type, below_all, constant(infinity), root);
        }
    }
    if (const auto hoisted = hoist(op, type, domain, operands); hoisted != NodeId::none) return hoisted;
    Node result;
    result.op = op;
    result.type = type;
    result.domain = domain;
    result.operands = operands;
    return add(std::move(result));
}

NodeId Graph::fold(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands) {
    const auto value = [&](std::size_t operand, std::size_t element) {
        return operands[operand] == NodeId::none ? 0 : static_value(operands[operand], element);
    };
    const auto at = [&](std::size_t element) {
        return evaluate(op, value(0, element), value(1, element), value(2, element));
    };
    if (domain == DomainId::scalar) return constant(at(0), type);
    auto values = std::make_shared<Field>(domains_[index_of(domain)].size);
    for (std::size_t i = 0; i < values->size(); ++i) (*values)[i] = at(i);
    return field(domain, std::move(values), type);
}

NodeId Graph::aggregate(Op op, ValueType type, DomainId child, NodeId body, NodeId where) {
    if (where != NodeId::none && is_constant(where) && node(where).constant != 0) where = NodeId::none;
    Node result;
    result.op = op;
    result.type = type;
    result.domain = domains_[index_of(child)].parent;
    result.child = child;
    result.operands = {lift(body, child), where == NodeId::none ? where : lift(where, child), NodeId::none};
    const bool known = is_static(body) && (where == NodeId::none || is_static(where));
    if (known) return fold_aggregate(result);
    if (const auto shared = share_aggregate(result); shared != NodeId::none) return shared;
    std::unordered_map<NodeId, NodeId> hoisted;
    for (auto& operand : result.operands)
        if (operand != NodeId::none) operand = hoist_parts(operand, child, hoisted);
    return set_apart(add(std::move(result)));
}

NodeId Graph::fold_aggregate(const Node& aggregate) {
    const auto& child = domains_[index_of(aggregate.child)];
    const auto infinity = std::numeric_limits<double>::infinity();
    const double nothing = aggregate.op == Op::aggregate_sum   ? 0
                           : aggregate.op == Op::aggregate_min ? infinity
                                                               : -infinity;
    auto values = std::make_shared<Field>(child.first.size() - 1, nothing);
    for (std::size_t parent = 0; parent + 1 < child.first.size(); ++parent) {
        auto& result = (*values)[parent];
        for (std::size_t i = child.first[parent]; i < child.first[parent + 1]; ++i) {
            if (aggregate.operands[1] != NodeId::none && static_value(aggregate.operands[1], i) == 0) continue;
            const double value = static_value(aggregate.operands[0], i);
            if (aggregate.op == Op::aggregate_sum)
                result += value;
            else
                result = evaluate(aggregate.op == Op::aggregate_min ? Op::min : Op::max, result, value);
        }
    }
    if (aggregate.domain == DomainId::scalar) return constant(values->front(), aggregate.type);
    return field(aggregate.domain, std::move(values), aggregate.type);
}

SlotId Graph::add_slot(Slot slot) {
    slots_.push_back(std::move(slot));
    return static_cast<SlotId>(slots_.size() - 1);
}

}  // namespace hegemon
