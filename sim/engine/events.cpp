/// What happens: every event has a clock in each row and replicate; of a group the first to ring in the step fires.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include "engine/batch.hpp"
#include "language/kernels.hpp"

namespace hegemon {

void Batch::clear_firings() {
    for (const auto& phase : model_.events) {
        for (const auto& event : phase.events) {
            mark(event.fired, firings_[event.described_at], 0);
            firings_[event.described_at].clear();
        }
    }
}

void Batch::fire() {
    alive_before_ = alive_;
    const auto tile = Machine::tile_rows(world_.lanes());
    for (const auto& phase : model_.events) {
        const Profiler::Span span(profiler_, Phase::event, model_.schema.kind(phase.kind).name);
        world_.prepare(*phase.block);
        for (const auto& rows : phase.rows)
            for (std::size_t begin = rows.begin; begin < rows.end; begin += tile) {
                const auto end = std::min(rows.end, begin + tile);
                world_.machine().run(*phase.block, world_.memory(), begin, end, {});
                ring(phase, begin, end);
            }
    }
    take_event_effects();
}

/// The clocks of rows [begin, end), of a tile that has been computed.
void Batch::ring(const EventPhase& phase, std::size_t begin, std::size_t end) {
    rates_.clear();
    bool sound = true;
    for (std::size_t e = 0; e < phase.events.size(); ++e) {
        rates_.push_back(rates_of(phase, e));
        sound = rates_are_sound(phase, e, begin, end) && sound;
    }
    if (watch_ != nullptr) see_events(phase, begin, end);
    if (sound && forced_ == nullptr) return ring_rows(phase, begin, begin, end);
    // Row by row, so that what a failing replicate has still recorded does not depend on where a tile ends.
    for (std::size_t row = begin; row < end; ++row) {
        for (std::size_t e = 0; e < phase.events.size() && !sound; ++e) check_rates(phase, e, row, begin);
        ring_rows(phase, begin, row, row + 1);
    }
}

Batch::Rates Batch::rates_of(const EventPhase& phase, std::size_t e) const {
    const auto& event = phase.events[e];
    const auto at = [&](std::size_t output) { return world_.machine().output(*phase.block, output); };
    Rates rates;
    auto output = phase.first_output[e];
    if (event.when != NodeId::none) rates.when = at(output++);
    rates.causes = output;
    if (event.total != NodeId::none) rates.total = at(output + event.causes.size() + event.factors.size());
    return rates;
}

namespace {

double highest_rate(const EventModel& event) {
    return event.is_probability() ? 1.0 : std::numeric_limits<double>::max();
}

}  // namespace

/// Whether all that an event fires by can stand in these rows, in all lanes: causes and factors not below 0,
/// probabilities in [0, 1], all finite, no `when` missing. On the way, rates that are high for the step are noted.
bool Batch::rates_are_sound(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t end) {
    const auto& event = phase.events[e];
    if (event.total == NodeId::none) return true;
    const auto count = (end - begin) * world_.lanes();
    const double common = event.is_probability() ? 1.0 : coarse_step / run_.time.step;
    bool sound = true;
    if (kernels().any_outside(rates_[e].total, count, 0, common)) {
        note_coarse_steps(phase, e, begin, end);
        sound = !kernels().any_outside(rates_[e].total, count, 0, highest_rate(event));
    }
    if (event.when_may_be_missing && kernels().any_not_finite(rates_[e].when, count)) return false;
    const auto parts = event.causes.size() + event.factors.size();
    for (std::size_t i = 0; sound && parts > 1 && i < parts; ++i)
        sound = !kernels().any_outside(world_.machine().output(*phase.block, rates_[e].causes + i), count, 0,
                                       highest_rate(event));
    return sound;
}

void Batch::note_coarse_steps(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t end) {
    const auto& event = phase.events[e];
    if (event.is_probability()) return;
    auto& coarsest = result_.record.coarse_steps[event.described_at];
    const auto lanes = world_.lanes();
    for (std::size_t row = begin; row < end; ++row) {
        if (!event.may_happen.empty() && !event.may_happen[row]) continue;
        for (Lane lane = 0; lane < lanes; ++lane) {
            const auto at = (row - begin) * lanes + lane;
            const double expected = rates_[e].total[at] * run_.time.step;
            if (!(expected > coarse_step) || !std::isfinite(expected) || alive_before_[lane] == 0) continue;
            if (rates_[e].when != nullptr && !(rates_[e].when[at] > 0)) continue;
            coarsest.take({expected, world_.first_replicate() + lane, world_.step(), static_cast<std::uint32_t>(row)});
        }
    }
}

/// Fails the lanes in which something that the event fires by on this row cannot stand, where `when` holds.
void Batch::check_rates(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin) {
    const auto& event = phase.events[e];
    if (event.total == NodeId::none) return;
    const auto* const wanted =
        event.is_probability() ? "a probability lies in [0, 1]" : "a rate is finite and not below 0";
    const auto offset = (row - begin) * world_.lanes();
    const auto check_part = [&](std::size_t output, const std::string& part, NodeId node) {
        const double* values = world_.machine().output(*phase.block, output) + offset;
        for (Lane lane = 0; lane < world_.lanes(); ++lane) {
            const double value = values[lane];
            if ((value >= 0 && value <= highest_rate(event)) || alive_[lane] == 0) continue;
            if (rates_[e].when != nullptr && rates_[e].when[offset + lane] == 0) continue;
            fail(lane, fmt::format("event.{} {}", event.name, part), event.kind, row,
                 fmt::format("is {}: {}", value, wanted), node);
        }
    };
    if (event.when_may_be_missing) check_when(event, rates_[e].when + offset, row);
    auto output = rates_[e].causes;
    const bool has_parts = event.causes.size() + event.factors.size() > 1;
    for (const auto& cause : event.causes)
        has_parts ? check_part(output++, "rate." + cause.name, cause.node) : void(++output);
    for (const auto& factor : event.factors) check_part(output++, "factor." + factor.name, factor.node);
    check_part(output, event.is_probability() ? "probability" : "rate", event.total);
}

/// A `when` whose value is missing fails the replicate: nobody said what it should then be.
void Batch::check_when(const EventModel& event, const double* when, std::size_t row) {
    for (Lane lane = 0; lane < world_.lanes(); ++lane)
        if (std::isnan(when[lane]))
            fail(lane, fmt::format("event.{} when", event.name), event.kind, row, "has no value", event.when);
}

void Batch::record_firing(const EventPhase& phase, std::size_t begin, const Ringing& ringing) {
    const auto e = ringing.event;
    const auto row = begin + ringing.place / world_.lanes();
    const Lane lane = ringing.place % world_.lanes();
    const auto& event = phase.events[e];
    const auto& rates = rates_[e];
    auto& record = result_.record.firings[event.described_at];
    const auto value = [&](std::size_t output) { return world_.machine().output(*phase.block, output)[ringing.place]; };
    record.replicate.push_back(world_.first_replicate() + lane);
    record.step.push_back(world_.step());
    record.row.push_back(static_cast<std::uint32_t>(row));
    record.time.push_back(world_.memory().time + (ringing.is_forced() ? 0 : ringing.clock));
    record.rate.push_back(rates.total == nullptr ? 0 : rates.total[ringing.place]);
    for (std::size_t i = 0; i < event.causes.size(); ++i) record.causes[i].push_back(value(rates.causes + i));
    for (std::size_t i = 0; i < event.factors.size(); ++i)
        record.factors[i].push_back(value(rates.causes + event.causes.size() + i));
    record.cause.push_back(ringing.is_forced() ? std::int16_t{-1} : draw_cause(event, row, lane, record));
}

/// Which cause rang, in proportion to the causes.
std::int16_t Batch::draw_cause(const EventModel& event, std::size_t row, Lane lane, const FiringRecord& record) const {
    if (event.causes.size() < 2) return event.causes.empty() ? std::int16_t{-1} : std::int16_t{0};
    double sum = 0;
    for (const auto& cause : record.causes) sum += cause.back();
    const double u = uniform(world_.draw_key_of(event.draw_which), world_.first_replicate() + lane, world_.step(),
                             model_.row_hashes[index_of(event.kind)][row]);
    double below = 0;
    for (std::size_t i = 0; i + 1 < record.causes.size(); ++i) {
        below += record.causes[i].back();
        if (u * sum < below) return static_cast<std::int16_t>(i);
    }
    return static_cast<std::int16_t>(record.causes.size() - 1);
}

void Batch::take_event_effects() {
    effects_.clear();
    for (const auto& phase : model_.events)
        for (const auto& event : phase.events)
            if (event.effects && !firings_[event.described_at].empty())
                effects_.push_back(
                    {&event.name, &event.sets, &event.adds, event.effects.get(), &firings_[event.described_at]});
    take_effects();
    for (const auto& phase : model_.events)
        for (const auto& event : phase.events) mark(event.fired, firings_[event.described_at], 1);
}

}  // namespace hegemon
