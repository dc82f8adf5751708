/// What comes by date: values are set or begin to go over to others, events are made to happen.
#include <algorithm>

#include "engine/batch.hpp"

namespace hegemon {

void Batch::follow_calendar() {
    const Profiler::Span span(profiler_, Phase::calendar);
    if (model_.begun != SlotId::none && world_.step() == model_.begins)
        std::fill_n(world_.writable(model_.begun), world_.lanes(), 1.0);
    forced_ = nullptr;
    if (calendar_at_ < model_.calendar.size() && model_.calendar[calendar_at_].step == world_.step()) {
        const auto& entries = model_.calendar[calendar_at_++];
        write_calendar(entries);
        if (!entries.fires.empty()) forced_ = &entries.fires;
    }
    if (!ramps_.empty()) follow_ramps();
}

/// All entries of the step read the state before it; then they set, then add.
void Batch::write_calendar(const CalendarModel& entries) {
    using Verb = CalendarWriteModel::Verb;
    const auto lanes = world_.lanes();
    std::vector<const CalendarWriteModel*> writes;
    for (const auto& write : entries.writes)
        if (interventions_ == nullptr || !is_prevented(Intervention::Kind::entry, write.entry, write.row))
            writes.push_back(&write);
    std::vector<std::vector<double>> values;
    for (const auto* write : writes) {
        world_.prepare(*write->block);
        world_.machine().run(*write->block, world_.memory(), 0, 1, {});
        const double* value = world_.machine().output(*write->block, 0);
        values.emplace_back(value, value + lanes);
    }
    const auto cell = [&](const CalendarWriteModel& write) {
        return world_.writable(model_.columns[write.write.column].slot) + write.row * lanes;
    };
    for (std::size_t i = 0; i < writes.size(); ++i) {
        const auto& write = *writes[i];
        if (write.verb == Verb::set) std::copy_n(values[i].begin(), lanes, cell(write));
        if (write.verb != Verb::ramp) continue;
        const double* from = cell(write);
        ramps_.push_back({&write, world_.step(), {from, from + lanes}, std::move(values[i])});
    }
    for (std::size_t i = 0; i < writes.size(); ++i) {
        if (writes[i]->verb != Verb::add) continue;
        double* value = cell(*writes[i]);
        for (Lane lane = 0; lane < lanes; ++lane) value[lane] += values[i][lane];
    }
    for (const auto* write : writes) {
        if (write->verb == Verb::ramp) continue;
        double* value = cell(*write);
        for (Lane lane = 0; lane < lanes; ++lane) check_value(write->write, write->row, lane, value[lane]);
    }
}

/// A ramp's value in a step is that at the step's end.
void Batch::follow_ramps() {
    const auto lanes = world_.lanes();
    std::erase_if(ramps_, [&](const Ramp& ramp) { return world_.step() >= ramp.write->until; });
    for (const auto& ramp : ramps_) {
        const auto gone = static_cast<double>(world_.step() + 1 - ramp.first_step) * run_.time.step;
        const double share = gone / ramp.write->over;
        double* value = world_.writable(model_.columns[ramp.write->write.column].slot) + ramp.write->row * lanes;
        for (Lane lane = 0; lane < lanes; ++lane) {
            value[lane] = world_.step() >= ramp.write->last_step
                              ? ramp.goal[lane]
                              : ramp.from[lane] + (ramp.goal[lane] - ramp.from[lane]) * share;
            check_value(ramp.write->write, ramp.write->row, lane, value[lane]);
        }
    }
    std::erase_if(ramps_, [&](const Ramp& ramp) { return world_.step() >= ramp.write->last_step; });
}

bool Batch::is_forced(KindId kind, std::size_t row, const std::string& event) const {
    if (forced_ == nullptr) return false;
    return std::any_of(forced_->begin(), forced_->end(), [&](const auto& fire) {
        return fire.kind == kind && fire.row == row && fire.event == event &&
               (interventions_ == nullptr || !is_prevented(Intervention::Kind::entry, fire.entry, row));
    });
}

}  // namespace hegemon
