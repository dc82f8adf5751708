#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

constexpr TableField<EventDeclaration> event_fields[] = {
    {"on",
     [](Reading& reading, const TomlEntry& entry, EventDeclaration& event) {
         if (auto kind = reading.name(entry)) event.on = std::move(*kind);
     },
     schema::name, "the kind on whose rows it may happen", Need::required},
    {"group",
     [](Reading& reading, const TomlEntry& entry, EventDeclaration& event) {
         if (const Text* group = reading.string(entry)) event.group = reading.label(*group);
     },
     schema::name, "events of one kind and group exclude each other in a step"},
    {"when", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.when = r.formula(e); },
     schema::formula, "only where this holds"},
    {"probability", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.probability = r.formula(e); },
     schema::formula, "its chance in a step, where time counts in steps"},
    {"rate", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.rates = r.labelled_formulas(e); },
     schema::formulas, "CAUSE = expected number in a unit of time; causes add up"},
    {"factor", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.factors = r.labelled_formulas(e); },
     schema::formulas, "NAME = what multiplies the sum of the causes"},
    {"set", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.sets = r.writes(e); }, schema::formulas,
     says_set},
    {"add", [](Reading& r, const TomlEntry& e, EventDeclaration& event) { event.adds = r.writes(e); }, schema::formulas,
     says_add},
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

std::string events_schema() { return schema::map_of(table_schema(event_fields)); }
std::string events_needs() { return schema::each(needs_schema(event_fields)); }

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
