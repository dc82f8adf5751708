#include "scenario/read_scenario.hpp"

#include "scenario/clock.hpp"
#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

struct Target {
    Declaration& declaration;
    const OpenFile& open_csv;
    std::optional<Clock> clock;
};

/// Keys that are read elsewhere: those of the clock together, variants one by one.
void leave(Reading& /*reading*/, const TomlEntry& /*entry*/, Target& /*target*/) {}

void read_integrator(Reading& reading, const TomlEntry& entry, Target& target) {
    reading.take_choice<Integrator>(entry, {{"euler", Integrator::euler}, {"rk4", Integrator::rk4}},
                                    target.declaration.integrator);
}

void read_record(Reading& reading, const TomlEntry& entry, Target& target) {
    reading.take_choice<RecordLevel>(
        entry, {{"outcomes", RecordLevel::outcomes}, {"default", RecordLevel::standard}, {"all", RecordLevel::all}},
        target.declaration.record);
}

/// In the order in which they are read: kinds go before rows, which ask them for their columns.
constexpr TableField<Target> sections[] = {
    {"time", leave},
    {"start", leave},
    {"step", leave},
    {"end", leave},
    {"title", [](Reading& r, const TomlEntry& e, Target& t) { r.take_string(e, t.declaration.title); }},
    {"integrator", read_integrator},
    {"record", read_record},
    {"parameter", [](Reading& r, const TomlEntry& e, Target& t) { read_parameters(r, e, t.declaration.parameters); }},
    {"function", [](Reading& r, const TomlEntry& e, Target& t) { read_functions(r, e, t.declaration.functions); }},
    {"kind", [](Reading& r, const TomlEntry& e, Target& t) { read_kinds(r, e, t.declaration.kinds); }},
    {"rows", [](Reading& r, const TomlEntry& e,
                Target& t) { read_rows(r, e, t.declaration.kinds, t.open_csv, t.declaration.rows); }},
    {"set", [](Reading& r, const TomlEntry& e, Target& t) { read_settings(r, e, t.declaration.settings); }},
    {"let", [](Reading& r, const TomlEntry& e, Target& t) { read_kind_formulas(r, e, t.declaration.lets); }},
    {"flow", [](Reading& r, const TomlEntry& e, Target& t) { read_kind_formulas(r, e, t.declaration.flows); }},
    {"event", [](Reading& r, const TomlEntry& e,
                 Target& t) { read_events(r, e, t.declaration.time.unit, t.declaration.events); }},
    {"update", [](Reading& r, const TomlEntry& e, Target& t) { read_updates(r, e, t.declaration.updates); }},
    {"outcome", [](Reading& r, const TomlEntry& e,
                   Target& t) { read_outcomes(r, e, t.clock ? &*t.clock : nullptr, t.declaration.outcomes); }},
    {"claim", [](Reading& r, const TomlEntry& e, Target& t) { read_claims(r, e, t.declaration.claims); }},
    {"decision", [](Reading& r, const TomlEntry& e, Target& t) { read_decisions(r, e, t.declaration.decisions); }},
    {"at", [](Reading& r, const TomlEntry& e,
              Target& t) { read_calendar(r, e, t.clock ? &*t.clock : nullptr, t.declaration.calendar); }},
    {"variant", leave},
};

void check_known(Reading& reading, const TomlTable& root) {
    std::vector<std::string> known{"model"};
    for (const auto& section : sections) known.emplace_back(section.key);
    for (const TomlEntry& entry : root.entries) {
        if (std::find(known.begin(), known.end(), entry.key.value) != known.end()) continue;
        const std::string near = nearest(entry.key.value, known);
        reading.add(complain(entry.key.at, messages::unknown_section, entry.key.value), near.empty() ? "" : near + "?");
    }
}

}  // namespace

std::optional<Clock> read_scenario(Reading& reading, const TomlTable& root, const Span& top, const OpenFile& open_csv,
                                   Declaration& into) {
    check_known(reading, root);
    Target target{into, open_csv, {}};
    target.clock = read_clock(reading, root, top, into.time.unit);
    if (target.clock) into.time = target.clock->time;
    for (const auto& section : sections)
        if (const TomlEntry* entry = root.find(section.key)) section.read(reading, *entry, target);
    return target.clock;
}

}  // namespace hegemon
