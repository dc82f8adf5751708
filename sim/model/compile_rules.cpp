/// Rules: flows, events, updates, outcomes; who may write what.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ledger_grid.hpp"
#include "core/name_hash.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

#include "language/messages.hpp"

namespace hegemon {

namespace {

/// How to make a value of the wanted type of a formula of the other.
std::string conversion_hint(const std::string& formula, ValueType wanted) {
    constexpr std::size_t most = 40;
    if (formula.size() > most) return "";
    if (wanted == ValueType::truth && (formula == "0" || formula == "1")) return formula == "1" ? "true?" : "false?";
    return wanted == ValueType::number ? fmt::format("if({}, 1, 0)?", formula) : fmt::format("{} != 0?", formula);
}

}  // namespace

std::shared_ptr<const Syntax> SyntaxStore::read(const Text& text, Diagnostics& diagnostics) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = known_.find(text.value); found != known_.end()) return found->second;
    }
    std::shared_ptr<const Syntax> syntax = parse(text, diagnostics);
    const std::lock_guard lock(mutex_);
    if (syntax != nullptr) known_.emplace(text.value, syntax);
    return syntax;
}

const Syntax* Compiler::syntax(const Formula& formula) {
    const auto [found, is_new] = syntax_.try_emplace(&formula, nullptr);
    if (is_new && (formula.text.at.file || !formula.text.value.empty()))
        found->second = read_.read(formula.text, diagnostics_);
    return found->second.get();
}

FormulaSchema Compiler::schema_of(const Formula& formula, std::string name) {
    FormulaSchema schema{std::move(name), &formula.text, syntax(formula), nullptr, nullptr};
    if (formula.before) {
        schema.before_text = &formula.before->text;
        schema.before_syntax = syntax(*formula.before);
    }
    return schema;
}

void Compiler::read_formulas() {
    const auto read_one = [&](const std::optional<Formula>& formula) {
        if (formula) (void)schema_of(*formula);
    };
    const auto read = [&](const auto& formulas) {
        for (const auto& formula : formulas) (void)schema_of(formula.formula);
    };
    for (const auto& parameter : declaration_.parameters) (void)schema_of(parameter.value);
    for (const auto& function : declaration_.functions) (void)schema_of(function.body);
    for (const auto& kind : declaration_.kinds)
        for (const auto& column : kind.columns) read_one(column.start);
    for (const auto& setting : declaration_.settings) (void)schema_of(setting.value);
    for (const auto& lets : declaration_.lets) read(lets.formulas);
    for (const auto& flows : declaration_.flows) read(flows.formulas);
    for (const auto& event : declaration_.events) {
        for (const auto* one : {&event.when, &event.probability}) read_one(*one);
        for (const auto* formulas : {&event.rates, &event.factors, &event.sets, &event.adds}) read(*formulas);
    }
    for (const auto& update : declaration_.updates)
        for (const auto* formulas : {&update.sets, &update.adds}) read(*formulas);
    for (const auto& claim : declaration_.claims) {
        read_one(claim.when);
        read(claim.amounts);
    }
    for (const auto& decision : declaration_.decisions) {
        read_one(decision.when);
        if (!decision.removed) (void)schema_of(decision.precision);
        for (const auto* formulas : {&decision.utilities, &decision.sets, &decision.adds}) read(*formulas);
        for (const auto& payment : decision.payments) {
            (void)schema_of(payment.amount);
            read_one(payment.lasting);
        }
        for (const auto& option : decision.options) {
            read_one(option.when);
            for (const auto* formulas : {&option.attributes, &option.utilities, &option.sets, &option.adds})
                read(*formulas);
        }
    }
    for (const auto& entry : declaration_.calendar)
        for (const auto* writes : {&entry.sets, &entry.adds})
            for (const auto& write : *writes) (void)schema_of(write.value);
    for (const auto& outcome : declaration_.outcomes) (void)schema_of(outcome.of);
}

std::optional<NodeId> Compiler::lower(Lowering& lowering, Graph& graph, const Formula& formula, const Place& place,
                                      std::optional<ValueType> wanted) {
    return checked(graph, formula, place, lowering.lower(schema_of(formula), place), wanted);
}

/// One version of a formula that may have two.
std::optional<NodeId> Compiler::lower_version(Lowering& lowering, Graph& graph, const Formula& formula,
                                              const Place& place, std::optional<ValueType> wanted) {
    return checked(graph, formula, place, lowering.lower(formula.text, syntax(formula), place), wanted);
}

std::optional<NodeId> Compiler::checked(Graph& graph, const Formula& formula, const Place& place,
                                        const std::optional<Lowered>& lowered, std::optional<ValueType> wanted) {
    if (!lowered) return std::nullopt;
    if (wanted && lowered->type != *wanted) {
        error(formula.text.at, conversion_hint(formula.text.value, *wanted), messages::wrong_type_here, place.name,
              word_for(*wanted), word_for(lowered->type));
        return std::nullopt;
    }
    return settle(graph, formula, place, *lowered);
}

/// The node of a formula whose value is used: missing without an else is an error where references decide it, and
/// not a number (which fails the replicate) where it shows in the run.
std::optional<NodeId> Compiler::settle(Graph& graph, const Formula& formula, const Place& place,
                                       const Lowered& lowered) {
    if (lowered.present == NodeId::none) return lowered.node;
    if (place.kind != KindId::none && model_->schema.kind(place.kind).rows.empty())
        return lowered.node;  // rules of no row
    if (!graph.is_static(lowered.present)) {
        const auto nothing = graph.constant(std::numeric_limits<double>::quiet_NaN(), lowered.type);
        return graph.apply(Op::select, lowered.type, lowered.present, lowered.node, nothing);
    }
    const auto& domain = graph.domain(graph.node(lowered.present).domain);
    for (std::size_t element = 0; element < domain.size; ++element) {
        if (graph.static_value(lowered.present, element) != 0) continue;
        if (!rows_broken_) {
            const bool rows = domain.kind != KindId::none;
            const auto& kind = rows ? model_->schema.kind(domain.kind) : KindSchema{};
            error(formula.text.at, "say what to take instead: ... else VALUE", messages::missing_value, place.name,
                  rows ? fmt::format(" for row {} of {}", kind.rows[element], kind.name) : "");
        }
        return std::nullopt;
    }
    return lowered.node;
}

bool Compiler::may_be_missing(const Graph& graph, NodeId id) {
    const auto& node = graph.node(id);  // as settle() makes it
    return node.op == Op::select && graph.is_constant(node.operands[2]) &&
           std::isnan(graph.node(node.operands[2]).constant);
}

// ---------------------------------------------------------------------------------------------------- who writes what

void Compiler::find_written() {
    auto& kinds = model_->schema.kinds;
    for (std::size_t k = 0; k < kinds.size(); ++k)
        for (std::size_t c = 0; c < kinds[k].columns.size(); ++c)
            if (kinds[k].columns[c].demand != SlotId::none ||
                also_written_.contains({kinds[k].name, kinds[k].columns[c].name}))
                written_.insert({static_cast<std::uint32_t>(k), c});
    find_calendar_columns();
    for (const auto& decision : declaration_.decisions) {
        const auto mark = [&](const auto& formulas) {
            for (const auto& write : formulas) mark_written(decision.on, write.name, "decision." + decision.name.value);
        };
        mark(decision.sets);
        mark(decision.adds);
        for (const auto& option : decision.options) {
            mark(option.sets);
            mark(option.adds);
        }
        mark_spending(decision);
    }
    for (const auto& flows : declaration_.flows)
        for (const auto& flow : flows.formulas) mark_written(flows.kind, flow.name, "flow." + flows.kind.value);
    for (const auto& event : declaration_.events) {
        for (const auto& write : event.sets) mark_written(event.on, write.name, "event." + event.name.value);
        for (const auto& write : event.adds) mark_written(event.on, write.name, "event." + event.name.value);
    }
    for (const auto& update : declaration_.updates) {
        for (const auto& write : update.sets) mark_written(update.kind, write.name, "update." + update.kind.value);
        for (const auto& write : update.adds) mark_written(update.kind, write.name, "update." + update.kind.value);
    }
}

/// Spending writes the total of the actor's capacity.
void Compiler::mark_spending(const DecisionDeclaration& decision) {
    const auto on = model_->schema.kind_of.find(decision.on.value);
    if (on == model_->schema.kind_of.end()) return;
    const auto* actor = find_reference(on->second, decision.actor.value);
    if (actor == nullptr) return;
    const auto& columns = model_->schema.kind(actor->kind).columns;
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (const auto& payment : decision.payments)
            if (payment.verb == PaymentDeclaration::Verb::spend && payment.capacity.value == columns[c].name)
                rule_writers_.emplace(std::pair(static_cast<std::uint32_t>(actor->kind), c),
                                      "decision." + decision.name.value);
}

void Compiler::mark_written(const Name& kind_name, const Name& column, const std::string& rule) {
    const auto found = model_->schema.kind_of.find(kind_name.value);
    if (found == model_->schema.kind_of.end()) {
        if (rule.rfind("event.", 0) != 0 && rule.rfind("decision.", 0) != 0)
            (void)find_kind(kind_name, messages::section_of_unknown_kind, rule.substr(0, rule.find('.')) + "s");
        return;
    }
    const auto& kind = model_->schema.kind(found->second);
    std::vector<std::string> columns;
    for (std::size_t c = 0; c < kind.columns.size(); ++c) {
        columns.push_back(kind.columns[c].name);
        if (kind.columns[c].name == column.value) {
            written_.insert({static_cast<std::uint32_t>(found->second), c});
            rule_writers_.emplace(std::pair(static_cast<std::uint32_t>(found->second), c), rule);
            return;
        }
    }
    for (const auto& reference : kind.references)
        if (reference.name == column.value) {
            error(column.at, "", messages::writes_reference, kind.name, column.value);
            return;
        }
    const auto near = nearest(column.value, columns);
    error(column.at, near.empty() ? "" : near + "?", messages::writes_no_column, kind.name, column.value);
}

/// Columns that no rule writes and that start alike in all replicates are constants; the others live in slots.
void Compiler::place_columns() {
    auto& graph = model_->start.graph;
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k) {
        auto& kind = model_->schema.kinds[k];
        for (std::size_t c = 0; c < kind.columns.size(); ++c) {
            const auto& value = starts_[{static_cast<std::uint32_t>(k), c}].value;
            if (!value) continue;
            const bool is_static = graph.is_static(value->node);
            FieldPtr values;
            if (is_static) {
                auto field = std::make_shared<Field>(kind.rows.size());
                const bool uniform = graph.node(value->node).domain == DomainId::scalar;
                for (std::size_t r = 0; r < field->size(); ++r)
                    (*field)[r] = graph.static_value(value->node, uniform ? 0 : r);
                values = std::move(field);
            }
            if (is_static && !written_.contains({static_cast<std::uint32_t>(k), c})) {
                kind.columns[c].constant = values;
                continue;
            }
            const auto& declaration = column_declaration(static_cast<KindId>(k), c);
            ColumnModel column;
            column.name = fmt::format("{}.{}", kind.name, kind.columns[c].name);
            column.kind = static_cast<KindId>(k);
            column.slot = kind.columns[c].slot;
            column.type = value->type;
            column.range = declaration.range;
            if (declaration.clamp) column.outside = ColumnModel::Outside::clamped;
            column.on_grid = declaration.capacity;
            if (column.on_grid) {
                const auto wanted = declaration.range.value_or(Range{0, most_amount, {}});
                column.range =
                    Range{to_grid(std::max(0.0, wanted.low)), to_grid(std::min(most_amount, wanted.high)), wanted.at};
            }
            column.described_at = c;
            column.hash = column_hash(kind.name, kind.columns[c].name);
            model_->columns.push_back(std::move(column));
            model_->start_values.push_back(values);
        }
    }
}

std::optional<std::size_t> Compiler::written_column(KindId id, const Name& column) {
    const auto name = fmt::format("{}.{}", model_->schema.kind(id).name, column.value);
    for (std::size_t i = 0; i < model_->columns.size(); ++i)
        if (model_->columns[i].name == name) return i;
    return std::nullopt;
}

std::vector<Write> Compiler::compile_writes(KindId kind, const FormulaList& formulas, const std::string& rule,
                                            const char* verb, Place::Knows knows,
                                            const std::map<std::string, FormulaSchema, std::less<>>* option) {
    std::vector<Write> writes;
    for (const auto* named : formulas) {
        const auto& formula = *named;
        Place place;
        place.name = fmt::format("{} {}.{}", rule, verb, formula.name.value);
        place.kind = kind;
        place.draws = Place::Draws::allowed;
        place.draw_rule = rule;
        place.draw_name = fmt::format("{}.{}", verb, formula.name.value);
        place.knows = knows;
        place.option = option;
        const auto column = written_column(kind, formula.name);
        const auto member = model_->schema.kind(kind).members.find(formula.name.value);
        const bool is_reference =
            member != model_->schema.kind(kind).members.end() && member->second.type == Member::Type::reference;
        if (is_reference) continue;  // reported; what is written there is a row, which nothing else takes
        const auto lowered = lowering_.lower(schema_of(formula.formula), place);
        if (!column || !lowered) continue;
        const auto& model = model_->columns[*column];
        if (verb == std::string_view("add") && model.type == ValueType::truth) {
            error(formula.name.at, fmt::format("set.{}?", formula.name.value), messages::adds_to_truth, rule,
                  model.name);
            continue;
        }
        if (lowered->type != model.type) {
            error(formula.formula.text.at, conversion_hint(formula.formula.text.value, model.type),
                  messages::wrong_written_type, place.name, word_for(lowered->type), model.name, word_for(model.type));
            continue;
        }
        if (const auto node = settle(model_->graph, formula.formula, place, *lowered))
            writes.push_back({place.name, *column, *node});
    }
    return writes;
}

// ---------------------------------------------------------------------------------------------------- flows

void Compiler::compile_flows() {
    for (const auto& flows : declaration_.flows) {
        const auto found = model_->schema.kind_of.find(flows.kind.value);
        if (found == model_->schema.kind_of.end()) continue;
        FlowModel flow;
        flow.kind = found->second;
        for (const auto& formula : flows.formulas) compile_flow(flow, formula);
        model_->flows.push_back(std::move(flow));
    }
}

void Compiler::compile_flow(FlowModel& flow, const NamedFormula& formula) {
    const auto& kind = model_->schema.kind(flow.kind);
    Place place;
    place.name = fmt::format("flow.{}.{}", kind.name, formula.name.value);
    place.kind = flow.kind;
    place.knows = Place::Knows::state;
    const auto column = written_column(flow.kind, formula.name);
    if (!column) {  // reported; the formula is looked at all the same
        const auto* expression = syntax(formula.formula);
        if (Lowering::is_relaxation(expression))
            (void)lowering_.lower_relaxation(formula.formula.text, expression, place);
        else
            (void)lowering_.lower(formula.formula.text, expression, place);
        return;
    }
    const auto& model = model_->columns[*column];
    if (model.type == ValueType::truth) {
        error(formula.name.at, "", messages::flow_of_truth, model.name);
        return;
    }
    const auto* before = formula.formula.before.get();
    const bool relaxes = Lowering::is_relaxation(syntax(formula.formula));
    if (before == nullptr || relaxes == Lowering::is_relaxation(syntax(*before))) {
        place_flow(flow, formula.formula, *column, place, relaxes);
        return;
    }
    error(formula.formula.text.at, "write it the same way as before", messages::flow_changes_form, place.name);
}

void Compiler::place_flow(FlowModel& flow, const Formula& formula, std::size_t column, const Place& place,
                          bool relaxes) {
    auto& graph = model_->graph;
    const auto own = graph.load(model_->columns[column].slot,
                                graph.rows_of(flow.kind, model_->schema.kind(flow.kind).rows.size()), nullptr, {});
    const auto number = [&](Op op, NodeId a, NodeId b) { return graph.apply(op, ValueType::number, a, b); };
    const auto step = graph.constant(declaration_.time.step);
    if (!relaxes) {
        const auto rate = lower(lowering_, graph, formula, place, ValueType::number);
        if (!rate) return;
        const bool rk4 = declaration_.integrator == Integrator::rk4;
        flow.flows.push_back({place.name, column, rk4 ? *rate : number(Op::add, own, number(Op::mul, step, *rate))});
        return;
    }
    const auto lowered = [&](const Formula& one) -> std::optional<std::pair<NodeId, NodeId>> {
        const auto parts = lowering_.lower_relaxation(one.text, syntax(one), place);
        if (!parts) return std::nullopt;
        const auto target = settle(graph, one, place, parts->target);
        const auto half_life = settle(graph, one, place, parts->half_life);
        if (!target || !half_life) return std::nullopt;
        return std::pair(*target, *half_life);
    };
    auto parts = lowered(formula);
    if (formula.before) {
        const auto before = lowered(*formula.before);
        if (!parts || !before) return;
        const auto chosen = [&](NodeId now, NodeId then) {
            return graph.apply(Op::select, ValueType::number, lowering_.begun(), now, then);
        };
        parts = std::pair(chosen(parts->first, before->first), chosen(parts->second, before->second));
    }
    if (!parts) return;
    const auto after = [&](double length) {
        const auto exponent = number(Op::div, graph.constant(-0.69314718055994530942 * length), parts->second);
        const auto share = number(Op::sub, graph.constant(1), graph.apply(Op::exp, ValueType::number, exponent));
        return number(Op::add, own, number(Op::mul, number(Op::sub, parts->first, own), share));
    };
    flow.relaxations.push_back({place.name, column, after(declaration_.time.step)});
    flow.middles.push_back(after(declaration_.time.step / 2));
}

// ---------------------------------------------------------------------------------------------------- events

void Compiler::compile_events() {
    std::vector<const EventDeclaration*> sorted;
    for (const auto& event : declaration_.events)
        if (model_->schema.kind_of.contains(event.on.value)) sorted.push_back(&event);
    const auto group = [](const EventDeclaration& event) {
        return event.group ? "1" + event.group->value : "0" + event.name.value;
    };
    std::sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) {
        return std::tuple(a->on.value, group(*a), a->name.value) < std::tuple(b->on.value, group(*b), b->name.value);
    });
    check_setters();
    const EventDeclaration* before = nullptr;
    for (const auto* event : sorted) {
        const auto kind = model_->schema.kind_of.at(event->on.value);
        if (model_->events.empty() || model_->events.back().kind != kind)
            model_->events.push_back({kind, {}, nullptr, {}, {}});
        auto& events = model_->events.back().events;
        auto compiled = compile_event(*event);
        const bool same_group = !events.empty() && before != nullptr && group(*before) == group(*event);
        compiled.group = events.empty() ? 0 : events.back().group + (same_group ? 0 : 1);
        events.push_back(std::move(compiled));
        before = event;
    }
}

EventModel Compiler::compile_event(const EventDeclaration& declaration) {
    auto& graph = model_->graph;
    EventModel event;
    event.name = declaration.name.value;
    event.kind = model_->schema.kind_of.at(declaration.on.value);
    const auto rule = "event." + event.name;
    Place place;
    place.kind = event.kind;
    place.knows = Place::Knows::state;
    const auto part = [&](const std::string& name, const Formula& formula, ValueType type) {
        place.name = rule + " " + name;
        return lower(lowering_, graph, formula, place, type).value_or(graph.constant(0, type));
    };
    if (declaration.when) {
        event.when = part("when", *declaration.when, ValueType::truth);
        if (graph.is_static(event.when))
            for (std::size_t row = 0; row < model_->schema.kind(event.kind).rows.size(); ++row)
                event.may_happen.push_back(graph.static_value(event.when, row) != 0);
        event.when_may_be_missing = may_be_missing(graph, event.when);
    }
    if (declaration.probability && declaration.rates.empty()) {  // both: reported when it was read
        event.probability = event.total = part("probability", *declaration.probability, ValueType::number);
    }
    for (const auto& rate : declaration.rates) {
        event.causes.push_back({rate.name.value, part("rate." + rate.name.value, rate.formula, ValueType::number)});
        event.total = event.total == NodeId::none
                          ? event.causes.back().node
                          : graph.apply(Op::add, ValueType::number, event.total, event.causes.back().node);
    }
    for (const auto& factor : declaration.factors) {
        if (declaration.rates.empty()) {
            error(factor.name.at, "", messages::factor_without_rate, rule);
            continue;
        }
        event.factors.push_back(
            {factor.name.value, part("factor." + factor.name.value, factor.formula, ValueType::number)});
        event.total = graph.apply(Op::mul, ValueType::number, event.total, event.factors.back().node);
    }
    event.sets = compile_writes(event.kind, formula_list(declaration.sets), rule, "set", Place::Knows::state);
    event.adds = compile_writes(event.kind, formula_list(declaration.adds), rule, "add", Place::Knows::state);
    return event;
}

void Compiler::check_setters() {
    const auto& events = declaration_.events;
    for (std::size_t i = 0; i < events.size(); ++i) {
        for (std::size_t j = i + 1; j < events.size(); ++j) {
            const bool common_group =
                events[i].group && events[j].group && events[i].group->value == events[j].group->value;
            if (events[i].on.value != events[j].on.value || common_group) continue;
            for (const auto& a : events[i].sets)
                for (const auto& b : events[j].sets) {
                    if (a.name.value != b.name.value) continue;
                    auto diagnostic =
                        complain(b.name.at, messages::two_setters, "event." + events[i].name.value,
                                 "event." + events[j].name.value, events[i].on.value + "." + a.name.value, "event");
                    diagnostic.hint = "give them a common group, or let an update join them";
                    diagnostic.also.push_back({a.name.at, "the other one"});
                    diagnostics_.add(std::move(diagnostic));
                }
        }
    }
}

void Compiler::compile_updates() {
    for (const auto& declaration : declaration_.updates) {
        const auto found = model_->schema.kind_of.find(declaration.kind.value);
        if (found == model_->schema.kind_of.end()) continue;
        UpdateModel update;
        update.kind = found->second;
        const auto rule = "update." + declaration.kind.value;
        update.sets = compile_writes(update.kind, formula_list(declaration.sets), rule, "set", Place::Knows::choices);
        update.adds = compile_writes(update.kind, formula_list(declaration.adds), rule, "add", Place::Knows::choices);
        model_->updates.push_back(std::move(update));
    }
}

// ---------------------------------------------------------------------------------------------------- outcomes

void Compiler::compile_outcomes() {
    const auto& time = declaration_.time;
    OutcomeNames names;
    for (const auto& declaration : declaration_.outcomes) {
        OutcomeModel outcome;
        outcome.name = declaration.name.value;
        outcome.take = declaration.take;
        outcome.last_step = time.steps;
        const auto first_from = [&](double at) {
            return static_cast<std::uint64_t>(std::max(0.0, std::ceil(at / time.step - 1e-9)));
        };
        if (declaration.from) outcome.first_step = first_from(*declaration.from);
        if (declaration.to) outcome.last_step = std::min(time.steps, first_from(*declaration.to));
        if (declaration.take != Take::formula) {
            Place place;
            place.name = "outcome." + outcome.name;
            place.rows = Place::Rows::by_name;
            outcome.node = lower(lowering_, model_->graph, declaration.of, place, std::nullopt).value_or(NodeId::none);
            names[outcome.name] = place_outcome(outcome);
        }
        model_->outcomes.push_back(std::move(outcome));
    }
    compile_formula_outcomes(names);
}

/// Gives an outcome a slot for formulas to read. An outcome is a truth if it takes any, or one value, of a truth.
NodeId Compiler::place_outcome(OutcomeModel& outcome) {
    const bool one_value = outcome.take != Take::sum && outcome.take != Take::mean;
    const bool is_truth = outcome.take == Take::any || (one_value && outcome.node != NodeId::none &&
                                                        model_->graph.node(outcome.node).type == ValueType::truth);
    outcome.slot = model_->graph.add_slot({Slot::Role::outcome, KindId::none, "outcome." + outcome.name, 1,
                                           is_truth ? ValueType::truth : ValueType::number, NodeId::none});
    return model_->graph.load(outcome.slot, DomainId::scalar, nullptr, {});
}

/// Whether a formula asks more than outcomes.
bool reads_rows(const Graph& graph, NodeId id) {
    const auto& node = graph.node(id);
    if (node.op == Op::load) return graph.slot(node.slot).role != Slot::Role::outcome;
    if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) return true;
    return std::any_of(node.operands.begin(), node.operands.end(),
                       [&](NodeId operand) { return operand != NodeId::none && reads_rows(graph, operand); });
}

/// Formulas of other outcomes, in an order in which each comes after those it names.
void Compiler::compile_formula_outcomes(OutcomeNames& names) {
    std::map<std::string, Progress> progress;
    std::vector<std::string> busy;
    const std::function<void(std::size_t)> visit = [&](std::size_t i) {
        auto& outcome = model_->outcomes[i];
        if (outcome.take != Take::formula || progress[outcome.name] == Progress::done) return;
        const auto& declaration = declaration_.outcomes[i];
        if (progress[outcome.name] == Progress::under_way) {
            std::string circle;
            for (const auto& name : busy) circle += circle.empty() && name != outcome.name ? "" : name + " -> ";
            error(declaration.of.text.at, "", messages::outcome_circle, circle + outcome.name);
            names.emplace(outcome.name, NodeId::none);
            return;
        }
        if (busy.size() >= max_chain) {
            error(declaration.of.text.at, "", messages::too_deep_in_all, max_chain);
            names.emplace(outcome.name, NodeId::none);
            return;
        }
        progress[outcome.name] = Progress::under_way;
        busy.push_back(outcome.name);
        const std::function<void(const Syntax&)> follow = [&](const Syntax& part) {
            if (part.kind == SyntaxKind::name)
                for (std::size_t j = 0; j < model_->outcomes.size(); ++j)
                    if (model_->outcomes[j].name == part.name) visit(j);
            for (const auto& child : part.children)
                if (child) follow(*child);
        };
        if (const auto* expression = syntax(declaration.of)) follow(*expression);
        busy.pop_back();
        progress[outcome.name] = Progress::done;
        Place place;
        place.name = "outcome." + outcome.name;
        place.names = &names;
        place.rows = Place::Rows::by_name;
        outcome.node = lower(lowering_, model_->graph, declaration.of, place, std::nullopt).value_or(NodeId::none);
        if (outcome.node != NodeId::none && reads_rows(model_->graph, outcome.node))
            error(declaration.of.text.at, "take = \"final\"? or mean, sum, min, max, any", messages::outcome_reads_rows,
                  place.name);
        names[outcome.name] = outcome.node == NodeId::none ? NodeId::none : place_outcome(outcome);
        model_->formula_order.push_back(i);
    };
    for (std::size_t i = 0; i < model_->outcomes.size(); ++i) visit(i);
}

// ---------------------------------------------------------------------------------------------------- lets, warnings

/// Lets are lowered where they are used; those that nothing uses are checked here all the same.
void Compiler::check_lets() {
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k)
        for (std::size_t i = 0; i < model_->schema.kinds[k].lets.size(); ++i)
            (void)lowering_.let(static_cast<KindId>(k), i);
}

void Compiler::warn_unused() {
    if (diagnostics_.has_errors()) return;  // what could not be read may be what reads it
    const auto warn = [&](const Span& at, const std::string& what) {
        auto diagnostic = complain(at, messages::unused, what);
        diagnostic.severity = Severity::warning;
        diagnostics_.add(std::move(diagnostic));
    };
    const auto unused = [&](const std::string& name) {
        return !lowering_.used().contains(name) && !start_lowering_.used().contains(name);
    };
    for (const auto& parameter : declaration_.parameters)
        if (unused("parameter." + parameter.name.value)) warn(parameter.name.at, "parameter." + parameter.name.value);
    for (const auto& function : declaration_.functions)
        if (unused("function." + function.name.value)) warn(function.name.at, "function." + function.name.value);
    for (const auto& lets : declaration_.lets)
        for (const auto& let : lets.formulas)
            if (unused(lets.kind.value + "." + let.name.value))
                warn(let.name.at, fmt::format("let.{}.{}", lets.kind.value, let.name.value));
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k)
        for (std::size_t c = 0; c < model_->schema.kinds[k].columns.size(); ++c) {
            const auto name =
                fmt::format("{}.{}", model_->schema.kinds[k].name, model_->schema.kinds[k].columns[c].name);
            const bool constant = !written_.contains({static_cast<std::uint32_t>(k), c});
            if (constant && unused(name)) warn(column_declaration(static_cast<KindId>(k), c).name.at, name);
        }
}

}  // namespace hegemon
