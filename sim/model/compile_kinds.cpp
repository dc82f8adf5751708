/// Kinds, rows and members: the names that rules can use.
#include <algorithm>
#include <charconv>
#include <numeric>

#include "core/name_hash.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

namespace hegemon {

namespace {

const char* word_for(Member::Type type) {
    switch (type) {
        case Member::Type::column:
            return "a column";
        case Member::Type::reference:
            return "a reference";
        case Member::Type::let:
            return "a let";
        case Member::Type::event:
            return "an event";
        case Member::Type::capacity:
            return "a capacity";
        case Member::Type::decision:
            return "a decision";
    }
    return "";
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
    const auto near = nearest(name, candidates);
    return near.empty() ? "" : near + "?";
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> find_equal(const std::vector<std::uint64_t>& hashes) {
    std::vector<std::size_t> order(hashes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](auto a, auto b) { return std::tie(hashes[a], a) < std::tie(hashes[b], b); });
    for (std::size_t i = 1; i < order.size(); ++i)
        if (hashes[order[i]] == hashes[order[i - 1]]) return std::pair(order[i - 1], order[i]);
    return std::nullopt;
}

std::optional<KindId> Compiler::find_kind(const Name& name, const Message& message, const std::string& section) {
    const auto found = model_->schema.kind_of.find(name.value);
    if (found != model_->schema.kind_of.end()) return found->second;
    if (name.value.empty()) return std::nullopt;  // that it is missing was reported when it was read
    std::vector<std::string> kinds;
    for (const auto& [kind, id] : model_->schema.kind_of) kinds.push_back(kind);
    error(name.at, suggestion(name.value, kinds), message, section, name.value);
    return std::nullopt;
}

void Compiler::declare_kinds() {
    auto& schema = model_->schema;
    std::vector<const KindDeclaration*> sorted;
    for (const auto& kind : declaration_.kinds) sorted.push_back(&kind);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name.value < b->name.value; });
    for (const auto* kind : sorted) {
        const auto id = static_cast<KindId>(schema.kinds.size());
        schema.kinds.emplace_back().name = kind->name.value;
        schema.kind_of[kind->name.value] = id;
        kinds_[static_cast<std::uint32_t>(id)] = kind;
    }
    columns_declared_.resize(schema.kinds.size());
    row_order_.resize(schema.kinds.size());
    const auto found_before = diagnostics_.list().size();
    for (std::size_t k = 0; k < sorted.size(); ++k) declare_references(*sorted[k], schema.kinds[k]);
    if (diagnostics_.list().size() == found_before) return;
    // Without its references a kind is not what rules take it for: they are not looked at.
    diagnostics_.throw_if_errors();
}

void Compiler::declare_references(const KindDeclaration& declaration, KindSchema& kind) {
    std::vector<std::size_t> order(declaration.columns.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](auto a, auto b) { return declaration.columns[a].name.value < declaration.columns[b].name.value; });
    const auto k = index_of(model_->schema.kind_of.at(kind.name));
    std::vector<std::string> references;
    for (const auto i : order) {
        const auto& column = declaration.columns[i];
        if (!column.reference) {
            kind.columns.push_back({column.name.value, ValueType::number, nullptr, SlotId::none});
            columns_declared_[k].push_back(i);
            continue;
        }
        const auto target = find_kind(*column.reference, messages::reference_to_unknown_kind, column.name.value);
        kind.references.push_back({column.name.value, target.value_or(KindId::none), nullptr});
        references.push_back(column.name.value);
    }
    for (const auto& key : declaration.key) {
        const auto found = std::find(references.begin(), references.end(), key.value);
        if (found == references.end())
            error(key.at, suggestion(key.value, references), messages::key_is_no_reference, kind.name, key.value);
        else
            kind.key.push_back(static_cast<std::size_t>(found - references.begin()));
    }
}

const RowsDeclaration* Compiler::rows_of(KindId kind) const {
    const auto found = rows_.find(static_cast<std::uint32_t>(kind));
    return found == rows_.end() ? nullptr : found->second;
}

const ColumnDeclaration& Compiler::column_declaration(KindId kind, std::size_t column) const {
    return kinds_.at(static_cast<std::uint32_t>(kind))->columns[columns_declared_[index_of(kind)][column]];
}

const Cell* Compiler::cell(KindId kind, std::string_view column, std::size_t row) const {
    const auto* rows = rows_of(kind);
    if (rows == nullptr) return nullptr;
    for (std::size_t i = 0; i < rows->columns.size(); ++i)
        if (rows->columns[i].value == column)
            return &rows->cells[row_order_[index_of(kind)][row] * rows->columns.size() + i];
    return nullptr;
}

void Compiler::name_rows() {
    for (const auto& rows : declaration_.rows) {
        const auto kind = find_kind(rows.kind, messages::section_of_unknown_kind, "rows");
        if (!kind) continue;
        rows_[static_cast<std::uint32_t>(*kind)] = &rows;
        check_row_columns(*kind, rows);
        name_rows_of(*kind, rows);
    }
}

void Compiler::check_row_columns(KindId id, const RowsDeclaration& rows) {
    const auto& kind = model_->schema.kind(id);
    std::vector<std::string> known;
    if (kind.key.empty()) known.emplace_back("name");
    for (const auto& column : kind.columns) known.push_back(column.name);
    for (const auto& reference : kind.references) known.push_back(reference.name);
    for (const auto& column : rows.columns)
        if (std::find(known.begin(), known.end(), column.value) == known.end())
            error(column.at, suggestion(column.value, known), messages::unknown_row_column, kind.name, column.value);
}

std::string Compiler::row_name(const RowsDeclaration& rows, std::size_t row, const std::vector<std::size_t>& columns) {
    std::string name;
    for (const auto column : columns) {
        const auto& cell = rows.cells[row * rows.columns.size() + column];
        if (!name.empty()) name += '/';
        name += cell.text;
    }
    return name;
}

void Compiler::name_rows_of(KindId id, const RowsDeclaration& rows) {
    auto& kind = model_->schema.kind(id);
    std::vector<std::string> naming;
    if (kind.key.empty()) naming.emplace_back("name");
    for (const auto key : kind.key) naming.push_back(kind.references[key].name);
    std::vector<std::size_t> columns;
    for (const auto& name : naming) {
        const auto found = std::find_if(rows.columns.begin(), rows.columns.end(),
                                        [&](const Name& column) { return column.value == name; });
        if (found == rows.columns.end()) {
            if (rows.rows() > 0) error(rows.kind.at, "", messages::rows_do_not_give, kind.name, name);
            rows_broken_ = kind.unread = true;
            return;
        }
        columns.push_back(static_cast<std::size_t>(found - rows.columns.begin()));
    }
    std::vector<std::string> names;
    for (std::size_t row = 0; row < rows.rows(); ++row) names.push_back(row_name(rows, row, columns));
    auto& order = row_order_[index_of(id)];
    order.resize(names.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return names[a] < names[b]; });
    for (const auto row : order) {
        const auto number = static_cast<std::int32_t>(kind.rows.size());
        if (!kind.row_of.emplace(names[row], number).second) {
            error(rows.where(rows.cells[row * rows.columns.size() + columns[0]]), "", messages::row_twice, kind.name,
                  names[row]);
            rows_broken_ = true;
        }
        kind.rows.push_back(names[row]);
    }
    model_->schema.rows += kind.rows.size();
}

void Compiler::resolve_references() {
    auto& schema = model_->schema;
    for (std::size_t k = 0; k < schema.kinds.size(); ++k) {
        auto& kind = schema.kinds[k];
        const auto id = static_cast<KindId>(k);
        for (auto& reference : kind.references) {
            const auto& target = schema.kind(reference.kind);
            Index rows(kind.rows.size(), -1);
            for (std::size_t r = 0; r < rows.size(); ++r) {
                const auto* given = cell(id, reference.name, r);
                if (given == nullptr) {
                    error(rows_of(id)->kind.at, "", messages::rows_do_not_give, kind.name, reference.name);
                    rows_broken_ = true;
                    break;
                }
                const auto found = target.row_of.find(std::string(given->text));
                if (found != target.row_of.end()) {
                    rows[r] = found->second;
                    continue;
                }
                rows_broken_ = true;
                if (target.unread) continue;
                error(rows_of(id)->where(*given), suggestion(given->text, target.rows),
                      messages::unknown_referenced_row, target.name, given->text,
                      fmt::format("{}.{}", kind.name, reference.name));
            }
            reference.rows = model_->graph.intern(rows);
        }
        Index own(kind.rows.size());
        std::iota(own.begin(), own.end(), 0);
        kind.self = {"this", id, model_->graph.intern(own)};
    }
}

void Compiler::index_keys() {
    auto& schema = model_->schema;
    for (auto& kind : schema.kinds) {
        if (kind.key.empty()) continue;
        kind.row_of_key.reserve(kind.rows.size());
        for (std::size_t r = 0; r < kind.rows.size(); ++r) {
            std::uint64_t number = 0;
            for (const auto key : kind.key) {
                const auto& reference = kind.references[key];
                number = number * schema.kind(reference.kind).rows.size() +
                         static_cast<std::uint64_t>(std::max(0, (*reference.rows)[r]));
            }
            kind.row_of_key.emplace(number, static_cast<std::int32_t>(r));
        }
    }
}

void Compiler::add_member(KindSchema& kind, const Name& name, Member::Type type, std::size_t index) {
    const auto [found, is_new] = kind.members.try_emplace(name.value, Member{type, index, name.at});
    std::string other;
    auto also = found->second.at;
    if (!is_new) other = word_for(found->second.type);
    if (const auto parameter = parameter_of_.find(name.value); parameter != parameter_of_.end()) {
        other = "a parameter";
        also = parameter->second->name.at;
    }
    if (is_constant_name(name.value)) other = "a constant of the language";
    if (other.empty()) return;
    auto diagnostic = complain(name.at, messages::name_taken, name.value, kind.name, word_for(type), other);
    diagnostic.hint = "rename one of them";
    if (also.file != name.at.file || also.begin != name.at.begin) diagnostic.also.push_back({also, "the other one"});
    diagnostics_.add(std::move(diagnostic));
}

void Compiler::declare_members() {
    auto& schema = model_->schema;
    for (const auto& [k, declaration] : kinds_) {
        auto& kind = schema.kinds[k];
        for (const auto& column : declaration->columns) {
            const auto named = [&](const auto& member) { return member.name == column.name.value; };
            if (column.reference) {
                const auto found = std::find_if(kind.references.begin(), kind.references.end(), named);
                add_member(kind, column.name, Member::Type::reference,
                           static_cast<std::size_t>(found - kind.references.begin()));
            } else {
                const auto found = std::find_if(kind.columns.begin(), kind.columns.end(), named);
                add_member(kind, column.name, column.capacity ? Member::Type::capacity : Member::Type::column,
                           static_cast<std::size_t>(found - kind.columns.begin()));
            }
        }
    }
    for (const auto& lets : declaration_.lets) {
        const auto id = find_kind(lets.kind, messages::section_of_unknown_kind, "lets");
        if (!id) continue;
        auto& kind = schema.kind(*id);
        for (const auto& let : lets.formulas) {
            add_member(kind, let.name, Member::Type::let, kind.lets.size());
            kind.lets.push_back(schema_of(let.formula, let.name.value));
        }
    }
    for (const auto& event : declaration_.events) {
        const auto id = find_kind(event.on, messages::section_of_unknown_kind, "event." + event.name.value);
        if (!id) continue;
        auto& kind = schema.kind(*id);
        add_member(kind, event.name, Member::Type::event, kind.events.size());
        kind.events.push_back({event.name.value, SlotId::none, SlotId::none});
    }
    for (const auto& decision : declaration_.decisions) {
        const auto id = find_kind(decision.on, messages::section_of_unknown_kind, "decision." + decision.name.value);
        if (!id) continue;
        auto& kind = schema.kind(*id);
        add_member(kind, decision.name, Member::Type::decision, kind.decisions.size());
        DecisionSchema named{decision.name.value, {}, decision.removed, SlotId::none, SlotId::none, {}};
        for (const auto& option : decision.options) named.options.push_back(option.name.value);
        kind.decisions.push_back(std::move(named));
    }
}

void Compiler::hash_rows() {
    for (const auto& kind : model_->schema.kinds) {
        auto& hashes = model_->row_hashes.emplace_back();
        for (const auto& row : kind.rows) hashes.push_back(row_hash(kind.name, row));
        if (rows_broken_) continue;  // a row that stands twice has been reported
        if (const auto equal = find_equal(hashes))
            error(rows_of(model_->schema.kind_of.at(kind.name))->kind.at, "", messages::equal_hashes,
                  kind.rows[equal->first], kind.rows[equal->second]);
    }
}

}  // namespace hegemon
