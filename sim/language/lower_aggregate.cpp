/// Aggregates: which pairs of rows they look at is decided here, as far as references and constants decide it.
#include <numeric>
#include <span>

#include "core/check.hpp"
#include "language/expression_lowering.hpp"
#include "language/messages.hpp"

namespace hegemon {

namespace {

constexpr const char* fewer_pairs = "compare a reference with == in where";

void split_conjunction(const Syntax& syntax, std::vector<const Syntax*>& parts) {
    if (syntax.kind == SyntaxKind::binary && syntax.name == "and") {
        split_conjunction(*syntax.children[0], parts);
        split_conjunction(*syntax.children[1], parts);
    } else {
        parts.push_back(&syntax);
    }
}

/// Whether a syntax is the binder or references after it: `s`, `s.town`, `s.town.owner`.
bool is_path_of(const Syntax& syntax, const std::string& binder) {
    if (syntax.kind == SyntaxKind::name) return syntax.name == binder;
    return syntax.kind == SyntaxKind::member && is_path_of(*syntax.children[0], binder);
}

}  // namespace

/// The innermost domain that an expression needs; `hidden` are binders of its own.
DomainId ExpressionLowering::deepest(const Syntax& syntax, const Frame& frame, std::vector<std::string_view>& hidden) {
    const Deeper deeper(*this, syntax, frame);
    if (syntax.kind == SyntaxKind::this_row)
        return frame.kind == KindId::none ? DomainId::scalar : this_row(frame.kind).domain;
    if (syntax.kind == SyntaxKind::name) {
        for (const auto name : hidden)
            if (name == syntax.name) return DomainId::scalar;
        for (auto binder = frame.binders.rbegin(); binder != frame.binders.rend(); ++binder)
            if (binder->name == syntax.name) return binder->domain;
        if (frame.function != nullptr) {
            for (std::size_t i = 0; i < frame.function->arguments.size(); ++i) {
                if (frame.function->arguments[i] != syntax.name) continue;
                std::vector<std::string_view> nothing;
                return deepest(*frame.arguments[i], *frame.caller, nothing);
            }
        } else if (frame.kind != KindId::none && schema_.kind(frame.kind).members.contains(syntax.name)) {
            return this_row(frame.kind).domain;
        }
        return DomainId::scalar;
    }
    auto result = DomainId::scalar;
    if (syntax.kind == SyntaxKind::aggregate) hidden.push_back(syntax.binder);
    for (const auto& child : syntax.children)
        if (child) result = graph_.inner(result, deepest(*child, frame, hidden));
    if (syntax.kind == SyntaxKind::aggregate) hidden.pop_back();
    return result;
}

bool ExpressionLowering::mentions(const Syntax& syntax, const Frame& frame, std::string_view name) {
    if (syntax.kind == SyntaxKind::name) return syntax.name == name;
    for (const auto& child : syntax.children)
        if (child && mentions(*child, frame, name)) return true;
    return false;
}

/// `binder.path == rows that do not depend on the binder`: what an index can be made of.
std::optional<ExpressionLowering::Equality> ExpressionLowering::equality(const Syntax& condition, const Frame& frame,
                                                                         const std::string& binder, KindId kind) {
    if (condition.kind != SyntaxKind::binary || condition.name != "==") return std::nullopt;
    for (const std::size_t side : {0U, 1U}) {
        const auto& path = *condition.children[side];
        const auto& other = *condition.children[1 - side];
        if (!is_path_of(path, binder) || mentions(other, frame, binder)) continue;
        Frame rows = frame;
        rows.binders.push_back({binder, kind, this_row(kind).domain});
        const auto own = lower(path, rows);
        const auto target = lower(other, frame);
        if (own.type != Value::Type::row || target.type != Value::Type::row) return std::nullopt;
        if (own.row.kind != target.row.kind || own.row.condition != NodeId::none ||
            target.row.condition != NodeId::none)
            return std::nullopt;
        // A missing row is no row that matches nothing: as elsewhere in `where`, it wants an else.
        if (presence_of(own.row) != NodeId::none || presence_of(target.row) != NodeId::none) return std::nullopt;
        return Equality{own.row.rows, target.row};
    }
    return std::nullopt;
}

namespace {

/// Rows by the target that each has: those of target t are rows[first[t]] up to rows[first[t + 1]], in their order.
struct Buckets {
    std::vector<std::size_t> first;
    std::vector<std::int32_t> rows;

    [[nodiscard]] std::span<const std::int32_t> of(std::size_t target) const {
        return std::span(rows).subspan(first[target], first[target + 1] - first[target]);
    }
};

/// `target_of(row)` is negative where a row has none.
template <class TargetOf>
Buckets bucket_rows(std::size_t rows, std::size_t targets, const TargetOf& target_of) {
    Buckets buckets{std::vector<std::size_t>(targets + 1, 0), {}};
    for (std::size_t r = 0; r < rows; ++r)
        if (const auto target = target_of(r); target >= 0) ++buckets.first[static_cast<std::size_t>(target) + 1];
    std::partial_sum(buckets.first.begin(), buckets.first.end(), buckets.first.begin());
    buckets.rows.resize(buckets.first.back());
    auto next = buckets.first;
    for (std::size_t r = 0; r < rows; ++r)
        if (const auto target = target_of(r); target >= 0)
            buckets.rows[next[static_cast<std::size_t>(target)]++] = static_cast<std::int32_t>(r);
    return buckets;
}

}  // namespace

DomainId ExpressionLowering::pair_domain(DomainId parent, KindId kind, const std::vector<Equality>& equalities,
                                         const Syntax& at, const Frame& frame) {
    const auto rows = schema_.kind(kind).rows.size();
    const auto parents = size_of(parent);
    const auto max_pairs = all_.limits_.pairs;
    std::vector<IndexPtr> wanted;
    for (const auto& equality : equalities) wanted.push_back(rows_at(equality.other, parent));
    // Rows of the kind by what the first equality compares: one bucket a target row; without an equality all in one.
    const auto targets = equalities.empty() ? 1 : schema_.kind(equalities[0].other.kind).rows.size();
    const auto buckets = bucket_rows(rows, targets, [&](std::size_t r) {
        if (equalities.empty()) return 0;
        return equalities[0].own ? (*equalities[0].own)[r] : static_cast<std::int32_t>(r);
    });
    if (equalities.empty() && rows > 0 && parents > max_pairs / rows)
        fail(at, frame, fewer_pairs, messages::too_many_pairs, max_pairs);
    Domain domain{parent, 0, kind, 0, nullptr, nullptr, {0}};
    Index row;
    Index parent_of;
    for (std::size_t p = 0; p < parents; ++p) {
        const auto target = [&](std::size_t i) { return wanted[i] ? (*wanted[i])[p] : static_cast<std::int32_t>(p); };
        const auto bucket = equalities.empty() ? 0 : target(0);
        if (bucket >= 0) {
            const auto candidates = buckets.of(static_cast<std::size_t>(bucket));
            if (row.size() + candidates.size() > max_pairs)
                fail(at, frame, equalities.empty() ? fewer_pairs : "", messages::too_many_pairs, max_pairs);
            for (const auto r : candidates) {
                bool all = true;
                for (std::size_t i = 1; i < equalities.size(); ++i) {
                    const auto own = equalities[i].own ? (*equalities[i].own)[static_cast<std::size_t>(r)] : r;
                    all = all && own >= 0 && own == target(i);
                }
                if (!all) continue;
                row.push_back(r);
                parent_of.push_back(static_cast<std::int32_t>(p));
            }
        }
        domain.first.push_back(static_cast<std::uint32_t>(row.size()));
    }
    domain.size = row.size();
    domain.row = graph_.intern(std::move(row));
    if (parent != DomainId::scalar) domain.parent_of = graph_.intern(std::move(parent_of));
    return graph_.children(std::move(domain));
}

/// The part of an aggregate's domain where a static truth holds.
DomainId ExpressionLowering::filtered(DomainId id, NodeId keep) {
    const auto domain = graph_.domain(id);
    const auto lifted = graph_.lift(keep, id);
    Domain result{domain.parent, 0, domain.kind, 0, nullptr, nullptr, {0}};
    Index row;
    Index parent_of;
    for (std::size_t p = 0; p + 1 < domain.first.size(); ++p) {
        for (std::size_t i = domain.first[p]; i < domain.first[p + 1]; ++i) {
            if (graph_.static_value(lifted, i) == 0) continue;
            row.push_back((*domain.row)[i]);
            parent_of.push_back(static_cast<std::int32_t>(p));
        }
        result.first.push_back(static_cast<std::uint32_t>(row.size()));
    }
    result.size = row.size();
    result.row = graph_.intern(std::move(row));
    if (domain.parent_of) result.parent_of = graph_.intern(std::move(parent_of));
    return graph_.children(std::move(result));
}

/// The first look-up in an expression that finds no row in some place, if it stands in no aggregate and before no else;
/// else null.
const Syntax* ExpressionLowering::missing_look_up(const Syntax& syntax, const Frame& frame) {
    if (syntax.kind == SyntaxKind::aggregate || syntax.kind == SyntaxKind::else_) return nullptr;
    if (syntax.kind == SyntaxKind::look_up) {
        const auto row = lower_look_up(syntax, frame).row;
        const bool misses = row.condition == NodeId::none && row.rows != nullptr &&
                            std::any_of(row.rows->begin(), row.rows->end(), [](auto r) { return r < 0; });
        return misses ? &syntax : nullptr;
    }
    for (const auto& child : syntax.children)
        if (const auto* found = missing_look_up(*child, frame)) return found;
    return nullptr;
}

ExpressionLowering::Children ExpressionLowering::find_children(const Syntax& syntax, const Frame& frame, KindId kind,
                                                               DomainId parent, std::vector<const Syntax*> conditions) {
    std::vector<Equality> equalities;
    std::vector<const Syntax*> others;
    for (const auto* condition : conditions) {
        if (auto found = equality(*condition, frame, syntax.binder, kind))
            equalities.push_back(std::move(*found));
        else
            others.push_back(condition);
    }
    Children children{pair_domain(parent, kind, equalities, syntax, frame)};
    // What references decide is asked only about the pairs that are looked at.
    const auto is_present = [&](NodeId present, DomainId domain) {
        if (present == NodeId::none) return true;
        if (!graph_.is_static(present)) return false;
        const auto here = graph_.lift(present, domain);
        for (std::size_t i = 0; i < size_of(domain); ++i)
            if (graph_.static_value(here, i) == 0) return false;
        return true;
    };
    const auto lower_condition = [&](const Syntax& condition) {
        Frame inside = frame;
        inside.binders.push_back({syntax.binder, kind, children.domain});
        const auto result = truth(condition, inside, "where");
        if (!is_present(result.present, children.domain)) {
            const auto* look_up = missing_look_up(condition, inside);
            const auto& missing = look_up != nullptr ? *look_up : condition;
            fail(missing, inside, "say what holds then: ... else false", messages::may_be_missing,
                 quote(missing, inside));
        }
        return result.node;
    };
    std::vector<const Syntax*> changing;
    for (const auto* condition : others) {
        const auto node = lower_condition(*condition);
        if (graph_.is_static(node))
            children.domain = filtered(children.domain, node);
        else
            changing.push_back(condition);
    }
    for (const auto* condition : changing) {
        const auto node = lower_condition(*condition);
        children.where = children.where == NodeId::none ? node : graph_.both(children.where, node);
    }
    return children;
}

void ExpressionLowering::two_meanings(const Syntax& aggregate, const Frame& frame, const std::string& other) {
    fail_at(aggregate.binder_begin, aggregate.binder.size(), frame, "give the binder another name",
            messages::two_meanings, aggregate.binder, "a binder", other);
}

Value ExpressionLowering::lower_aggregate(const Syntax& syntax, const Frame& frame) {
    const auto& name = syntax.name;
    const auto found = schema_.kind_of.find(syntax.of_kind);
    if (found == schema_.kind_of.end()) {
        std::vector<std::string> candidates;
        for (const auto& [known, id] : schema_.kind_of) candidates.push_back(known);
        const auto near = nearest(syntax.of_kind, candidates);
        fail_at(syntax.of_kind_begin, syntax.of_kind.size(), frame, near.empty() ? "" : near + "?",
                messages::unknown_kind, syntax.of_kind);
    }
    const auto kind = found->second;
    const Syntax* condition = syntax.children[0].get();
    const Syntax* body = syntax.children[1].get();
    if (name == "count" && body != nullptr)
        fail(*body, frame, "count(x in kind where ...)", messages::aggregate_body, name, "does not take");
    if (name == "all" && body == nullptr) std::swap(condition, body);
    const bool wants_body = name != "count" && name != "any";
    if (wants_body && body == nullptr)
        fail(syntax, frame, fmt::format("{}(x in kind where ...: VALUE)", name), messages::aggregate_body, name,
             "wants");
    const bool known_binder = frame.kind != KindId::none && frame.function == nullptr &&
                              schema_.kind(frame.kind).members.contains(syntax.binder);
    if (known_binder) two_meanings(syntax, frame, "a member of " + schema_.kind(frame.kind).name);
    if (schema_.parameters.contains(syntax.binder)) two_meanings(syntax, frame, "a parameter");
    if (is_constant_name(syntax.binder)) two_meanings(syntax, frame, "a constant of the language");
    if (frame.function != nullptr)
        for (const auto& argument : frame.function->arguments)
            if (argument == syntax.binder) two_meanings(syntax, frame, "an argument");
    for (const auto& binder : frame.binders)
        if (binder.name == syntax.binder) two_meanings(syntax, frame, "an outer binder");

    std::vector<std::string_view> hidden{syntax.binder};
    auto parent = DomainId::scalar;
    for (const auto* part : {condition, body})
        if (part != nullptr) parent = graph_.inner(parent, deepest(*part, frame, hidden));
    std::vector<const Syntax*> conditions;
    if (condition != nullptr) split_conjunction(*condition, conditions);
    ++aggregates_;
    const auto children = find_children(syntax, frame, kind, parent, std::move(conditions));
    Frame inside = frame;
    inside.binders.push_back({syntax.binder, kind, children.domain});
    const bool truths = name == "any" || name == "all";
    Lowered value{graph_.constant(1), NodeId::none, ValueType::number};
    if (body != nullptr) value = truths ? truth(*body, inside, name) : number(*body, inside, name);
    --aggregates_;

    const auto number_of = [&](NodeId where) {
        return graph_.aggregate(Op::aggregate_sum, ValueType::number, children.domain, graph_.constant(1), where);
    };
    const auto where_and = [&](NodeId node) {
        return children.where == NodeId::none ? node : graph_.both(children.where, node);
    };
    Lowered result{NodeId::none, NodeId::none, truths ? ValueType::truth : ValueType::number};
    if (value.present != NodeId::none) {
        const auto missing = number_of(where_and(graph_.negated(value.present)));
        result.present = graph_.apply(Op::equal, ValueType::truth, missing, graph_.constant(0));
    }
    if (truths) {
        const auto sought =
            body == nullptr ? children.where : where_and(name == "any" ? value.node : graph_.negated(value.node));
        const auto number_found = number_of(sought);
        result.node = name == "any" ? graph_.apply(Op::less, ValueType::truth, graph_.constant(0), number_found)
                                    : graph_.apply(Op::equal, ValueType::truth, number_found, graph_.constant(0));
        return value_of(result);
    }
    if (name == "count" || name == "sum") {
        result.node =
            graph_.aggregate(Op::aggregate_sum, ValueType::number, children.domain, value.node, children.where);
        return value_of(result);
    }
    const auto count = number_of(children.where);
    result.present = both_present(result.present, graph_.apply(Op::less, ValueType::truth, graph_.constant(0), count));
    const auto op = name == "mean" ? Op::aggregate_sum : name == "min" ? Op::aggregate_min : Op::aggregate_max;
    result.node = graph_.aggregate(op, ValueType::number, children.domain, value.node, children.where);
    if (name == "mean") result.node = graph_.apply(Op::div, ValueType::number, result.node, count);
    if (graph_.is_constant(result.present) && graph_.node(result.present).constant != 0) result.present = NodeId::none;
    return value_of(result);
}

}  // namespace hegemon
