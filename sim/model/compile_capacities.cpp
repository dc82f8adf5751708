/// Capacities and claims: what is asked of a total, and the ledger's entries.
#include <algorithm>
#include <limits>
#include <numeric>

#include "core/ledger_grid.hpp"
#include "core/name_hash.hpp"
#include "language/messages.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

namespace hegemon {

/// As to_grid() of core/ledger_grid.hpp.
NodeId Compiler::rounded_to_grid(Graph& graph, NodeId amount) {
    const auto most = graph.constant(most_amount);
    return graph.apply(Op::sub, ValueType::number, graph.apply(Op::add, ValueType::number, amount, most), most);
}

/// An amount as it enters the ledger: on the grid; not a number where it is below 0 or too large.
NodeId Compiler::entry_of(Graph& graph, NodeId amount) {
    const auto compare = [&](Op op, NodeId a, NodeId b) { return graph.apply(op, ValueType::truth, a, b); };
    const auto most = graph.constant(most_amount);
    const auto stands =
        graph.both(compare(Op::less_equal, graph.constant(0), amount), compare(Op::less_equal, amount, most));
    return graph.apply(Op::select, ValueType::number, stands, rounded_to_grid(graph, amount),
                       graph.constant(std::numeric_limits<double>::quiet_NaN()));
}

/// Reports an amount that is known at load and cannot stand.
void Compiler::check_amount(const Graph& graph, NodeId amount, const Formula& formula, const std::string& rule,
                            KindId kind) {
    if (!graph.is_static(amount)) return;
    const auto& rows = model_->schema.kind(kind).rows;
    const bool uniform = graph.node(amount).domain == DomainId::scalar;
    for (std::size_t row = 0; row < (uniform ? std::min<std::size_t>(1, rows.size()) : rows.size()); ++row) {
        const double value = graph.static_value(amount, row);
        if (value >= 0 && value <= most_amount) continue;
        error(formula.text.at, "", messages::amount_out_of_range, rule, rows[row], value, most_amount);
        return;
    }
}

const ReferenceSchema* Compiler::find_reference(KindId kind, std::string_view name) const {
    const auto& schema = model_->schema.kind(kind);
    if (name == schema.self.name) return &schema.self;
    const auto& references = schema.references;
    const auto found = std::find_if(references.begin(), references.end(),
                                    [&](const auto& reference) { return reference.name == name; });
    return found == references.end() ? nullptr : &*found;
}

/// The reference that plays a part in a rule; reports it if there is none of that name.
const ReferenceSchema* Compiler::reference_of(KindId kind, const Name& name, const std::string& rule,
                                              const char* role) {
    if (name.value.empty()) return nullptr;  // that it is missing was reported when it was read
    if (const auto* reference = find_reference(kind, name.value)) return reference;
    std::vector<std::string> known;
    for (const auto& reference : model_->schema.kind(kind).references) known.push_back(reference.name);
    const auto near = nearest(name.value, known);
    error(name.at, near.empty() ? "" : near + "?", messages::not_a_reference, role, rule, name.value,
          model_->schema.kind(kind).name);
    return nullptr;
}

std::optional<Compiler::Claimed> Compiler::claimed(Lowering& lowering, Graph& graph, const ClaimDeclaration& claim,
                                                   const NamedFormula& amount) {
    Place place;
    place.name = fmt::format("claim.{} {}", claim.name.value, amount.name.value);
    place.kind = model_->schema.kind_of.at(claim.on.value);
    place.knows = Place::Knows::state;
    const auto value = lower(lowering, graph, amount.formula, place, ValueType::number);
    if (!value) return std::nullopt;
    Claimed result{*value, entry_of(graph, *value)};
    if (claim.when) {
        place.name = fmt::format("claim.{} when", claim.name.value);
        const auto when = lower(lowering, graph, *claim.when, place, ValueType::truth);
        if (!when) return std::nullopt;
        const auto nothing = graph.constant(0);
        result.amount = graph.apply(Op::select, ValueType::number, *when, result.amount, nothing);
        result.entry = graph.apply(Op::select, ValueType::number, *when, result.entry, nothing);
        if (may_be_missing(graph, *when)) {
            const auto known = graph.apply(Op::equal, ValueType::truth, *when, *when);  // it is not a number if missing
            const auto missing = graph.constant(std::numeric_limits<double>::quiet_NaN());
            result.amount = graph.apply(Op::select, ValueType::number, known, result.amount, missing);
            result.entry = graph.apply(Op::select, ValueType::number, known, result.entry, missing);
        }
    }
    return result;
}

/// Entries of a kind's rows, summed for each row of the payers' kind.
NodeId Compiler::sum_over_payers(Graph& graph, SlotId entries, NodeId entry, KindId kind, const IndexPtr& payer,
                                 KindId payers) {
    const auto count = model_->schema.kind(payers).rows.size();
    Index order(payer->size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return (*payer)[static_cast<std::size_t>(a)] < (*payer)[static_cast<std::size_t>(b)];
    });
    Index parent_of;
    for (const auto row : order) parent_of.push_back((*payer)[static_cast<std::size_t>(row)]);
    Domain domain{graph.rows_of(payers, count), 0, kind, order.size(), nullptr, nullptr, {0}};
    for (std::size_t p = 0; p < count; ++p)
        domain.first.push_back(static_cast<std::uint32_t>(
            std::upper_bound(parent_of.begin(), parent_of.end(), static_cast<std::int32_t>(p)) - parent_of.begin()));
    domain.row = graph.intern(std::move(order));
    domain.parent_of = graph.intern(std::move(parent_of));
    const auto row = domain.row;
    const auto child = graph.children(std::move(domain));
    NodeId body = entry;
    if (graph.node(entry).op == Op::field) {
        auto values = std::make_shared<Field>();
        for (const auto r : *row) values->push_back(graph.static_value(entry, static_cast<std::size_t>(r)));
        body = graph.field(child, std::move(values), ValueType::number);
    } else if (!graph.is_constant(entry)) {
        body = graph.load(entries, child, row, {});
    }
    return graph.aggregate(Op::aggregate_sum, ValueType::number, child, body, NodeId::none);
}

std::optional<std::pair<NodeId, SlotId>> Compiler::demand_at_start(KindId kind, std::size_t column) {
    auto& demand = demands_[{static_cast<std::uint32_t>(kind), column}];
    const auto& schema = model_->schema.kind(kind);
    const auto name = fmt::format("{}.{}", schema.name, schema.columns[column].name);
    if (demand.progress == Progress::done) return demand.value;
    if (demand.progress == Progress::under_way) {
        error(column_declaration(kind, column).name.at, "a claim cannot depend on what it leaves free",
              messages::start_circle, fmt::format("{} -> its claims -> {}", name, name));
        return std::nullopt;
    }
    demand.progress = Progress::under_way;
    auto& graph = model_->start.graph;
    auto sum = graph.constant(0);
    bool good = true;
    for (const auto& claim : declaration_.claims) {
        if (!model_->schema.kind_of.contains(claim.on.value)) continue;
        const auto on = model_->schema.kind_of.at(claim.on.value);
        const auto* payer = find_reference(on, claim.payer.value);
        if (payer == nullptr || payer->kind != kind) continue;
        for (const auto& amount : claim.amounts) {
            if (amount.name.value != schema.columns[column].name) continue;
            const auto value = claimed(start_lowering_, graph, claim, amount);
            good = good && value;
            if (!value) continue;
            const auto slot = graph.add_slot({Slot::Role::let, on, "claim." + claim.name.value,
                                              model_->schema.kind(on).rows.size(), ValueType::number, value->entry});
            sum = graph.apply(Op::add, ValueType::number, sum,
                              sum_over_payers(graph, slot, value->entry, on, payer->rows, kind));
        }
    }
    auto& done = demands_[{static_cast<std::uint32_t>(kind), column}];
    done.progress = Progress::done;
    if (good) {
        const auto slot =
            graph.add_slot({Slot::Role::let, kind, name + " demand", schema.rows.size(), ValueType::number, sum});
        done.value = std::pair(sum, slot);
    }
    return done.value;
}

// ---------------------------------------------------------------------------------------------------- the run

/// Something of the ledger that is recorded beside the columns of a kind; kept in double precision.
std::size_t Compiler::add_ledger_column(ColumnModel::Role role, KindId kind, SlotId slot, const std::string& name,
                                        const std::string& note, const std::string& unit) {
    const auto& schema = model_->schema.kind(kind);
    auto& descriptions = ledger_descriptions_[index_of(kind)];
    ColumnModel column;
    column.name = fmt::format("{}.{}", schema.name, name);
    column.role = role;
    column.kind = kind;
    column.slot = slot;
    column.described_at = schema.columns.size() + descriptions.size();
    column.hash = column_hash(schema.name, name);
    ColumnDescription description;
    description.name = name;
    description.unit = unit;
    description.note = note;
    description.exact = true;
    descriptions.push_back(std::move(description));
    model_->columns.push_back(std::move(column));
    model_->start_values.push_back(std::make_shared<Field>(schema.rows.size(), 0.0));
    return model_->columns.size() - 1;
}

void Compiler::compile_capacities() {
    auto& graph = model_->graph;
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k) {
        const auto kind = static_cast<KindId>(k);
        const auto& schema = model_->schema.kinds[k];
        for (std::size_t c = 0; c < schema.columns.size(); ++c) {
            const auto& column = schema.columns[c];
            if (column.demand == SlotId::none) continue;
            const auto index = written_column(kind, column_declaration(kind, c).name);
            if (!index) continue;  // its start was found wrong
            const auto& unit = column_declaration(kind, c).unit;
            CapacityModel capacity;
            capacity.name = fmt::format("{}.{}", schema.name, column.name);
            capacity.column_name = column.name;
            capacity.kind = kind;
            capacity.column = *index;
            capacity.demand = column.demand;
            const auto domain = graph.rows_of(kind, schema.rows.size());
            const auto load = [&](SlotId slot) { return graph.load(slot, domain, nullptr, {}); };
            const auto number = [&](Op op, NodeId a, NodeId b) { return graph.apply(op, ValueType::number, a, b); };
            const auto bound = number(Op::min, load(column.demand), load(column.slot));
            const auto derived = [&](const char* part, NodeId node, const char* note) {
                const auto slot = graph.add_slot({Slot::Role::let, kind, fmt::format("{}.{}", capacity.name, part),
                                                  schema.rows.size(), ValueType::number, node});
                add_ledger_column(ColumnModel::Role::derived, kind, slot, fmt::format("{}.{}", column.name, part), note,
                                  unit);
            };
            derived("free", number(Op::sub, load(column.slot), bound), "what nothing binds");
            derived("bound", bound, "what claims and commitments bind");
            derived("strain", number(Op::sub, load(column.demand), bound), "what they ask beyond the total");
            const auto flowed = graph.add_slot({Slot::Role::ledger, kind, capacity.name + ".flow", schema.rows.size(),
                                                ValueType::number, NodeId::none});
            capacity.flowed = add_ledger_column(ColumnModel::Role::entry, kind, flowed, column.name + ".flow",
                                                "by how much flows changed the total in this step", unit);
            model_->capacities.push_back(std::move(capacity));
        }
    }
    compile_claims();
}

std::optional<std::size_t> Compiler::capacity_of(KindId kind, const Name& name, const std::string& rule) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model_->capacities.size(); ++i) {
        if (model_->capacities[i].kind != kind) continue;
        if (model_->capacities[i].column_name == name.value) return i;
        known.push_back(model_->capacities[i].column_name);
    }
    const auto& schema = model_->schema.kind(kind);
    for (std::size_t c = 0; c < schema.columns.size(); ++c)  // reported already
        if (schema.columns[c].name == name.value && schema.columns[c].wrong) return std::nullopt;
    const auto near = nearest(name.value, known);
    const bool is_column = schema.members.contains(name.value);
    error(name.at,
          !near.empty() ? near + "?"
          : is_column   ? "declare it with capacity = true"
                        : "",
          messages::no_capacity, rule, schema.name, name.value);
    return std::nullopt;
}

void Compiler::compile_claims() {
    auto& graph = model_->graph;
    std::vector<NodeId> sums(model_->capacities.size(), NodeId::none);
    for (const auto& claim : declaration_.claims) {
        const auto rule = "claim." + claim.name.value;
        const auto kind = find_kind(claim.on, messages::section_of_unknown_kind, rule);
        const auto* payer = kind ? reference_of(*kind, claim.payer, rule, "the payer") : nullptr;
        if (payer == nullptr) continue;
        for (const auto& amount : claim.amounts) {
            const auto capacity = capacity_of(payer->kind, amount.name, rule);
            const auto value = claimed(lowering_, graph, claim, amount);
            if (!capacity || !value) continue;
            ClaimModel model;
            model.name = fmt::format("{} {}", rule, amount.name.value);
            model.kind = *kind;
            model.capacity = *capacity;
            model.payer = payer->rows;
            model.amount = value->amount;
            check_amount(graph, value->amount, amount.formula, model.name, *kind);
            const auto name = fmt::format("claim.{}.{}", claim.name.value, amount.name.value);
            const auto& schema = model_->schema.kind(*kind);
            model.entry = graph.add_slot({Slot::Role::let, *kind, fmt::format("{}.{}", schema.name, name),
                                          schema.rows.size(), ValueType::number, value->entry});
            const auto& total = model_->columns[model_->capacities[*capacity].column];
            add_ledger_column(ColumnModel::Role::derived, *kind, model.entry, name,
                              fmt::format("what {} asks of {} of its {}", rule, total.name, claim.payer.value),
                              column_declaration(total.kind, total.described_at).unit);
            const auto sum = sum_over_payers(graph, model.entry, value->entry, *kind, payer->rows, payer->kind);
            sums[*capacity] =
                sums[*capacity] == NodeId::none ? sum : graph.apply(Op::add, ValueType::number, sums[*capacity], sum);
            model_->claims.push_back(std::move(model));
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (sums[i] == NodeId::none) continue;
        auto& capacity = model_->capacities[i];
        capacity.claims = graph.add_slot({Slot::Role::let, capacity.kind, capacity.name + " claims",
                                          model_->schema.kind(capacity.kind).rows.size(), ValueType::number, sums[i]});
    }
}

}  // namespace hegemon
