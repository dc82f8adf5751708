#include "api/standing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hegemon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool is_probability(const EventModel& event) { return event.probability != NodeId::none; }

/// Expected rings of its clock in a step: of a probability p, those of the rate that has it, -log(1 - p).
double rings_expected(const EventModel& event, const EventSight& sight, double step) {
    if (!sight.may_happen || !(sight.rate > 0)) return 0;
    return is_probability(event) ? -std::log1p(-std::min(sight.rate, 1.0)) : sight.rate * step;
}

double chance_of(const EventModel& event, const EventSight& sight, double step) {
    if (!sight.may_happen) return 0;
    return is_probability(event) ? sight.rate : -std::expm1(-sight.rate * step);
}

const EventSight* sight_of(const std::string& event, const std::vector<EventSight>& sights) {
    const auto found =
        std::find_if(sights.begin(), sights.end(), [&](const EventSight& sight) { return sight.event == event; });
    return found == sights.end() ? nullptr : &*found;
}

/// Of exponential clocks the one with rate a of all with sum b rings first, and in the step, with chance
/// a / b * (1 - exp(-b)). A probability of 1 rings at once; of two of these the first by name.
double chance_among(const Model& model, const EventModel& event, const std::vector<EventSight>& sights) {
    const double step = model.description.time.step;
    const double own = rings_expected(event, *sight_of(event.name, sights), step);
    double all = 0;
    for (const auto& sight : sights) {
        const double other = rings_expected(*event_named(model, sight.event), sight, step);
        if (std::isinf(other)) return std::isinf(own) && sight.event == event.name ? 1.0 : 0.0;
        all += other;
    }
    return own > 0 ? own / all * -std::expm1(-all) : 0.0;
}

std::vector<RatePart> parts_of(const std::vector<Cause>& causes, const std::vector<double>& values,
                               const std::vector<NamedFormula>* formulas) {
    std::vector<RatePart> parts;
    double sum = 0;
    for (const double value : values) sum += value;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        auto& part = parts.emplace_back();
        part.name = causes[i].name;
        part.value = values[i];
        part.share = sum > 0 ? values[i] / sum : none;
        if (formulas == nullptr) continue;
        for (const auto& formula : *formulas)
            if (formula.name.value == part.name) {
                part.source = formula.formula.source;
                part.note = formula.formula.note;
            }
    }
    return parts;
}

const EventDeclaration* declaration_of(const Model& model, const EventModel& event) {
    const auto& events = model.declaration.events;
    const auto found =
        std::find_if(events.begin(), events.end(), [&](const auto& other) { return other.name.value == event.name; });
    return found == events.end() ? nullptr : &*found;
}

using Alternative = ChoiceSight::Alternative;

/// Weight exp(gain) of the alternatives that count and are `wanted`, of all that count: the logit choice.
template <class Counts, class Wanted>
double share_of(const ChoiceSight& sight, const Counts& counts, const Wanted& wanted) {
    double best = -std::numeric_limits<double>::infinity();
    for (const auto& alternative : sight.alternatives)
        if (counts(alternative)) best = std::max(best, alternative.gain);
    double part = 0;
    double sum = 0;
    for (const auto& alternative : sight.alternatives) {
        if (!counts(alternative)) continue;
        const double weight = std::exp(alternative.gain - best);
        sum += weight;
        if (wanted(alternative)) part += weight;
    }
    return sum > 0 ? part / sum : 0;
}

/// The row is left with `otherwise` when it, or another row of the group, is chosen.
template <class Counts>
double chance_of_option(const DecisionModel& decision, std::uint32_t row, const ChoiceSight& sight, std::size_t option,
                        const Counts& counts) {
    return share_of(sight, counts, [&](const Alternative& alternative) {
        const bool is_own = alternative.row == row && alternative.option != decision.otherwise;
        return option == decision.otherwise ? !is_own : is_own && alternative.option == option;
    });
}

bool is_forced(const ChoiceSight& sight) {
    return std::any_of(sight.alternatives.begin(), sight.alternatives.end(),
                       [](const Alternative& alternative) { return !alternative.allowed; });
}

std::string unit_of(const Model& model, const CapacityModel& capacity) {
    const auto& column = model.columns[capacity.column];
    return model.description.arms.front().kinds[index_of(column.kind)].columns[column.described_at].unit;
}

PaymentState payment_state(const Model& model, const DecisionModel& decision, const ChoiceSight& sight,
                           std::size_t payment) {
    const auto number = decision.payments[payment].capacity;
    const auto& capacity = model.capacities[number];
    PaymentState state;
    state.capacity = capacity.column_name;
    state.unit = unit_of(model, capacity);
    state.total = sight.total[payment];
    state.free = sight.free[payment];
    for (const auto& entry : sight.entries) {
        const auto& kind = model.schema.kind(entry.kind);
        if (entry.capacity == number)
            state.entries.push_back({entry.rule, kind.name, kind.rows[entry.row], entry.amount, entry.in_this_step});
    }
    std::stable_sort(state.entries.begin(), state.entries.end(),
                     [](const LedgerEntry& a, const LedgerEntry& b) { return a.amount > b.amount; });
    return state;
}

}  // namespace

const EventModel* event_named(const Model& model, const std::string& name) {
    for (const auto& phase : model.events)
        for (const auto& event : phase.events)
            if (event.name == name) return &event;
    return nullptr;
}

const DecisionModel* decision_named(const Model& model, const std::string& name) {
    for (const auto& decision : model.decisions)
        if (decision.name == name) return &decision;
    return nullptr;
}

std::int64_t row_named(const Model& model, KindId kind, const std::string& row) {
    const auto& rows = model.schema.kind(kind).rows;
    const auto found = std::find(rows.begin(), rows.end(), row);
    return found == rows.end() ? -1 : found - rows.begin();
}

EventState event_state(const Model& model, const EventModel& event, const std::vector<EventSight>& sights) {
    EventState state;
    const auto* sight = sight_of(event.name, sights);
    if (sight == nullptr) return state;
    state.may_happen = sight->may_happen;
    state.rate = sight->rate;
    state.chance = chance_of(event, *sight, model.description.time.step);
    state.chance_among_rivals = chance_among(model, event, sights);
    const auto* declared = declaration_of(model, event);
    state.causes = parts_of(event.causes, sight->causes, declared == nullptr ? nullptr : &declared->rates);
    state.factors = parts_of(event.factors, sight->factors, declared == nullptr ? nullptr : &declared->factors);
    return state;
}

std::vector<Rival> rivals_of(const Model& model, const EventModel& event, const std::vector<EventSight>& sights) {
    std::vector<Rival> rivals;
    for (const auto& sight : sights) {
        if (sight.event == event.name || !sight.may_happen || !(sight.rate > 0)) continue;
        const auto& rival = *event_named(model, sight.event);
        rivals.push_back({sight.event, sight.rate, chance_of(rival, sight, model.description.time.step)});
    }
    return rivals;
}

double chance_of_wish(const DecisionModel& decision, std::uint32_t row, const ChoiceSight& sight, std::size_t option) {
    return chance_of_option(decision, row, sight, option,
                            [](const Alternative& alternative) { return alternative.allowed; });
}

DecisionState decision_state(const Model& model, const DecisionModel& decision, std::uint32_t row, const Sight& sight,
                             const ChoiceRecord& record, std::size_t place) {
    DecisionState state;
    state.actor_kind = model.schema.kind(decision.actor_kind).name;
    state.actor = model.schema.kind(decision.actor_kind).rows[static_cast<std::size_t>((*decision.actor)[row])];
    if (!sight.choice) return state;
    const auto& seen = *sight.choice;
    state.asked = true;
    state.precision = record.precision[place];
    state.wish = decision.options[static_cast<std::size_t>(record.wish[place])].name;
    state.option = decision.options[static_cast<std::size_t>(record.option[place])].name;
    state.refused = record.refused[place] != 0;
    state.served_before = record.served_before[place];
    state.forced = is_forced(seen);
    const auto counts_again = [&](const Alternative& alternative) {
        return alternative.option == decision.otherwise || (!state.forced && alternative.fits);
    };
    for (std::size_t o = 0; o < decision.options.size(); ++o) {
        auto& option = state.options.emplace_back();
        option.name = decision.options[o].name;
        option.utility = record.utilities[o][place];
        option.offered = !std::isnan(option.utility);
        option.chance = chance_of_wish(decision, row, seen, o);
        option.chance_again = state.refused ? chance_of_option(decision, row, seen, o, counts_again) : none;
        option.costs = seen.costs[o];
    }
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        state.payments.push_back(payment_state(model, decision, seen, p));
    return state;
}

}  // namespace hegemon
