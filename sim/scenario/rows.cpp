#include "scenario/rows.hpp"

#include <algorithm>

#include "scenario/csv_rows.hpp"
#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

/// The keys of one [rows.K].
struct RowsEntry {
    const TomlEntry* columns = nullptr;
    const TomlEntry* data = nullptr;
    const TomlEntry* from = nullptr;
    const TomlEntry* take = nullptr;
    std::string source;
};

std::string data_schema() { return schema::any_list_of(schema::any_list_of(schema::expression())); }
std::string take_schema() { return schema::map_of(schema::text()); }

constexpr TableField<RowsEntry> rows_fields[] = {
    {"columns", [](Reading&, const TomlEntry& entry, RowsEntry& rows) { rows.columns = &entry; }, schema::names,
     "the columns that the rows give, in order"},
    {"data", [](Reading&, const TomlEntry& entry, RowsEntry& rows) { rows.data = &entry; }, data_schema,
     "the rows: a list of lists, in the order of `columns`"},
    {"from", [](Reading&, const TomlEntry& entry, RowsEntry& rows) { rows.from = &entry; }, schema::text,
     "a CSV file with a line of headings"},
    {"take", [](Reading&, const TomlEntry& entry, RowsEntry& rows) { rows.take = &entry; }, take_schema,
     "COLUMN = \"heading\" of the file"},
    {"source",
     [](Reading& reading, const TomlEntry& entry, RowsEntry& rows) { reading.take_string(entry, rows.source); },
     schema::text, says_source},
};

bool check_sources(Reading& reading, const TomlEntry& section, const RowsEntry& entry) {
    if (entry.data != nullptr && entry.from != nullptr) {
        reading.error(entry.from->key.at, messages::two_row_sources);
    } else if (entry.take != nullptr && entry.from == nullptr) {
        reading.error(entry.take->key.at, messages::take_without_from);
    } else if (entry.data == nullptr && entry.from == nullptr) {
        reading.error(section.key.at, messages::no_row_source, section.key.value);
    } else if (entry.data != nullptr && entry.columns == nullptr) {
        reading.error(section.key.at, messages::missing_key, "rows." + section.key.value, "columns");
    } else if (entry.take != nullptr && entry.columns != nullptr) {
        reading.error(entry.take->key.at, messages::take_and_columns);
    } else {
        return true;
    }
    return false;
}

class DataRows {
public:
    DataRows(Reading& reading, RowsDeclaration& rows) : reading_(reading), rows_(rows) {}

    void read(const TomlEntry& data) {
        const TomlArray* lines = reading_.array(data);
        if (lines == nullptr || rows_.columns.empty()) return;
        if (lines->size() > reading_.limits().rows)
            return reading_.error(data.value.at, messages::too_many_rows, reading_.limits().rows);
        rows_.file = data.value.at.file;
        rows_.cells.reserve(lines->size() * rows_.columns.size());
        for (const TomlValue& line : *lines) read_line(line);
    }

private:
    void read_line(const TomlValue& line) {
        const auto* values = line.as<TomlArray>();
        if (values == nullptr)
            return reading_.error(line.at, messages::wrong_type, "a row in 'data'", "an array", type_words(line));
        if (values->size() != rows_.columns.size())
            return reading_.error(line.at, messages::row_length, values->size(), rows_.columns.size());
        for (std::size_t i = 0; i < values->size(); ++i) {
            const TomlValue& value = (*values)[i];
            rows_.cells.push_back(cell(value));
            if (rows_.columns[i].value != "name") continue;
            if (value.as<Text>() != nullptr) {
                reading_.check_name(rows_.cells.back().text, rows_.where(rows_.cells.back()));
            } else {
                reading_.error(value.at, messages::row_name_type, type_words(value));
            }
        }
    }

    Cell cell(const TomlValue& value) {
        if (const auto* text = value.as<Text>())
            return {kept(text->value, text->at.begin), Cell::Type::string, text->at.begin};
        if (value.is_number())
            return {kept(number_text(value).value, value.at.begin), Cell::Type::number, value.at.begin};
        if (value.as<bool>() != nullptr) return {value.raw(), Cell::Type::truth, value.at.begin};
        reading_.error(value.at, messages::wrong_type, "a value in 'data'", "a string, a number or a truth",
                       type_words(value));
        return {"0", Cell::Type::number, value.at.begin};
    }

    /// A text that lives as long as the rows: where it stands in the file, if it does.
    std::string_view kept(const std::string& text, std::size_t begin) {
        const std::string_view in_file = std::string_view(rows_.file->text).substr(begin, text.size());
        return in_file == text ? in_file : std::string_view(rows_.texts->emplace_back(text));
    }

    Reading& reading_;
    RowsDeclaration& rows_;
};

/// What `take` or `columns` say about a file; nothing if neither is there.
std::vector<TakenColumn> taken_columns(Reading& reading, const RowsEntry& entry, const std::string& owner) {
    std::vector<TakenColumn> taken;
    if (entry.columns != nullptr) {
        for (Name& name : reading.names(*entry.columns, "the columns of " + owner, "column")) {
            Text heading{name.value, name.at, {}};
            taken.push_back({std::move(name), std::move(heading)});
        }
    } else if (entry.take != nullptr) {
        const TomlTable* table = reading.table(*entry.take);
        if (table == nullptr) return taken;
        for (const TomlEntry& one : table->entries)
            if (const Text* heading = reading.string(one)) taken.push_back({reading.name(one.key), *heading});
        if (table->entries.empty()) reading.error(entry.take->value.at, messages::empty_list, "'take'", "column");
    }
    return taken;
}

}  // namespace

std::string rows_schema() { return schema::map_of(table_schema(rows_fields)); }

void read_rows(Reading& reading, const TomlEntry& section, const std::vector<KindDeclaration>& kinds,
               const OpenFile& open_csv, std::vector<RowsDeclaration>& all) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        const TomlTable* table = reading.table(entry);
        if (table == nullptr) continue;
        RowsDeclaration rows;
        RowsEntry keys;
        rows.kind = reading.name(entry.key);
        rows.texts = std::make_shared<std::deque<std::string>>();
        read_fields(reading, *table, rows_fields, keys, {"rows." + entry.key.value, entry.key.at});
        rows.source = std::move(keys.source);
        if (!check_sources(reading, entry, keys)) {
            all.push_back(std::move(rows));  // there are rows, and nobody knows which
            continue;
        }
        if (keys.data != nullptr) {
            rows.columns = reading.names(*keys.columns, "the columns of " + entry.key.value, "column");
            DataRows(reading, rows).read(*keys.data);
        } else if (const Text* from = reading.string(*keys.from)) {
            const auto taken = taken_columns(reading, keys, entry.key.value);
            const bool chosen = keys.columns != nullptr || keys.take != nullptr;
            rows.from = from->value;
            rows.file = open_csv(reading, *from);
            if (rows.file == nullptr || (chosen && taken.empty())) {
                all.push_back(std::move(rows));
                continue;
            }
            const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                           [&](const auto& k) { return k.name.value == rows.kind.value; });
            read_csv_rows(reading, *from, taken, kind == kinds.end() ? nullptr : &*kind, rows);
        }
        all.push_back(std::move(rows));
    }
}

}  // namespace hegemon
