/// The calendar: what is written and fired in which step.
#include <algorithm>
#include <cmath>

#include "language/messages.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

namespace hegemon {

using Verb = CalendarWriteModel::Verb;

namespace {

/// The step at whose end a ramp that begins with the step `first` has arrived.
std::uint64_t last_step_of(std::uint64_t first, double over, double step) {
    constexpr double most = 1e15;  // beyond any run
    return first + static_cast<std::uint64_t>(std::clamp(std::ceil(over / step - 1e-9), 1.0, most)) - 1;
}

}  // namespace

Compiler::ColumnNames Compiler::written_names(const Declaration& declaration) {
    ColumnNames names;
    const auto add = [&](const std::string& kind, const std::vector<NamedFormula>& formulas) {
        for (const auto& formula : formulas) names.emplace(kind, formula.name.value);
    };
    for (const auto& flow : declaration.flows) add(flow.kind.value, flow.formulas);
    for (const auto& event : declaration.events) {
        add(event.on.value, event.sets);
        add(event.on.value, event.adds);
    }
    for (const auto& update : declaration.updates) {
        add(update.kind.value, update.sets);
        add(update.kind.value, update.adds);
    }
    for (const auto& decision : declaration.decisions) {
        add(decision.on.value, decision.sets);
        add(decision.on.value, decision.adds);
        for (const auto& option : decision.options) {
            add(decision.on.value, option.sets);
            add(decision.on.value, option.adds);
        }
    }
    for (const auto& entry : declaration.calendar)
        for (const auto* writes : {&entry.sets, &entry.adds})
            for (const auto& write : *writes) {  // KIND[ROW].COLUMN
                const auto trimmed = [](std::string text) {
                    text.erase(0, text.find_first_not_of(" \t\n"));
                    text.erase(text.find_last_not_of(" \t\n") + 1);
                    return text;
                };
                const auto& address = write.address.value;
                const auto bracket = address.find('[');
                const auto dot = address.rfind('.');
                if (bracket == std::string::npos || dot == std::string::npos) continue;  // reported when it is compiled
                names.emplace(trimmed(address.substr(0, bracket)), trimmed(address.substr(dot + 1)));
            }
    return names;
}

void Compiler::find_calendar_columns() {
    for (const auto& entry : declaration_.calendar) {
        const auto find = [&](const CalendarWrite& write, Verb verb) {
            const auto parsed = parse(write.address, diagnostics_);
            const auto address = start_lowering_.lower_address(write.address, parsed.get(), "at." + entry.name.value);
            if (!address) return;
            written_.insert({static_cast<std::uint32_t>(address->kind), address->member.index});
            calendar_.push_back({&entry, &write, verb, *address});
        };
        for (const auto& write : entry.sets) find(write, write.over ? Verb::ramp : Verb::set);
        for (const auto& write : entry.adds) find(write, Verb::add);
    }
}

CalendarModel& Compiler::calendar_of(std::uint64_t step) {
    auto& calendar = model_->calendar;
    const auto place = std::lower_bound(calendar.begin(), calendar.end(), step,
                                        [](const auto& entry, std::uint64_t s) { return entry.step < s; });
    if (place != calendar.end() && place->step == step) return *place;
    return *calendar.insert(place, CalendarModel{step, {}, {}});
}

void Compiler::compile_calendar() {
    check_two_entries();
    check_ramps();
    for (const auto& address : calendar_) compile_calendar_write(address);
    for (const auto& entry : declaration_.calendar)
        for (const auto& fire : entry.fires) compile_fire(entry, fire);
}

void Compiler::compile_calendar_write(const CalendarAddress& at) {
    const auto& kind = model_->schema.kind(at.address.kind);
    const auto column = written_column(at.address.kind, {kind.columns[at.address.member.index].name, {}});
    Place place;
    place.name = fmt::format("at.{} {}", at.entry->name.value, at.verb == Verb::add ? "add" : "set");
    place.rows = Place::Rows::by_name;
    place.knows = Place::Knows::state;
    const auto lowered = lowering_.lower(schema_of(at.write->value), place);
    if (!column || !lowered) return;
    const auto& model = model_->columns[*column];
    if (at.verb != Verb::set && model.type == ValueType::truth) {
        error(at.write->address.at, "set it, without 'over'",
              at.verb == Verb::add ? messages::adds_to_truth : messages::ramp_of_truth, place.name, model.name);
        return;
    }
    if (lowered->type != model.type) {
        error(at.write->value.text.at, "", messages::wrong_written_type, place.name, word_for(lowered->type),
              model.name, word_for(model.type));
        return;
    }
    const auto node = settle(model_->graph, at.write->value, place, *lowered);
    if (!node) return;
    CalendarWriteModel write;
    write.entry = at.entry->name.value;
    write.write = {place.name, *column, *node};
    write.row = static_cast<std::size_t>(at.address.row);
    write.verb = at.verb;
    write.over = at.write->over.value_or(0);
    write.last_step = last_step_of(at.entry->step, write.over, declaration_.time.step);
    write.until = at.write->until.value_or(declaration_.time.steps);
    calendar_of(at.entry->step).writes.push_back(std::move(write));
}

void Compiler::compile_fire(const CalendarEntry& entry, const Text& text) {
    const auto parsed = parse(text, diagnostics_);
    const auto address =
        lowering_.lower_address(text, parsed.get(), "at." + entry.name.value, Lowering::Addresses::events);
    if (!address) return;
    const auto& name = model_->schema.kind(address->kind).events[address->member.index].name;
    const auto removed = std::any_of(declaration_.events.begin(), declaration_.events.end(),
                                     [&](const auto& event) { return event.removed && event.name.value == name; });
    if (removed) return;  // a variant took it away
    auto& fires = calendar_of(entry.step).fires;
    const auto row = static_cast<std::size_t>(address->row);
    for (const auto& other : fires)
        if (other.event == name && other.kind == address->kind && other.row == row)
            error(text.at, "move one of them by a step or more", messages::fires_twice, text.value);
    fires.push_back({entry.name.value, name, address->kind, row});
}

/// What would then depend on the order of entries.
void Compiler::check_two_entries() {
    for (std::size_t i = 0; i < calendar_.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto& a = calendar_[j];
            const auto& b = calendar_[i];
            const bool both_set = a.verb != Verb::add && b.verb != Verb::add;
            if (!both_set || a.entry->step != b.entry->step || !(a.address == b.address)) continue;
            auto diagnostic = complain(b.write->address.at, messages::two_entries, a.entry->name.value,
                                       b.entry->name.value, b.write->address.value);
            diagnostic.hint = "move one of them by a step or more";
            diagnostic.also.push_back({a.write->address.at, "the other one"});
            diagnostics_.add(std::move(diagnostic));
        }
}

void Compiler::check_ramps() {
    for (const auto& ramp : calendar_) {
        if (ramp.verb != Verb::ramp) continue;
        auto last = last_step_of(ramp.entry->step, *ramp.write->over, declaration_.time.step);
        if (ramp.write->until && *ramp.write->until <= last) last = *ramp.write->until - 1;
        std::string other;
        const auto written =
            rule_writers_.find({static_cast<std::uint32_t>(ramp.address.kind), ramp.address.member.index});
        if (written != rule_writers_.end()) other = written->second;
        for (const auto& write : calendar_)
            if (&write != &ramp && write.address == ramp.address && write.entry->step >= ramp.entry->step &&
                write.entry->step <= last && (write.entry->step > ramp.entry->step || write.verb == Verb::add))
                other = "at." + write.entry->name.value;
        if (!other.empty())
            error(ramp.write->address.at, "", messages::ramp_written, ramp.entry->name.value, ramp.write->address.value,
                  other);
    }
}

}  // namespace hegemon
