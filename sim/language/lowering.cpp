#include "language/lowering.hpp"

#include "core/check.hpp"
#include "language/expression_lowering.hpp"
#include "language/messages.hpp"

namespace hegemon {

namespace {

Frame frame_of(const Text& text, const Place& place) {
    Frame frame;
    frame.text = &text;
    frame.kind = place.kind;
    return frame;
}

/// The first event (or decision, as `use` says) that a node asks about, as "town.burst".
std::string asked(const Graph& graph, NodeId id, bool Uses::*use) {
    const auto& node = graph.node(id);
    if (node.op == Op::load) {
        const auto& slot = graph.slot(node.slot);
        return slot.definition == NodeId::none ? slot.name : asked(graph, slot.definition, use);
    }
    for (const auto operand : node.operands)
        if (operand != NodeId::none && graph.node(operand).uses.*use) return asked(graph, operand, use);
    return "";
}

}  // namespace

std::optional<Lowered> Lowering::lower(const Text& text, const Syntax* syntax, const Place& place) {
    if (syntax == nullptr) return std::nullopt;
    try {
        if (depth_ == 0) parts_ = 0;
        ExpressionLowering expression(*this, place);
        const auto frame = frame_of(text, place);
        auto result = expression.number_or_truth(*syntax, frame);
        if (graph_.node(result.node).depth > limits_.operations_in_a_row)
            expression.fail(*syntax, frame, "", messages::too_deep_in_all, limits_.operations_in_a_row);
        const auto what = [&](bool Uses::*use) -> std::optional<std::string> {
            for (const auto node : {result.node, result.present})
                if (node != NodeId::none && graph_.node(node).uses.*use) return asked(graph_, node, use);
            return std::nullopt;
        };
        if (const auto event = what(&Uses::firing); event && place.knows == Place::Knows::state)
            expression.fail(*syntax, frame, "an update sees what fired", messages::asks_too_early, place.name, *event);
        if (const auto choice = what(&Uses::choice); choice && place.knows != Place::Knows::choices)
            expression.fail(*syntax, frame, "an update sees what was chosen", messages::asks_choice_too_early,
                            place.name, *choice);
        if (result.present != NodeId::none && graph_.is_constant(result.present) &&
            graph_.node(result.present).constant != 0)
            result.present = NodeId::none;
        return result;
    } catch (const Unresolved&) {
        return std::nullopt;
    }
}

std::optional<Lowered> Lowering::lower(const FormulaSchema& formula, const Place& place) {
    if (formula.before_text == nullptr) return lower(*formula.text, formula.syntax, place);
    const auto before = lower(*formula.before_text, formula.before_syntax, place);
    if (column_node_) return before;  // start values are the base's
    const auto now = lower(*formula.text, formula.syntax, place);
    if (!before || !now) return std::nullopt;
    if (before->type != now->type) {
        diagnostics_.add(complain(formula.text->at, messages::different_types, word_for(before->type) + " (before)",
                                  word_for(now->type)));
        return std::nullopt;
    }
    return ExpressionLowering(*this, place).select({begun(), NodeId::none, ValueType::truth}, *now, *before);
}

NodeId Lowering::begun() {
    HEGEMON_EXPECT(schema_.begun != SlotId::none);
    return graph_.load(schema_.begun, DomainId::scalar, nullptr, {});
}

bool Lowering::is_relaxation(const Syntax* syntax) {
    return syntax != nullptr && syntax->kind == SyntaxKind::call && syntax->name == "relax";
}

std::optional<Relaxation> Lowering::lower_relaxation(const Text& text, const Syntax* syntax, const Place& place) {
    try {
        ExpressionLowering expression(*this, place);
        const auto frame = frame_of(text, place);
        if (syntax->children.size() != 2)
            expression.fail(*syntax, frame, "relax(target, half_life)", messages::argument_count, "relax",
                            "2 arguments", syntax->children.size());
        Relaxation result;
        for (const std::size_t i : {0U, 1U}) {
            expression.number(*syntax->children[i], frame, "relax");
            const auto part = lower(text, syntax->children[i].get(), place);
            if (!part) return std::nullopt;
            (i == 0 ? result.target : result.half_life) = *part;
        }
        return result;
    } catch (const Unresolved&) {
        return std::nullopt;
    }
}

std::optional<Lowering::Address> Lowering::lower_address(const Text& text, const Syntax* syntax,
                                                         const std::string& place_name, Addresses wanted) {
    if (syntax == nullptr) return std::nullopt;
    const bool columns = wanted == Addresses::columns;
    try {
        Place place;
        place.name = place_name;
        place.rows = Place::Rows::by_name;
        ExpressionLowering expression(*this, place);
        const auto frame = frame_of(text, place);
        const bool is_address = syntax->kind == SyntaxKind::member && syntax->children[0]->kind == SyntaxKind::look_up;
        if (!is_address)
            expression.fail(*syntax, frame,
                            fmt::format("an address is written KIND[ROW].{}", columns ? "COLUMN" : "EVENT"),
                            messages::not_an_address, text.value);
        const auto row = expression.row(*syntax->children[0], frame, place_name);
        const auto& kind = schema_.kind(row.kind);
        if (row.rows->front() < 0 && kind.unread) throw Unresolved{};
        if (row.rows->front() < 0)
            expression.fail(*syntax->children[0], frame, "", messages::unknown_pair,
                            ExpressionLowering::quote(*syntax->children[0], frame));
        const auto fits = [&](Member::Type type) {
            return columns ? type == Member::Type::column || type == Member::Type::capacity
                           : type == Member::Type::event;
        };
        const auto member = kind.members.find(syntax->name);
        if (member == kind.members.end() || !fits(member->second.type)) {
            std::vector<std::string> known;
            for (const auto& [name, other] : kind.members)
                if (fits(other.type)) known.push_back(name);
            const auto near = nearest(syntax->name, known);
            expression.fail(*syntax, frame, near.empty() ? "" : near + "?",
                            columns ? messages::unknown_column : messages::unknown_event, kind.name, syntax->name);
        }
        return Address{row.kind, row.rows->front(), member->second};
    } catch (const Unresolved&) {
        return std::nullopt;
    }
}

Lowering::LetState& Lowering::let_state(KindId kind, std::size_t let) {
    return lets_[{static_cast<std::uint32_t>(kind), let}];
}

std::optional<Lowered> Lowering::let(KindId kind_id, std::size_t index) {
    auto& state = let_state(kind_id, index);
    if (state.progress == LetState::Progress::done) return state.value;
    const auto& kind = schema_.kind(kind_id);
    const auto& formula = kind.lets[index];
    const auto name = fmt::format("{}.{}", kind.name, formula.name);
    if (state.progress == LetState::Progress::under_way) {
        std::string circle;
        for (const auto& busy : busy_) circle += circle.empty() && busy != name ? "" : busy + " -> ";
        diagnostics_.add(complain(formula.text->at, messages::circle, circle + name));
        return std::nullopt;
    }
    state.progress = LetState::Progress::under_way;
    busy_.push_back(name);
    Place place;
    place.name = "let." + name;
    place.kind = kind_id;
    auto value = lower(formula, place);
    busy_.pop_back();
    auto& done = let_state(kind_id, index);
    done.progress = LetState::Progress::done;
    done.value = value;
    return value;
}

SlotId Lowering::let_slot(KindId kind_id, std::size_t index) {
    auto& state = let_state(kind_id, index);
    HEGEMON_EXPECT(state.value);
    if (state.slot != SlotId::none) return state.slot;
    const auto& kind = schema_.kind(kind_id);
    const auto make = [&](NodeId definition, ValueType type, const char* suffix) {
        return graph_.add_slot({Slot::Role::let, kind_id,
                                fmt::format("{}.{}{}", kind.name, kind.lets[index].name, suffix), kind.rows.size(),
                                type, definition});
    };
    state.slot = make(state.value->node, state.value->type, "");
    const bool changes = state.value->present != NodeId::none && !graph_.is_static(state.value->present);
    if (changes) state.present_slot = make(state.value->present, ValueType::truth, " is present");
    return state.slot;
}

}  // namespace hegemon
