#include "api/row_tables.hpp"

#include <algorithm>

namespace hegemon {

namespace {

const RowsDeclaration* rows_of(const Declaration& declaration, const std::string& kind) {
    const auto found = std::find_if(declaration.rows.begin(), declaration.rows.end(),
                                    [&](const auto& rows) { return rows.kind.value == kind; });
    return found == declaration.rows.end() ? nullptr : &*found;
}

/// The columns whose cells name a row: those of the key, else `name`.
std::vector<std::string> naming_columns(const Declaration& declaration, const std::string& kind) {
    std::vector<std::string> names;
    for (const auto& one : declaration.kinds)
        if (one.name.value == kind)
            for (const auto& column : one.key) names.push_back(column.value);
    return names.empty() ? std::vector<std::string>{"name"} : names;
}

bool same_tables(const RowsDeclaration& a, const RowsDeclaration& b) {
    const auto same_name = [](const Name& x, const Name& y) { return x.value == y.value; };
    const auto same_text = [](const Cell& x, const Cell& y) { return x.text == y.text; };
    return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(), same_name) &&
           std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), same_text);
}

/// (row, column) -> text of the cell.
using Cells = std::map<std::pair<std::string, std::string>, std::string>;

Cells cells_of(const Declaration& declaration, const RowsDeclaration* rows) {
    Cells cells;
    if (rows == nullptr) return cells;
    const auto naming = naming_columns(declaration, rows->kind.value);
    const std::size_t width = rows->columns.size();
    for (std::size_t row = 0; row < rows->rows(); ++row) {
        std::string name;
        for (const auto& wanted : naming)
            for (std::size_t i = 0; i < width; ++i)
                if (rows->columns[i].value == wanted)
                    name.append(name.empty() ? "" : ", ").append(rows->cells[row * width + i].text);
        name = rows->kind.value + "[" + name + "]";
        for (std::size_t i = 0; i < width; ++i)
            cells[{name, rows->columns[i].value}] = rows->cells[row * width + i].text;
    }
    return cells;
}

void compare(const Cells& before, const Cells& after, RowChanges& changes) {
    for (const auto& [place, text] : before) {
        const auto now = after.find(place);
        if (now == after.end()) {
            changes[place] = {text, ""};
        } else if (now->second != text) {
            changes[place] = {text, now->second};
        }
    }
    for (const auto& [place, text] : after)
        if (before.find(place) == before.end()) changes[place] = {"", text};
}

RowChanges changed_rows(const Declaration& base, const Declaration& arm) {
    RowChanges changes;
    std::vector<std::string> kinds;
    for (const auto* declaration : {&base, &arm})
        for (const auto& rows : declaration->rows) kinds.push_back(rows.kind.value);
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    for (const auto& kind : kinds) {
        const auto *before = rows_of(base, kind), *after = rows_of(arm, kind);
        if (before == nullptr || after == nullptr || !same_tables(*before, *after))
            compare(cells_of(base, before), cells_of(arm, after), changes);
    }
    return changes;
}

}  // namespace

ArmRows arm_rows(const Declaration& base, const Declaration& arm) {
    ArmRows result;
    for (const auto& rows : arm.rows) {
        RowListing table{rows.kind.value, rows.from, rows.source, {}};
        for (const auto& column : rows.columns) table.columns.push_back(column.value);
        result.tables.push_back(std::move(table));
    }
    if (&base != &arm) result.changes = changed_rows(base, arm);
    return result;
}

}  // namespace hegemon
