#include "api/run_tables.hpp"

#include <algorithm>

#include "api/run_dates.hpp"
#include "storage/run_layout.hpp"
#include "storage/run_paths.hpp"

namespace hegemon {

RunTables::RunTables(const std::filesystem::path& run) : reader_(run), fields_(run), run_(reader_.run()) {
    for (std::size_t arm = 0; arm < run_.arms.size(); ++arm) done_.push_back(reader_.done(arm));
    plan();
}

void RunTables::plan() {
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
    if (!keeps_events(run_.record)) return;
    for (const auto& event : events.list()) plan_event(event);
    for (const auto& decision : decisions.list()) plan_decision(decision);
}

void RunTables::add_time_fields(CsvSchema& schema) const {
    schema.fields.push_back({"step", "integer", "", "number of the step, from 0"});
    if (has_dates(run_.time)) schema.fields.push_back({"date", "date", "", "end of the step"});
    schema.fields.push_back({"time", "number", layout::time_units(run_.time), "end of the step"});
}

/// The end of the step.
void RunTables::add_time(CsvTable& table, std::uint64_t step) const {
    const double time = layout::stored_time(run_.time, static_cast<double>(step + 1) * run_.time.step);
    table.cell(step);
    if (has_dates(run_.time)) table.cell(iso_day(run_.time, time));
    table.cell(time);
}

void RunTables::for_each_block(std::uint64_t entries,
                               const std::function<void(std::uint64_t first, std::uint64_t count)>& visit) {
    constexpr std::uint64_t block = 4096;
    for (std::uint64_t first = 0; first < entries; first += block) visit(first, std::min(block, entries - first));
}

void RunTables::plan_outcomes() {
    CsvSchema schema{"outcomes", "Outcomes of all replicates", {}};
    schema.fields = {{"arm", "string", "", ""},
                     {"replicate", "integer", "", "equal replicates of the arms are pairs"},
                     {"failed", "boolean", "", "its state came to make no sense"}};
    for (const auto& outcome : run_.outcomes)
        schema.fields.push_back({outcome.name, "number", percent_free(outcome.unit), outcome.note});
    add(std::move(schema), [this](CsvTable& table) { write_outcomes(table); });
}

void RunTables::write_outcomes(CsvTable& table) {
    for (std::size_t a = 0; a < run_.arms.size(); ++a) {
        const auto& arm = run_.arms[a].name;
        for_each_block(done_[a], [&](std::uint64_t first, std::uint64_t count) {
            const auto status = fields_.read<std::int64_t>(layout::arm_path(arm) + "/status", first, count);
            std::vector<std::vector<double>> values;
            for (const auto& outcome : run_.outcomes)
                values.push_back(fields_.read<double>(layout::outcome_path(arm, outcome.name), first, count));
            for (std::uint64_t i = 0; i < count; ++i) {
                table.cell(arm).cell(first + i).truth(status[i] == 1 ? 1 : 0);
                for (const auto& outcome : values) table.cell(outcome[i]);
                table.end_line();
            }
        });
    }
}

void RunTables::plan_parameters() {
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

void RunTables::plan_failures() {
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

}  // namespace hegemon
