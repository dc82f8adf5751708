/// Which clocks ring first: those of a group's events, in each row and replicate.
#include <algorithm>
#include <limits>
#include <tuple>

#include "core/math.hpp"
#include "engine/batch.hpp"
#include "language/kernels.hpp"

namespace hegemon {

/// Rows [from, to) of the tile that begins with row `begin`.
void Batch::ring_rows(const EventPhase& phase, std::size_t begin, std::size_t from, std::size_t to) {
    const auto& events = phase.events;
    for (std::size_t first = 0, last = 0; first < events.size(); first = last) {
        while (last < events.size() && events[last].group == events[first].group) ++last;
        ringing_.clear();
        const auto time = last - first > 1 || keeps_events(run_.record) ? Time::matters : Time::is_unused;
        for (std::size_t e = first; e < last; ++e) ring_event(phase, e, begin, from, to, time);
        if (forced_ != nullptr)
            for (std::size_t e = first; e < last; ++e) force(phase, e, from, begin);
        settle(phase, begin);
    }
}

/// The first of a group to ring; ties, which have chance 0 but for probabilities of 1, go to the first by name.
void Batch::settle(const EventPhase& phase, std::size_t begin) {
    const auto before = [](const Ringing& a, const Ringing& b) {
        return std::tie(a.place, a.clock, a.event) < std::tie(b.place, b.clock, b.event);
    };
    if (!std::is_sorted(ringing_.begin(), ringing_.end(), before)) std::sort(ringing_.begin(), ringing_.end(), before);
    for (std::size_t i = 0; i < ringing_.size(); ++i) {
        const auto& ringing = ringing_[i];
        if (i > 0 && ringing_[i - 1].place == ringing.place) continue;
        firings_[phase.events[ringing.event].described_at].push_back(
            {static_cast<std::uint32_t>(begin + ringing.place / world_.lanes()),
             static_cast<std::uint32_t>(ringing.place % world_.lanes())});
        if (keeps_events(run_.record)) record_firing(phase, begin, ringing);
    }
}

/// What the calendar makes happen goes before its rivals in the group, if its `when` holds: at the step's beginning.
void Batch::force(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin) {
    const auto& event = phase.events[e];
    if (!is_forced(phase.kind, row, event.name)) return;
    if (interventions_ != nullptr && is_prevented(Intervention::Kind::event, event.name, row)) return;
    const auto offset = (row - begin) * world_.lanes();
    const double* when = rates_[e].when == nullptr ? nullptr : rates_[e].when + offset;
    if (when != nullptr) check_when(event, when, row);
    for (Lane lane = 0; lane < world_.lanes(); ++lane)
        if (alive_[lane] != 0 && (when == nullptr || when[lane] != 0))
            ringing_.push_back(
                {static_cast<std::uint32_t>(offset + lane), static_cast<std::uint32_t>(e), Ringing::forced});
}

/// -log(u) >= 1 - u, so a clock that could ring has 1 - u below rate * step (and a hair, for rounding); a probability
/// fires just if 1 - u is below it. Most clocks are settled by that, without a logarithm.
double Batch::near_factor(const EventModel& event) const {
    return event.is_probability() ? 1.0 : run_.time.step * (1 + 1e-9);
}

void Batch::ring_event(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t from, std::size_t to,
                       Time time) {
    const auto& event = phase.events[e];
    const auto lanes = world_.lanes();
    const double* total = rates_[e].total;
    if (total == nullptr) return;
    if (event.rate != SlotId::none)
        std::copy_n(total + (from - begin) * lanes, (to - from) * lanes, world_.writable(event.rate) + from * lanes);
    const auto uniforms = [&](const std::uint64_t* row_hashes, std::size_t rows) {
        if (uniforms_.size() < rows * lanes) uniforms_.resize(rows * lanes);
        kernels().uniforms(uniforms_.data(), world_.draw_key_of(event.draw_fires), world_.step(), row_hashes, rows,
                           world_.first_replicate(), lanes);
    };
    if (could_ring_everywhere(event, rates_[e], begin, from, to)) {
        uniforms(model_.row_hashes[index_of(event.kind)].data() + from, to - from);
        return ring_run(event, e, {uniforms_.data(), (from - begin) * lanes, (to - from) * lanes}, time);
    }
    list_rows(event, rates_[e], begin, from, to);
    if (rows_.empty()) return;
    uniforms(row_hashes_.data(), rows_.size());
    // Rows that follow one another are looked at together.
    for (std::size_t first = 0, last = 0; first < rows_.size(); first = last) {
        while (last < rows_.size() && rows_[last] - rows_[first] == last - first) ++last;
        ring_run(event, e, {uniforms_.data() + first * lanes, (rows_[first] - begin) * lanes, (last - first) * lanes},
                 time);
    }
}

/// Whether the clock could ring in all rows and lanes: then there is nothing to choose from.
bool Batch::could_ring_everywhere(const EventModel& event, const Rates& rates, std::size_t begin, std::size_t from,
                                  std::size_t to) const {
    if (rates.when != nullptr || !event.may_happen.empty() || interventions_ != nullptr) return false;
    const auto lanes = world_.lanes();
    return !kernels().any_outside(rates.total + (from - begin) * lanes, (to - from) * lanes,
                                  std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::infinity());
}

/// The rows in which the clock could ring in some lane.
void Batch::list_rows(const EventModel& event, const Rates& rates, std::size_t begin, std::size_t from,
                      std::size_t to) {
    const auto lanes = world_.lanes();
    const auto& hashes = model_.row_hashes[index_of(event.kind)];
    rows_.clear();
    row_hashes_.clear();
    for (std::size_t row = from; row < to; ++row) {
        const double* total = rates.total + (row - begin) * lanes;
        const double* when = rates.when == nullptr ? nullptr : rates.when + (row - begin) * lanes;
        if (!event.may_happen.empty() && !event.may_happen[row]) continue;
        const bool could =
            lanes == 1 ? *total > 0 && (when == nullptr || *when != 0) : kernels().any_positive(total, when, lanes);
        if (!could) continue;
        if (interventions_ != nullptr && is_prevented(Intervention::Kind::event, event.name, row)) continue;
        rows_.push_back(static_cast<std::uint32_t>(row));
        row_hashes_.push_back(hashes[row]);
    }
}

/// One event in some rows that follow one another; what rings goes into ringing_.
void Batch::ring_run(const EventModel& event, std::size_t e, const Run& run, Time time) {
    const auto& rates = rates_[e];
    const double* total = rates.total + run.place;
    const double* when = rates.when == nullptr ? nullptr : rates.when + run.place;
    if (places_.size() < run.count) places_.resize(run.count);
    const auto near = kernels().list_near(places_.data(), run.uniforms, total, when, near_factor(event), run.count);
    for (std::size_t i = 0; i < near; ++i) {
        const auto place = places_[i];
        if (alive_[(run.place + place) % world_.lanes()] == 0) continue;
        double rings_at = 0;
        if (time == Time::matters || !event.is_probability()) {
            rings_at = clock(event, total[place], run.uniforms[place]);
            if (!(rings_at < run_.time.step)) continue;
        }
        ringing_.push_back({static_cast<std::uint32_t>(run.place + place), static_cast<std::uint32_t>(e), rings_at});
    }
}

/// Time from the step's beginning at which the clock rings. Rate: -log(u) / rate. Probability p: the clock of the rate
/// that would ring within the step with chance p.
double Batch::clock(const EventModel& event, double total, double u) const {
    if (!event.is_probability()) return -math::log(u) / total;
    if (total >= 1) return 0;
    const double share = math::log(u) / math::log(1 - total);
    return (share < 1 ? share : 0x1.fffffffffffffp-1) * run_.time.step;
}

}  // namespace hegemon
