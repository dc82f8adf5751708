#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

/// A value to come to, and when.
struct Ramp {
    std::optional<Formula> to;
    const TomlEntry* over = nullptr;
    std::string source, unit, note;
};

constexpr TableField<Ramp> ramp_fields[] = {
    {"to", [](Reading& r, const TomlEntry& entry, Ramp& ramp) { ramp.to = r.formula(entry); }, schema::formula,
     "the value that it goes to, on a straight line", Need::required},
    {"over", [](Reading&, const TomlEntry& entry, Ramp& ramp) { ramp.over = &entry; }, schema::length,
     "how long that takes", Need::required},
    {"source", [](Reading& r, const TomlEntry& entry, Ramp& ramp) { r.take_string(entry, ramp.source); }, schema::text,
     says_source},
    {"unit", [](Reading& r, const TomlEntry& entry, Ramp& ramp) { r.take_string(entry, ramp.unit); }, schema::text,
     says_unit},
    {"note", [](Reading& r, const TomlEntry& entry, Ramp& ramp) { r.take_string(entry, ramp.note); }, schema::text,
     says_note},
};

std::string sets_schema() { return schema::addresses_of(schema::any_of(schema::formula(), table_schema(ramp_fields))); }

std::string adds_schema() { return schema::addresses_of(schema::formula()); }

/// The keys of one [at.NAME].
struct EntryKeys {
    std::string title, note;
    const TomlEntry* date = nullptr;
    const TomlEntry* set = nullptr;
    const TomlEntry* add = nullptr;
    const TomlEntry* fire = nullptr;
};

constexpr TableField<EntryKeys> entry_fields[] = {
    {"date", [](Reading&, const TomlEntry& entry, EntryKeys& keys) { keys.date = &entry; }, schema::moment,
     "it acts in the first step that begins then or later", Need::required},
    {"title", [](Reading& r, const TomlEntry& entry, EntryKeys& keys) { r.take_string(entry, keys.title); },
     schema::text, "what it is, in short"},
    {"note", [](Reading& r, const TomlEntry& entry, EntryKeys& keys) { r.take_string(entry, keys.note); }, schema::text,
     says_note},
    {"set", [](Reading&, const TomlEntry& entry, EntryKeys& keys) { keys.set = &entry; }, sets_schema,
     "\"KIND[ROW].COLUMN\" = its new value, or a ramp { to = ..., over = \"10 weeks\" }"},
    {"add", [](Reading&, const TomlEntry& entry, EntryKeys& keys) { keys.add = &entry; }, adds_schema,
     "\"KIND[ROW].COLUMN\" = what is added to it"},
    {"fire", [](Reading&, const TomlEntry& entry, EntryKeys& keys) { keys.fire = &entry; }, schema::texts,
     "events that happen, \"KIND[ROW].EVENT\""},
};

class CalendarReader {
public:
    CalendarReader(Reading& reading, const Clock* clock) : reading_(reading), clock_(clock) {}

    CalendarEntry read(const TomlEntry& entry, const TomlTable& table) {
        CalendarEntry result;
        EntryKeys keys;
        result.name = reading_.name(entry.key);
        read_fields(reading_, table, entry_fields, keys, {"at." + entry.key.value, entry.key.at});
        result.note = keys.title.empty() || keys.note.empty() ? keys.title + keys.note : keys.title + ": " + keys.note;
        result.date = keys.date != nullptr ? keys.date->value.at : entry.key.at;
        if (keys.date != nullptr) read_date(*keys.date, result);
        if (keys.set != nullptr) result.sets = writes(*keys.set, Ramps::allowed);
        if (keys.add != nullptr) result.adds = writes(*keys.add, Ramps::refused);
        if (keys.fire != nullptr)
            result.fires = reading_.strings(*keys.fire, "'fire' of at." + entry.key.value, "event");
        if (is_empty(keys.set) && is_empty(keys.add) && keys.fire == nullptr)
            reading_.error(entry.key.at, messages::does_nothing, entry.key.value);
        return result;
    }

private:
    enum class Ramps : std::uint8_t { refused, allowed };

    static bool is_empty(const TomlEntry* entry) {
        const auto* table = entry != nullptr ? entry->value.as<TomlTable>() : nullptr;
        return entry == nullptr || (table != nullptr && table->entries.empty());
    }

    void read_date(const TomlEntry& date, CalendarEntry& result) {
        const auto acting = clock_ != nullptr ? clock_->acting(reading_, date) : std::nullopt;
        if (!acting) return;
        result.at = acting->at;
        result.step = acting->step;
    }

    std::vector<CalendarWrite> writes(const TomlEntry& section, Ramps ramps) {
        std::vector<CalendarWrite> writes;
        const TomlTable* entries = reading_.table(section);
        if (entries == nullptr) return writes;
        for (const TomlEntry& entry : entries->entries)
            if (auto one = write(entry, ramps)) writes.push_back(std::move(*one));
        return writes;
    }

    std::optional<CalendarWrite> write(const TomlEntry& entry, Ramps ramps) {
        const auto* table = entry.value.as<TomlTable>();
        if (table != nullptr && (table->find("to") != nullptr || table->find("over") != nullptr)) {
            if (ramps == Ramps::allowed) return ramp(entry, *table);
            reading_.error(entry.value.at, messages::ramp_in_add);
            return std::nullopt;
        }
        if (table != nullptr && table->find("is") == nullptr && is_name(entry.key.value)) {
            reading_.error(entry.key.at, messages::address_parts, entry.key.value);
            return std::nullopt;
        }
        auto formula = reading_.formula(entry);
        if (!formula) return std::nullopt;
        return CalendarWrite{entry.key, std::move(*formula), std::nullopt, std::nullopt};
    }

    std::optional<CalendarWrite> ramp(const TomlEntry& entry, const TomlTable& table) {
        Ramp ramp;
        read_fields(reading_, table, ramp_fields, ramp, {"the ramp", entry.key.at});
        if (!ramp.to) return std::nullopt;
        CalendarWrite write{entry.key, std::move(*ramp.to), std::nullopt, std::nullopt};
        if (!ramp.source.empty()) write.value.source = std::move(ramp.source);
        if (!ramp.unit.empty()) write.value.unit = std::move(ramp.unit);
        if (!ramp.note.empty()) write.value.note = std::move(ramp.note);
        if (ramp.over != nullptr && clock_ != nullptr) write.over = clock_->length(reading_, *ramp.over);
        return write;
    }

    Reading& reading_;
    const Clock* clock_;
};

}  // namespace

std::string calendar_schema() { return schema::map_of(table_schema(entry_fields)); }
std::string calendar_needs() { return schema::each(needs_schema(entry_fields)); }

void read_calendar(Reading& reading, const TomlEntry& section, const Clock* clock,
                   std::vector<CalendarEntry>& calendar) {
    CalendarReader reader(reading, clock);
    read_each(reading, section, calendar,
              [&](const TomlEntry& entry, const TomlTable& table) { return reader.read(entry, table); });
}

}  // namespace hegemon
