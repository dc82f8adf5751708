#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

struct OutcomeEntry {
    OutcomeDeclaration declaration;
    const TomlEntry* from = nullptr;
    const TomlEntry* to = nullptr;
};

constexpr ChoiceWord<Take> takes[] = {{"final", Take::final_value}, {"mean", Take::mean}, {"sum", Take::sum},
                                      {"min", Take::min},           {"max", Take::max},   {"any", Take::any}};

constexpr TableField<OutcomeEntry> outcome_fields[] = {
    {"take",
     [](Reading& reading, const TomlEntry& entry, OutcomeEntry& outcome) {
         reading.take_choice(entry, takes, outcome.declaration.take);
     },
     schema::choice<takes>, "what is taken over the steps; without it `of` is a formula of other outcomes"},
    {"of",
     [](Reading& reading, const TomlEntry& entry, OutcomeEntry& outcome) {
         if (auto formula = reading.formula(entry)) outcome.declaration.of = std::move(*formula);
     },
     schema::formula, "what is looked at in each step", Need::required},
    {"headline",
     [](Reading& r, const TomlEntry& e, OutcomeEntry& o) { o.declaration.headline = r.truth(e).value_or(false); },
     schema::truth, "whether reports tell it in words"},
    {"from", [](Reading&, const TomlEntry& entry, OutcomeEntry& outcome) { outcome.from = &entry; }, schema::moment,
     "only steps that begin then or later"},
    {"to", [](Reading&, const TomlEntry& entry, OutcomeEntry& outcome) { outcome.to = &entry; }, schema::moment,
     "only steps that begin before"},
};

/// A moment within the run; `to` may also be its end.
std::optional<double> read_moment(Reading& reading, const TomlEntry& entry, const Clock& clock) {
    const auto moment = clock.moment(reading, entry);
    if (!moment) return std::nullopt;
    return clock.is_within_run(reading, entry, *moment) ? moment : std::nullopt;
}

void check_window(Reading& reading, const OutcomeEntry& outcome, const Clock& clock) {
    const double step = clock.time.step, steps = static_cast<double>(clock.time.steps);
    const double from = outcome.declaration.from.value_or(0), to = outcome.declaration.to.value_or(steps * step);
    // A step counts if from <= its beginning < to.
    if (clock.first_step(from) < std::min(steps, to / step)) return;
    reading.error((outcome.to != nullptr ? outcome.to : outcome.from)->value.at, messages::window_empty);
}

void read_window(Reading& reading, const TomlTable& table, const Clock& clock, OutcomeEntry& outcome) {
    for (const TomlEntry* entry : {outcome.from, outcome.to})
        if (entry != nullptr && table.find("take") == nullptr)
            return reading.error(entry->key.at, messages::window_without_take, entry->key.value);
    auto &from = outcome.declaration.from, &to = outcome.declaration.to;
    if (outcome.from != nullptr) from = read_moment(reading, *outcome.from, clock);
    if (outcome.to != nullptr) to = read_moment(reading, *outcome.to, clock);
    const bool all_read = (outcome.from == nullptr || from) && (outcome.to == nullptr || to);
    if (all_read && (from || to)) check_window(reading, outcome, clock);
}

}  // namespace

std::string outcomes_schema() { return schema::map_of(table_schema(outcome_fields)); }
std::string outcomes_needs() { return schema::each(needs_schema(outcome_fields)); }

void read_outcomes(Reading& reading, const TomlEntry& section, const Clock* clock,
                   std::vector<OutcomeDeclaration>& outcomes) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        const TomlTable* table = reading.table(entry);
        if (table == nullptr) continue;
        OutcomeEntry outcome;
        outcome.declaration.name = reading.name(entry.key);
        read_fields(reading, *table, outcome_fields, outcome, {"outcome " + entry.key.value, entry.key.at});
        if (clock != nullptr) read_window(reading, *table, *clock, outcome);
        outcomes.push_back(std::move(outcome.declaration));
    }
}

}  // namespace hegemon
