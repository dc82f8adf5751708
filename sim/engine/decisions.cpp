/// What agents choose and pay for. All wishes are formed on the state before the phase; then those of each actor are
/// served, the most eager first; then all that was chosen takes effect at once.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/check.hpp"
#include "core/math.hpp"
#include "engine/batch.hpp"

namespace hegemon {

namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

/// Where the block of a decision has what: precision, then of each option whether it is offered, its utility, its
/// costs.
std::size_t output_of(const DecisionModel& decision, std::size_t option, std::size_t part) {
    return 1 + option * (2 + decision.payments.size()) + part;
}
/// As failures call it: `pays.engines.bind (send)`.
std::string name_of_cost(const DecisionModel& decision, std::size_t option, std::size_t payment) {
    const auto prefix = std::string("decision.").size() + decision.name.size() + 1;
    return fmt::format("{} ({})", decision.payments[payment].name.substr(prefix), decision.options[option].name);
}

constexpr std::size_t offered_part = 0;
constexpr std::size_t utility_part = 1;
constexpr std::size_t costs_part = 2;

}  // namespace

void Batch::clear_choices() {
    for (std::size_t d = 0; d < model_.decisions.size(); ++d) {
        const auto& decision = model_.decisions[d];
        if (taken_rows_[d].empty()) continue;
        mark(decision.taken, taken_rows_[d], 0);
        mark(decision.refused, refused_rows_[d], 0);
        for (std::size_t o = 0; o < decision.options.size(); ++o) {
            mark(decision.chosen[o], chosen_rows_[d][o], 0);
            chosen_rows_[d][o].clear();
        }
        taken_rows_[d].clear();
        refused_rows_[d].clear();
    }
}

void Batch::decide() {
    const Profiler::Span span(profiler_, Phase::decision);
    asked_.clear();
    choices_.clear();
    for (std::size_t d = 0; d < model_.decisions.size(); ++d) {
        const Profiler::Span rule(profiler_, Phase::decision, model_.decisions[d].name);
        const auto first = asked_.size();
        ask(d);
        if (asked_.size() > first) make_choices(d, first);
    }
    if (choices_.empty()) return;
    order_choices();
    for (auto& choice : choices_) serve(choice);
    take_choice_effects();
}

// ---------------------------------------------------------------------------------------------------- wishes

/// The rows on which a decision is asked.
void Batch::ask(std::size_t d) {
    const auto& decision = model_.decisions[d];
    const auto rows = static_cast<std::uint32_t>(rows_of(decision.kind));
    const auto lanes = world_.lanes();
    const auto tile = static_cast<std::uint32_t>(Machine::tile_rows(lanes));
    for (std::uint32_t begin = 0; begin < rows; begin += tile) {
        const auto end = std::min(rows, begin + tile);
        if (!decision.when_block) {
            ask_rows(d, begin, end, nullptr);
            continue;
        }
        world_.prepare(*decision.when_block);
        world_.machine().run(*decision.when_block, world_.memory(), begin, end, {});
        const double* output = world_.machine().output(*decision.when_block, 0);
        const std::vector<double> when(output, output + (end - begin) * lanes);
        const auto is_row_asked = [&](std::uint32_t row) {
            const double* here = when.data() + (row - begin) * lanes;
            return std::any_of(here, here + lanes, [](double value) { return value != 0; });
        };
        for (auto row = begin; row < end; ++row) {
            const auto first = row;
            while (row < end && is_row_asked(row)) ++row;
            if (row > first) ask_rows(d, first, row, when.data() + (first - begin) * lanes);
        }
    }
}

/// Values a decision on neighbouring rows, at most a tile of them. `when`: [row][lane], or null where it always holds.
void Batch::ask_rows(std::size_t d, std::uint32_t begin, std::uint32_t end, const double* when) {
    const auto& decision = model_.decisions[d];
    const auto lanes = world_.lanes();
    const auto outputs = output_of(decision, decision.options.size(), 0);
    world_.prepare(*decision.block);
    world_.machine().run(*decision.block, world_.memory(), begin, end, {});
    for (auto row = begin; row < end; ++row) {
        const auto offset = (row - begin) * lanes;
        auto& asked = asked_.emplace_back();
        asked.decision = d;
        asked.row = row;
        if (when != nullptr) asked.when.assign(when + offset, when + offset + lanes);
        asked.values.reserve(outputs * lanes);
        for (std::size_t i = 0; i < outputs; ++i) {
            const double* output = world_.machine().output(*decision.block, i) + offset;
            asked.values.insert(asked.values.end(), output, output + lanes);
        }
        check_asked(asked);
    }
}

bool Batch::is_asked(const Asked& asked, Lane lane) const {
    return alive_[lane] != 0 && (asked.when.empty() || asked.when[lane] != 0);
}

/// What an option is worth must be a number, what it costs an amount, and `otherwise` must cost nothing.
void Batch::check_asked(const Asked& asked) {
    const auto& decision = model_.decisions[asked.decision];
    const auto rule = "decision." + decision.name;
    for (Lane lane = 0; lane < world_.lanes(); ++lane) {
        if (!is_asked(asked, lane)) continue;
        const auto wrong = [&](const std::string& part, const std::string& problem, NodeId node) {
            fail(lane, fmt::format("{} {}", rule, part), decision.kind, asked.row, problem, node);
        };
        if (!asked.when.empty() && std::isnan(asked.when[lane])) wrong("when", "has no value", decision.when);
        if (!(asked.values[lane] >= 0) || std::isinf(asked.values[lane]))
            wrong("precision", fmt::format("is {}, but must be finite and not below 0", asked.values[lane]),
                  decision.precision);
        for (std::size_t o = 0; o < decision.options.size(); ++o) {
            const auto& option = decision.options[o];
            const double offered = value_of(asked, o, offered_part)[lane];
            if (std::isnan(offered)) wrong(fmt::format("when ({})", option.name), "has no value", option.offered);
            if (offered == 0) continue;
            const double utility = value_of(asked, o, utility_part)[lane];
            const double gain =
                asked.values[lane] * (utility - value_of(asked, decision.otherwise, utility_part)[lane]);
            if (!std::isfinite(utility))
                wrong(fmt::format("utility ({})", option.name),
                      std::isnan(utility) ? "is not a number" : fmt::format("is {}", utility), option.utility);
            else if (!std::isfinite(gain))
                wrong(fmt::format("utility ({})", option.name), "times the precision is infinite", option.utility);
            for (std::size_t p = 0; p < decision.payments.size(); ++p) {
                const double cost = value_of(asked, o, costs_part + p)[lane];
                if (std::isnan(cost))
                    wrong(name_of_cost(decision, o, p), "is no amount: it is below 0, above 2^20 or not a number",
                          option.costs[p]);
                if (o == decision.otherwise && cost > 0)
                    wrong(name_of_cost(decision, o, p),
                          fmt::format("is {}, but what happens otherwise must cost nothing", cost), option.costs[p]);
            }
        }
    }
}

const double* Batch::value_of(const Asked& asked, std::size_t option, std::size_t part) const {
    return asked.values.data() + output_of(model_.decisions[asked.decision], option, part) * world_.lanes();
}

double Batch::cost_of(const Asked& asked, std::size_t option, std::size_t payment, Lane lane) const {
    return value_of(asked, option, costs_part + payment)[lane];
}

/// One choice for each row that is asked, or for each group with such rows.
void Batch::make_choices(std::size_t d, std::size_t first_asked) {
    const auto& decision = model_.decisions[d];
    std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (auto i = first_asked; i < asked_.size(); ++i) {
        const auto row = asked_[i].row;
        const auto unit = decision.group ? static_cast<std::uint32_t>((*decision.group)[row]) : row;
        groups[unit].push_back(static_cast<std::uint32_t>(i));
    }
    for (const auto& [unit, asked] : groups)
        for (Lane lane = 0; lane < world_.lanes(); ++lane) {
            std::vector<std::uint32_t> here;
            for (const auto i : asked)
                if (is_asked(asked_[i], lane)) here.push_back(i);
            if (!here.empty()) make_choice(d, unit, std::move(here), lane);
        }
}

void Batch::make_choice(std::size_t d, std::uint32_t unit, std::vector<std::uint32_t> asked, Lane lane) {
    Choice choice{d, unit, lane, std::move(asked)};
    list_alternatives(choice);
    choice.wish = pick(draw(choice, model_.decisions[d].draw_choice),
                       [&](const Alternative& alternative) { return !is_forced_away(choice, alternative); });
    choices_.push_back(std::move(choice));
}

/// What is on offer, with its gain over `otherwise` on its row. A group has one `otherwise`, which comes first.
void Batch::list_alternatives(const Choice& choice) {
    const auto& decision = model_.decisions[choice.decision];
    alternatives_.clear();
    const bool is_group = decision.group != nullptr;
    if (is_group) alternatives_.push_back({choice.asked.front(), static_cast<std::uint32_t>(decision.otherwise), 0.0});
    for (const auto i : choice.asked) {
        const auto& asked = asked_[i];
        const double otherwise = value_of(asked, decision.otherwise, utility_part)[choice.lane];
        const bool is_declined =
            interventions_ != nullptr && is_prevented(Intervention::Kind::decision, decision.name, asked.row);
        for (std::size_t o = 0; o < decision.options.size(); ++o) {
            if (o == decision.otherwise) {
                if (!is_group) alternatives_.push_back({i, static_cast<std::uint32_t>(o), 0.0});
                continue;
            }
            if (value_of(asked, o, offered_part)[choice.lane] == 0 || is_declined) continue;
            const double utility = value_of(asked, o, utility_part)[choice.lane];
            alternatives_.push_back(
                {i, static_cast<std::uint32_t>(o), asked.values[choice.lane] * (utility - otherwise)});
        }
    }
}

/// Whether a variant makes the decision take another option, which is on offer.
bool Batch::is_forced_away(const Choice& choice, const Alternative& alternative) const {
    const auto& decision = model_.decisions[choice.decision];
    if (!decision.forced || world_.step() < decision.forced_from || alternative.option == *decision.forced)
        return false;
    return std::any_of(alternatives_.begin(), alternatives_.end(),
                       [&](const Alternative& other) { return other.option == *decision.forced; });
}

double Batch::draw(const Choice& choice, std::size_t which) const {
    const auto& decision = model_.decisions[choice.decision];
    const auto kind = decision.group ? decision.group_kind : decision.kind;
    return uniform(world_.draw_key_of(which), world_.first_replicate() + choice.lane, world_.step(),
                   model_.row_hashes[index_of(kind)][choice.unit]);
}

/// One of the allowed alternatives, each with weight exp(gain): the logit choice of McFadden (1974).
template <class Allowed>
const Batch::Alternative& Batch::pick(double u, const Allowed& allowed) const {
    double best = never;
    for (const auto& alternative : alternatives_)
        if (allowed(alternative)) best = std::max(best, alternative.gain);
    double sum = 0;
    for (const auto& alternative : alternatives_)
        if (allowed(alternative)) sum += math::exp(alternative.gain - best);
    const Alternative* last = nullptr;
    double below = 0;
    for (const auto& alternative : alternatives_) {
        if (!allowed(alternative)) continue;
        last = &alternative;
        below += math::exp(alternative.gain - best);
        if (u * sum <= below) break;
    }
    HEGEMON_EXPECT(last != nullptr);
    return *last;
}

// ---------------------------------------------------------------------------------------------------- payment

/// Lane by lane, the most eager first; ties by name of the decision, then of the row.
void Batch::order_choices() {
    std::stable_sort(choices_.begin(), choices_.end(), [](const Choice& a, const Choice& b) {
        return a.lane != b.lane ? a.lane < b.lane : a.wish.gain > b.wish.gain;
    });
    std::map<std::tuple<Lane, KindId, std::size_t>, std::uint32_t> served;
    for (auto& choice : choices_)
        choice.served_before = served[{choice.lane, model_.decisions[choice.decision].actor_kind, actor_of(choice)}]++;
}

std::size_t Batch::actor_of(const Choice& choice) const {
    return static_cast<std::size_t>((*model_.decisions[choice.decision].actor)[asked_[choice.asked.front()].row]);
}

bool Batch::fits(const Choice& choice, const Alternative& alternative) const {
    const auto& decision = model_.decisions[choice.decision];
    for (std::size_t p = 0; p < decision.payments.size(); ++p) {
        const double cost = cost_of(asked_[alternative.asked], alternative.option, p, choice.lane);
        if (cost > 0 && cost > ledger_.free(decision.payments[p].capacity, actor_of(choice), choice.lane)) return false;
    }
    return true;
}

/// A wish that fits is paid. One that does not is refused, and the actor draws again among what still fits; one that
/// was forced comes to `otherwise`.
void Batch::serve(Choice& choice) {
    if (alive_[choice.lane] == 0) return;
    const auto& decision = model_.decisions[choice.decision];
    const auto actor = actor_of(choice);
    // A new choice replaces the old one, so what that has bound is free for it.
    for (const auto& payment : decision.payments)
        for (const auto i : choice.asked) ledger_.give_back(payment, asked_[i].row, actor, choice.lane);
    std::vector<double> free;
    if (keeps_events(run_.record))
        for (const auto& payment : decision.payments)
            free.push_back(ledger_.free(payment.capacity, actor, choice.lane));
    if (watch_ != nullptr) see_choice(choice, free);
    auto chosen = choice.wish;
    const bool refused = !fits(choice, chosen);
    if (refused) {
        refused_rows_[choice.decision].push_back({asked_[chosen.asked].row, static_cast<std::uint32_t>(choice.lane)});
        list_alternatives(choice);
        const bool was_forced = decision.forced && world_.step() >= decision.forced_from;
        chosen = pick(draw(choice, decision.draw_again), [&](const Alternative& alternative) {
            return alternative.option == decision.otherwise || (!was_forced && fits(choice, alternative));
        });
    }
    pay(choice, chosen);
    for (const auto i : choice.asked) {
        const bool is_wish = i == choice.wish.asked;
        const auto option = i == chosen.asked ? chosen.option : static_cast<std::uint32_t>(decision.otherwise);
        const Firing here{asked_[i].row, static_cast<std::uint32_t>(choice.lane)};
        taken_rows_[choice.decision].push_back(here);
        chosen_rows_[choice.decision][option].push_back(here);
        if (keeps_events(run_.record))
            record_choice(choice, asked_[i], is_wish ? choice.wish.option : decision.otherwise, option,
                          refused && is_wish, free);
    }
}

void Batch::pay(const Choice& choice, const Alternative& chosen) {
    const auto& decision = model_.decisions[choice.decision];
    const auto& asked = asked_[chosen.asked];
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        ledger_.pay(decision.payments[p], asked.row, actor_of(choice), choice.lane,
                    cost_of(asked, chosen.option, p, choice.lane));
}

void Batch::record_choice(const Choice& choice, const Asked& asked, std::size_t wish, std::size_t option, bool refused,
                          const std::vector<double>& free) {
    const auto& decision = model_.decisions[choice.decision];
    auto& record = result_.record.choices[decision.described_at];
    record.replicate.push_back(world_.first_replicate() + choice.lane);
    record.step.push_back(world_.step());
    record.row.push_back(asked.row);
    record.wish.push_back(static_cast<std::int16_t>(wish));
    record.option.push_back(static_cast<std::int16_t>(option));
    record.refused.push_back(refused ? std::int8_t{1} : std::int8_t{0});
    record.served_before.push_back(choice.served_before);
    record.precision.push_back(asked.values[choice.lane]);
    for (std::size_t o = 0; o < decision.options.size(); ++o) {
        const bool offered = value_of(asked, o, offered_part)[choice.lane] != 0;
        record.utilities[o].push_back(offered ? value_of(asked, o, utility_part)[choice.lane]
                                              : std::numeric_limits<double>::quiet_NaN());
    }
    for (std::size_t p = 0; p < free.size(); ++p) record.free[p].push_back(free[p]);
}

/// Effects read the state before anything was paid.
void Batch::take_choice_effects() {
    effects_.clear();
    const auto by_row = [](const Firing& a, const Firing& b) {
        return a.row != b.row ? a.row < b.row : a.lane < b.lane;
    };
    for (std::size_t d = 0; d < model_.decisions.size(); ++d) {
        const auto& decision = model_.decisions[d];
        for (std::size_t o = 0; o < decision.options.size(); ++o) {
            auto& rows = chosen_rows_[d][o];
            std::sort(rows.begin(), rows.end(), by_row);
            const auto& option = decision.options[o];
            if (option.effects && !rows.empty())
                effects_.push_back({&decision.name, &option.sets, &option.adds, option.effects.get(), &rows});
        }
    }
    take_effects();
    for (const auto capacity : ledger_.close()) {
        const auto column = model_.capacities[capacity].column;
        check({"what was spent of " + model_.capacities[capacity].name, column, NodeId::none},
              world_.writable(model_.columns[column].slot));
    }
    for (std::size_t d = 0; d < model_.decisions.size(); ++d) {
        const auto& decision = model_.decisions[d];
        mark(decision.taken, taken_rows_[d], 1);
        mark(decision.refused, refused_rows_[d], 1);
        for (std::size_t o = 0; o < decision.options.size(); ++o) mark(decision.chosen[o], chosen_rows_[d][o], 1);
    }
}

}  // namespace hegemon
