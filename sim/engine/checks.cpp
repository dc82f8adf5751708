/// What shows only in the run: a replicate whose values cannot stand is marked as failed, with what led there.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "core/ledger_grid.hpp"
#include "engine/batch.hpp"
#include "language/kernels.hpp"

namespace hegemon {

namespace {

struct Limits {
    double low, high;
};

Limits range_of(const ColumnModel& column) {
    constexpr double most = std::numeric_limits<double>::max();
    return column.range ? Limits{column.range->low, column.range->high} : Limits{-most, most};
}

/// What a value that a rule has written may be.
Limits limits_of(const ColumnModel& column) {
    constexpr double most = std::numeric_limits<double>::max();
    return column.outside == ColumnModel::Outside::clamped ? Limits{-most, most} : range_of(column);
}

std::string problem_of(const ColumnModel& column, double value, const Limits& limits) {
    if (std::isnan(value)) return fmt::format("{} is not a number", column.name);
    if (std::isinf(value)) return fmt::format("{} is {}", column.name, value);
    return fmt::format("{} is {}, out of its range [{}, {}]", column.name, value, limits.low, limits.high);
}

}  // namespace

void Batch::check(const Write& write, double* values) {
    const auto& column = model_.columns[write.column];
    const auto lanes = world_.lanes();
    const auto rows = rows_of(column.kind);
    if (column.on_grid)
        std::transform(values, values + rows * lanes, values, [](double value) { return to_grid(value); });
    if (column.range && column.outside == ColumnModel::Outside::clamped)
        kernels().clamp_values(values, rows * lanes, column.range->low, column.range->high);
    const auto [low, high] = limits_of(column);
    const bool bounded = column.range && column.outside == ColumnModel::Outside::fails;
    if (!(bounded ? kernels().any_outside(values, rows * lanes, low, high)
                  : kernels().any_not_finite(values, rows * lanes)))
        return;
    for (std::size_t row = 0; row < rows; ++row)
        for (Lane lane = 0; lane < lanes; ++lane) check_value(write, row, lane, values[row * lanes + lane]);
}

bool Batch::stands(const Write& write, double& value) const {
    const auto& column = model_.columns[write.column];
    if (column.on_grid) value = to_grid(value);
    if (column.range && column.outside == ColumnModel::Outside::clamped)
        value = value < column.range->low ? column.range->low : value > column.range->high ? column.range->high : value;
    const auto [low, high] = limits_of(column);
    return value >= low && value <= high;
}

void Batch::check_value(const Write& write, std::size_t row, Lane lane, double& value) {
    if (stands(write, value) || alive_[lane] == 0) return;
    const auto& column = model_.columns[write.column];
    fail(lane, write.rule, column.kind, row, problem_of(column, value, limits_of(column)), write.node);
}

void Batch::check_start(const ColumnModel& column) {
    const auto limits = range_of(column);
    const double* values = world_.values(column.slot);
    const auto count = rows_of(column.kind) * world_.lanes();
    if (!kernels().any_outside(values, count, limits.low, limits.high)) return;
    for (std::size_t i = 0; i < count; ++i) {
        if (values[i] >= limits.low && values[i] <= limits.high) continue;
        fail(i % world_.lanes(), "start of " + column.name, column.kind, i / world_.lanes(),
             problem_of(column, values[i], limits), NodeId::none);
    }
}

void Batch::fail(Lane lane, const std::string& rule, KindId kind, std::size_t row, std::string problem, NodeId node) {
    if (alive_[lane] == 0) return;
    alive_[lane] = 0;
    const auto read = node == NodeId::none ? std::string() : operands(node, row, lane);
    if (!read.empty()) problem += " (" + read + ")";
    const auto& name = kind == KindId::none ? std::string() : model_.schema.kind(kind).rows[row];
    result_.record.failures.push_back({world_.first_replicate() + lane, world_.step(), rule, name, std::move(problem)});
}

/// The values that a formula read on a row: "state.x = 1, state.y = 0". Rows that an aggregate looks at are left out.
std::string Batch::operands(NodeId root, std::size_t root_row, Lane lane) const {
    constexpr std::size_t most = 6;
    std::string text;
    std::size_t count = 0;
    std::set<std::pair<NodeId, std::size_t>> seen;
    const auto& graph = model_.graph;
    std::set<std::pair<SlotId, std::size_t>> told;
    const auto tell = [&](const std::string& name, SlotId id, std::size_t at) {
        if (world_.values(id) == nullptr || !told.emplace(id, at).second) return;
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, world_.values(id)[at * world_.lanes() + lane]);
        ++count;
    };
    // `own`: still on the row that the formula stands on, which needs no name.
    const std::function<void(NodeId, std::size_t, bool)> follow = [&](NodeId id, std::size_t row, bool own) {
        if (id == NodeId::none || count >= most || !seen.emplace(id, row).second) return;
        const auto& node = graph.node(id);
        if (node.op == Op::load) {
            const auto& slot = graph.slot(node.slot);
            const auto at = slot.kind == KindId::none ? 0
                            : node.index              ? static_cast<std::size_t>((*node.index)[row])
                                                      : row;
            if (slot.role == Slot::Role::part)
                follow(slot.definition, at, own && !node.index);  // what it was made of
            else
                tell((node.index || !own) && slot.kind != KindId::none
                         ? fmt::format("{}[{}]", slot.name, model_.schema.kind(slot.kind).rows[at])
                         : slot.name,
                     node.slot, at);
        }
        if (node.op >= Op::aggregate_sum && node.op <= Op::aggregate_max) return;
        for (const auto operand : node.operands)
            follow(operand, node.op == Op::lift ? 0 : row, own);  // lifted: a scalar
    };
    follow(root, root_row, true);
    return text;
}

}  // namespace hegemon
