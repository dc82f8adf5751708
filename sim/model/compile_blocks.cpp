/// The way through the compiler, the blocks that machines run, and what recorders are told.
#include <algorithm>
#include <set>

#include "model/compiler.hpp"

namespace hegemon {

namespace {

/// The rows that are marked, in as few ranges as there are gaps; none if that is hardly fewer than all.
std::vector<RowRange> ranges_of(const std::vector<bool>& marked) {
    std::vector<RowRange> ranges;
    std::size_t count = 0;
    for (std::size_t row = 0; row < marked.size(); ++row) {
        if (!marked[row]) continue;
        ++count;
        if (!ranges.empty() && ranges.back().end == row)
            ++ranges.back().end;
        else
            ranges.push_back({row, row + 1});
    }
    return 4 * count > 3 * marked.size() ? std::vector<RowRange>{} : ranges;
}

/// [slot]: which of its rows some index names.
std::vector<std::vector<bool>> gathered_rows(const Graph& graph) {
    std::vector<std::vector<bool>> rows;
    for (const auto& slot : graph.slots()) rows.emplace_back(slot.rows, false);
    for (std::size_t i = 0; i < graph.size(); ++i) {
        const auto& node = graph.node(static_cast<NodeId>(i));
        if (node.op != Op::load || !node.index) continue;
        for (const auto row : *node.index)
            if (row >= 0) rows[index_of(node.slot)][static_cast<std::size_t>(row)] = true;
    }
    return rows;
}

}  // namespace

Compiler::Compiler(Declaration declaration, ColumnNames also_written, const LanguageLimits& limits, SyntaxStore& read)
    : model_(std::make_shared<Model>()),
      declaration_(model_->declaration = std::move(declaration)),
      diagnostics_(declaration_.diagnostics),
      read_(read),
      start_lowering_(model_->start.graph, model_->schema, diagnostics_, limits),
      lowering_(model_->graph, model_->schema, diagnostics_, limits),
      also_written_(std::move(also_written)) {}

std::shared_ptr<const Model> Compiler::compile() {
    model_->integrator = declaration_.integrator;
    model_->schema.step = declaration_.time.step;
    for (const auto& parameter : declaration_.parameters) parameter_of_.emplace(parameter.name.value, &parameter);
    start_lowering_.set_column_node([this](KindId kind, std::size_t column) { return start(kind, column); });
    start_lowering_.set_demand_node([this](KindId kind, std::size_t column) { return demand_at_start(kind, column); });
    read_formulas();
    declare_kinds();
    ledger_descriptions_.resize(model_->schema.kinds.size());
    name_rows();
    resolve_references();
    index_keys();
    hash_rows();
    declare_members();
    for (auto& kind : model_->schema.kinds) {  // the same numbers in both graphs
        const auto id = model_->schema.kind_of.at(kind.name);
        const auto place = [&](Slot::Role role, const std::string& name, ValueType type) {
            const Slot slot{role, id, fmt::format("{}.{}", kind.name, name), kind.rows.size(), type, NodeId::none};
            model_->start.graph.add_slot(slot);
            return model_->graph.add_slot(slot);
        };
        for (auto& column : kind.columns) column.slot = place(Slot::Role::column, column.name, ValueType::number);
        for (auto& event : kind.events) {
            event.fired = place(Slot::Role::fired, event.name, ValueType::truth);
            event.rate = place(Slot::Role::rate, event.name + ".rate", ValueType::number);
        }
        for (auto& decision : kind.decisions) {
            decision.taken = place(Slot::Role::chosen, decision.name, ValueType::truth);
            decision.refused = place(Slot::Role::chosen, decision.name + ".refused", ValueType::truth);
            for (const auto& option : decision.options)
                decision.chosen.push_back(
                    place(Slot::Role::chosen, fmt::format("{}.{}", decision.name, option), ValueType::truth));
        }
        for (std::size_t c = 0; c < kind.columns.size(); ++c)
            if (column_declaration(id, c).capacity)
                kind.columns[c].demand = place(Slot::Role::ledger, kind.columns[c].name + ".demand", ValueType::number);
    }
    if (declaration_.begins) {
        const Slot slot{Slot::Role::begun, KindId::none, "begun", 1, ValueType::truth, NodeId::none};
        model_->start.graph.add_slot(slot);
        model_->begun = model_->schema.begun = model_->graph.add_slot(slot);
        model_->begins = *declaration_.begins;
    }
    compile_functions();
    compile_parameters();
    resolve_settings();
    find_written();
    compile_starts();
    place_columns();
    compile_capacities();
    compile_calendar();
    compile_flows();
    compile_events();
    compile_decisions();
    compile_updates();
    compile_outcomes();
    check_lets();
    warn_unused();
    diagnostics_.throw_if_errors();
    plan_blocks();
    describe();
    model_->warnings = diagnostics_;
    model_->warnings.put_in_order();
    declaration_.rows.clear();
    return model_;
}

// ---------------------------------------------------------------------------------------------------- blocks

std::vector<NodeId> Compiler::nodes_of(const std::vector<Write>& first, const std::vector<Write>& then) {
    std::vector<NodeId> nodes;
    for (const auto* writes : {&first, &then})
        for (const auto& write : *writes) nodes.push_back(write.node);
    return nodes;
}

void Compiler::plan_blocks() {
    Planner planner(model_->graph);
    plan_flows(planner);
    plan_events(planner);
    plan_updates(planner);
    for (auto& claim : model_->claims)
        claim.block = planner.plan(model_->graph.rows_of(claim.kind, model_->schema.kind(claim.kind).rows.size()),
                                   {claim.amount});
    for (auto& entries : model_->calendar)
        for (auto& write : entries.writes) write.block = planner.plan(DomainId::scalar, {write.write.node});
    plan_decisions(planner);
    plan_outcomes(planner);
    plan_definitions(planner, model_->graph, model_->definitions);
    plan_starts();
    model_->draws = model_->graph.draws();
    for (auto& phase : model_->events) {
        for (auto& event : phase.events) {
            event.draw_fires = model_->draws.size();
            model_->draws.push_back({"event." + event.name, "fires", event.kind});
            event.draw_which = model_->draws.size();
            model_->draws.push_back({"event." + event.name, "which", event.kind});
        }
    }
    for (auto& decision : model_->decisions) {
        const auto kind = decision.group ? decision.group_kind : decision.kind;
        decision.draw_choice = model_->draws.size();
        model_->draws.push_back({"decision." + decision.name, "choice", kind});
        decision.draw_again = model_->draws.size();
        model_->draws.push_back({"decision." + decision.name, "again", kind});
    }
}

void Compiler::plan_flows(Planner& planner) {
    for (auto& flow : model_->flows) {
        auto roots = nodes_of(flow.flows, flow.relaxations);
        if (model_->integrator == Integrator::rk4) roots.insert(roots.end(), flow.middles.begin(), flow.middles.end());
        flow.block = planner.plan(model_->graph.rows_of(flow.kind, model_->schema.kind(flow.kind).rows.size()), roots);
    }
}

void Compiler::plan_events(Planner& planner) {
    const auto asked = asked_slots();
    for (auto& phase : model_->events) {
        const auto& kind = model_->schema.kind(phase.kind);
        const auto domain = model_->graph.rows_of(phase.kind, kind.rows.size());
        std::vector<NodeId> roots;
        for (auto& event : phase.events) {
            const auto& slots = *std::find_if(kind.events.begin(), kind.events.end(),
                                              [&](const auto& e) { return e.name == event.name; });
            event.fired = asked.contains(slots.fired) ? slots.fired : SlotId::none;
            event.rate = asked.contains(slots.rate) ? slots.rate : SlotId::none;
            phase.first_output.push_back(roots.size());
            if (event.when != NodeId::none) roots.push_back(event.when);
            for (const auto& cause : event.causes) roots.push_back(cause.node);
            for (const auto& factor : event.factors) roots.push_back(factor.node);
            if (event.total != NodeId::none) roots.push_back(event.total);
            const auto effects = nodes_of(event.sets, event.adds);
            if (!effects.empty()) event.effects = planner.plan(domain, effects);
        }
        phase.block = planner.plan(domain, roots);
        std::vector<bool> rows(kind.rows.size(), false);
        for (const auto& event : phase.events)
            for (std::size_t row = 0; row < rows.size(); ++row)
                rows[row] =
                    rows[row] || event.rate != SlotId::none || event.may_happen.empty() || event.may_happen[row];
        phase.rows = ranges_of(rows);
        if (phase.rows.empty() && std::find(rows.begin(), rows.end(), true) != rows.end())
            phase.rows = {{0, rows.size()}};
    }
}

/// What is added is added to what is set, or to what there was.
void Compiler::plan_updates(Planner& planner) {
    auto& graph = model_->graph;
    for (auto& update : model_->updates) {
        const auto domain = graph.rows_of(update.kind, model_->schema.kind(update.kind).rows.size());
        auto roots = nodes_of(update.sets, update.adds);
        for (std::size_t i = 0; i < update.adds.size(); ++i) {
            const auto column = update.adds[i].column;
            const auto set = update.set_of(column);
            const auto base =
                set != update.sets.end() ? set->node : graph.load(model_->columns[column].slot, domain, nullptr, {});
            auto& root = roots[update.sets.size() + i];
            root = graph.apply(Op::add, ValueType::number, base, root);
        }
        update.block = planner.plan(domain, roots);
    }
}

void Compiler::plan_outcomes(Planner& planner) {
    for (auto& outcome : model_->outcomes) outcome.block = planner.plan(DomainId::scalar, {outcome.node});
}

/// A block for each let or part that others read. Planning one may make further parts.
void Compiler::plan_definitions(Planner& planner, Graph& graph, std::vector<Definition>& definitions) {
    for (std::size_t i = 0; i < graph.slots().size(); ++i) {
        auto& definition = definitions.emplace_back();
        const auto slot = graph.slots()[i];
        if (slot.definition == NodeId::none) continue;
        const auto domain = graph.domain_of(static_cast<SlotId>(i));
        definition.block = planner.plan(domain, {slot.definition}, static_cast<SlotId>(i));
        std::set<NodeId> seen;
        std::set<SlotId> inputs;
        const std::function<void(NodeId)> follow = [&](NodeId id) {
            if (id == NodeId::none || !seen.insert(id).second) return;
            const auto& node = graph.node(id);
            definition.uses_time = definition.uses_time || node.op == Op::time;
            if (node.op == Op::load) {
                if (graph.slot(node.slot).definition != NodeId::none)
                    follow(graph.slot(node.slot).definition);
                else
                    inputs.insert(node.slot);
            }
            for (const auto operand : node.operands) follow(operand);
        };
        follow(slot.definition);
        definition.inputs.assign(inputs.begin(), inputs.end());
    }
    const auto gathered = gathered_rows(graph);
    for (std::size_t i = 0; i < definitions.size(); ++i)
        if (definitions[i].block) definitions[i].gathered = ranges_of(gathered[i]);
}

void Compiler::plan_starts() {
    Planner planner(model_->start.graph);
    for (const auto& key : start_order_) {
        const auto& name = fmt::format("{}.{}", model_->schema.kinds[key.first].name,
                                       model_->schema.kinds[key.first].columns[key.second].name);
        for (std::size_t i = 0; i < model_->columns.size(); ++i) {
            if (model_->columns[i].name != name || model_->start_values[i]) continue;
            const auto kind = model_->columns[i].kind;
            const auto domain = model_->start.graph.rows_of(kind, model_->schema.kind(kind).rows.size());
            model_->start.columns.push_back({i, planner.plan(domain, {starts_[key].value->node})});
        }
    }
    plan_definitions(planner, model_->start.graph, model_->start.definitions);
}

// ---------------------------------------------------------------------------------------------------- description

KindDescription Compiler::describe_kind(KindId id) {
    const auto& kind = model_->schema.kind(id);
    KindDescription description;
    description.name = kind.name;
    description.rows = kind.rows;
    for (std::size_t c = 0; c < kind.columns.size(); ++c) {
        const auto& column = kind.columns[c];
        const auto& declaration = column_declaration(id, c);
        auto& described = description.columns.emplace_back();
        described.name = column.name;
        described.unit = declaration.unit;
        described.note = declaration.note;
        described.type = column.type == ValueType::truth ? ColumnType::truth : ColumnType::number;
        described.exact = declaration.capacity;
        described.constant = column.constant != nullptr;
        if (column.constant) described.value.assign(column.constant->begin(), column.constant->end());
    }
    for (const auto& entry : ledger_descriptions_[index_of(id)]) description.columns.push_back(entry);
    for (const auto& reference : kind.references)
        description.references.push_back({reference.name,
                                          model_->schema.kind(reference.kind).name,
                                          "",
                                          {reference.rows->begin(), reference.rows->end()}});
    return description;
}

void Compiler::describe() {
    auto& run = model_->description;
    run.title = declaration_.title;
    run.time = declaration_.time;
    run.record = declaration_.record;
    auto& arm = run.arms.emplace_back();
    arm.name = declaration_.arm;
    arm.title = declaration_.arm_title;
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k)
        arm.kinds.push_back(describe_kind(static_cast<KindId>(k)));
    for (auto& phase : model_->events) {
        for (auto& event : phase.events) {
            event.described_at = static_cast<std::uint32_t>(arm.events.size());
            auto& description = arm.events.emplace_back();
            description.name = event.name;
            description.kind = static_cast<std::uint32_t>(event.kind);
            for (const auto& cause : event.causes) description.causes.push_back(cause.name);
            for (const auto& factor : event.factors) description.factors.push_back(factor.name);
        }
    }
    for (auto& decision : model_->decisions) {
        decision.described_at = static_cast<std::uint32_t>(arm.decisions.size());
        arm.decisions.push_back(describe_decision(decision));
    }
    constexpr const char* takes[] = {"", "final", "mean", "sum", "min", "max", "any"};
    for (std::size_t i = 0; i < declaration_.outcomes.size(); ++i) {
        const auto& outcome = declaration_.outcomes[i];
        const SlotId slot = model_->outcomes[i].slot;
        const bool is_truth = slot != SlotId::none && model_->graph.slot(slot).type == ValueType::truth;
        run.outcomes.push_back({outcome.name.value, takes[static_cast<std::size_t>(outcome.take)],
                                outcome.of.text.value, outcome.of.unit, outcome.of.note, outcome.headline, is_truth});
    }
    for (const auto& parameter : declaration_.parameters)
        arm.parameters.push_back({parameter.name.value, parameter.value.unit, parameter.value.source,
                                  parameter.value.note, model_->schema.parameters.at(parameter.name.value),
                                  parameter.range});
    run.files = declaration_.files;
}

DecisionDescription Compiler::describe_decision(const DecisionModel& decision) const {
    DecisionDescription description;
    description.name = decision.name;
    description.kind = static_cast<std::uint32_t>(decision.kind);
    description.actor = decision.actor_name;
    for (const auto& option : decision.options) description.options.push_back(option.name);
    description.otherwise = static_cast<std::uint16_t>(decision.otherwise);
    for (const auto& payment : decision.payments)
        description.capacities.push_back(model_->capacities[payment.capacity].column_name);
    return description;
}

std::shared_ptr<const Model> compile(Declaration declaration, const LanguageLimits& limits) {
    SyntaxStore read;
    return Compiler(std::move(declaration), {}, limits, read).compile();
}

void one_after_another(std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < count; ++i) work(i);
}

std::vector<std::shared_ptr<const Model>> compile_arms(std::vector<Declaration> arms, const LanguageLimits& limits,
                                                       const ForEachArm& for_each) {
    Compiler::ColumnNames written;
    for (const auto& arm : arms) written.merge(Compiler::written_names(arm));
    SyntaxStore read;
    std::vector<std::shared_ptr<const Model>> models(arms.size());
    std::vector<std::vector<Diagnostic>> found(arms.size());
    for_each(arms.size(), [&](std::size_t i) {
        const auto named_at = arms[i].arm_at;
        try {
            models[i] = Compiler(std::move(arms[i]), written, limits, read).compile();
        } catch (const ScenarioError& error) {
            for (auto diagnostic : error.diagnostics()) {
                if (diagnostic.severity != Severity::error) continue;
                if (named_at.file && diagnostic.also.empty()) diagnostic.also.push_back({named_at, "in this variant"});
                found[i].push_back(std::move(diagnostic));
            }
        }
    });
    Diagnostics all;
    for (auto& list : found)
        for (auto& diagnostic : list) all.add(std::move(diagnostic));
    all.put_in_order();  // what several arms have wrong stands there once
    all.throw_if_errors();
    return models;
}

}  // namespace hegemon
