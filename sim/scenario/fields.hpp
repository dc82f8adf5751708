#pragma once
/// A table of TOML read by a table of fields: each key once, with how to read it and what the schema for editors says
/// of it. Unknown keys and missing ones are errors.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "scenario/reading.hpp"
#include "scenario/schema.hpp"

namespace hegemon {

enum class Need : std::uint8_t { optional, required };

template <class Target>
struct TableField {
    std::string_view key;
    void (*read)(Reading&, const TomlEntry&, Target&);
    std::string (*schema)();  ///< of the value
    const char* says;         ///< for who asks an editor what the key is
    Need need = Need::optional;
};

/// The schema of a table with such fields; `rest`: that of all other keys' values, "false" where they are errors. It
/// leaves out what must be there, because a patch need not repeat it.
template <class Target, std::size_t count>
std::string table_schema(const TableField<Target> (&fields)[count], const std::string& rest = "false") {
    std::string properties;
    for (const auto& field : fields)
        properties += fmt::format("{}{}: {}", properties.empty() ? "" : ", ", schema::quoted(field.key),
                                  schema::described(field.schema(), field.says));
    return fmt::format(R"({{"type": "object", "properties": {{{}}}, "additionalProperties": {}}})", properties, rest);
}

/// The schema that says what must be there.
template <class Target, std::size_t count>
std::string needs_schema(const TableField<Target> (&fields)[count]) {
    std::string keys;
    for (const auto& field : fields)
        if (field.need == Need::required) keys += (keys.empty() ? "" : ", ") + schema::quoted(field.key);
    return fmt::format(R"({{"required": [{}]}})", keys);
}

// What editors say of keys that many tables have.
inline constexpr const char* says_unit = "a label for readers: nothing computes with it";
inline constexpr const char* says_source = "where it comes from: a publication, \"estimated: ...\", \"assumed\"";
inline constexpr const char* says_note = "what it is, for readers";
inline constexpr const char* says_set = "COLUMN = the formula of its new value";
inline constexpr const char* says_add = "COLUMN = the formula of what is added to it";

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
