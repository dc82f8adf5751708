/// One number a replicate for each outcome; and the record of a step.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/math.hpp"
#include "core/name_hash.hpp"
#include "core/ordered_sum.hpp"
#include "core/state_hash.hpp"
#include "engine/batch.hpp"

namespace hegemon {

namespace {
const double missing = std::bit_cast<double>(0x7ff8000000000000ULL);
}

void Batch::take_outcomes(std::uint32_t step) {
    const auto lanes = world_.lanes();
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
        const auto& outcome = model_.outcomes[i];
        if (outcome.take == Take::formula || step < outcome.first_step || step >= outcome.last_step) continue;
        if (outcome.take == Take::final_value && step + 1 != outcome.last_step) continue;
        world_.prepare(*outcome.block);
        world_.machine().run(*outcome.block, world_.memory(), 0, 1, {});
        const double* now = world_.machine().output(*outcome.block, 0);
        double* taken = taken_.data() + i * lanes;
        const bool first = step == outcome.first_step || outcome.take == Take::final_value;
        for (Lane lane = 0; lane < lanes; ++lane) {
            const double value =
                outcome.take == Take::any && !std::isnan(now[lane]) ? (now[lane] != 0 ? 1.0 : 0.0) : now[lane];
            if (std::isinf(value)) fail(lane, "outcome." + outcome.name, KindId::none, 0, "is infinite", NodeId::none);
            if (first)
                taken[lane] = value;
            else if (outcome.take == Take::min)
                taken[lane] = math::min(taken[lane], value);
            else if (outcome.take == Take::max)
                taken[lane] = math::max(taken[lane], value);
            else if (outcome.take == Take::any)  // once is enough, whatever is missing at other times
                taken[lane] = taken[lane] == 1 || value == 1 ? 1.0 : taken[lane] + value;
            else
                taken[lane] += value;
        }
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
    if (run_.record == RecordLevel::outcomes) return;
    const auto lanes = world_.lanes();
    std::copy_n(alive_.data(), lanes, result_.active.data() + step * lanes);
    std::vector<std::uint64_t> hashes(lanes, 0);
    const auto width = lanes % octet == 0 ? lanes / octet : lanes;
    for (const auto& column : model_.columns) {
        const auto& kind = model_.schema.kind(column.kind);
        const auto name = column_hash(kind.name, kind.columns[column.described_at].name);
        const double* values = world_.values(column.slot);
        for (std::size_t row = 0; row < kind.rows.size(); ++row)
            hash_row(hashes.data(), values + row * lanes, lanes,
                     column_row_key(name, model_.row_hashes[index_of(column.kind)][row]));
        record_columns(column, step);
        add_moments(column, result_.moments.data() + moments_at_);
        moments_at_ += 2 * kind.rows.size() * width;
    }
    for (Lane lane = 0; lane < lanes; ++lane)
        result_.record.hashes[lane * run_.time.steps + step] = alive_[lane] != 0 ? mix(hashes[lane]) : 0;
}

void Batch::record_columns(const ColumnModel& column, std::uint32_t step) {
    auto& recorded = result_.record.columns[index_of(column.kind)][column.described_at];
    const auto rows = rows_of(column.kind);
    const auto lanes = rows == 0 ? 0 : recorded.size() / (rows * run_.time.steps);
    const double* values = world_.values(column.slot);
    for (Lane lane = 0; lane < lanes; ++lane) {
        float* out = recorded.data() + (lane * run_.time.steps + step) * rows;
        const bool alive = alive_[lane] != 0;
        for (std::size_t row = 0; row < rows; ++row)
            out[row] = alive ? static_cast<float>(values[row * world_.lanes() + lane])
                             : std::numeric_limits<float>::quiet_NaN();
    }
}

/// First the sums of the column's rows, then those of their squares.
void Batch::add_moments(const ColumnModel& column, double* moments) {
    const auto lanes = world_.lanes();
    const auto rows = rows_of(column.kind);
    const bool octets = lanes % octet == 0;
    const auto width = octets ? lanes / octet : lanes;
    const double* values = world_.values(column.slot);
    std::vector<double> squares(lanes);
    for (std::size_t row = 0; row < rows; ++row, values += lanes) {
        for (Lane lane = 0; lane < lanes; ++lane) squares[lane] = values[lane] * values[lane];
        double* sum = moments + row * width;
        double* sum_of_squares = moments + (rows + row) * width;
        if (octets) {
            octet_sums(values, alive_.data(), lanes, sum);
            octet_sums(squares.data(), alive_.data(), lanes, sum_of_squares);
        } else {
            for (Lane lane = 0; lane < lanes; ++lane) {
                sum[lane] = alive_[lane] != 0 ? values[lane] : 0.0;
                sum_of_squares[lane] = alive_[lane] != 0 ? squares[lane] : 0.0;
            }
        }
    }
}

/// Firings came step by step; they are kept replicate by replicate.
void Batch::order_firings() {
    for (auto& record : result_.record.firings) {
        std::vector<std::size_t> order(record.replicate.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](auto a, auto b) { return record.replicate[a] < record.replicate[b]; });
        const auto arrange = [&](auto& values) {
            auto sorted = values;
            for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
            values = std::move(sorted);
        };
        arrange(record.replicate);
        arrange(record.step);
        arrange(record.row);
        arrange(record.time);
        arrange(record.rate);
        arrange(record.cause);
        for (auto& cause : record.causes) arrange(cause);
        for (auto& factor : record.factors) arrange(factor);
    }
}

}  // namespace hegemon
