#include "engine/batch.hpp"

#include <algorithm>

namespace hegemon {

Batch::Batch(const Model& model, const RunDescription& run, std::uint32_t arm, std::size_t lanes)
    : model_(model),
      run_(run),
      arm_(run.arms[arm]),
      arm_number_(arm),
      world_(model, run.seed, lanes),
      staging_(model.columns.size()),
      firings_(arm_.events.size()),
      ledger_(model, world_),
      taken_rows_(model.decisions.size()),
      refused_rows_(model.decisions.size()),
      chosen_rows_(model.decisions.size()) {
    for (std::size_t d = 0; d < model.decisions.size(); ++d) chosen_rows_[d].resize(model.decisions[d].options.size());
    make_staging();
}

void Batch::measure(Profiler* profiler) {
    profiler_ = profiler;
    world_.measure(profiler);
}

void Batch::step(std::uint32_t step) {
    const Profiler::Span span(profiler_, Phase::other);
    world_.set_step(step, static_cast<double>(step) * run_.time.step);
    clear_firings();
    clear_choices();
    follow_calendar();  // what comes by date
    settle_ledger();    // what is bound and what is free
    flow();             // what drifts
    fire();             // what happens
    decide();           // what is chosen and paid for
    update();           // what follows
    take_outcomes(step);
    record(step);
}

void Batch::begin(std::uint64_t first, std::size_t lanes) {
    result_ = {};
    alive_.assign(lanes, 1);
    taken_.assign(model_.outcomes.size() * lanes, 0.0);
    calendar_at_ = 0;
    ramps_.clear();
    begin_record(first, lanes);
    clear_last_run();
    world_.start(first, lanes);
    for (std::size_t i = 0; i < model_.columns.size(); ++i)
        if (!model_.start_values[i]) check_start(model_.columns[i]);
    ledger_.begin(failing());
}

/// What happened in the last step of the replicates before these.
void Batch::clear_last_run() {
    for (auto& firings : firings_) firings.clear();
    for (auto* lists : {&taken_rows_, &refused_rows_})
        for (auto& rows : *lists) rows.clear();
    for (auto& options : chosen_rows_)
        for (auto& rows : options) rows.clear();
}

void Batch::begin_record(std::uint64_t first, std::size_t lanes) {
    auto& record = result_.record;
    record.arm = arm_number_;
    record.first_replicate = first;
    record.lanes = static_cast<std::uint32_t>(lanes);
    record.firings.resize(arm_.events.size());
    record.coarse_steps.resize(arm_.events.size());
    for (std::size_t i = 0; i < arm_.events.size(); ++i) {
        record.firings[i].causes.resize(arm_.events[i].causes.size());
        record.firings[i].factors.resize(arm_.events[i].factors.size());
    }
    record.choices.resize(arm_.decisions.size());
    for (std::size_t i = 0; i < arm_.decisions.size(); ++i) {
        record.choices[i].utilities.resize(arm_.decisions[i].options.size());
        record.choices[i].free.resize(arm_.decisions[i].capacities.size());
    }
    if (!keeps_columns(run_.record)) return;
    record.hashes.resize(lanes * run_.time.steps);
    record.columns.resize(arm_.kinds.size());
    record.exact_columns.resize(arm_.kinds.size());
    for (std::size_t k = 0; k < arm_.kinds.size(); ++k) {
        record.columns[k].resize(arm_.kinds[k].columns.size());
        record.exact_columns[k].resize(arm_.kinds[k].columns.size());
    }
    const auto recorded = first >= run_.recorded ? 0 : std::min<std::uint64_t>(lanes, run_.recorded - first);
    std::size_t values = 0;
    for (const auto& column : model_.columns) {
        const auto k = index_of(column.kind);
        const auto size = recorded * run_.time.steps * rows_of(column.kind);
        if (arm_.kinds[k].columns[column.described_at].exact)
            record.exact_columns[k][column.described_at].resize(size);
        else
            record.columns[k][column.described_at].resize(size);
        values += rows_of(column.kind);
    }
    if (keeps_sums_) result_.moments.begin(values, run_.time.steps, lanes);
}

void Batch::settle_ledger() {
    const Profiler::Span span(profiler_, Phase::ledger);
    ledger_.settle(failing());
    if (watch_ != nullptr) see_claims();
}

Ledger::Fail Batch::failing() {
    return [this](Lane lane, const std::string& rule, KindId kind, std::size_t row, std::string problem, NodeId node) {
        fail(lane, rule, kind, row, std::move(problem), node);
    };
}

BatchResult Batch::finish() {
    const Profiler::Span span(profiler_, Phase::record);
    finish_outcomes();
    order_records();
    return std::move(result_);
}

}  // namespace hegemon
