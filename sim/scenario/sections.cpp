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
     schema::expression, "a number, or a formula of other parameters", Need::required},
    {"range", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { read_range(r, e, p.range); }, schema::range,
     "[lowest, highest]: values outside are errors"},
    {"unit", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.unit); },
     schema::text, says_unit},
    {"source", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.source); },
     schema::text, says_source},
    {"note", [](Reading& r, const TomlEntry& e, ParameterDeclaration& p) { r.take_string(e, p.value.note); },
     schema::text, says_note},
};

constexpr TableField<FunctionDeclaration> function_fields[] = {
    {"of",
     [](Reading& reading, const TomlEntry& entry, FunctionDeclaration& function) {
         function.arguments = reading.names(entry, "'of' of function " + function.name.value, "argument");
     },
     schema::names, "the names of its arguments", Need::required},
    {"is",
     [](Reading& reading, const TomlEntry& entry, FunctionDeclaration& function) {
         if (auto text = expression_text(entry.value)) return void(function.body.text = std::move(*text));
         reading.wrong_type(entry, "an expression (a string, a number or a truth)");
     },
     schema::expression, "the formula, of its arguments and the parameters", Need::required},
    {"source", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.source); },
     schema::text, says_source},
    {"unit", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.unit); },
     schema::text, says_unit},
    {"note", [](Reading& r, const TomlEntry& e, FunctionDeclaration& f) { r.take_string(e, f.body.note); },
     schema::text, says_note},
};

constexpr TableField<ColumnDeclaration> column_fields[] = {
    {"start", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.start = r.formula(e); }, schema::formula,
     "the value at the start, unless the rows give the column"},
    {"ref", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.reference = r.name(e); }, schema::name,
     "the kind whose rows it points at"},
    {"range", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { read_range(r, e, c.range); }, schema::range,
     "[lowest, highest]: leaving it fails the replicate"},
    {"capacity", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.capacity = r.truth(e).value_or(false); },
     schema::truth, "whether it is an amount that can be bound and spent"},
    {"clamp", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { c.clamp = r.truth(e).value_or(false); },
     schema::truth, "stop at the edge of the range instead of failing"},
    {"unit", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { r.take_string(e, c.unit); }, schema::text,
     says_unit},
    {"source", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { r.take_string(e, c.source); }, schema::text,
     says_source},
    {"note", [](Reading& r, const TomlEntry& e, ColumnDeclaration& c) { r.take_string(e, c.note); }, schema::text,
     says_note},
};

/// What each key of a column says alone, and what cannot be said together.
ColumnDeclaration read_column(Reading& reading, const TomlEntry& entry, const TomlTable& table) {
    ColumnDeclaration column;
    column.name = reading.name(entry.key);
    if (column.name.value == "name") reading.error(entry.key.at, messages::reserved_name, "name");
    read_fields(reading, table, column_fields, column, {"column " + column.name.value, entry.key.at});
    if (column.reference) {
        reading.leads_to_rows(column.name.value);
        for (const auto* key : {"start", "range", "clamp", "capacity"})
            if (const TomlEntry* beside = table.find(key)) reading.error(beside->key.at, messages::reference_only, key);
    } else if (column.clamp && table.find("range") == nullptr) {
        reading.error(table.find("clamp")->key.at, messages::clamp_without_range);
    }
    if (column.capacity && column.start && (column.start->text.value == "true" || column.start->text.value == "false"))
        reading.error(column.start->text.at, messages::capacity_of_truth);
    return column;
}

constexpr TableField<KindDeclaration> kind_fields[] = {
    {"key",
     [](Reading& reading, const TomlEntry& entry, KindDeclaration& kind) {
         kind.key = reading.names(entry, "the key of " + kind.name.value, "column");
     },
     schema::names, "the references that name a row, instead of a column `name`"},
};

KindDeclaration read_kind(Reading& reading, const TomlEntry& entry, const TomlTable& table) {
    KindDeclaration kind;
    kind.name = reading.name(entry.key);
    reading.leads_to_rows(kind.name.value);
    const auto read_member = [&](const TomlEntry& member) {
        if (const auto* column = member.value.as<TomlTable>()) {
            kind.columns.push_back(read_column(reading, member, *column));
        } else {
            reading.wrong_type(member, "a table such as { start = 0 }");
        }
    };
    read_fields(reading, table, kind_fields, kind, {"kind " + entry.key.value, entry.key.at}, read_member);
    return kind;
}

constexpr TableField<UpdateDeclaration> update_fields[] = {
    {"set", [](Reading& r, const TomlEntry& e, UpdateDeclaration& u) { u.sets = r.writes(e); }, schema::formulas,
     says_set},
    {"add", [](Reading& r, const TomlEntry& e, UpdateDeclaration& u) { u.adds = r.writes(e); }, schema::formulas,
     says_add},
};

}  // namespace

std::string parameters_schema() {
    return schema::map_of(schema::any_of(schema::expression(), table_schema(parameter_fields)));
}
std::string parameters_needs() { return schema::each(needs_schema(parameter_fields)); }
std::string functions_schema() { return schema::map_of(table_schema(function_fields)); }
std::string functions_needs() { return schema::each(needs_schema(function_fields)); }
std::string kinds_schema() { return schema::map_of(table_schema(kind_fields, table_schema(column_fields))); }
std::string settings_schema() { return schema::addresses_of(schema::formula()); }
std::string kind_formulas_schema() { return schema::map_of(schema::formulas()); }
std::string updates_schema() { return schema::map_of(table_schema(update_fields)); }

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
    read_each(reading, section, updates, [&](const TomlEntry& entry, const TomlTable& table) {
        UpdateDeclaration update;
        update.kind = reading.name(entry.key);
        read_fields(reading, table, update_fields, update, {"update." + entry.key.value, entry.key.at});
        return update;
    });
}

}  // namespace hegemon
