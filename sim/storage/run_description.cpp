#include "storage/run_description.hpp"

#include <algorithm>
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

std::vector<OutcomeDescription> read_outcomes(const Handle& arm) {
    const Handle group = hdf5::open_group(arm, "outcomes");
    std::vector<OutcomeDescription> outcomes;
    for (const Link& link : hdf5::links(group)) {
        if (link.name == "replicate") continue;
        const Handle dataset = hdf5::open_dataset(group, link.name);
        const std::string take = text_or_empty(dataset, "take");
        const std::int64_t otherwise = take == "any" ? 1 : 0;  // files before version 1.2 do not say it
        outcomes.push_back({attribute_or(dataset, "name", link.name), take, text_or_empty(dataset, "formula"),
                            unit_of(dataset), text_or_empty(dataset, "long_name"),
                            attribute_or<std::int64_t>(dataset, "headline", 0) != 0,
                            attribute_or<std::int64_t>(dataset, "truth", otherwise) != 0});
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
    column.exact = hdf5::type_of(dataset) == hdf5::Type::float64;
    column.constant = text_or_empty(dataset, "role") == "constant";
    if (column.constant) {
        column.exact = false;
        column.value = read_all<double>(group, link);
    }
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

/// Index of the kind that the group of an event or decision names.
std::uint32_t kind_index(const Handle& group, const std::vector<KindDescription>& kinds) {
    const std::string name = text_or_empty(group, "kind");
    for (std::uint32_t i = 0; i < kinds.size(); ++i)
        if (kinds[i].name == name) return i;
    throw hdf5::Error("an event or decision is on kind " + name + ", which the file does not have");
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

/// What follows the prefix in the names that begin so, in order of creation.
std::vector<std::string> named_after(const Handle& group, const std::string& prefix) {
    std::vector<std::string> names;
    for (const Link& link : hdf5::links(group))
        if (link.name.starts_with(prefix)) names.push_back(link.name.substr(prefix.size()));
    return names;
}

EventDescription read_event(const Handle& group, const std::string& name, const std::vector<KindDescription>& kinds) {
    EventDescription event{name, kind_index(group, kinds), {}, named_after(group, "factor_")};
    event.causes = words_of(text_or_empty(hdf5::open_dataset(group, "cause"), "flag_meanings"));
    if (!event.causes.empty()) event.causes.erase(event.causes.begin());  // "none"
    return event;
}

DecisionDescription read_decision(const Handle& group, const std::string& name,
                                  const std::vector<KindDescription>& kinds) {
    DecisionDescription decision;
    decision.name = name;
    decision.kind = kind_index(group, kinds);
    decision.actor = text_or_empty(group, "actor");
    decision.options = words_of(text_or_empty(hdf5::open_dataset(group, "option"), "flag_meanings"));
    const auto otherwise =
        std::find(decision.options.begin(), decision.options.end(), text_or_empty(group, "otherwise"));
    if (otherwise == decision.options.end()) throw hdf5::Error("decision " + name + " has no such option as otherwise");
    decision.otherwise = static_cast<std::uint16_t>(otherwise - decision.options.begin());
    decision.capacities = named_after(group, "free_");
    return decision;
}

ArmDescription read_arm(const Handle& group, const std::string& name) {
    ArmDescription arm;
    arm.name = name;
    arm.title = text_or_empty(group, "title");
    bool has_decisions = false;  // files of version 1.0 have none
    for (const Link& link : hdf5::links(group)) {
        if (!link.group) continue;
        has_decisions = has_decisions || link.name == "decisions";
        const Handle child = hdf5::open_group(group, link.name);
        if (text_or_empty(child, "role") == layout::kind_role) arm.kinds.push_back(read_kind(child));
    }
    const Handle events = hdf5::open_group(group, "events");
    for (const Link& link : hdf5::links(events))
        arm.events.push_back(read_event(hdf5::open_group(events, link.name), link.name, arm.kinds));
    arm.parameters = read_parameters(group);
    if (!has_decisions) return arm;
    const Handle decisions = hdf5::open_group(group, "decisions");
    for (const Link& link : hdf5::links(decisions))
        arm.decisions.push_back(read_decision(hdf5::open_group(decisions, link.name), link.name, arm.kinds));
    return arm;
}

}  // namespace

std::vector<ScenarioFile> read_scenario(const Handle& file) {
    const Handle group = hdf5::open_group(file, "scenario");
    std::vector<ScenarioFile> files;
    for (const Link& link : hdf5::links(group)) {
        const Handle dataset = hdf5::open_dataset(group, link.name);
        files.push_back({text_or_empty(dataset, "file"), hdf5::read_texts(dataset).at(0)});
    }
    return files;
}

RunDescription read_description(const Handle& file) {
    RunDescription run;
    run.title = text_or_empty(file, "title");
    run.time = read_time(file);
    run.seed = attribute_or<std::uint64_t>(file, "seed", 0);
    run.replicates = attribute_or<std::uint64_t>(file, "replicates", 0);
    run.recorded = attribute_or<std::uint64_t>(file, "recorded", 0);
    run.record = layout::record_level(text_or_empty(file, "record"));
    run.files = read_scenario(file);
    const auto names = hdf5::read_attribute<std::string>(file, "arms").value_or(std::vector<std::string>{});
    for (const std::string& name : names) {
        const Handle group = hdf5::open_group(file, layout::free_name(name, layout::reserved_at_root(), "arm"));
        if (run.arms.empty()) run.outcomes = read_outcomes(group);
        run.arms.push_back(read_arm(group, name));
    }
    return run;
}

}  // namespace hegemon
