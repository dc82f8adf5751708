#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

constexpr TableField<EventDeclaration> event_fields[] = {
    {"on",
     [](Reading& reading, const TomlEntry& entry, EventDeclaration& event) {
         if (auto kind = reading.name(entry)) event.on = std::move(*kind);
     },
     Need::required},
    {"group",
     [](Reading& reading, const TomlEntry& entry, EventDeclaration& event) {
         if (const Text* group = reading.string(entry)) event.group = reading.label(*group);
     }},
    {"when", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.when = r.formula(e); }},
    {"probability", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.probability = r.formula(e); }},
    {"rate", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.rates = r.labelled_formulas(e); }},
    {"factor", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.factors = r.labelled_formulas(e); }},
    {"set", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.sets = r.formulas(e); }},
    {"add", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.adds = r.formulas(e); }},
};

void check_chance(Reading& reading, const TomlTable& table, const std::string& time_unit) {
    const TomlEntry* probability = table.find("probability");
    if (probability == nullptr) return;
    if (table.find("rate") != nullptr) reading.error(probability->key.at, messages::probability_and_rates);
    if (time_unit != "step")
        reading.add(complain(probability->key.at, messages::probability_needs_steps, time_unit),
                    "write rate.CAUSE, the expected number in one " + time_unit);
}

}  // namespace

void read_events(Reading& reading, const TomlEntry& section, const std::string& time_unit,
                 std::vector<EventDeclaration>& events) {
    read_each(reading, section, events, [&](const TomlEntry& entry, const TomlTable& table) {
        EventDeclaration event;
        event.name = reading.name(entry.key);
        read_fields(reading, table, event_fields, event, {"event " + entry.key.value, entry.key.at});
        check_chance(reading, table, time_unit);
        return event;
    });
}

}  // namespace hegemon
