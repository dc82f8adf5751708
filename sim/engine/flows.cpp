/// What drifts: all flows read the state at the start of the phase and write at once.
#include <algorithm>

#include "engine/batch.hpp"

namespace hegemon {

void Batch::make_staging() {
    const auto make = [this](const std::vector<Write>& writes) {
        for (const auto& write : writes)
            staging_[write.column].resize(rows_of(model_.columns[write.column].kind) * world_.most_lanes());
    };
    for (const auto& flow : model_.flows)
        if (model_.integrator == Integrator::euler)
            for (const auto* writes : {&flow.flows, &flow.relaxations}) make(*writes);
    for (const auto& update : model_.updates)
        for (const auto* writes : {&update.sets, &update.adds}) make(*writes);
}

/// All rows of a kind, to where outputs_ says.
void Batch::compute(const Block& block, KindId kind) { world_.compute(block, rows_of(kind), outputs_); }

void Batch::flow() {
    const Profiler::Span span(profiler_, Phase::flow);
    const bool tells = keeps_columns(run_.record);
    if (tells) keep_totals();
    if (model_.integrator == Integrator::rk4)
        flow_rk4();
    else
        flow_euler();
    if (tells) tell_flows();
}

void Batch::keep_totals() {
    totals_before_.resize(model_.capacities.size());
    for (std::size_t i = 0; i < model_.capacities.size(); ++i) {
        const auto& capacity = model_.capacities[i];
        const double* total = world_.values(model_.columns[capacity.column].slot);
        totals_before_[i].assign(total, total + rows_of(capacity.kind) * world_.lanes());
    }
}

/// By how much flows have changed each total: an entry of the ledger.
void Batch::tell_flows() {
    for (std::size_t i = 0; i < model_.capacities.size(); ++i) {
        const auto& capacity = model_.capacities[i];
        const double* total = world_.values(model_.columns[capacity.column].slot);
        double* flowed = world_.writable(model_.columns[capacity.flowed].slot);
        for (std::size_t k = 0; k < totals_before_[i].size(); ++k) flowed[k] = total[k] - totals_before_[i][k];
    }
}

void Batch::flow_euler() {
    for (const auto& flow : model_.flows) {
        const Profiler::Span span(profiler_, Phase::flow, model_.schema.kind(flow.kind).name);
        outputs_.clear();
        for (const auto* writes : {&flow.flows, &flow.relaxations})
            for (const auto& write : *writes) outputs_.push_back(staging_[write.column].data());
        compute(*flow.block, flow.kind);
    }
    for (const auto& flow : model_.flows) {
        for (const auto* writes : {&flow.flows, &flow.relaxations})
            for (const auto& write : *writes) check(write, staging_[write.column].data());
    }
    for (const auto& flow : model_.flows) {
        for (const auto* writes : {&flow.flows, &flow.relaxations})
            for (const auto& write : *writes)
                world_.exchange(model_.columns[write.column].slot, staging_[write.column]);
    }
}

/// The classical method of order four (Kutta 1901) over all plain flows together, lets valued anew at each stage.
/// A relaxation keeps the target and half-life that it has at the start of the step, and is exact in the middle and at
/// the end.
void Batch::flow_rk4() {
    const double h = run_.time.step;
    const double t = world_.memory().time;
    struct Plain {
        const Write* write;
        double* home;
        std::vector<double> slope, total, stage;
    };
    struct Relaxed {
        const Write* write;
        double* home;
        std::vector<double> end, middle;
    };
    std::vector<Plain> plain;
    std::vector<Relaxed> relaxed;
    const auto size = [&](const Write& write) { return rows_of(model_.columns[write.column].kind) * world_.lanes(); };
    const auto slot = [&](const Write& write) { return model_.columns[write.column].slot; };
    for (const auto& flow : model_.flows) {
        for (const auto& write : flow.flows) {
            const std::vector<double> zero(size(write), 0.0);
            plain.push_back({&write, world_.writable(slot(write)), zero, zero, zero});
        }
        for (const auto& write : flow.relaxations) {
            const std::vector<double> zero(size(write), 0.0);
            relaxed.push_back({&write, world_.writable(slot(write)), zero, zero});
        }
    }
    enum class Stage : std::uint8_t { first, later };
    const auto slopes = [&](Stage stage) {
        std::size_t p = 0;
        std::size_t r = 0;
        for (const auto& flow : model_.flows) {
            const Profiler::Span span(profiler_, Phase::flow, model_.schema.kind(flow.kind).name);
            outputs_.clear();
            for (std::size_t i = 0; i < flow.flows.size(); ++i) outputs_.push_back(plain[p++].slope.data());
            const auto first_relaxed = r;
            for (std::size_t i = 0; i < flow.relaxations.size(); ++i, ++r)
                outputs_.push_back(stage == Stage::first ? relaxed[r].end.data() : nullptr);
            for (std::size_t i = 0; i < flow.middles.size(); ++i)
                outputs_.push_back(stage == Stage::first ? relaxed[first_relaxed + i].middle.data() : nullptr);
            compute(*flow.block, flow.kind);
        }
    };
    const auto add_slopes = [&](double weight) {
        for (auto& x : plain)
            for (std::size_t i = 0; i < x.total.size(); ++i) x.total[i] += weight * x.slope[i];
    };
    const auto move_to = [&](double fraction) {
        for (auto& x : plain) {
            for (std::size_t i = 0; i < x.stage.size(); ++i) x.stage[i] = x.home[i] + fraction * h * x.slope[i];
            world_.replace(slot(*x.write), x.stage.data());
        }
        for (auto& x : relaxed) world_.replace(slot(*x.write), fraction < 1 ? x.middle.data() : x.end.data());
        world_.set_time(t + fraction * h);
    };
    slopes(Stage::first);
    add_slopes(1);
    for (const double fraction : {0.5, 0.5, 1.0}) {
        move_to(fraction);
        slopes(Stage::later);
        add_slopes(fraction < 1 ? 2 : 1);
    }
    world_.set_time(t);
    for (auto& x : plain) {
        world_.replace(slot(*x.write), x.home);
        for (std::size_t i = 0; i < x.total.size(); ++i) x.stage[i] = x.home[i] + h / 6 * x.total[i];
        check(*x.write, x.stage.data());
    }
    for (auto& x : relaxed) {
        world_.replace(slot(*x.write), x.home);
        check(*x.write, x.end.data());
    }
    for (auto& x : plain) std::copy(x.stage.begin(), x.stage.end(), x.home);
    for (auto& x : relaxed) std::copy(x.end.begin(), x.end.end(), x.home);
}

}  // namespace hegemon
