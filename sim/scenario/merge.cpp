#include "scenario/merge.hpp"

#include <utility>

namespace hegemon {

namespace {

void merge_tables(TomlTable& base, TomlTable&& over) {
    for (TomlEntry& entry : over.entries) {
        TomlEntry* old = base.find(entry.key.value);
        auto* into = old != nullptr ? old->value.as<TomlTable>() : nullptr;
        auto* from = entry.value.as<TomlTable>();
        if (into != nullptr && from != nullptr) {
            merge_tables(*into, std::move(*from));
        } else {
            base.put(std::move(entry));
        }
    }
}

TomlTable* section(TomlTable& root, std::string_view name) {
    TomlEntry* entry = root.find(name);
    return entry != nullptr ? entry->value.as<TomlTable>() : nullptr;
}

/// Takes out of `base` what the rows of `over` stand for instead.
void drop_replaced_rows(TomlTable& base, const TomlTable& over) {
    if (over.find("from") != nullptr) {
        for (const auto* key : {"data", "columns", "take"}) base.erase(key);
    } else if (over.find("data") != nullptr) {
        for (const auto* key : {"from", "take"}) base.erase(key);
    }
}

void expand(TomlTable& parameters) {
    for (TomlEntry& parameter : parameters.entries) {
        if (parameter.value.as<TomlTable>() != nullptr) continue;
        const Span at = parameter.value.at;
        TomlTable table;
        table.put({Text{"value", at, std::vector<std::size_t>(5, at.begin)}, std::move(parameter.value)});
        parameter.value = {std::move(table), parameter.key.at};
    }
}

void drop_all_replaced_rows(TomlTable& base, const TomlTable& over) {
    TomlTable* old_rows = section(base, "rows");
    const TomlEntry* new_rows = over.find("rows");
    const auto* entries = new_rows != nullptr ? new_rows->value.as<TomlTable>() : nullptr;
    if (old_rows == nullptr || entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        const auto* rows = entry.value.as<TomlTable>();
        TomlTable* old = section(*old_rows, entry.key.value);
        if (rows != nullptr && old != nullptr) drop_replaced_rows(*old, *rows);
    }
}

}  // namespace

void expand_parameters(TomlTable& root) {
    if (TomlTable* parameters = section(root, "parameter")) expand(*parameters);
    TomlTable* variants = section(root, "variant");
    if (variants == nullptr) return;
    for (TomlEntry& entry : variants->entries) {
        auto* variant = entry.value.as<TomlTable>();
        if (TomlTable* parameters = variant != nullptr ? section(*variant, "parameter") : nullptr) expand(*parameters);
    }
}

void merge(TomlTable& base, TomlTable&& over) {
    drop_all_replaced_rows(base, over);
    if (TomlTable* old = section(base, "variant"), *added = section(over, "variant");
        old != nullptr && added != nullptr)
        for (const TomlEntry& entry : added->entries)
            if (TomlTable* variant = section(*old, entry.key.value); variant != nullptr)
                if (const auto* patch = entry.value.as<TomlTable>()) drop_all_replaced_rows(*variant, *patch);
    merge_tables(base, std::move(over));
}

}  // namespace hegemon
