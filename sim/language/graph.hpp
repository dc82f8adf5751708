#pragma once
/// The expressions of a whole model as one graph of typed operations, each shared by all who need it.
/// A node has one value for each element of its domain (and lane). What does not change in a run is folded here, at
/// load.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/aligned_vector.hpp"

namespace hegemon {

enum class NodeId : std::uint32_t { none = 0xffffffffU };
enum class DomainId : std::uint32_t { scalar = 0 };
enum class KindId : std::uint32_t { none = 0xffffffffU };
enum class SlotId : std::uint32_t { none = 0xffffffffU };

template <class Id>
constexpr std::size_t index_of(Id id) {
    return static_cast<std::size_t>(id);
}

/// Element of a domain -> row (or parent element); -1: there is no such row. Interned: equal contents, equal pointer.
using Index = AlignedVector<std::int32_t>;
using IndexPtr = std::shared_ptr<const Index>;
/// A value an element, the same in all lanes and for the whole run.
using Field = AlignedVector<double>;
using FieldPtr = std::shared_ptr<const Field>;

/// What an expression ranges over: the one element of `scalar`, the rows of a kind, or the pairs (element of the
/// parent, row of a kind) that an aggregate looks at, in order of parent and, within it, of row name.
struct Domain {
    DomainId parent = DomainId::scalar;
    std::uint32_t depth = 0;
    KindId kind = KindId::none;
    std::size_t size = 1;
    IndexPtr row;                      ///< element -> row of `kind`; null: the rows themselves
    IndexPtr parent_of;                ///< element -> element of `parent`; null where the parent is `scalar`
    std::vector<std::uint32_t> first;  ///< of an aggregate's domain: children of parent p are [first[p], first[p + 1])
};

enum class Op : std::uint8_t {
    constant,
    field,
    load,
    time,
    draw,
    lift,
    aggregate_sum,
    aggregate_min,
    aggregate_max,
    // of one value
    negate,
    not_,
    exp,
    log,
    log10,
    sqrt,
    abs,
    tanh,
    logistic,
    logit,
    normal_quantile,
    // of two
    add,
    sub,
    mul,
    div,
    pow,
    min,
    max,
    less,
    less_equal,
    equal,
    not_equal,
    and_,
    or_,
    // of three
    select,
    // fused by the planner: two roundings each, as written
    mul_add,    ///< a * b + c
    mul_sub,    ///< a * b - c
    sub_mul,    ///< c - a * b
    add_mul,    ///< (a + b) * c
    sub_times,  ///< (a - b) * c
    div_sum,    ///< a / (b + c)
};

/// How many operands an operation has.
int arity(Op op);
/// The operation on single values; the same bits as the kernels.
double evaluate(Op op, double a, double b = 0, double c = 0);

enum class ValueType : std::uint8_t { number, truth };

/// What a value depends on, beyond columns.
struct Uses {
    bool firing = false;  ///< what fired in this step
    bool choice = false;  ///< what was chosen in this step
    bool draw = false;
};

struct Node {
    Op op = Op::constant;
    ValueType type = ValueType::number;
    Uses uses;
    DomainId domain = DomainId::scalar;
    std::array<NodeId, 3> operands{NodeId::none, NodeId::none, NodeId::none};  ///< an aggregate's: body, where
    double constant = 0;
    FieldPtr field;
    SlotId slot = SlotId::none;  ///< of a load
    IndexPtr index;  ///< of a load: element -> row (null: the same); of a lift: element -> ancestor's element
    DomainId child = DomainId::scalar;  ///< of an aggregate: what it ranges over
    std::uint32_t draw = 0;             ///< of a draw: index into Graph::draws
    std::uint32_t depth = 0;            ///< operations that come one after the other to work it out, through slots too
};

/// A column of the running world: `rows` values a lane.
struct Slot {
    enum class Role : std::uint8_t { column, let, fired, rate, chosen, ledger, begun, outcome, part };
    Role role = Role::column;
    KindId kind = KindId::none;  ///< none: one value a lane
    std::string name;            ///< "state.image"
    std::size_t rows = 1;
    ValueType type = ValueType::number;
    NodeId definition = NodeId::none;  ///< of a let or part: what it is the value of
};

/// The address of a draw, but for replicate, step and row (LANGUAGE: randomness).
struct Draw {
    std::string rule, name;
    KindId kind = KindId::none;
};

class Graph {
public:
    Graph();

    // ---- domains
    DomainId rows_of(KindId kind, std::size_t rows);
    DomainId children(Domain domain);
    [[nodiscard]] const Domain& domain(DomainId id) const { return domains_[index_of(id)]; }
    [[nodiscard]] std::size_t domain_count() const { return domains_.size(); }
    /// Element of `inner` -> element of its ancestor `outer` (not scalar); null if they are the same.
    IndexPtr ancestor(DomainId inner, DomainId outer);
    /// The inner of two domains of which one encloses the other.
    [[nodiscard]] DomainId inner(DomainId a, DomainId b) const;
    IndexPtr intern(Index index);

    // ---- nodes
    NodeId constant(double value, ValueType type = ValueType::number);
    NodeId field(DomainId domain, FieldPtr values, ValueType type);
    NodeId load(SlotId slot, DomainId domain, IndexPtr index, Uses uses);
    NodeId time();
    NodeId draw(Draw draw, DomainId domain);
    NodeId apply(Op op, ValueType type, NodeId a, NodeId b = NodeId::none, NodeId c = NodeId::none);
    /// `where` may be none. `op` is one of the aggregate operations; `parent` the domain of the result.
    NodeId aggregate(Op op, ValueType type, DomainId child, NodeId body, NodeId where);
    NodeId lift(NodeId node, DomainId domain);

    NodeId truth(bool value) { return constant(value ? 1 : 0, ValueType::truth); }
    NodeId both(NodeId a, NodeId b) { return apply(Op::and_, ValueType::truth, a, b); }
    NodeId negated(NodeId a) { return apply(Op::not_, ValueType::truth, a); }

    [[nodiscard]] const Node& node(NodeId id) const { return nodes_[index_of(id)]; }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] bool is_constant(NodeId id) const { return node(id).op == Op::constant; }
    [[nodiscard]] bool is_static(NodeId id) const { return is_constant(id) || node(id).op == Op::field; }
    /// Value of a static node at an element of `domain` (its own or an inner one's).
    [[nodiscard]] double static_value(NodeId id, std::size_t element) const;

    /// How many values the graph holds that are fixed: indexes and fields, each counted once.
    [[nodiscard]] std::size_t fixed_values() const { return fixed_values_; }

    // ---- slots and draws
    SlotId add_slot(Slot slot);
    [[nodiscard]] const Slot& slot(SlotId id) const { return slots_[index_of(id)]; }
    Slot& slot(SlotId id) { return slots_[index_of(id)]; }
    /// What the values of a slot with a definition range over.
    DomainId domain_of(SlotId slot);
    [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
    [[nodiscard]] const std::vector<Draw>& draws() const { return draws_; }

private:
    NodeId add(Node node);
    NodeId fold(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands);
    NodeId fold_aggregate(const Node& node);
    NodeId simplify(Op op, const std::array<NodeId, 3>& operands) const;
    // graph_hoist.cpp
    NodeId share_aggregate(const Node& aggregate);
    SlotId slot_of_hoisted(NodeId own, KindId kind, std::size_t rows);
    NodeId set_apart(NodeId aggregate);
    [[nodiscard]] bool reads_far_apart(NodeId id, DomainId domain, std::unordered_set<NodeId>& seen) const;
    NodeId hoist(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands);
    NodeId do_on_rows(Op op, ValueType type, DomainId domain, const std::array<NodeId, 3>& operands,
                      std::size_t factor);
    NodeId hoist_parts(NodeId id, DomainId pairs, std::unordered_map<NodeId, NodeId>& known);
    struct Origin;
    bool find_rows(Origin& origin, std::size_t elements);
    bool find_origin(NodeId id, Origin& origin) const;
    bool find_origins(const std::array<NodeId, 3>& operands, Origin& origin) const;
    NodeId pull_back(NodeId id, Origin& origin);
    /// Whether none of them differs.
    bool pull_back_all(std::array<NodeId, 3>& operands, Origin& origin);
    NodeId work_out_pull_back(NodeId id, Origin& origin);

    std::vector<Domain> domains_;
    std::size_t fixed_values_ = 0;
    std::vector<Node> nodes_;
    std::vector<Slot> slots_;
    std::vector<Draw> draws_;
    // What is there, by its hash.
    std::unordered_multimap<std::size_t, NodeId> known_, fields_;
    std::unordered_multimap<std::size_t, IndexPtr> indexes_;
    std::unordered_multimap<std::size_t, DomainId> child_domains_;
    std::unordered_map<std::uint32_t, DomainId> row_domains_;
    std::unordered_map<std::uint64_t, IndexPtr> ancestors_;
    std::unordered_map<std::uint32_t, SlotId> hoisted_;  ///< node on a kind's rows -> the slot that holds it
};

}  // namespace hegemon
