/// One number a replicate for each outcome; and the record of a step.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/math.hpp"
#include "core/state_hash.hpp"
#include "engine/batch.hpp"
#include "language/kernels.hpp"

namespace hegemon {

namespace {
const double missing = std::bit_cast<double>(0x7ff8000000000000ULL);

/// The moment's values are taken into those of the steps before.
void take(Take how, const double* now, double* taken, std::size_t lanes) {
    const auto each = [&](const auto& value) {
        for (Lane lane = 0; lane < lanes; ++lane) taken[lane] = value(taken[lane], now[lane]);
    };
    const auto truth = [](double value) { return std::isnan(value) ? value : value != 0 ? 1.0 : 0.0; };
    if (how == Take::any)  // once is enough, whatever is missing at other times
        each([&](double before, double value) {
            const double holds = truth(value);
            return before == 1 || holds == 1 ? 1.0 : before + holds;
        });
    else if (how == Take::final_value)
        each([](double, double value) { return value; });
    else if (how == Take::min)
        each([](double before, double value) { return math::min(before, value); });
    else if (how == Take::max)
        each([](double before, double value) { return math::max(before, value); });
    else
        each([](double before, double value) { return before + value; });
}

}  // namespace

void Batch::take_outcomes(std::uint32_t step) {
    const auto lanes = world_.lanes();
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
        const auto& outcome = model_.outcomes[i];
        if (outcome.take == Take::formula || step < outcome.first_step || step >= outcome.last_step) continue;
        if (outcome.take == Take::final_value && step + 1 != outcome.last_step) continue;
        const Profiler::Span span(profiler_, Phase::outcome, outcome.name);
        world_.prepare(*outcome.block);
        world_.machine().run(*outcome.block, world_.memory(), 0, 1, {});
        const double* now = world_.machine().output(*outcome.block, 0);
        double* taken = taken_.data() + i * lanes;
        const bool first = step == outcome.first_step || outcome.take == Take::final_value;
        if (outcome.take != Take::any && kernels().any_not_finite(now, lanes))
            for (Lane lane = 0; lane < lanes; ++lane)
                if (std::isinf(now[lane]))
                    fail(lane, "outcome." + outcome.name, KindId::none, 0, "is infinite", NodeId::none);
        take(first && outcome.take != Take::any ? Take::final_value : outcome.take, now, taken, lanes);
    }
}

void Batch::finish_outcomes() {
    const auto lanes = world_.lanes();
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
        const auto& outcome = model_.outcomes[i];
        if (outcome.take == Take::formula) continue;
        double* taken = taken_.data() + i * lanes;
        const auto steps = static_cast<double>(outcome.last_step - outcome.first_step);
        if (outcome.last_step <= outcome.first_step) std::fill_n(taken, lanes, missing);
        if (outcome.take == Take::mean)
            std::transform(taken, taken + lanes, taken, [&](double sum) { return sum / steps; });
        std::copy_n(taken, lanes, world_.writable(outcome.slot));
    }
    for (const auto i : model_.formula_order) {
        const auto& outcome = model_.outcomes[i];
        world_.prepare(*outcome.block);
        world_.machine().run(*outcome.block, world_.memory(), 0, 1, {});
        std::copy_n(world_.machine().output(*outcome.block, 0), lanes, taken_.data() + i * lanes);
        std::copy_n(taken_.data() + i * lanes, lanes, world_.writable(outcome.slot));
    }
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i)
        for (Lane lane = 0; lane < lanes; ++lane)
            if (std::isinf(taken_[i * lanes + lane]))
                fail(lane, "outcome." + model_.outcomes[i].name, KindId::none, 0, "is infinite", NodeId::none);
    auto& outcomes = result_.record.outcomes;
    outcomes = taken_;
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i)
        for (Lane lane = 0; lane < lanes; ++lane)
            if (alive_[lane] == 0 || std::isnan(outcomes[i * lanes + lane])) outcomes[i * lanes + lane] = missing;
    auto& failures = result_.record.failures;
    std::stable_sort(failures.begin(), failures.end(),
                     [](const auto& a, const auto& b) { return a.replicate < b.replicate; });
}

void Batch::record(std::uint32_t step) {
    if (!keeps_columns(run_.record)) return;
    const Profiler::Span span(profiler_, Phase::record);
    const auto lanes = world_.lanes();
    std::vector<std::uint64_t> hashes(lanes, 0);
    std::uint64_t none = 0;
    if (keeps_sums_) result_.moments.add_step(step, alive_);
    for (const auto& column : model_.columns) {
        if (column.role == ColumnModel::Role::derived) world_.bring_up_to_date(column.slot);
        const auto rows = rows_of(column.kind);
        const double* values = world_.values(column.slot);
        const auto& row_hashes = model_.row_hashes[index_of(column.kind)];
        kernels().hash_rows(hashes.data(), values, rows, lanes, column.hash, row_hashes.data());
        // Entries of 0 count as none: an arm without the rule that would make them has the same state.
        if (column.role != ColumnModel::Role::state)
            for (std::size_t row = 0; row < rows; ++row)
                none += hash_value(0, column_row_key(column.hash, row_hashes[row]));
        record_column(column, step);
        if (keeps_sums_) result_.moments.add(values, rows);
    }
    for (Lane lane = 0; lane < lanes; ++lane)
        result_.record.hashes[lane * run_.time.steps + step] = alive_[lane] != 0 ? mix(hashes[lane] - none) : 0;
}

void Batch::record_column(const ColumnModel& column, std::uint32_t step) {
    const auto kind = index_of(column.kind);
    if (arm_.kinds[kind].columns[column.described_at].exact)
        record_values(column, step, result_.record.exact_columns[kind][column.described_at]);
    else
        record_values(column, step, result_.record.columns[kind][column.described_at]);
}

template <class Number>
void Batch::record_values(const ColumnModel& column, std::uint32_t step, std::vector<Number>& recorded) {
    const auto rows = rows_of(column.kind);
    const auto lanes = rows == 0 ? 0 : recorded.size() / (rows * run_.time.steps);
    const double* values = world_.values(column.slot);
    for (Lane lane = 0; lane < lanes; ++lane) {
        Number* out = recorded.data() + (lane * run_.time.steps + step) * rows;
        const bool alive = alive_[lane] != 0;
        for (std::size_t row = 0; row < rows; ++row)
            out[row] = alive ? static_cast<Number>(values[row * world_.lanes() + lane])
                             : std::numeric_limits<Number>::quiet_NaN();
    }
}

namespace {

/// Brings a record, whose entries came step by step, into the order of replicate, step and row. `arrange_others` is
/// handed what brings one more field into that order.
template <class Record, class Arrange>
void order_record(Record& record, const Arrange& arrange_others) {
    std::vector<std::size_t> order(record.replicate.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return std::tie(record.replicate[a], record.step[a], record.row[a]) <
               std::tie(record.replicate[b], record.step[b], record.row[b]);
    });
    const auto arrange = [&](auto& values) {
        auto sorted = values;
        for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
        values = std::move(sorted);
    };
    arrange(record.replicate);
    arrange(record.step);
    arrange(record.row);
    arrange_others(arrange);
}

}  // namespace

void Batch::order_records() {
    if (!keeps_events(run_.record)) return;
    for (auto& record : result_.record.firings)
        order_record(record, [&](const auto& arrange) {
            arrange(record.time);
            arrange(record.rate);
            arrange(record.cause);
            for (auto& cause : record.causes) arrange(cause);
            for (auto& factor : record.factors) arrange(factor);
        });
    for (auto& record : result_.record.choices)
        order_record(record, [&](const auto& arrange) {
            arrange(record.wish);
            arrange(record.option);
            arrange(record.refused);
            arrange(record.served_before);
            arrange(record.precision);
            for (auto& utility : record.utilities) arrange(utility);
            for (auto& free : record.free) arrange(free);
        });
}

}  // namespace hegemon
