/// Operators, functions and draws.
#include <fmt/ranges.h>

#include "language/expression_lowering.hpp"
#include "language/messages.hpp"

namespace hegemon {

namespace {

struct Builtin {
    std::string_view name;
    Op op;
    std::size_t arguments;
};
constexpr Builtin builtins[] = {
    {"exp", Op::exp, 1}, {"log", Op::log, 1},   {"log10", Op::log10, 1},       {"sqrt", Op::sqrt, 1},
    {"abs", Op::abs, 1}, {"tanh", Op::tanh, 1}, {"logistic", Op::logistic, 1}, {"logit", Op::logit, 1},
};

struct DrawFunction {
    std::string_view name;
    std::size_t arguments;
};
constexpr DrawFunction draw_functions[] = {
    {"chance", 1}, {"uniform", 2}, {"normal", 2}, {"exponential", 1}, {"pareto", 3}};

struct Operator {
    std::string_view text;
    Op op;
};
constexpr Operator arithmetic[] = {{"+", Op::add}, {"-", Op::sub}, {"*", Op::mul}, {"/", Op::div}, {"^", Op::pow}};
constexpr Operator comparisons[] = {{"<", Op::less}, {"<=", Op::less_equal}, {">", Op::less}, {">=", Op::less_equal}};

bool is_aggregate_name(std::string_view name) {
    for (const std::string_view known : {"sum", "mean", "count", "any", "all"})
        if (known == name) return true;
    return false;
}

std::string arguments_text(std::size_t count) { return fmt::format("{} argument{}", count, count == 1 ? "" : "s"); }

}  // namespace

bool is_function_of_language(std::string_view word) {
    for (const std::string_view known : {"if", "min", "max", "clamp", "relax"})
        if (word == known) return true;
    for (const auto& builtin : builtins)
        if (word == builtin.name) return true;
    for (const auto& draw : draw_functions)
        if (word == draw.name) return true;
    return is_aggregate_name(word);
}

Value ExpressionLowering::value_of(const Lowered& lowered) {
    Value value;
    value.type = lowered.type == ValueType::truth ? Value::Type::truth : Value::Type::number;
    value.node = lowered.node;
    value.present = lowered.present;
    return value;
}

NodeId ExpressionLowering::both_present(NodeId a, NodeId b) {
    if (a == NodeId::none || b == NodeId::none) return a == NodeId::none ? b : a;
    return graph_.both(a, b);
}

Lowered ExpressionLowering::elementwise(Op op, ValueType type, std::initializer_list<Lowered> operands) {
    std::array<NodeId, 3> nodes{NodeId::none, NodeId::none, NodeId::none};
    Lowered result{NodeId::none, NodeId::none, type};
    std::size_t i = 0;
    for (const auto& operand : operands) {
        nodes[i++] = operand.node;
        result.present = both_present(result.present, operand.present);
    }
    result.node = graph_.apply(op, type, nodes[0], nodes[1], nodes[2]);
    return result;
}

Lowered ExpressionLowering::select(const Lowered& condition, const Lowered& a, const Lowered& b) {
    Lowered result{NodeId::none, condition.present, a.type};
    result.node = graph_.apply(Op::select, a.type, condition.node, a.node, b.node);
    if (a.present != NodeId::none || b.present != NodeId::none) {
        const auto always = graph_.truth(true);
        const auto chosen =
            graph_.apply(Op::select, ValueType::truth, condition.node, a.present == NodeId::none ? always : a.present,
                         b.present == NodeId::none ? always : b.present);
        result.present = both_present(result.present, chosen);
    }
    if (result.present != NodeId::none && graph_.is_constant(result.present) &&
        graph_.node(result.present).constant != 0)
        result.present = NodeId::none;
    return result;
}

Lowered ExpressionLowering::plain(const Value& value, const Syntax& syntax, const Frame& frame,
                                  std::string_view wanted_by) {
    if (value.type == Value::Type::row)
        fail(syntax, frame, "name one of its columns after a dot", messages::wants_value, quote(syntax, frame),
             schema_.kind(value.row.kind).name, wanted_by.empty() ? std::string_view(place_.name) : wanted_by);
    if (value.type == Value::Type::event) {
        const auto& event = schema_.kind(value.row.kind).events[value.index];
        return {fired(value.row, event.fired, {.firing = true}), presence_of(value.row), ValueType::truth};
    }
    if (value.type == Value::Type::decision) {
        const auto& decision = schema_.kind(value.row.kind).decisions[value.index];
        return {chosen(value, decision.taken), presence_of(value.row), ValueType::truth};
    }
    if (value.type == Value::Type::capacity)
        fail(syntax, frame, "say .total, .free, .bound or .strain", messages::capacity_without_part,
             quote(syntax, frame));
    if (value.type == Value::Type::option)
        fail(syntax, frame, "name one of its attributes: option.NAME", messages::option_without_attribute);
    return {value.node, value.present, value.type == Value::Type::truth ? ValueType::truth : ValueType::number};
}

Lowered ExpressionLowering::number(const Syntax& syntax, const Frame& frame, std::string_view wanted_by) {
    return number(lower(syntax, frame), syntax, frame, wanted_by);
}

Lowered ExpressionLowering::number(const Value& of, const Syntax& syntax, const Frame& frame,
                                   std::string_view wanted_by) {
    const auto value = plain(of, syntax, frame, wanted_by);
    if (value.type != ValueType::number) {
        const auto text = frame.text->value.substr(syntax.begin, syntax.length);
        fail(syntax, frame, text.size() <= 40 ? fmt::format("if({}, 1, 0)?", text) : "", messages::wants_number,
             quote(syntax, frame), wanted_by);
    }
    return value;
}

Lowered ExpressionLowering::truth(const Syntax& syntax, const Frame& frame, std::string_view wanted_by) {
    const auto value = plain(lower(syntax, frame), syntax, frame, wanted_by);
    if (value.type != ValueType::truth) {
        const auto text = frame.text->value.substr(syntax.begin, syntax.length);
        fail(syntax, frame, text.size() <= 40 ? fmt::format("{} != 0?", text) : "", messages::wants_truth,
             quote(syntax, frame), wanted_by);
    }
    return value;
}

void ExpressionLowering::spend(const Syntax& syntax, const Frame& frame) {
    const auto& limits = all_.limits_;
    if (all_.depth_ >= limits.depth) fail(syntax, frame, "", messages::too_deep_in_all, limits.depth);
    if (++all_.parts_ > limits.parts)
        fail(syntax, frame, "name a part of it with a let", messages::too_large, limits.parts);
    if (++all_.all_parts_ > limits.parts_in_all)
        fail(syntax, frame, "", messages::too_large_in_all, limits.parts_in_all);
    const auto most_values = limits.fixed_values + limits.fixed_values_per_row * schema_.rows;
    if (graph_.fixed_values() > most_values)
        fail(syntax, frame, "compare a reference with == in where, so that aggregates look at fewer rows",
             messages::too_many_values, most_values);
}

Value ExpressionLowering::lower(const Syntax& syntax, const Frame& frame) {
    const Deeper deeper(*this, syntax, frame);
    return lower_by_kind(syntax, frame);
}

Value ExpressionLowering::lower_by_kind(const Syntax& syntax, const Frame& frame) {
    switch (syntax.kind) {
        case SyntaxKind::number:
            return value_of({graph_.constant(syntax.number), NodeId::none, ValueType::number});
        case SyntaxKind::truth:
            return value_of({graph_.truth(syntax.number != 0), NodeId::none, ValueType::truth});
        case SyntaxKind::this_row: {
            if (frame.kind == KindId::none)
                fail(syntax, frame, frame.function != nullptr ? "hand the row over as an argument" : "",
                     messages::no_this, frame.function != nullptr ? "function." + frame.function_name : place_.name);
            Value value;
            value.type = Value::Type::row;
            value.row = this_row(frame.kind);
            return value;
        }
        case SyntaxKind::name:
            return lower_name(syntax, frame);
        case SyntaxKind::member:
            return lower_member(syntax, frame);
        case SyntaxKind::look_up:
            return lower_look_up(syntax, frame);
        case SyntaxKind::aggregate:
            return lower_aggregate(syntax, frame);
        case SyntaxKind::call:
            return lower_call(syntax, frame);
        case SyntaxKind::else_:
            return lower_else(syntax, frame);
        case SyntaxKind::negate:
            return value_of(elementwise(Op::negate, ValueType::number, {number(*syntax.children[0], frame, "-")}));
        case SyntaxKind::not_:
            return value_of(elementwise(Op::not_, ValueType::truth, {truth(*syntax.children[0], frame, "not")}));
        case SyntaxKind::binary:
            return lower_binary(syntax, frame);
    }
    throw Unresolved{};
}

Value ExpressionLowering::lower_binary(const Syntax& syntax, const Frame& frame) {
    const auto& name = syntax.name;
    const auto& left = *syntax.children[0];
    const auto& right = *syntax.children[1];
    if (name == "and" || name == "or") {
        const auto a = truth(left, frame, name);
        return value_of(
            elementwise(name == "and" ? Op::and_ : Op::or_, ValueType::truth, {a, truth(right, frame, name)}));
    }
    if (name == "==" || name == "!=") return lower_equality(syntax, frame);
    for (const auto& known : arithmetic) {
        if (known.text != name) continue;
        const auto a = number(left, frame, name);
        return value_of(elementwise(known.op, ValueType::number, {a, number(right, frame, name)}));
    }
    const auto left_value = lower(left, frame);
    const auto right_value = lower(right, frame);
    if (left_value.type == Value::Type::row || right_value.type == Value::Type::row)
        fail(syntax, frame, "", messages::rows_have_no_order, name);
    const auto a = number(left_value, left, frame, name);
    const auto b = number(right_value, right, frame, name);
    const bool swapped = name[0] == '>';
    for (const auto& known : comparisons)
        if (known.text == name)
            return value_of(elementwise(known.op, ValueType::truth, {swapped ? b : a, swapped ? a : b}));
    throw Unresolved{};
}

Value ExpressionLowering::lower_equality(const Syntax& syntax, const Frame& frame) {
    const auto left = lower(*syntax.children[0], frame);
    const auto right = lower(*syntax.children[1], frame);
    const bool rows = left.type == Value::Type::row;
    if (rows != (right.type == Value::Type::row))
        fail(syntax, frame, "", messages::different_types, word_for(left, schema_), word_for(right, schema_));
    Lowered equal;
    if (rows) {
        if (left.row.kind != right.row.kind)
            fail(syntax, frame, "", messages::different_kinds, schema_.kind(left.row.kind).name,
                 schema_.kind(right.row.kind).name);
        equal = equal_rows(left.row, right.row);
    } else {
        const auto a = plain(left, *syntax.children[0], frame);
        const auto b = plain(right, *syntax.children[1], frame);
        if (a.type != b.type)
            fail(syntax, frame, "a truth stands for itself: write x or not x instead of x == 1 or x == 0",
                 messages::different_types, word_for(a.type), word_for(b.type));
        equal = elementwise(Op::equal, ValueType::truth, {a, b});
    }
    if (syntax.name == "!=") equal = elementwise(Op::not_, ValueType::truth, {equal});
    return value_of(equal);
}

Lowered ExpressionLowering::equal_rows(const RowValue& a, const RowValue& b) {
    for (const auto* side : {&a, &b}) {
        if (side->condition == NodeId::none) continue;
        const auto& other = side == &a ? b : a;
        return select({side->condition, side->condition_present, ValueType::truth}, equal_rows(*side->then, other),
                      equal_rows(*side->otherwise, other));
    }
    const auto domain = graph_.inner(a.domain, b.domain);
    const auto left = rows_at(a, domain);
    const auto right = rows_at(b, domain);
    auto values = std::make_shared<Field>(size_of(domain));
    for (std::size_t i = 0; i < values->size(); ++i) {
        const auto own = static_cast<std::int32_t>(i);
        (*values)[i] = (left ? (*left)[i] : own) == (right ? (*right)[i] : own) ? 1 : 0;
    }
    const auto node = domain == DomainId::scalar ? graph_.truth(values->front() != 0)
                                                 : graph_.field(domain, std::move(values), ValueType::truth);
    return {node, both_present(presence_of(a), presence_of(b)), ValueType::truth};
}

Value ExpressionLowering::lower_else(const Syntax& syntax, const Frame& frame) {
    const auto left = lower(*syntax.children[0], frame);
    if (left.type == Value::Type::row) {
        const auto right = row(*syntax.children[1], frame, "else");
        if (left.row.kind != right.kind)
            fail(syntax, frame, "", messages::different_kinds, schema_.kind(left.row.kind).name,
                 schema_.kind(right.kind).name);
        Value value;
        value.type = Value::Type::row;
        value.row = rows_else(left.row, right);
        return value;
    }
    const auto a = plain(left, *syntax.children[0], frame);
    const auto b = number_or_truth(*syntax.children[1], frame);
    if (a.type != b.type)
        fail(syntax, frame, "if(x, 1, 0) makes a number of a truth x", messages::different_types, word_for(a.type),
             word_for(b.type));
    if (a.present == NodeId::none) return value_of(a);
    return value_of(select({a.present, NodeId::none, ValueType::truth}, {a.node, NodeId::none, a.type}, b));
}

RowValue ExpressionLowering::rows_else(const RowValue& a, const RowValue& b) {
    if (a.condition != NodeId::none || b.condition != NodeId::none) {
        const auto& chosen = a.condition != NodeId::none ? a : b;
        RowValue result = chosen;
        const bool first = &chosen == &a;
        result.then = std::make_shared<RowValue>(first ? rows_else(*a.then, b) : rows_else(a, *b.then));
        result.otherwise = std::make_shared<RowValue>(first ? rows_else(*a.otherwise, b) : rows_else(a, *b.otherwise));
        return result;
    }
    const auto domain = graph_.inner(a.domain, b.domain);
    const auto left = rows_at(a, domain);
    if (!left) return a;
    const auto right = rows_at(b, domain);
    Index rows(*left);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i] < 0) rows[i] = right ? (*right)[i] : static_cast<std::int32_t>(i);
    return {a.kind, domain, graph_.intern(std::move(rows)), NodeId::none, NodeId::none, nullptr, nullptr};
}

Value ExpressionLowering::lower_call(const Syntax& syntax, const Frame& frame) {
    const auto& name = syntax.name;
    const auto wants = [&](std::size_t count, const std::string& form = "") {
        if (syntax.children.size() != count)
            fail(syntax, frame, form, messages::argument_count, name, arguments_text(count), syntax.children.size());
    };
    if (name == "if") {
        wants(3, "if(condition, value, other value)");
        return lower_if(syntax, frame);
    }
    if (name == "min" || name == "max") return lower_min_max(name == "min" ? Op::min : Op::max, syntax, frame);
    if (name == "clamp") {
        wants(3, "clamp(x, lowest, highest)");
        const auto x = number(*syntax.children[0], frame, name);
        const auto low = number(*syntax.children[1], frame, name);
        const auto raised = elementwise(Op::max, ValueType::number, {x, low});
        return value_of(elementwise(Op::min, ValueType::number, {raised, number(*syntax.children[2], frame, name)}));
    }
    for (const auto& builtin : builtins) {
        if (builtin.name != name) continue;
        wants(builtin.arguments);
        return value_of(elementwise(builtin.op, ValueType::number, {number(*syntax.children[0], frame, name)}));
    }
    if (name == "relax") fail(syntax, frame, "", messages::relax_place);
    if (auto drawn = lower_draw(syntax, frame)) return *drawn;
    if (const auto found = schema_.functions.find(name); found != schema_.functions.end()) {
        wants(found->second.arguments.size(), fmt::format("{}({})", name, fmt::join(found->second.arguments, ", ")));
        return lower_function(found->second, syntax, frame);
    }
    if (is_aggregate_name(name))
        fail(syntax, frame, fmt::format("{}(x in KIND where ...{})", name, name == "count" ? "" : ": ..."),
             messages::aggregate_form, name);
    std::vector<std::string> candidates{"if", "min", "max", "clamp", "relax", "sum", "mean", "count", "any", "all"};
    for (const auto& builtin : builtins) candidates.emplace_back(builtin.name);
    for (const auto& known : draw_functions) candidates.emplace_back(known.name);
    for (const auto& [known, function] : schema_.functions) candidates.push_back(known);
    const auto near = nearest(name, candidates);
    fail(syntax, frame, near.empty() ? "" : near + "?", messages::unknown_function, name);
}

Value ExpressionLowering::lower_if(const Syntax& syntax, const Frame& frame) {
    const auto condition = truth(*syntax.children[0], frame, "if");
    const auto left = lower(*syntax.children[1], frame);
    if (left.type == Value::Type::row) {
        const auto right = row(*syntax.children[2], frame, "if");
        if (left.row.kind != right.kind)
            fail(syntax, frame, "", messages::different_kinds, schema_.kind(left.row.kind).name,
                 schema_.kind(right.kind).name);
        Value value;
        value.type = Value::Type::row;
        value.row = choose_rows(condition, left.row, right);
        return value;
    }
    const auto a = plain(left, *syntax.children[1], frame);
    const auto b = number_or_truth(*syntax.children[2], frame);
    if (a.type != b.type)
        fail(syntax, frame, "if(x, 1, 0) makes a number of a truth x", messages::different_types, word_for(a.type),
             word_for(b.type));
    return value_of(select(condition, a, b));
}

RowValue ExpressionLowering::choose_rows(const Lowered& condition, const RowValue& a, const RowValue& b) {
    const bool known = graph_.is_static(condition.node) && condition.present == NodeId::none &&
                       a.condition == NodeId::none && b.condition == NodeId::none;
    if (!known) {
        RowValue result;
        result.kind = a.kind;
        result.condition = condition.node;
        result.condition_present = condition.present;
        result.then = std::make_shared<RowValue>(a);
        result.otherwise = std::make_shared<RowValue>(b);
        return result;
    }
    auto domain = graph_.inner(a.domain, b.domain);
    if (!graph_.is_constant(condition.node)) domain = graph_.inner(domain, graph_.node(condition.node).domain);
    const auto lifted = graph_.lift(condition.node, domain);
    const auto left = rows_at(a, domain);
    const auto right = rows_at(b, domain);
    Index rows(size_of(domain));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& side = graph_.static_value(lifted, i) != 0 ? left : right;
        rows[i] = side ? (*side)[i] : static_cast<std::int32_t>(i);
    }
    return {a.kind, domain, graph_.intern(std::move(rows)), NodeId::none, NodeId::none, nullptr, nullptr};
}

Value ExpressionLowering::lower_min_max(Op op, const Syntax& syntax, const Frame& frame) {
    if (syntax.children.size() < 2)
        fail(syntax, frame, fmt::format("{}(a, b), or {}(x in kind: ...)", syntax.name, syntax.name),
             messages::argument_count, syntax.name, "two arguments or more", syntax.children.size());
    auto result = number(*syntax.children[0], frame, syntax.name);
    for (std::size_t i = 1; i < syntax.children.size(); ++i)
        result = elementwise(op, ValueType::number, {result, number(*syntax.children[i], frame, syntax.name)});
    return value_of(result);
}

Value ExpressionLowering::lower_function(const FunctionSchema& function, const Syntax& syntax, const Frame& frame) {
    all_.used_["function." + syntax.name] = true;
    if (function.body.syntax == nullptr) throw Unresolved{};
    std::string circle = syntax.name;
    for (const Frame* outer = &frame; outer->function != nullptr; outer = outer->caller) {
        circle = fmt::format("{} -> {}", outer->function_name, circle);
        if (outer->function_name == syntax.name)
            fail(syntax, frame, "a function cannot call itself", messages::circle, circle);
    }
    Frame inside;
    inside.text = function.body.text;
    inside.function = &function;
    inside.function_name = syntax.name;
    inside.caller = &frame;
    for (const auto& argument : syntax.children) inside.arguments.push_back(argument.get());
    return lower(*function.body.syntax, inside);
}

/// A draw is the quantile function of its distribution at a uniform number with an address of its own.
std::optional<Value> ExpressionLowering::lower_draw(const Syntax& syntax, const Frame& frame) {
    const auto& name = syntax.name;
    const DrawFunction* function = nullptr;
    for (const auto& known : draw_functions)
        if (known.name == name) function = &known;
    if (function == nullptr) return std::nullopt;
    if (place_.draws == Place::Draws::refused) fail(syntax, frame, "", messages::draw_place, name);
    if (aggregates_ > 0) fail(syntax, frame, "", messages::draw_in_aggregate, name);
    if (syntax.children.size() != function->arguments)
        fail(syntax, frame, "", messages::argument_count, name, arguments_text(function->arguments),
             syntax.children.size());
    std::vector<Lowered> p;
    for (const auto& argument : syntax.children) p.push_back(number(*argument, frame, name));
    const auto address = fmt::format("{}/{}", place_.draw_name, draws_++);
    const auto domain = this_row(place_.kind).domain;
    const Lowered u{graph_.draw({place_.draw_rule, address, place_.kind}, domain), NodeId::none, ValueType::number};
    const Lowered one{graph_.constant(1), NodeId::none, ValueType::number};
    const auto compute = [&](Op op, const Lowered& a, const Lowered& b) {
        return elementwise(op, ValueType::number, {a, b});
    };
    if (name == "chance") return value_of(elementwise(Op::less, ValueType::truth, {u, p[0]}));
    if (name == "uniform") return value_of(compute(Op::add, p[0], compute(Op::mul, compute(Op::sub, p[1], p[0]), u)));
    if (name == "normal") {
        const auto standard = elementwise(Op::normal_quantile, ValueType::number, {u});
        return value_of(compute(Op::add, p[0], compute(Op::mul, p[1], standard)));
    }
    if (name == "exponential") {
        const auto log = elementwise(Op::log, ValueType::number, {compute(Op::sub, one, u)});
        return value_of(compute(Op::mul, p[0], elementwise(Op::negate, ValueType::number, {log})));
    }
    // Truncated Pareto on [low, high]: low * (1 - u * (1 - (low/high)^exponent))^(-1/exponent).
    const auto ratio = compute(Op::pow, compute(Op::div, p[0], p[1]), p[2]);
    const auto base = compute(Op::sub, one, compute(Op::mul, u, compute(Op::sub, one, ratio)));
    const auto exponent = compute(Op::div, elementwise(Op::negate, ValueType::number, {one}), p[2]);
    return value_of(compute(Op::mul, p[0], compute(Op::pow, base, exponent)));
}

}  // namespace hegemon
