/// What a replay keeps from happening, and what it looks at closely. Nothing of this is done in a run.
#include <algorithm>

#include "engine/batch.hpp"

namespace hegemon {

bool Batch::is_prevented(Intervention::Kind kind, const std::string& rule, std::size_t row) const {
    return std::any_of(interventions_->begin(), interventions_->end(), [&](const Intervention& intervention) {
        if (intervention.kind != kind || intervention.rule != rule) return false;
        return kind == Intervention::Kind::entry || (intervention.row == row && intervention.step == world_.step());
    });
}

bool Batch::is_watched(Watch::Kind kind, const std::string& rule) const {
    return watch_->kind == kind && watch_->step == world_.step() && watch_->rule == rule;
}

/// All events of the watched one's group on its row, if they are in rows [begin, end) of this phase.
void Batch::see_events(const EventPhase& phase, std::size_t begin, std::size_t end) {
    const auto watched = std::find_if(phase.events.begin(), phase.events.end(), [&](const EventModel& event) {
        return is_watched(Watch::Kind::event, event.name);
    });
    if (watched == phase.events.end() || watch_->row < begin || watch_->row >= end) return;
    for (std::size_t e = 0; e < phase.events.size(); ++e)
        if (phase.events[e].group == watched->group) see_event(phase, e, begin);
}

void Batch::see_event(const EventPhase& phase, std::size_t e, std::size_t begin) {
    const auto& event = phase.events[e];
    const auto& rates = rates_[e];
    const auto row = watch_->row;
    const auto place = row - begin;  // one lane
    auto& sight = sight_->events.emplace_back();
    sight.event = event.name;
    sight.may_happen = (event.may_happen.empty() || event.may_happen[row]) &&
                       (rates.when == nullptr || rates.when[place] != 0) && alive_[0] != 0;
    const auto value = [&](std::size_t output) { return world_.machine().output(*phase.block, output)[place]; };
    for (std::size_t i = 0; i < event.causes.size(); ++i) sight.causes.push_back(value(rates.causes + i));
    for (std::size_t i = 0; i < event.factors.size(); ++i)
        sight.factors.push_back(value(rates.causes + event.causes.size() + i));
    if (rates.total == nullptr) return;
    sight.rate = rates.total[place];
    const double u = uniform(world_.draw_key_of(event.draw_fires), world_.first_replicate(), world_.step(),
                             model_.row_hashes[index_of(event.kind)][row]);
    const double rings_at = sight.rate > 0 ? clock(event, sight.rate, u) : run_.time.step;
    const bool rings = 1 - u < sight.rate * near_factor(event) && rings_at < run_.time.step;
    if (rings && sight.may_happen) sight.clock = rings_at;
}

/// Claims count as they were settled, before events could change what they say.
void Batch::see_claims() {
    if (watch_->kind != Watch::Kind::decision || watch_->step != world_.step()) return;
    seen_claims_.clear();
    for (const auto& claim : model_.claims) {
        const double* amounts = world_.values(claim.entry);
        for (std::size_t row = 0; row < rows_of(claim.kind); ++row) {
            if (amounts[row] == 0) continue;
            const auto payer = static_cast<std::uint32_t>((*claim.payer)[row]);
            const auto rule = claim.name.substr(0, claim.name.find(' '));
            seen_claims_.push_back(
                {payer, {claim.capacity, rule, claim.kind, static_cast<std::uint32_t>(row), amounts[row], false}});
        }
    }
}

/// Before it is paid. `alternatives_` is left as list_alternatives() makes it.
void Batch::see_choice(const Choice& choice, const std::vector<double>& free) {
    const auto& decision = model_.decisions[choice.decision];
    if (!is_watched(Watch::Kind::decision, decision.name)) return;
    const auto here = std::find_if(choice.asked.begin(), choice.asked.end(),
                                   [&](std::uint32_t i) { return asked_[i].row == watch_->row; });
    if (here == choice.asked.end()) return;
    auto& sight = sight_->choice.emplace();
    sight.actor = static_cast<std::uint32_t>(actor_of(choice));
    sight.free = free;
    list_alternatives(choice);
    for (const auto& alternative : alternatives_)
        sight.alternatives.push_back({asked_[alternative.asked].row, alternative.option, alternative.gain,
                                      fits(choice, alternative), !is_forced_away(choice, alternative)});
    for (std::size_t o = 0; o < decision.options.size(); ++o)
        for (auto& costs = sight.costs.emplace_back(); costs.size() < decision.payments.size();)
            costs.push_back(cost_of(asked_[*here], o, costs.size(), choice.lane));
    for (const auto& payment : decision.payments) {
        sight.total.push_back(ledger_.total(payment.capacity, sight.actor, choice.lane));
        see_entries(payment.capacity, sight);
    }
}

/// What the ledger holds against one capacity of the actor at this moment.
void Batch::see_entries(std::size_t capacity, ChoiceSight& sight) {
    for (const auto& claim : seen_claims_)
        if (claim.payer == sight.actor && claim.entry.capacity == capacity) sight.entries.push_back(claim.entry);
    for (std::size_t d = 0; d < model_.decisions.size(); ++d) {
        const auto& decision = model_.decisions[d];
        for (const auto& payment : decision.payments) {
            if (payment.capacity != capacity) continue;
            const double* amounts = world_.values(model_.columns[payment.entry].slot);
            for (std::uint32_t row = 0; row < rows_of(decision.kind); ++row) {
                if (amounts[row] == 0 || static_cast<std::uint32_t>((*decision.actor)[row]) != sight.actor) continue;
                const bool now = std::any_of(taken_rows_[d].begin(), taken_rows_[d].end(),
                                             [&](const Firing& taken) { return taken.row == row; });
                sight.entries.push_back({capacity, "decision." + decision.name, decision.kind, row, amounts[row], now});
            }
        }
    }
}

}  // namespace hegemon
