#include "api/run_tables.hpp"

#include <algorithm>
#include <cmath>

#include "api/run_dates.hpp"
#include "storage/run_layout.hpp"
#include "storage/run_paths.hpp"

namespace hegemon {

namespace {

/// A column of one replicate, as it is kept.
struct State {
    const ColumnDescription* column = nullptr;
    std::vector<double> values;  ///< [step][row]

    void write(CsvTable& table, std::size_t at, std::size_t row) const {
        if (column == nullptr)
            table.empty();
        else if (column->type == ColumnType::truth)
            table.truth(column->constant ? column->value[row]
                        : values[at] < 0 ? std::numeric_limits<double>::quiet_NaN()
                                         : values[at]);
        else if (column->constant)
            table.cell(column->value[row]);
        else
            column->exact ? table.cell(values[at]) : table.cell(static_cast<float>(values[at]));
    }
};

}  // namespace

void RunTables::plan_kind(const std::string& name) {
    Names columns, constants, references;
    CsvSchema rows{"rows_" + name, "Rows of " + name + ", with what never changes", {}};
    rows.fields = {{"arm", "string", "", ""}, {"row", "string", "", ""}};
    CsvSchema states{"columns_" + name, "State of " + name + " after each step, in the replicates that are kept", {}};
    states.fields = {{"arm", "string", "", ""}, {"replicate", "integer", "", ""}};
    add_time_fields(states);
    states.fields.push_back({"row", "string", "", ""});
    for (const auto& arm : run_.arms) {
        const auto* kind = find(arm.kinds, name);
        if (kind == nullptr) continue;
        for (const auto& reference : kind->references)
            add_field(references, rows, reference.name, "string", "", reference.note);
        for (const auto& column : kind->columns) {
            const char* const type = column.type == ColumnType::truth ? "boolean" : "number";
            add_field(column.constant ? constants : columns, column.constant ? rows : states, column.name, type,
                      percent_free(column.unit), column.note);
        }
    }
    add(std::move(rows),
        [this, name, references, constants, order = rows.fields](CsvTable& table) { write_rows(table, name, order); });
    if (columns.list().empty()) return;
    if (run_.recorded > 0)
        add(std::move(states), [this, name, columns](CsvTable& table) { write_states(table, name, columns); });
    if (keeps_columns(run_.record)) plan_summary(name);
}

void RunTables::add_field(Names& names, CsvSchema& schema, const std::string& name, const char* type,
                          const std::string& unit, const std::string& note) {
    if (names.add(name)) schema.fields.push_back({name, type, unit, note});
}

void RunTables::write_rows(CsvTable& table, const std::string& name, const std::vector<CsvColumn>& order) {
    for (const auto& arm : run_.arms) {
        const auto* kind = find(arm.kinds, name);
        for (std::size_t row = 0; kind != nullptr && row < kind->rows.size(); ++row) {
            table.cell(arm.name).cell(kind->rows[row]);
            for (std::size_t i = 2; i < order.size(); ++i) write_constant(table, arm, *kind, order[i].name, row);
            table.end_line();
        }
    }
}

void RunTables::write_constant(CsvTable& table, const ArmDescription& arm, const KindDescription& kind,
                               const std::string& name, std::size_t row) {
    if (const auto* reference = find(kind.references, name)) {
        const auto* other = find(arm.kinds, reference->kind);
        const auto target = reference->row.at(row);
        const bool is_there = other != nullptr && target >= 0;
        table.cell(is_there ? other->rows.at(static_cast<std::size_t>(target)) : std::string());
        return;
    }
    const auto* column = find(kind.columns, name);
    if (column == nullptr || !column->constant)
        table.empty();
    else
        column->type == ColumnType::truth ? table.truth(column->value.at(row)) : table.cell(column->value.at(row));
}

void RunTables::write_states(CsvTable& table, const std::string& name, const Names& columns) {
    for (std::size_t a = 0; a < run_.arms.size(); ++a) {
        const auto* kind = find(run_.arms[a].kinds, name);
        const std::uint64_t replicates = std::min(run_.recorded, done_[a]);
        for (std::uint64_t replicate = 0; kind != nullptr && replicate < replicates; ++replicate)
            write_replicate(table, run_.arms[a].name, *kind, columns, replicate);
    }
}

void RunTables::write_replicate(CsvTable& table, const std::string& arm, const KindDescription& kind,
                                const Names& columns, std::uint64_t replicate) {
    std::vector<State> states;
    for (const auto& name : columns.list()) {
        State& state = states.emplace_back();
        state.column = find(kind.columns, name);
        if (state.column != nullptr && !state.column->constant)
            state.values = fields_.read<double>(layout::column_path(arm, kind.name, name), replicate, 1);
    }
    for (std::uint64_t step = 0; step < run_.time.steps; ++step)
        for (std::size_t row = 0; row < kind.rows.size(); ++row) {
            table.cell(arm).cell(replicate);
            add_time(table, step);
            table.cell(kind.rows[row]);
            for (const auto& state : states) state.write(table, step * kind.rows.size() + row, row);
            table.end_line();
        }
}

void RunTables::plan_summary(const std::string& name) {
    CsvSchema schema{"summary_" + name, "Columns of " + name + " over all replicates", {}};
    schema.fields = {{"arm", "string", "", ""}};
    add_time_fields(schema);
    for (const CsvColumn& field : std::vector<CsvColumn>{
             {"row", "string", "", ""},
             {"column", "string", "", "its unit stands in columns_" + name},
             {"count", "integer", "", "replicates that had not failed"},
             {"mean", "number", "", "over these"},
             {"deviation", "number", "", "standard deviation over these"},
             {"pairs", "integer", "", "replicates that had failed neither in the first arm nor in this one"},
             {"difference_mean", "number", "", "first arm minus this one, pair by pair"},
             {"difference_deviation", "number", "", "standard deviation of it"}})
        schema.fields.push_back(field);
    add(std::move(schema), [this, name](CsvTable& table) {
        for (std::size_t a = 0; a < run_.arms.size(); ++a)
            for (std::size_t k = 0; k < run_.arms[a].kinds.size(); ++k)
                if (run_.arms[a].kinds[k].name == name) write_summary(table, a, k);
    });
}

/// Mean and standard deviation (over count - 1), or nothing.
void RunTables::write_moments(CsvTable& table, std::uint64_t count, double sum, double squares) {
    const auto number = static_cast<double>(count);
    const double mean = count > 0 ? sum / number : nothing;
    table.cell(mean);
    table.cell(count > 1 ? std::sqrt(std::max(0.0, (squares - sum * mean) / (number - 1))) : nothing);
}

void RunTables::write_summary(CsvTable& table, std::size_t a, std::size_t k) {
    const ArmSummary summary = reader_.summary(a);
    const auto& kind = run_.arms[a].kinds[k];
    if (summary.count.empty()) return;
    for (std::size_t c = 0; c < kind.columns.size(); ++c) {
        const Moments& moments = summary.columns.at(k).at(c);
        const bool has_pairs = !summary.pairs.empty() && !summary.differences.at(k).at(c).sum.empty();
        for (std::size_t at = 0; at < moments.sum.size(); ++at) {
            const std::uint64_t step = at / kind.rows.size();
            table.cell(run_.arms[a].name);
            add_time(table, step);
            table.cell(kind.rows[at % kind.rows.size()]).cell(kind.columns[c].name).cell(summary.count[step]);
            write_moments(table, summary.count[step], moments.sum[at], moments.sum_of_squares[at]);
            if (has_pairs) {
                table.cell(summary.pairs[step]);
                write_moments(table, summary.pairs[step], summary.differences[k][c].sum[at],
                              summary.differences[k][c].sum_of_squares[at]);
            } else {
                table.empty().empty().empty();
            }
            table.end_line();
        }
    }
}

}  // namespace hegemon
