#include "scenario/sections.hpp"

#include "scenario/fields.hpp"

namespace hegemon {

namespace {

void read_range(Reading& reading, const TomlEntry& entry, std::optional<Range>& range) {
    const TomlArray* pair = reading.array(entry);
    if (pair == nullptr) return;
    if (pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number())
        return reading.error(entry.value.at, messages::range_pair);
    range = Range{(*pair)[0].number(), (*pair)[1].number(), entry.value.at};
    if (range->low > range->high)
        reading.error(entry.value.at, messages::range_order, shortest(range->low), shortest(range->high));
}

constexpr TableField<ParameterDeclaration> parameter_fields[] = {
    {"value",
     [](Reading& reading, const TomlEntry& entry, ParameterDeclaration& parameter) {
         if (auto text = expression_text(entry.value)) return void(parameter.value.text = std::move(*text));
         reading.wrong_type(entry, "an expression (a string, a number or a truth)");
     },
     Need::required},
    {"range", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { read_range(r, e, p.range); }},
    {"unit", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.unit); }},
    {"source", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.source); }},
    {"note", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.note); }},
};

constexpr TableField<FunctionDeclaration> function_fields[] = {
    {"of",
     [](Reading& reading, const TomlEntry& entry, FunctionDeclaration& function) {
         function.arguments = reading.names(entry, "'of' of function " + function.name.value, "argument");
     },
     Need::required},
    {"is",
     [](Reading& reading, const TomlEntry& entry, FunctionDeclaration& function) {
         if (auto text = expression_text(entry.value)) return void(function.body.text = std::move(*text));
         reading.wrong_type(entry, "an expression (a string, a number or a truth)");
     },
     Need::required},
    {"source", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.source); }},
    {"unit", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.unit); }},
    {"note", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.note); }},
};

constexpr TableField<ColumnDeclaration> column_fields[] = {
    {"start", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.start = r.formula(e); }},
    {"ref", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.reference = r.name(e); }},
    {"range", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { read_range(r, e, c.range); }},
    {"capacity", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.capacity = r.truth(e).value_or(false); }},
    {"clamp", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.clamp = r.truth(e).value_or(false); }},
    {"unit", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { r.take_string(e, c.unit); }},
    {"note", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { r.take_string(e, c.note); }},
};

/// What each key of a column says alone, and what cannot be said together.
ColumnDeclaration read_column(Reading& reading, const TomlEntry& entry, const TomlTable& table) {
    ColumnDeclaration column;
    column.name = reading.name(entry.key);
    if (column.name.value == "name") reading.error(entry.key.at, messages::reserved_name, "name");
    read_fields(reading, table, column_fields, column, {"column " + column.name.value, entry.key.at});
    if (column.reference) {
        for (const auto* key : {"start", "range", "clamp", "capacity"})
            if (const TomlEntry* beside = table.find(key)) reading.error(beside->key.at, messages::reference_only, key);
    } else if (column.clamp && table.find("range") == nullptr) {
        reading.error(table.find("clamp")->key.at, messages::clamp_without_range);
    }
    if (column.capacity && column.start && (column.start->text.value == "true" || column.start->text.value == "false"))
        reading.error(column.start->text.at, messages::capacity_of_truth);
    return column;
}

KindDeclaration read_kind(Reading& reading, const TomlEntry& entry, const TomlTable& table) {
    KindDeclaration kind;
    kind.name = reading.name(entry.key);
    for (const TomlEntry& member : table.entries) {
        if (member.key.value == "key") {
            kind.key = reading.names(member, "the key of " + kind.name.value, "column");
        } else if (const auto* column = member.value.as<TomlTable>()) {
            kind.columns.push_back(read_column(reading, member, *column));
        } else {
            reading.wrong_type(member, "a table such as { start = 0 }");
        }
    }
    return kind;
}

}  // namespace

void read_parameters(Reading& reading, const TomlEntry& section, std::vector<ParameterDeclaration>& parameters) {
    read_each(reading, section, parameters, [&](const TomlEntry& entry, const TomlTable& table) {
        ParameterDeclaration parameter;
        parameter.name = reading.name(entry.key);
        read_fields(reading, table, parameter_fields, parameter, {"parameter " + entry.key.value, entry.key.at});
        return parameter;
    });
}

void read_functions(Reading& reading, const TomlEntry& section, std::vector<FunctionDeclaration>& functions) {
    read_each(reading, section, functions, [&](const TomlEntry& entry, const TomlTable& table) {
        FunctionDeclaration function;
        function.name = reading.name(entry.key);
        read_fields(reading, table, function_fields, function, {"function " + entry.key.value, entry.key.at});
        return function;
    });
}

void read_kinds(Reading& reading, const TomlEntry& section, std::vector<KindDeclaration>& kinds) {
    read_each(reading, section, kinds,
              [&](const TomlEntry& entry, const TomlTable& table) { return read_kind(reading, entry, table); });
}

void read_settings(Reading& reading, const TomlEntry& section, std::vector<SettingDeclaration>& settings) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        const auto* parts = entry.value.as<TomlTable>();
        if (parts != nullptr && parts->find("is") == nullptr && is_name(entry.key.value)) {
            reading.error(entry.key.at, messages::address_parts, entry.key.value);
            continue;
        }
        if (auto formula = reading.formula(entry)) settings.push_back({entry.key, std::move(*formula)});
    }
}

void read_kind_formulas(Reading& reading, const TomlEntry& section, std::vector<KindFormulas>& kinds) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        Name kind = reading.name(entry.key);
        kinds.push_back({std::move(kind), reading.formulas(entry)});
    }
}

void read_updates(Reading& reading, const TomlEntry& section, std::vector<UpdateDeclaration>& updates) {
    static constexpr TableField<UpdateDeclaration> fields[] = {
        {"set", [](Reading& r, const TomlEntry& e, UpdateDeclaration& u) { u.sets = r.formulas(e); }},
        {"add", [](Reading& r, const TomlEntry& e, UpdateDeclaration& u) { u.adds = r.formulas(e); }},
    };
    read_each(reading, section, updates, [&](const TomlEntry& entry, const TomlTable& table) {
        UpdateDeclaration update;
        update.kind = reading.name(entry.key);
        read_fields(reading, table, fields, update, {"update." + entry.key.value, entry.key.at});
        return update;
    });
}

}  // namespace hegemon
