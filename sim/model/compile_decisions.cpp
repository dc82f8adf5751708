/// Decisions: who asks, what is on offer, what it costs, what follows.
#include <algorithm>
#include <set>

#include "language/messages.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

namespace hegemon {

namespace {

/// The decision's formulas, and the option's own in place of those with the same name.
FormulaList joined(const std::vector<NamedFormula>& decision, const std::vector<NamedFormula>& option) {
    auto all = formula_list(decision);
    for (const auto& own : option) {
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const auto* formula) { return formula->name.value == own.name.value; });
        if (same == all.end())
            all.push_back(&own);
        else
            *same = &own;
    }
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->name.value < b->name.value; });
    return all;
}

}  // namespace

void Compiler::compile_decisions() {
    check_deciders();
    for (const auto& declaration : declaration_.decisions) {
        if (declaration.removed || !model_->schema.kind_of.contains(declaration.on.value)) continue;
        if (auto decision = compile_decision(declaration)) model_->decisions.push_back(std::move(*decision));
    }
    std::sort(model_->decisions.begin(), model_->decisions.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
}

std::optional<DecisionModel> Compiler::compile_decision(const DecisionDeclaration& declaration) {
    auto& graph = model_->graph;
    DecisionModel decision;
    decision.name = declaration.name.value;
    decision.kind = model_->schema.kind_of.at(declaration.on.value);
    const auto rule = "decision." + decision.name;
    const auto* actor = reference_of(decision.kind, declaration.actor, rule, "the actor");
    if (actor == nullptr) return std::nullopt;
    decision.actor_name = actor->name;
    decision.actor = actor->rows;
    decision.actor_kind = actor->kind;
    if (declaration.among) group_rows(decision, declaration);
    Place place;
    place.kind = decision.kind;
    place.knows = Place::Knows::events;
    if (declaration.when) {
        place.name = rule + " when";
        decision.when =
            lower(lowering_, graph, *declaration.when, place, ValueType::truth).value_or(graph.truth(false));
    }
    check_occasion(decision, declaration);
    place.name = rule + " precision";
    decision.precision =
        lower(lowering_, graph, declaration.precision, place, ValueType::number).value_or(graph.constant(1));
    compile_payments(decision, declaration);
    for (std::size_t i = 0; i < declaration.options.size(); ++i) {
        if (declaration.forced && declaration.options[i].name.value == declaration.forced->value) decision.forced = i;
        compile_option(decision, declaration, declaration.options[i]);
    }
    const auto otherwise = std::find_if(decision.options.begin(), decision.options.end(),
                                        [&](const auto& option) { return option.name == declaration.otherwise.value; });
    if (otherwise == decision.options.end()) return std::nullopt;  // reported when it was read
    decision.otherwise = static_cast<std::size_t>(otherwise - decision.options.begin());
    decision.forced_from = declaration_.begins.value_or(0);
    check_otherwise(decision, declaration);
    return decision;
}

/// Rows that stand for one choice must have one actor: who would pay otherwise?
void Compiler::group_rows(DecisionModel& decision, const DecisionDeclaration& declaration) {
    const auto& kind = model_->schema.kind(decision.kind);
    const auto rule = "decision." + decision.name;
    const auto* group = reference_of(decision.kind, *declaration.among, rule, "'among'");
    if (group == nullptr) return;
    decision.group = group->rows;
    decision.group_kind = group->kind;
    if (rows_broken_) return;
    std::map<std::int32_t, std::size_t> first;  // row of the group's kind -> the first row with it
    for (std::size_t row = 0; row < kind.rows.size(); ++row) {
        const auto other = first.try_emplace((*decision.group)[row], row).first->second;
        if ((*decision.actor)[other] == (*decision.actor)[row]) continue;
        error(declaration.among->at, "", messages::group_of_actors, rule, declaration.among->value, kind.rows[other],
              kind.rows[row]);
        return;
    }
}

void Compiler::compile_payments(DecisionModel& decision, const DecisionDeclaration& declaration) {
    auto& graph = model_->graph;
    for (const auto& declared : declaration.payments) {
        const auto rule = "decision." + decision.name;
        const auto capacity = capacity_of(decision.actor_kind, declared.capacity, rule);
        if (!capacity) continue;
        PaymentModel payment;
        payment.name = fmt::format("{} pays.{}", rule, declared.capacity.value);
        payment.capacity = *capacity;
        payment.verb = declared.verb;
        payment.number = model_->payments++;
        const bool binds = declared.verb == PaymentDeclaration::Verb::bind;
        const auto& kind = model_->schema.kind(decision.kind);
        const auto name = fmt::format("{}.{}", decision.name, declared.capacity.value);
        const auto slot = graph.add_slot({Slot::Role::ledger, decision.kind, fmt::format("{}.{}", kind.name, name),
                                          kind.rows.size(), ValueType::number, NodeId::none});
        const auto& total = model_->columns[model_->capacities[*capacity].column];
        payment.entry = add_ledger_column(ColumnModel::Role::entry, decision.kind, slot, name,
                                          fmt::format("{} of its {} that {} {}", total.name, decision.actor_name, rule,
                                                      binds ? "binds" : "spends in this step"),
                                          column_declaration(total.kind, total.described_at).unit);
        if (declared.lasting) {
            Place place;
            place.name = payment.name + " while";
            place.kind = decision.kind;
            place.knows = Place::Knows::state;
            payment.lasting =
                lower(lowering_, graph, *declared.lasting, place, ValueType::truth).value_or(graph.truth(true));
        }
        decision.payments.push_back(std::move(payment));
    }
}

void Compiler::compile_option(DecisionModel& decision, const DecisionDeclaration& declaration,
                              const OptionDeclaration& declared) {
    auto& graph = model_->graph;
    std::map<std::string, FormulaSchema, std::less<>> attributes;
    for (const auto& attribute : declared.attributes)
        attributes.emplace(attribute.name.value, schema_of(attribute.formula, attribute.name.value));
    for (const auto& other : declaration.options)  // what is missing here was reported when it was read
        for (const auto& attribute : other.attributes) attributes.try_emplace(attribute.name.value);
    OptionModel option;
    option.name = declared.name.value;
    const auto rule = "decision." + decision.name;
    Place place;
    place.kind = decision.kind;
    place.knows = Place::Knows::events;
    place.option = &attributes;
    const auto part = [&](const std::string& name, const Formula& formula, ValueType type) {
        place.name = fmt::format("{} {} ({})", rule, name, option.name);
        return lower(lowering_, graph, formula, place, type).value_or(graph.constant(0, type));
    };
    if (declared.when) option.offered = part("when", *declared.when, ValueType::truth);
    option.utility = graph.constant(0);
    bool first = true;
    for (const auto* term : joined(declaration.utilities, declared.utilities)) {
        const auto value = part("utility." + term->name.value, term->formula, ValueType::number);
        option.utility = first ? value : graph.apply(Op::add, ValueType::number, option.utility, value);
        first = false;
    }
    for (const auto& payment : declaration.payments) {
        const auto amount = part("pays." + payment.capacity.value, payment.amount, ValueType::number);
        check_amount(graph, amount, payment.amount, place.name, decision.kind);
        option.costs.push_back(entry_of(graph, amount));
    }
    const auto writes = [&](const auto& all, const auto& own, const char* verb) {
        return compile_writes(decision.kind, joined(all, own), rule, verb, Place::Knows::events, &attributes);
    };
    option.sets = writes(declaration.sets, declared.sets, "set");
    option.adds = writes(declaration.adds, declared.adds, "add");
    decision.options.push_back(std::move(option));
}

void Compiler::check_otherwise(const DecisionModel& decision, const DecisionDeclaration& declaration) {
    const auto& option = decision.options[decision.otherwise];
    const auto rule = "decision." + decision.name;
    if (option.offered != NodeId::none)
        error(declaration.options[decision.otherwise].when->text.at, "leave its 'when' out",
              messages::otherwise_not_offered, option.name, rule);
    const auto& rows = model_->schema.kind(decision.kind).rows;
    const auto& graph = model_->graph;
    for (std::size_t i = 0; i < decision.payments.size() && i < option.costs.size(); ++i) {
        const auto cost = option.costs[i];
        if (!graph.is_static(cost)) continue;  // asked in the run
        const bool uniform = graph.node(cost).domain == DomainId::scalar;
        for (std::size_t row = 0; row < (uniform ? std::min<std::size_t>(1, rows.size()) : rows.size()); ++row) {
            if (!(graph.static_value(cost, row) > 0)) continue;
            error(declaration.payments[i].amount.text.at, "", messages::otherwise_costs, option.name, rule,
                  graph.static_value(cost, row), declaration.payments[i].capacity.value);
            break;
        }
    }
}

/// Without an occasion a decision is asked in every step, and halving the step asks it twice as often.
void Compiler::check_occasion(const DecisionModel& decision, const DecisionDeclaration& declaration) {
    if (decision.when != NodeId::none && model_->graph.node(decision.when).uses.firing) return;
    if (declaration_.time.unit == "step") return;
    auto diagnostic = complain(declaration.name.at, messages::no_occasion, "decision." + decision.name);
    diagnostic.severity = Severity::warning;
    diagnostic.hint = "let its 'when' ask an event: an occasion";
    diagnostics_.add(std::move(diagnostic));
}

/// In the decision phase, too, at most one rule may set a column.
void Compiler::check_deciders() {
    struct Setter {
        const DecisionDeclaration* decision;
        const Name* column;
    };
    std::map<std::pair<std::string, std::string>, Setter> setters;
    for (const auto& decision : declaration_.decisions) {
        const auto visit = [&](const std::vector<NamedFormula>& sets) {
            for (const auto& set : sets) {
                const auto [found, is_new] =
                    setters.try_emplace({decision.on.value, set.name.value}, Setter{&decision, &set.name});
                if (is_new || found->second.decision == &decision) continue;
                auto diagnostic =
                    complain(set.name.at, messages::two_setters, "decision." + found->second.decision->name.value,
                             "decision." + decision.name.value, decision.on.value + "." + set.name.value, "decision");
                diagnostic.hint = "let an update join them";
                diagnostic.also.push_back({found->second.column->at, "the other one"});
                diagnostics_.add(std::move(diagnostic));
            }
        };
        visit(decision.sets);
        for (const auto& option : decision.options) visit(option.sets);
    }
}

void Compiler::plan_decisions(Planner& planner) {
    auto& graph = model_->graph;
    const auto asked = asked_slots();
    for (auto& decision : model_->decisions) {
        const auto& kind = model_->schema.kind(decision.kind);
        const auto domain = graph.rows_of(decision.kind, kind.rows.size());
        const auto& slots = *std::find_if(kind.decisions.begin(), kind.decisions.end(),
                                          [&](const auto& d) { return d.name == decision.name; });
        const auto if_asked = [&](SlotId slot) { return asked.contains(slot) ? slot : SlotId::none; };
        decision.taken = if_asked(slots.taken);
        decision.refused = if_asked(slots.refused);
        for (const auto slot : slots.chosen) decision.chosen.push_back(if_asked(slot));
        if (decision.when != NodeId::none) decision.when_block = planner.plan(domain, {decision.when});
        std::vector<NodeId> roots{decision.precision};
        for (auto& option : decision.options) {
            roots.push_back(option.offered == NodeId::none ? graph.truth(true) : option.offered);
            roots.push_back(option.utility);
            roots.insert(roots.end(), option.costs.begin(), option.costs.end());
            const auto effects = nodes_of(option.sets, option.adds);
            if (!effects.empty()) option.effects = planner.plan(domain, effects);
        }
        decision.block = planner.plan(domain, roots);
        for (auto& payment : decision.payments)
            if (payment.lasting != NodeId::none) payment.lasting_block = planner.plan(domain, {payment.lasting});
    }
}

std::set<SlotId> Compiler::asked_slots() const {
    std::set<SlotId> asked;
    for (std::size_t i = 0; i < model_->graph.size(); ++i) {
        const auto& node = model_->graph.node(static_cast<NodeId>(i));
        if (node.op == Op::load) asked.insert(node.slot);
    }
    return asked;
}

}  // namespace hegemon
