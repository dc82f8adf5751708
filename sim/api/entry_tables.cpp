#include "api/run_tables.hpp"

#include <algorithm>

#include "api/run_dates.hpp"
#include "storage/run_layout.hpp"
#include "storage/run_paths.hpp"

namespace hegemon {

/// What the tables of events and decisions begin with.
CsvSchema RunTables::entry_schema(const std::string& name, const std::string& title) const {
    CsvSchema schema{name, title, {}};
    schema.fields = {{"arm", "string", "", ""},
                     {"replicate", "integer", "", ""},
                     {"step", "integer", "", "number of the step, from 0"}};
    return schema;
}

void RunTables::plan_event(const std::string& name) {
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
std::vector<std::vector<double>> RunTables::values_of(const std::string& path, const std::string& prefix,
                                                      const Names& names, std::uint64_t first, std::uint64_t count) {
    std::vector<std::vector<double>> values;
    for (const auto& name : names.list())
        values.push_back(fields_.has(path + prefix + name) ? fields_.read<double>(path + prefix + name, first, count)
                                                           : std::vector<double>(count, nothing));
    return values;
}

void RunTables::write_event(CsvTable& table, const ArmDescription& arm, const EventDescription& event,
                            const Names& causes, const Names& factors) {
    const auto& rows = arm.kinds[event.kind].rows;
    const std::string path = layout::arm_path(arm.name) + "/events/" + event.name + "/";
    for_each_block(fields_.rows(path + "replicate"), [&](std::uint64_t first, std::uint64_t count) {
        const auto numbers = [&](const char* field) { return fields_.read<std::uint64_t>(path + field, first, count); };
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
    });
}

void RunTables::plan_decision(const std::string& name) {
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
    schema.fields.push_back({"served_before", "integer", "", "wishes of the same actor served before it in the step"});
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

void RunTables::write_decision(CsvTable& table, const ArmDescription& arm, const DecisionDescription& decision,
                               const Names& options, const Names& capacities) {
    const auto& rows = arm.kinds[decision.kind].rows;
    const std::string path = layout::arm_path(arm.name) + "/decisions/" + decision.name + "/";
    for_each_block(fields_.rows(path + "replicate"), [&](std::uint64_t first, std::uint64_t count) {
        const auto numbers = [&](const char* field) { return fields_.read<std::uint64_t>(path + field, first, count); };
        const auto replicate = numbers("replicate"), step = numbers("step"), row = numbers("row");
        const auto wish = numbers("wish"), option = numbers("option"), refused = numbers("refused");
        const auto served = numbers("served_before");
        const auto precision = fields_.read<double>(path + "precision", first, count);
        const auto utilities = values_of(path, "utility_", options, first, count);
        const auto free = values_of(path, "free_", capacities, first, count);
        for (std::uint64_t i = 0; i < count; ++i) {
            table.cell(arm.name).cell(replicate[i]).cell(step[i]);
            if (has_dates(run_.time))
                table.cell(iso_day(run_.time,
                                   layout::stored_time(run_.time, static_cast<double>(step[i] + 1) * run_.time.step)));
            table.cell(rows.at(row[i])).cell(decision.options.at(wish[i])).cell(decision.options.at(option[i]));
            table.truth(static_cast<double>(refused[i])).cell(served[i]).cell(precision[i]);
            for (const auto& list : utilities) table.cell(list[i]);
            for (const auto& list : free) table.cell(list[i]);
            table.end_line();
        }
    });
}

}  // namespace hegemon
