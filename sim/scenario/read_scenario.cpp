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

/// Keys that are read elsewhere: the model first, those of the clock together, variants one by one.
void leave(Reading& /*reading*/, const TomlEntry& /*entry*/, Target& /*target*/) {}

constexpr ChoiceWord<Integrator> integrators[] = {{"euler", Integrator::euler}, {"rk4", Integrator::rk4}};
constexpr ChoiceWord<RecordLevel> record_levels[] = {{name_of(RecordLevel::outcomes), RecordLevel::outcomes},
                                                     {name_of(RecordLevel::events), RecordLevel::events},
                                                     {name_of(RecordLevel::standard), RecordLevel::standard},
                                                     {name_of(RecordLevel::all), RecordLevel::all}};

/// A key at the top of a file, or a section.
struct Section {
    TableField<Target> field;
    std::string (*needs)() = nullptr;  ///< what its tables must have; none: nothing
};

/// In the order in which they are read: kinds go before rows, which ask them for their columns.
constexpr Section sections[] = {
    {{"model", leave, schema::text, "a file that this one is laid over"}},
    {{"time", leave, time_unit_schema, "the unit of all rates and times"}},
    {{"start", leave, schema::moment, "when the run begins: a date, or a number"}},
    {{"step", leave, schema::length, "how long a step is: a number in the unit of `time`, or \"2 weeks\""}},
    {{"end", leave, schema::end, "when the run ends: as `start`, or \"100 weeks\""}},
    {{"title", [](Reading& r, const TomlEntry& e, Target& t) { r.take_string(e, t.declaration.title); }, schema::text,
      "what the scenario is called"}},
    {{"integrator",
      [](Reading& r, const TomlEntry& e, Target& t) { r.take_choice(e, integrators, t.declaration.integrator); },
      schema::choice<integrators>, "how flows are added up"}},
    {{"record",
      [](Reading& r, const TomlEntry& e, Target& t) { r.take_choice(e, record_levels, t.declaration.record); },
      schema::choice<record_levels>, "what a run file keeps"}},
    {{"parameter", [](Reading& r, const TomlEntry& e, Target& t) { read_parameters(r, e, t.declaration.parameters); },
      parameters_schema, "numbers that rules use: NAME = 0.1, or with range, unit, source, note"},
     parameters_needs},
    {{"function", [](Reading& r, const TomlEntry& e, Target& t) { read_functions(r, e, t.declaration.functions); },
      functions_schema, "formulas with arguments: NAME = { of = [...], is = ... }"},
     functions_needs},
    {{"kind", [](Reading& r, const TomlEntry& e, Target& t) { read_kinds(r, e, t.declaration.kinds); }, kinds_schema,
      "kinds of things, each with its columns"}},
    {{"rows",
      [](Reading& r, const TomlEntry& e, Target& t) {
          read_rows(r, e, t.declaration.kinds, t.open_csv, t.declaration.rows);
      },
      rows_schema, "the things of each kind"}},
    {{"set", [](Reading& r, const TomlEntry& e, Target& t) { read_settings(r, e, t.declaration.settings); },
      settings_schema, "other start values for single rows: \"KIND[ROW].COLUMN\" = ..."}},
    {{"let", [](Reading& r, const TomlEntry& e, Target& t) { read_kind_formulas(r, e, t.declaration.lets); },
      kind_formulas_schema, "of each kind, NAME = a formula without memory"}},
    {{"flow", [](Reading& r, const TomlEntry& e, Target& t) { read_kind_formulas(r, e, t.declaration.flows); },
      kind_formulas_schema, "of each kind, COLUMN = what it gains in a unit of time"}},
    {{"event",
      [](Reading& r, const TomlEntry& e, Target& t) {
          read_events(r, e, t.declaration.time.unit, t.declaration.events);
      },
      events_schema, "what may happen, and how likely it is"},
     events_needs},
    {{"update", [](Reading& r, const TomlEntry& e, Target& t) { read_updates(r, e, t.declaration.updates); },
      updates_schema, "of each kind, what follows at the end of a step"}},
    {{"outcome",
      [](Reading& r, const TomlEntry& e, Target& t) {
          read_outcomes(r, e, t.clock ? &*t.clock : nullptr, t.declaration.outcomes);
      },
      outcomes_schema, "one number a replicate for each name"},
     outcomes_needs},
    {{"claim", [](Reading& r, const TomlEntry& e, Target& t) { read_claims(r, e, t.declaration.claims); },
      claims_schema, "capacity that is bound for as long as something is so"},
     claims_needs},
    {{"decision", [](Reading& r, const TomlEntry& e, Target& t) { read_decisions(r, e, t.declaration.decisions); },
      decisions_schema, "what an actor chooses, and pays for"},
     decisions_needs},
    {{"at",
      [](Reading& r, const TomlEntry& e, Target& t) {
          read_calendar(r, e, t.clock ? &*t.clock : nullptr, t.declaration.calendar);
      },
      calendar_schema, "what happens on a date"},
     calendar_needs},
    {{"variant", leave, variants_schema, "other versions of the scenario, as patches"}},
};

void check_known(Reading& reading, const TomlTable& root) {
    std::vector<std::string> known;
    for (const auto& section : sections) known.emplace_back(section.field.key);
    for (const TomlEntry& entry : root.entries) {
        if (std::find(known.begin(), known.end(), entry.key.value) != known.end()) continue;
        const std::string near = nearest(entry.key.value, known);
        reading.add(complain(entry.key.at, messages::unknown_section, entry.key.value), near.empty() ? "" : near + "?");
    }
}

}  // namespace

std::string sections_schema() {
    std::string properties;
    for (const auto& [field, needs] : sections)
        properties += fmt::format("{}{}: {}", properties.empty() ? "" : ", ", schema::quoted(field.key),
                                  schema::described(field.schema(), field.says));
    return properties;
}

std::string sections_needs() {
    std::string properties;
    for (const auto& [field, needs] : sections)
        if (needs != nullptr)
            properties += fmt::format("{}{}: {}", properties.empty() ? "" : ", ", schema::quoted(field.key), needs());
    return properties;
}

std::optional<Clock> read_scenario(Reading& reading, const TomlTable& root, const Span& top, const OpenFile& open_csv,
                                   Declaration& into) {
    check_known(reading, root);
    Target target{into, open_csv, {}};
    target.clock = read_clock(reading, root, top, into.time.unit);
    if (target.clock) into.time = target.clock->time;
    for (const auto& section : sections)
        if (const TomlEntry* entry = root.find(section.field.key)) section.field.read(reading, *entry, target);
    return target.clock;
}

}  // namespace hegemon
