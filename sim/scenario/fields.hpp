#pragma once
/// A table of TOML read by a table of fields: each key once, with how to read it. Unknown keys and missing ones are
/// errors.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "scenario/reading.hpp"

namespace hegemon {

enum class Need : std::uint8_t { optional, required };

template <class Target>
struct TableField {
    std::string_view key;
    void (*read)(Reading&, const TomlEntry&, Target&);
    Need need = Need::optional;
};

/// What a table is called in messages, and where a missing key is reported.
struct TableOwner {
    std::string name;
    Span at;
};

/// The same where all other keys mean something too: `rest(entry)` reads them.
template <class Target, std::size_t count, class Rest>
void read_fields(Reading& reading, const TomlTable& table, const TableField<Target> (&fields)[count], Target& target,
                 const TableOwner& owner, Rest rest) {
    for (const TomlEntry& entry : table.entries) {
        const auto* field = std::find_if(std::begin(fields), std::end(fields),
                                         [&](const auto& candidate) { return candidate.key == entry.key.value; });
        if (field != std::end(fields)) {
            field->read(reading, entry, target);
        } else {
            rest(entry);
        }
    }
    for (const auto& field : fields)
        if (field.need == Need::required && table.find(field.key) == nullptr)
            reading.error(owner.at, messages::missing_key, owner.name, field.key);
}

template <class Target, std::size_t count>
void read_fields(Reading& reading, const TomlTable& table, const TableField<Target> (&fields)[count], Target& target,
                 const TableOwner& owner) {
    read_fields(reading, table, fields, target, owner, [&](const TomlEntry& entry) {
        std::vector<std::string> known;
        for (const auto& candidate : fields) known.emplace_back(candidate.key);
        const std::string near = nearest(entry.key.value, known);
        reading.add(complain(entry.key.at, messages::unknown_key, entry.key.value, owner.name),
                    near.empty() ? "known keys: " + list_words(known) : near + "?");
    });
}

/// Reads each entry of a section that is a table of tables: `read(entry, table)`.
template <class Declaration, class Read>
void read_each(Reading& reading, const TomlEntry& section, std::vector<Declaration>& into, Read read) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries)
        if (const TomlTable* table = reading.table(entry)) into.push_back(read(entry, *table));
}

}  // namespace hegemon
