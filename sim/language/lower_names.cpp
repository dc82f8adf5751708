/// Names, members of rows, look-ups.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/ranges.h>

#include "core/check.hpp"
#include "language/expression_lowering.hpp"
#include "language/messages.hpp"

namespace hegemon {

namespace {

const char* builtin_constants[] = {"ln2", "pi", "time", "step"};

}  // namespace

std::string word_for(const Value& value, const Schema& schema) {
    switch (value.type) {
        case Value::Type::number:
            return "number";
        case Value::Type::truth:
        case Value::Type::event:
        case Value::Type::decision:
            return "truth";
        case Value::Type::capacity:
            return "capacity";
        case Value::Type::option:
            return "option";
        case Value::Type::row:
            return fmt::format("row of {}", schema.kind(value.row.kind).name);
    }
    return "";
}

std::string ExpressionLowering::quote(const Syntax& syntax, const Frame& frame) {
    auto text = frame.text->value.substr(syntax.begin, syntax.length);
    if (text.size() > 40) text = text.substr(0, 37) + "...";
    return fmt::format("'{}'", text);
}

void ExpressionLowering::fail(const Syntax& /*at*/, const Frame& frame, std::string hint, Diagnostic diagnostic) {
    diagnostic.hint = std::move(hint);
    constexpr std::size_t most_callers = 5;
    for (const Frame* inside = &frame; inside->caller != nullptr && diagnostic.also.size() < most_callers;
         inside = inside->caller)
        diagnostic.also.push_back(
            {inside->caller->text->at, fmt::format("in function {}, called from here", inside->function_name)});
    all_.diagnostics_.add(std::move(diagnostic));
    throw Unresolved{};
}

RowValue ExpressionLowering::this_row(KindId kind) {
    return {kind,   graph_.rows_of(kind, schema_.kind(kind).rows.size()), nullptr, NodeId::none, NodeId::none, nullptr,
            nullptr};
}

Value ExpressionLowering::lower_name(const Syntax& syntax, const Frame& frame) {
    const auto& name = syntax.name;
    for (auto binder = frame.binders.rbegin(); binder != frame.binders.rend(); ++binder) {
        if (binder->name != name) continue;
        Value value;
        value.type = Value::Type::row;
        value.row = {binder->kind, binder->domain, graph_.domain(binder->domain).row, NodeId::none, NodeId::none,
                     nullptr,      nullptr};
        return value;
    }
    if (name == "option" && frame.function == nullptr) {
        if (place_.option == nullptr || in_attribute_) fail(syntax, frame, "", messages::option_outside);
        Value value;
        value.type = Value::Type::option;
        return value;
    }
    if (frame.function != nullptr) {
        const auto& arguments = frame.function->arguments;
        for (std::size_t i = 0; i < arguments.size(); ++i)
            if (arguments[i] == name) return lower(*frame.arguments[i], *frame.caller);
    } else if (auto own = member_of_this(name, syntax, frame)) {
        return *own;
    }
    if (place_.names != nullptr && frame.function == nullptr)
        if (const auto found = place_.names->find(name); found != place_.names->end()) {
            if (schema_.parameters.contains(name))
                fail(syntax, frame, "rename one of them", messages::two_meanings, name, "an outcome", "a parameter");
            if (found->second == NodeId::none) throw Unresolved{};  // reported elsewhere
            return value_of({found->second, NodeId::none, graph_.node(found->second).type});
        }
    if (const auto found = schema_.parameters.find(name); found != schema_.parameters.end()) {
        all_.used_["parameter." + name] = true;
        if (std::isnan(found->second)) throw Unresolved{};  // its own formula was reported
        auto value = graph_.constant(found->second);
        if (const auto later = schema_.later_parameters.find(name);
            !all_.column_node_ && later != schema_.later_parameters.end())
            value = graph_.apply(Op::select, ValueType::number, all_.begun(), graph_.constant(later->second), value);
        return value_of({value, NodeId::none, ValueType::number});
    }
    if (name == "ln2") return value_of({graph_.constant(0.69314718055994530942), NodeId::none, ValueType::number});
    if (name == "pi") return value_of({graph_.constant(3.14159265358979323846), NodeId::none, ValueType::number});
    if (name == "time") return value_of({graph_.time(), NodeId::none, ValueType::number});
    if (name == "step" && schema_.step > 0)
        return value_of({graph_.constant(schema_.step), NodeId::none, ValueType::number});
    unknown_name(syntax, frame);
}

void ExpressionLowering::unknown_name(const Syntax& syntax, const Frame& frame) {
    std::vector<std::string> candidates(std::begin(builtin_constants), std::end(builtin_constants));
    for (const auto& binder : frame.binders) candidates.push_back(binder.name);
    if (frame.function != nullptr)
        candidates.insert(candidates.end(), frame.function->arguments.begin(), frame.function->arguments.end());
    else if (frame.kind != KindId::none)
        for (const auto& [name, member] : schema_.kind(frame.kind).members) candidates.push_back(name);
    for (const auto& [name, value] : schema_.parameters) candidates.push_back(name);
    if (place_.names != nullptr)
        for (const auto& [name, node] : *place_.names) candidates.push_back(name);
    const auto near = nearest(syntax.name, candidates);
    auto hint = near.empty() ? "" : fmt::format("{}?", near);
    if (near.empty() && frame.function != nullptr) hint = "a function sees its arguments and the parameters";
    if (near.empty() && place_.rows == Place::Rows::by_name)
        for (const auto& kind : schema_.kinds)
            if (kind.members.contains(syntax.name))
                hint = fmt::format(
                    "{}[{}].{}?", kind.name,
                    fmt::join(std::vector<std::string>(std::max<std::size_t>(kind.key.size(), 1), "ROW"), ", "),
                    syntax.name);
    for (const auto& kind : schema_.kinds)
        if (kind.row_of.contains(syntax.name))
            fail(syntax, frame, "give the rule's kind a reference to the row, or a column that tells it apart",
                 messages::row_in_rule, syntax.name, kind.name);
    fail(syntax, frame, hint, messages::unknown_name, syntax.name,
         frame.function != nullptr ? "function." + frame.function_name : place_.name);
}

std::optional<Value> ExpressionLowering::member_of_this(const std::string& name, const Syntax& at, const Frame& frame) {
    if (frame.kind == KindId::none || !schema_.kind(frame.kind).members.contains(name)) return std::nullopt;
    return member(this_row(frame.kind), name, at, frame);
}

Value ExpressionLowering::lower_member(const Syntax& syntax, const Frame& frame) {
    const auto& left_syntax = *syntax.children[0];
    const auto left = lower(left_syntax, frame);
    if (left.type == Value::Type::event) {
        const auto& event = schema_.kind(left.row.kind).events[left.index];
        if (syntax.name != "rate")
            fail(syntax, frame, fmt::format("{} alone is true in the step in which it fires", event.name),
                 messages::event_member, syntax.name);
        return value_of({fired(left.row, event.rate, {.firing = true}), presence_of(left.row), ValueType::number});
    }
    if (left.type == Value::Type::decision) return decision_part(left, syntax, frame);
    if (left.type == Value::Type::capacity) return capacity_part(left, syntax.name, syntax, frame);
    if (left.type == Value::Type::option) return attribute(syntax, frame);
    if (left.type != Value::Type::row)
        fail(syntax, frame, "", messages::member_of_value, syntax.name, word_for(left, schema_));
    return member(left.row, syntax.name, syntax, frame);
}

Value ExpressionLowering::member(const RowValue& row, const std::string& name, const Syntax& at, const Frame& frame) {
    const auto& kind = schema_.kind(row.kind);
    const auto found = kind.members.find(name);
    if (found == kind.members.end()) {
        std::vector<std::string> candidates;
        for (const auto& [other, member] : kind.members) candidates.push_back(other);
        const auto near = nearest(name, candidates);
        fail(at, frame, near.empty() ? "" : near + "?", messages::unknown_member, kind.name, name);
    }
    Value value;
    const auto index = found->second.index;
    const auto type = found->second.type;
    if (type == Member::Type::event || type == Member::Type::decision || type == Member::Type::capacity) {
        value.type = type == Member::Type::event      ? Value::Type::event
                     : type == Member::Type::decision ? Value::Type::decision
                                                      : Value::Type::capacity;
        value.row = row;
        value.index = index;
        return value;
    }
    if (type == Member::Type::reference) {
        const auto& reference = kind.references[index];
        value.type = Value::Type::row;
        value.row = composed(row, reference.kind, reference.rows);
        return value;
    }
    if (row.condition != NodeId::none) {
        const auto then = member(*row.then, name, at, frame);
        const auto otherwise = member(*row.otherwise, name, at, frame);
        const auto of = then.type == Value::Type::truth ? ValueType::truth : ValueType::number;
        return value_of(select({row.condition, row.condition_present, ValueType::truth}, {then.node, then.present, of},
                               {otherwise.node, otherwise.present, of}));
    }
    return type == Member::Type::column ? column_value(row, index) : let_value(row, index);
}

RowValue ExpressionLowering::composed(const RowValue& row, KindId kind, const IndexPtr& reference) {
    auto result = row;
    result.kind = kind;
    if (row.condition != NodeId::none) {
        result.then = std::make_shared<RowValue>(composed(*row.then, kind, reference));
        result.otherwise = std::make_shared<RowValue>(composed(*row.otherwise, kind, reference));
        return result;
    }
    if (!row.rows) {
        result.rows = reference;
        return result;
    }
    Index rows(row.rows->size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = (*row.rows)[i] < 0 ? -1 : (*reference)[static_cast<std::size_t>((*row.rows)[i])];
    result.rows = graph_.intern(std::move(rows));
    return result;
}

NodeId ExpressionLowering::presence_of(const RowValue& row) {
    if (row.condition != NodeId::none) {
        const auto lowered = select({row.condition, row.condition_present, ValueType::truth},
                                    {graph_.truth(true), presence_of(*row.then), ValueType::truth},
                                    {graph_.truth(true), presence_of(*row.otherwise), ValueType::truth});
        return lowered.present;
    }
    if (!row.rows) return NodeId::none;
    bool all = true;
    for (const auto r : *row.rows) all = all && r >= 0;
    if (all) return NodeId::none;
    auto values = std::make_shared<Field>(row.rows->size());
    for (std::size_t i = 0; i < values->size(); ++i) (*values)[i] = (*row.rows)[i] >= 0 ? 1 : 0;
    return graph_.field(row.domain, std::move(values), ValueType::truth);
}

Value ExpressionLowering::column_value(const RowValue& row, std::size_t column) {
    const auto& kind = schema_.kind(row.kind);
    const auto& schema = kind.columns[column];
    all_.used_[kind.name + "." + schema.name] = true;
    if (schema.wrong) throw Unresolved{};
    const auto own = this_row(row.kind);
    if (all_.column_node_) {
        const auto lowered = all_.column_node_(row.kind, column);
        if (!lowered) throw Unresolved{};
        return gathered(*lowered, schema.slot, SlotId::none, row);
    }
    if (schema.constant)
        return gathered({graph_.field(own.domain, schema.constant, schema.type), NodeId::none, schema.type},
                        SlotId::none, SlotId::none, row);
    return gathered({graph_.load(schema.slot, own.domain, nullptr, {}), NodeId::none, schema.type}, schema.slot,
                    SlotId::none, row);
}

Value ExpressionLowering::let_value(const RowValue& row, std::size_t let) {
    const auto& kind = schema_.kind(row.kind);
    all_.used_[kind.name + "." + kind.lets[let].name] = true;
    const auto lowered = all_.let(row.kind, let);
    if (!lowered) throw Unresolved{};
    const bool own = !row.rows || (graph_.is_static(lowered->node) &&
                                   (lowered->present == NodeId::none || graph_.is_static(lowered->present)));
    if (own) return gathered(*lowered, SlotId::none, SlotId::none, row);
    const auto slot = all_.let_slot(row.kind, let);
    return gathered(*lowered, slot, all_.let_state(row.kind, let).present_slot, row);
}

/// The value of `own` (on the kind's rows) on the rows of `row`.
Value ExpressionLowering::gathered(const Lowered& own, SlotId slot, SlotId present_slot, const RowValue& row) {
    if (!row.rows) return value_of(own);
    const bool no_rows = schema_.kind(row.kind).rows.empty();
    const auto through = [&](NodeId node, SlotId from) {
        if (graph_.node(node).domain == DomainId::scalar) return node;
        if (no_rows) return graph_.constant(0, graph_.node(node).type);
        Index index(*row.rows);
        for (auto& r : index) r = r < 0 ? 0 : r;
        if (graph_.node(node).op == Op::field) {
            auto values = std::make_shared<Field>(index.size());
            for (std::size_t i = 0; i < index.size(); ++i)
                (*values)[i] = (*graph_.node(node).field)[static_cast<std::size_t>(index[i])];
            return graph_.field(row.domain, std::move(values), graph_.node(node).type);
        }
        HEGEMON_ASSERT(from != SlotId::none);
        return graph_.load(from, row.domain, graph_.intern(std::move(index)), graph_.node(node).uses);
    };
    Lowered result{through(own.node, slot), presence_of(row), own.type};
    if (own.present != NodeId::none) result.present = both_present(result.present, through(own.present, present_slot));
    return value_of(result);
}

/// What a slot of events or decisions holds for the rows of `row`.
NodeId ExpressionLowering::fired(const RowValue& row, SlotId slot, Uses uses) {
    if (row.condition != NodeId::none)
        return graph_.apply(Op::select, graph_.slot(slot).type, row.condition, fired(*row.then, slot, uses),
                            fired(*row.otherwise, slot, uses));
    const auto own = graph_.load(slot, this_row(row.kind).domain, nullptr, uses);
    return gathered({own, NodeId::none, graph_.slot(slot).type}, slot, SlotId::none, row).node;
}

NodeId ExpressionLowering::chosen(const Value& decision, SlotId slot) {
    const bool removed = schema_.kind(decision.row.kind).decisions[decision.index].removed;
    return removed ? graph_.truth(false) : fired(decision.row, slot, {.choice = true});
}

Value ExpressionLowering::decision_part(const Value& decision, const Syntax& at, const Frame& frame) {
    const auto& schema = schema_.kind(decision.row.kind).decisions[decision.index];
    const auto part = [&](SlotId slot) {
        return value_of({chosen(decision, slot), presence_of(decision.row), ValueType::truth});
    };
    if (at.name == "refused") return part(schema.refused);
    auto known = schema.options;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i] == at.name) return part(schema.chosen[i]);
    known.emplace_back("refused");
    const auto near = nearest(at.name, known);
    fail(at, frame, near.empty() ? fmt::format("it has .{}", fmt::join(known, ", .")) : near + "?",
         messages::decision_member, schema.name, at.name);
}

/// total = free + bound, bound + strain = demand: one slot besides the total's, the rest follows.
Value ExpressionLowering::capacity_part(const Value& capacity, const std::string& part, const Syntax& at,
                                        const Frame& frame) {
    const std::vector<std::string> parts = {"total", "free", "bound", "strain"};
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) {
        const auto near = nearest(part, parts);
        fail(at, frame, near.empty() ? "it has .total, .free, .bound and .strain" : near + "?",
             messages::capacity_member, part);
    }
    const auto& row = capacity.row;
    if (row.condition != NodeId::none) {
        Value then = capacity;
        Value otherwise = capacity;
        then.row = *row.then;
        otherwise.row = *row.otherwise;
        const auto lowered = [&](const Value& value) { return Lowered{value.node, value.present, ValueType::number}; };
        return value_of(select({row.condition, row.condition_present, ValueType::truth},
                               lowered(capacity_part(then, part, at, frame)),
                               lowered(capacity_part(otherwise, part, at, frame))));
    }
    const auto total = column_value(row, capacity.index);
    if (part == "total") return total;
    auto result = demand(row, capacity.index);
    const auto number = [&](Op op, NodeId a, NodeId b) { return graph_.apply(op, ValueType::number, a, b); };
    const auto bound = number(Op::min, result.node, total.node);
    result.node = part == "bound"  ? bound
                  : part == "free" ? number(Op::sub, total.node, bound)
                                   : number(Op::sub, result.node, bound);
    result.present = total.present;
    return value_of(result);
}

/// What is asked of a capacity, on the rows of `row`.
Lowered ExpressionLowering::demand(const RowValue& row, std::size_t column) {
    auto slot = schema_.kind(row.kind).columns[column].demand;
    auto node = NodeId::none;
    if (all_.demand_node_) {
        const auto found = all_.demand_node_(row.kind, column);
        if (!found) throw Unresolved{};
        std::tie(node, slot) = *found;
    } else {
        node = graph_.load(slot, this_row(row.kind).domain, nullptr, {});
    }
    const auto value = gathered({node, NodeId::none, ValueType::number}, slot, SlotId::none, row);
    return {value.node, value.present, ValueType::number};
}

/// `option.NAME`: the formula of the option at hand, on the rule's own row.
Value ExpressionLowering::attribute(const Syntax& at, const Frame& frame) {
    const auto found = place_.option->find(at.name);
    if (found == place_.option->end()) {
        std::vector<std::string> known;
        for (const auto& [name, formula] : *place_.option) known.push_back(name);
        const auto near = nearest(at.name, known);
        fail(at, frame, near.empty() ? "" : near + "?", messages::option_attribute, at.name);
    }
    const auto lower_text = [&](const Text& text, const Syntax* syntax) {
        if (syntax == nullptr) throw Unresolved{};
        Frame inner;
        inner.text = &text;
        inner.kind = place_.kind;
        in_attribute_ = true;
        const auto lowered = number_or_truth(*syntax, inner);
        in_attribute_ = false;
        return lowered;
    };
    const auto& formula = found->second;
    if (formula.text == nullptr) throw Unresolved{};
    if (formula.before_text == nullptr) return value_of(lower_text(*formula.text, formula.syntax));
    const auto before = lower_text(*formula.before_text, formula.before_syntax);
    const auto now = lower_text(*formula.text, formula.syntax);
    return value_of(select({all_.begun(), NodeId::none, ValueType::truth}, now, before));
}

RowValue ExpressionLowering::row(const Syntax& syntax, const Frame& frame, std::string_view wanted_by) {
    const auto value = lower(syntax, frame);
    if (value.type != Value::Type::row)
        fail(syntax, frame, "", messages::wants_row, quote(syntax, frame), word_for(value, schema_), wanted_by);
    return value.row;
}

RowValue ExpressionLowering::key_argument(const Syntax& syntax, const Frame& frame, KindId kind) {
    if (place_.rows == Place::Rows::by_name && syntax.kind == SyntaxKind::name) {
        bool is_binder = false;
        for (const auto& binder : frame.binders) is_binder = is_binder || binder.name == syntax.name;
        const auto& rows = schema_.kind(kind).row_of;
        if (!is_binder) {
            const auto found = rows.find(syntax.name);
            if (found == rows.end()) {
                if (schema_.kind(kind).unread) throw Unresolved{};
                const auto near = nearest(syntax.name, schema_.kind(kind).rows);
                fail(syntax, frame, near.empty() ? "" : near + "?", messages::unknown_row, schema_.kind(kind).name,
                     syntax.name);
            }
            return {kind,    DomainId::scalar, graph_.intern({found->second}), NodeId::none, NodeId::none,
                    nullptr, nullptr};
        }
    }
    auto argument = row(syntax, frame, "a look-up");
    if (argument.kind != kind)
        fail(syntax, frame, "", messages::wrong_key_kind, quote(syntax, frame), schema_.kind(kind).name,
             schema_.kind(argument.kind).name);
    return argument;
}

Value ExpressionLowering::lower_look_up(const Syntax& syntax, const Frame& frame) {
    const auto found = schema_.kind_of.find(syntax.name);
    if (found == schema_.kind_of.end()) {
        std::vector<std::string> candidates;
        for (const auto& [name, id] : schema_.kind_of) candidates.push_back(name);
        const auto near = nearest(syntax.name, candidates);
        fail(syntax, frame, near.empty() ? "" : near + "?", messages::unknown_kind, syntax.name);
    }
    const auto& kind = schema_.kind(found->second);
    const auto wanted = kind.key.empty() ? 1 : kind.key.size();
    if (syntax.children.size() != wanted)
        fail(syntax, frame, "", messages::argument_count, fmt::format("{}[...]", kind.name),
             fmt::format("{} row{}", wanted, wanted == 1 ? "" : "s"), syntax.children.size());
    Value value;
    value.type = Value::Type::row;
    if (kind.key.empty()) {
        value.row = key_argument(*syntax.children[0], frame, found->second);
        return value;
    }
    std::vector<RowValue> keys;
    for (std::size_t i = 0; i < wanted; ++i)
        keys.push_back(key_argument(*syntax.children[i], frame, kind.references[kind.key[i]].kind));
    value.row = look_up(found->second, std::move(keys));
    return value;
}

RowValue ExpressionLowering::look_up(KindId id, std::vector<RowValue> keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].condition == NodeId::none) continue;
        const RowValue chosen = keys[i];
        RowValue result = chosen;
        result.kind = id;
        keys[i] = *chosen.then;
        result.then = std::make_shared<RowValue>(look_up(id, keys));
        keys[i] = *chosen.otherwise;
        result.otherwise = std::make_shared<RowValue>(look_up(id, keys));
        return result;
    }
    auto domain = DomainId::scalar;
    for (const auto& key : keys) domain = graph_.inner(domain, key.domain);
    std::vector<IndexPtr> rows;
    for (const auto& key : keys) rows.push_back(rows_at(key, domain));
    const auto& kind = schema_.kind(id);
    Index found(size_of(domain), -1);
    for (std::size_t element = 0; element < found.size(); ++element) {
        std::uint64_t number = 0;
        bool complete = true;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto r = rows[i] ? (*rows[i])[element] : static_cast<std::int32_t>(element);
            complete = complete && r >= 0;
            number = number * schema_.kind(keys[i].kind).rows.size() + static_cast<std::uint64_t>(r < 0 ? 0 : r);
        }
        const auto known = kind.row_of_key.find(number);
        if (complete && known != kind.row_of_key.end()) found[element] = known->second;
    }
    return {id, domain, graph_.intern(std::move(found)), NodeId::none, NodeId::none, nullptr, nullptr};
}

IndexPtr ExpressionLowering::rows_at(const RowValue& row, DomainId domain) {
    HEGEMON_EXPECT(row.condition == NodeId::none);
    if (row.domain == domain) return row.rows;
    if (row.domain == DomainId::scalar) {
        HEGEMON_ASSERT(row.rows);
        return graph_.intern(Index(size_of(domain), row.rows->front()));
    }
    const auto ancestor = graph_.ancestor(domain, row.domain);
    if (!row.rows) return ancestor;
    Index rows(ancestor->size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = (*row.rows)[static_cast<std::size_t>((*ancestor)[i])];
    return graph_.intern(std::move(rows));
}

}  // namespace hegemon
