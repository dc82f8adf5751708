#include "engine/batch.hpp"

#include "core/ordered_sum.hpp"

namespace hegemon {

Batch::Batch(const Model& model, const RunDescription& run, std::size_t lanes)
    : model_(model),
      run_(run),
      world_(model, run.seed, lanes),
      staging_(model.columns.size()),
      firings_(run.events.size()) {}

std::optional<BatchResult> Batch::run(std::uint64_t first, std::size_t lanes, const StopFlag& stop) {
    begin(first, lanes);
    for (std::uint32_t k = 0; k < run_.time.steps; ++k) {
        if (stop.requested()) return std::nullopt;
        step(k);
    }
    finish();
    return std::move(result_);
}

void Batch::step(std::uint32_t step) {
    world_.set_step(step, static_cast<double>(step) * run_.time.step);
    clear_firings();
    flow();    // what drifts
    fire();    // what happens
    update();  // what follows
    take_outcomes(step);
    record(step);
}

void Batch::begin(std::uint64_t first, std::size_t lanes) {
    result_ = {};
    auto& record = result_.record;
    record.first_replicate = first;
    record.lanes = static_cast<std::uint32_t>(lanes);
    record.firings.resize(run_.events.size());
    for (std::size_t i = 0; i < run_.events.size(); ++i) {
        record.firings[i].causes.resize(run_.events[i].causes.size());
        record.firings[i].factors.resize(run_.events[i].factors.size());
    }
    alive_.assign(lanes, 1);
    uniforms_.resize(lanes);
    best_clock_.resize(lanes);
    best_event_.resize(lanes);
    taken_.assign(model_.outcomes.size() * lanes, 0.0);
    world_.start(first, lanes);
    for (std::size_t i = 0; i < model_.columns.size(); ++i)
        if (!model_.start_values[i]) check_start(model_.columns[i]);

    if (run_.record == RecordLevel::outcomes) return;
    record.hashes.resize(lanes * run_.time.steps);
    record.columns.resize(run_.kinds.size());
    for (std::size_t k = 0; k < run_.kinds.size(); ++k) record.columns[k].resize(run_.kinds[k].columns.size());
    const auto recorded = first >= run_.recorded ? 0 : std::min<std::uint64_t>(lanes, run_.recorded - first);
    std::size_t values = 0;
    for (const auto& column : model_.columns) {
        record.columns[index_of(column.kind)][column.described_at].resize(recorded * run_.time.steps *
                                                                          rows_of(column.kind));
        values += 2 * rows_of(column.kind);
    }
    result_.active.resize(run_.time.steps * lanes);
    result_.moments.resize(values * run_.time.steps * (lanes % octet == 0 ? lanes / octet : lanes));
    moments_at_ = 0;
}

void Batch::finish() {
    finish_outcomes();
    order_firings();
}

}  // namespace hegemon
