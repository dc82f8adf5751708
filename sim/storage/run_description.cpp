#include "storage/run_description.hpp"

#include <sstream>

#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Handle;
using hdf5::Link;

std::string text_or_empty(const Handle& object, const std::string& name) {
    return attribute_or<std::string>(object, name, "");
}

namespace {

std::string unit_of(const Handle& dataset) {
    const std::string unit = text_or_empty(dataset, "units");
    return unit.empty() ? text_or_empty(dataset, "unit") : unit;
}

TimeDeclaration read_time(const Handle& file) {
    TimeDeclaration time;
    time.unit = text_or_empty(file, "time_unit");
    time.days_per_unit = attribute_or(file, "time_days_per_unit", 0.0);
    const std::string date = text_or_empty(file, "time_start_date");
    if (!date.empty()) time.start_date = date;
    time.start = attribute_or(file, "time_start", 0.0);
    time.step = attribute_or(file, "time_step", 1.0);
    time.steps = attribute_or<std::uint64_t>(file, "time_steps", 0);
    return time;
}

std::vector<ScenarioFile> read_scenario(const Handle& file) {
    const Handle group = hdf5::open_group(file, "scenario");
    std::vector<ScenarioFile> files;
    for (const Link& link : hdf5::links(group)) {
        const Handle dataset = hdf5::open_dataset(group, link.name);
        files.push_back({text_or_empty(dataset, "file"), hdf5::read_texts(dataset).at(0)});
    }
    return files;
}

std::vector<OutcomeDescription> read_outcomes(const Handle& arm) {
    const Handle group = hdf5::open_group(arm, "outcomes");
    std::vector<OutcomeDescription> outcomes;
    for (const Link& link : hdf5::links(group)) {
        if (link.name == "replicate") continue;
        const Handle dataset = hdf5::open_dataset(group, link.name);
        outcomes.push_back({attribute_or(dataset, "name", link.name), text_or_empty(dataset, "take"),
                            text_or_empty(dataset, "formula"), unit_of(dataset), text_or_empty(dataset, "long_name")});
    }
    return outcomes;
}

std::vector<ParameterDescription> read_parameters(const Handle& arm) {
    const Handle group = hdf5::open_group(arm, "parameters");
    std::vector<ParameterDescription> parameters;
    for (const Link& link : hdf5::links(group)) {
        const Handle dataset = hdf5::open_dataset(group, link.name);
        ParameterDescription parameter{link.name,
                                       unit_of(dataset),
                                       text_or_empty(dataset, "source"),
                                       text_or_empty(dataset, "long_name"),
                                       read_all<double>(group, link.name).at(0),
                                       {}};
        if (const auto range = hdf5::read_attribute<double>(dataset, "range"); range && range->size() == 2)
            parameter.range = Range{range->front(), range->back(), {}};
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

ColumnDescription read_column(const Handle& group, const std::string& link, const Handle& dataset) {
    ColumnDescription column;
    column.name = attribute_or(dataset, "name", link);
    column.unit = unit_of(dataset);
    column.note = text_or_empty(dataset, "long_name");
    column.type = hdf5::type_of(dataset) == hdf5::Type::int8 ? ColumnType::truth : ColumnType::number;
    column.constant = text_or_empty(dataset, "role") == "constant";
    if (column.constant) column.value = read_all<double>(group, link);
    return column;
}

KindDescription read_kind(const Handle& group) {
    KindDescription kind;
    kind.name = text_or_empty(group, "kind");
    kind.rows = hdf5::read_texts(hdf5::open_dataset(group, kind.name));
    for (const Link& link : hdf5::links(group)) {
        const Handle dataset = hdf5::open_dataset(group, link.name);
        const std::string role = text_or_empty(dataset, "role");
        if (role == "column" || role == "constant") kind.columns.push_back(read_column(group, link.name, dataset));
        if (role == "reference")
            kind.references.push_back({attribute_or(dataset, "name", link.name), text_or_empty(dataset, "kind"),
                                       text_or_empty(dataset, "long_name"), read_all<std::int32_t>(group, link.name)});
    }
    return kind;
}

EventDescription read_event(const Handle& group, const std::string& name, const std::vector<KindDescription>& kinds) {
    EventDescription event;
    event.name = name;
    const std::string kind = text_or_empty(group, "kind");
    while (event.kind < kinds.size() && kinds[event.kind].name != kind) ++event.kind;
    if (event.kind == kinds.size()) throw hdf5::Error("event " + name + " is on a kind that the file does not have");
    std::istringstream causes(text_or_empty(hdf5::open_dataset(group, "cause"), "flag_meanings"));
    std::string cause;
    causes >> cause;  // "none"
    while (causes >> cause) event.causes.push_back(cause);
    const std::string prefix = "factor_";
    for (const Link& link : hdf5::links(group))
        if (link.name.starts_with(prefix)) event.factors.push_back(link.name.substr(prefix.size()));
    return event;
}

void read_arm(const Handle& arm, RunDescription& run) {
    for (const Link& link : hdf5::links(arm)) {
        if (!link.group) continue;
        const Handle group = hdf5::open_group(arm, link.name);
        if (text_or_empty(group, "role") == layout::kind_role) run.kinds.push_back(read_kind(group));
    }
    const Handle events = hdf5::open_group(arm, "events");
    for (const Link& link : hdf5::links(events))
        run.events.push_back(read_event(hdf5::open_group(events, link.name), link.name, run.kinds));
    run.outcomes = read_outcomes(arm);
    run.parameters = read_parameters(arm);
}

}  // namespace

RunDescription read_description(const Handle& file) {
    RunDescription run;
    run.title = text_or_empty(file, "title");
    run.time = read_time(file);
    run.seed = attribute_or<std::uint64_t>(file, "seed", 0);
    run.replicates = attribute_or<std::uint64_t>(file, "replicates", 0);
    run.recorded = attribute_or<std::uint64_t>(file, "recorded", 0);
    run.record = layout::record_level(text_or_empty(file, "record"));
    run.arms = hdf5::read_attribute<std::string>(file, "arms").value_or(std::vector<std::string>{});
    run.files = read_scenario(file);
    if (!run.arms.empty())
        read_arm(hdf5::open_group(file, layout::free_name(run.arms.front(), layout::reserved_at_root(), "arm")), run);
    return run;
}

}  // namespace hegemon
