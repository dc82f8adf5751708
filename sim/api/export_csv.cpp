#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <hegemon/table_export.hpp>
#include <limits>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "api/compiled.hpp"
#include "api/csv_table.hpp"
#include "api/run_dates.hpp"
#include "storage/field_reader.hpp"
#include "storage/run_paths.hpp"
#include "storage/run_reader.hpp"

namespace hegemon {

namespace {

constexpr std::uint64_t block = 4096;  // rows of a table read at once: a chunk of the file
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Names of all arms' things of a sort, without repetition, in order of first appearance.
class Names {
public:
    void add(const std::string& name) {
        if (known_.insert(name).second) list_.push_back(name);
    }
    [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

private:
    std::set<std::string> known_;
    std::vector<std::string> list_;
};

template <class Thing>
const Thing* find(const std::vector<Thing>& things, const std::string& name) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

std::string percent_free(const std::string& unit) { return unit == "1" ? std::string() : unit; }

/// One run being written.
class Exporter {
public:
    Exporter(const std::filesystem::path& run, std::filesystem::path folder, const ExportSettings& settings)
        : reader_(run), fields_(run), folder_(std::move(folder)), settings_(settings), run_(reader_.run()) {
        for (std::size_t arm = 0; arm < run_.arms.size(); ++arm) done_.push_back(reader_.done(arm));
    }

    std::vector<std::filesystem::path> write() {
        plan();
        prepare();
        std::vector<std::filesystem::path> files;
        for (const auto& [schema, fill] : tables_) {
            files.push_back(folder_ / (schema.name + ".csv"));
            CsvTable table(files.back(), schema);
            fill(table);
            table.close();
        }
        files.push_back(folder_ / package_name);
        write_package(files.back());
        std::sort(files.begin(), files.end());
        return files;
    }

private:
    static constexpr const char* package_name = "datapackage.json";
    using Fill = std::function<void(CsvTable& table)>;

    void add(CsvSchema schema, Fill fill) { tables_.emplace_back(std::move(schema), std::move(fill)); }

    // ---- what is written

    void plan() {
        plan_outcomes();
        plan_parameters();
        plan_failures();
        Names kinds, events, decisions;
        for (const auto& arm : run_.arms) {
            for (const auto& kind : arm.kinds) kinds.add(kind.name);
            for (const auto& event : arm.events) events.add(event.name);
            for (const auto& decision : arm.decisions) decisions.add(decision.name);
        }
        for (const auto& kind : kinds.list()) plan_kind(kind);
        if (run_.record == RecordLevel::outcomes) return;
        for (const auto& event : events.list()) plan_event(event);
        for (const auto& decision : decisions.list()) plan_decision(decision);
    }

    /// The folder, and no file of ours in it that is to be kept.
    void prepare() const {
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        if (error)
            throw FileError(FileError::Action::create, folder_,
                            folder_.string() + ": cannot create it: " + error.message());
        if (settings_.existing == ExportSettings::Existing::overwrite) return;
        std::vector<std::string> names = {package_name};
        for (const auto& table : tables_) names.push_back(table.first.name + ".csv");
        for (const auto& name : names)
            if (const auto file = folder_ / name; std::filesystem::exists(file, error))
                throw FileError(FileError::Action::create, file, file.string() + ": is there already");
    }

    void write_package(const std::filesystem::path& file) const {
        std::vector<CsvSchema> schemas;
        for (const auto& table : tables_) schemas.push_back(table.first);
        std::ofstream stream(file, std::ios::binary | std::ios::trunc);
        stream << data_package(run_.title, schemas);
        stream.close();
        if (!stream) throw FileError(FileError::Action::write, file, file.string() + ": cannot write it");
    }

    // ---- times

    void add_time_fields(CsvSchema& schema) const {
        schema.fields.push_back({"step", "integer", "", "number of the step, from 0"});
        if (has_dates(run_.time)) schema.fields.push_back({"date", "date", "", "end of the step"});
        schema.fields.push_back({"time", "number", layout::time_units(run_.time), "end of the step"});
    }

    /// The end of the step.
    void add_time(CsvTable& table, std::uint64_t step) const {
        const double time = layout::stored_time(run_.time, static_cast<double>(step + 1) * run_.time.step);
        table.cell(step);
        if (has_dates(run_.time)) table.cell(iso_day(run_.time, time));
        table.cell(time);
    }

    // ---- outcomes, parameters, failures

    void plan_outcomes() {
        CsvSchema schema{"outcomes", "Outcomes of all replicates", {}};
        schema.fields = {{"arm", "string", "", ""},
                         {"replicate", "integer", "", "equal replicates of the arms are pairs"},
                         {"failed", "boolean", "", "its state came to make no sense"}};
        for (const auto& outcome : run_.outcomes)
            schema.fields.push_back({outcome.name, "number", percent_free(outcome.unit), outcome.note});
        add(std::move(schema), [this](CsvTable& table) { write_outcomes(table); });
    }

    void write_outcomes(CsvTable& table) {
        for (std::size_t a = 0; a < run_.arms.size(); ++a) {
            const auto& arm = run_.arms[a].name;
            for (std::uint64_t first = 0; first < done_[a]; first += block) {
                const std::uint64_t count = std::min(block, done_[a] - first);
                const auto status = fields_.read<std::int64_t>(layout::arm_path(arm) + "/status", first, count);
                std::vector<std::vector<double>> values;
                for (const auto& outcome : run_.outcomes)
                    values.push_back(fields_.read<double>(layout::outcome_path(arm, outcome.name), first, count));
                for (std::uint64_t i = 0; i < count; ++i) {
                    table.cell(arm).cell(first + i).truth(status[i] == 1 ? 1 : 0);
                    for (const auto& outcome : values) table.cell(outcome[i]);
                    table.end_line();
                }
            }
        }
    }

    void plan_parameters() {
        CsvSchema schema{"parameters", "Parameters of each arm", {}};
        schema.fields = {{"arm", "string", "", ""},
                         {"parameter", "string", "", ""},
                         {"value", "number", "", ""},
                         {"unit", "string", "", ""},
                         {"low", "number", "", "of its range"},
                         {"high", "number", "", "of its range"},
                         {"source", "string", "", "its standing"},
                         {"note", "string", "", ""}};
        add(std::move(schema), [this](CsvTable& table) {
            for (const auto& arm : run_.arms)
                for (const auto& parameter : arm.parameters) {
                    table.cell(arm.name).cell(parameter.name).cell(parameter.value).cell(parameter.unit);
                    table.cell(parameter.range ? parameter.range->low : nothing);
                    table.cell(parameter.range ? parameter.range->high : nothing);
                    table.cell(parameter.source).cell(parameter.note).end_line();
                }
        });
    }

    void plan_failures() {
        CsvSchema schema{"failures", "Replicates that failed, and why", {}};
        schema.fields = {{"arm", "string", "", ""},
                         {"replicate", "integer", "", ""},
                         {"step", "integer", "", "number of the step, from 0"},
                         {"rule", "string", "", "whose value could not stand"},
                         {"row", "string", "", ""},
                         {"problem", "string", "", ""}};
        add(std::move(schema), [this](CsvTable& table) {
            for (std::size_t a = 0; a < run_.arms.size(); ++a)
                for (const auto& failure : reader_.failures(a))
                    table.cell(run_.arms[a].name)
                        .cell(failure.replicate)
                        .cell(std::uint64_t{failure.step})
                        .cell(failure.rule)
                        .cell(failure.row)
                        .cell(failure.problem)
                        .end_line();
        });
    }

    // ---- events and decisions

    /// What the tables of events and decisions begin with.
    CsvSchema entry_schema(const std::string& name, const std::string& title) const {
        CsvSchema schema{name, title, {}};
        schema.fields = {{"arm", "string", "", ""},
                         {"replicate", "integer", "", ""},
                         {"step", "integer", "", "number of the step, from 0"}};
        return schema;
    }

    void plan_event(const std::string& name) {
        Names causes, factors;
        for (const auto& arm : run_.arms) {
            const auto* event = find(arm.events, name);
            if (event == nullptr) continue;
            for (const auto& cause : event->causes) causes.add(cause);
            for (const auto& factor : event->factors) factors.add(factor);
        }
        CsvSchema schema = entry_schema("events_" + name, "Each time that " + name + " happened");
        if (has_dates(run_.time)) schema.fields.push_back({"date", "datetime", "", "when within the step"});
        const std::string per_time = causes.list().empty() ? "" : "1/" + run_.time.unit;
        schema.fields.push_back({"time", "number", layout::time_units(run_.time), "when within the step"});
        schema.fields.push_back({"row", "string", "", "on which row"});
        schema.fields.push_back({"rate", "number", per_time,
                                 per_time.empty() ? "probability in the step" : "sum of the causes times all factors"});
        schema.fields.push_back({"cause", "string", "", "cause that rang; none if the calendar made it happen"});
        for (const auto& cause : causes.list())
            schema.fields.push_back({"cause_" + cause, "number", per_time, "rate of this cause before factors"});
        for (const auto& factor : factors.list())
            schema.fields.push_back({"factor_" + factor, "number", "", "multiplies the sum of the causes"});
        add(std::move(schema), [this, name, causes, factors](CsvTable& table) {
            for (const auto& arm : run_.arms)
                if (const auto* event = find(arm.events, name)) write_event(table, arm, *event, causes, factors);
        });
    }

    /// Numbers of the fields that the arm has; of others none.
    std::vector<std::vector<double>> values_of(const std::string& path, const std::string& prefix, const Names& names,
                                               std::uint64_t first, std::uint64_t count) {
        std::vector<std::vector<double>> values;
        for (const auto& name : names.list())
            values.push_back(fields_.has(path + prefix + name)
                                 ? fields_.read<double>(path + prefix + name, first, count)
                                 : std::vector<double>(count, nothing));
        return values;
    }

    void write_event(CsvTable& table, const ArmDescription& arm, const EventDescription& event, const Names& causes,
                     const Names& factors) {
        const auto& rows = arm.kinds[event.kind].rows;
        const std::string path = layout::arm_path(arm.name) + "/events/" + event.name + "/";
        const std::uint64_t entries = fields_.rows(path + "replicate");
        for (std::uint64_t first = 0; first < entries; first += block) {
            const std::uint64_t count = std::min(block, entries - first);
            const auto numbers = [&](const char* field) {
                return fields_.read<std::uint64_t>(path + field, first, count);
            };
            const auto replicate = numbers("replicate"), step = numbers("step"), row = numbers("row");
            const auto time = fields_.read<double>(path + "time", first, count);
            const auto rate = fields_.read<double>(path + "rate", first, count);
            const auto cause = fields_.read<std::int64_t>(path + "cause", first, count);
            const auto rates = values_of(path, "cause_", causes, first, count);
            const auto multipliers = values_of(path, "factor_", factors, first, count);
            for (std::uint64_t i = 0; i < count; ++i) {
                table.cell(arm.name).cell(replicate[i]).cell(step[i]);
                if (has_dates(run_.time)) table.cell(iso_moment(run_.time, time[i]));
                table.cell(time[i]).cell(rows.at(row[i])).cell(rate[i]);
                table.cell(cause[i] < 0 ? "" : event.causes.at(static_cast<std::size_t>(cause[i])));
                for (const auto& list : rates) table.cell(list[i]);
                for (const auto& list : multipliers) table.cell(list[i]);
                table.end_line();
            }
        }
    }

    void plan_decision(const std::string& name) {
        Names options, capacities;
        for (const auto& arm : run_.arms) {
            const auto* decision = find(arm.decisions, name);
            if (decision == nullptr) continue;
            for (const auto& option : decision->options) options.add(option);
            for (const auto& capacity : decision->capacities) capacities.add(capacity);
        }
        CsvSchema schema = entry_schema("decisions_" + name, "Each time that " + name + " was asked");
        if (has_dates(run_.time)) schema.fields.push_back({"date", "date", "", "end of the step"});
        schema.fields.push_back({"row", "string", "", "on which row"});
        schema.fields.push_back({"wish", "string", "", "option that was wished"});
        schema.fields.push_back({"option", "string", "", "option that was taken"});
        schema.fields.push_back({"refused", "boolean", "", "whether the wish could not be paid"});
        schema.fields.push_back(
            {"served_before", "integer", "", "wishes of the same actor served before it in the step"});
        schema.fields.push_back({"precision", "number", "", "multiplies the utilities"});
        for (const auto& option : options.list())
            schema.fields.push_back({"utility_" + option, "number", "", "nothing if it was not on offer"});
        for (const auto& capacity : capacities.list())
            schema.fields.push_back({"free_" + capacity, "number", "", "what the actor had free before it was served"});
        add(std::move(schema), [this, name, options, capacities](CsvTable& table) {
            for (const auto& arm : run_.arms)
                if (const auto* decision = find(arm.decisions, name))
                    write_decision(table, arm, *decision, options, capacities);
        });
    }

    void write_decision(CsvTable& table, const ArmDescription& arm, const DecisionDescription& decision,
                        const Names& options, const Names& capacities) {
        const auto& rows = arm.kinds[decision.kind].rows;
        const std::string path = layout::arm_path(arm.name) + "/decisions/" + decision.name + "/";
        const std::uint64_t entries = fields_.rows(path + "replicate");
        for (std::uint64_t first = 0; first < entries; first += block) {
            const std::uint64_t count = std::min(block, entries - first);
            const auto numbers = [&](const char* field) {
                return fields_.read<std::uint64_t>(path + field, first, count);
            };
            const auto replicate = numbers("replicate"), step = numbers("step"), row = numbers("row");
            const auto wish = numbers("wish"), option = numbers("option"), refused = numbers("refused");
            const auto served = numbers("served_before");
            const auto precision = fields_.read<double>(path + "precision", first, count);
            const auto utilities = values_of(path, "utility_", options, first, count);
            const auto free = values_of(path, "free_", capacities, first, count);
            for (std::uint64_t i = 0; i < count; ++i) {
                table.cell(arm.name).cell(replicate[i]).cell(step[i]);
                if (has_dates(run_.time))
                    table.cell(iso_day(
                        run_.time, layout::stored_time(run_.time, static_cast<double>(step[i] + 1) * run_.time.step)));
                table.cell(rows.at(row[i])).cell(decision.options.at(wish[i])).cell(decision.options.at(option[i]));
                table.truth(static_cast<double>(refused[i])).cell(served[i]).cell(precision[i]);
                for (const auto& list : utilities) table.cell(list[i]);
                for (const auto& list : free) table.cell(list[i]);
                table.end_line();
            }
        }
    }

    // ---- kinds

    void plan_kind(const std::string& name) {
        Names columns, constants, references;
        CsvSchema rows{"rows_" + name, "Rows of " + name + ", with what never changes", {}};
        rows.fields = {{"arm", "string", "", ""}, {"row", "string", "", ""}};
        CsvSchema states{
            "columns_" + name, "State of " + name + " after each step, in the replicates that are kept", {}};
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
        add(std::move(rows), [this, name, references, constants, order = rows.fields](CsvTable& table) {
            write_rows(table, name, order);
        });
        if (columns.list().empty()) return;
        if (run_.recorded > 0)
            add(std::move(states), [this, name, columns](CsvTable& table) { write_states(table, name, columns); });
        if (run_.record != RecordLevel::outcomes) plan_summary(name);
    }

    static void add_field(Names& names, CsvSchema& schema, const std::string& name, const char* type,
                          const std::string& unit, const std::string& note) {
        const std::size_t before = names.list().size();
        names.add(name);
        if (names.list().size() > before) schema.fields.push_back({name, type, unit, note});
    }

    void write_rows(CsvTable& table, const std::string& name, const std::vector<CsvField>& order) {
        for (const auto& arm : run_.arms) {
            const auto* kind = find(arm.kinds, name);
            for (std::size_t row = 0; kind != nullptr && row < kind->rows.size(); ++row) {
                table.cell(arm.name).cell(kind->rows[row]);
                for (std::size_t i = 2; i < order.size(); ++i) write_constant(table, arm, *kind, order[i].name, row);
                table.end_line();
            }
        }
    }

    static void write_constant(CsvTable& table, const ArmDescription& arm, const KindDescription& kind,
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

    /// A column of one replicate, as it is kept.
    struct State {
        const ColumnDescription* column = nullptr;
        std::vector<double> values;  ///< [step][row]

        void write(CsvTable& table, std::size_t at, std::size_t row) const {
            if (column == nullptr)
                table.empty();
            else if (column->type == ColumnType::truth)
                table.truth(column->constant ? column->value[row] : values[at] < 0 ? nothing : values[at]);
            else if (column->constant)
                table.cell(column->value[row]);
            else
                column->exact ? table.cell(values[at]) : table.cell(static_cast<float>(values[at]));
        }
    };

    void write_states(CsvTable& table, const std::string& name, const Names& columns) {
        for (std::size_t a = 0; a < run_.arms.size(); ++a) {
            const auto* kind = find(run_.arms[a].kinds, name);
            const std::uint64_t replicates = std::min(run_.recorded, done_[a]);
            for (std::uint64_t replicate = 0; kind != nullptr && replicate < replicates; ++replicate)
                write_replicate(table, run_.arms[a].name, *kind, columns, replicate);
        }
    }

    void write_replicate(CsvTable& table, const std::string& arm, const KindDescription& kind, const Names& columns,
                         std::uint64_t replicate) {
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

    void plan_summary(const std::string& name) {
        CsvSchema schema{"summary_" + name, "Columns of " + name + " over all replicates", {}};
        schema.fields = {{"arm", "string", "", ""}};
        add_time_fields(schema);
        for (const CsvField& field : std::vector<CsvField>{
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
    static void write_moments(CsvTable& table, std::uint64_t count, double sum, double squares) {
        const auto number = static_cast<double>(count);
        const double mean = count > 0 ? sum / number : nothing;
        table.cell(mean);
        table.cell(count > 1 ? std::sqrt(std::max(0.0, (squares - sum * mean) / (number - 1))) : nothing);
    }

    void write_summary(CsvTable& table, std::size_t a, std::size_t k) {
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

    RunReader reader_;
    FieldReader fields_;
    std::filesystem::path folder_;
    const ExportSettings& settings_;
    const RunDescription& run_;
    std::vector<std::uint64_t> done_;  ///< [arm]
    std::vector<std::pair<CsvSchema, Fill>> tables_;
};

}  // namespace

std::vector<std::filesystem::path> export_csv(const std::filesystem::path& run, const std::filesystem::path& folder,
                                              const ExportSettings& settings) {
    return with_public_errors([&] { return Exporter(run, folder, settings).write(); });
}

}  // namespace hegemon
