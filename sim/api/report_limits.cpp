#include "api/report_limits.hpp"

#include <algorithm>
#include <cmath>

namespace hegemon {

namespace {

constexpr std::uint64_t steps_before_rows = 100;

/// Numbers at one time in all series and paths.
double numbers_at_once(const RunDescription& run, std::size_t most_rows, std::uint64_t told) {
    double count = 0;
    for (const auto& arm : run.arms)
        for (const auto& kind : arm.kinds) {
            const auto rows = static_cast<double>(std::min(kind.rows.size(), most_rows));
            const double of_difference = &arm == run.arms.data() ? 0 : 2;
            for (const auto& column : kind.columns) {
                if (column.constant) continue;
                const bool has_quantiles = column.type != ColumnType::truth && run.recorded > 0;
                count += rows * (1 + of_difference + (has_quantiles ? ReportSource::quantile_count : 0) +
                                 static_cast<double>(told));
            }
        }
    return count;
}

/// Every so many steps, and the last one.
std::vector<std::uint32_t> thinned(std::uint64_t steps, double most) {
    const auto every = static_cast<std::uint64_t>(std::ceil(std::max(1.0, static_cast<double>(steps) / most)));
    std::vector<std::uint32_t> shown;
    for (std::uint64_t step = every - 1; step < steps; step += every) shown.push_back(static_cast<std::uint32_t>(step));
    if (steps > 0 && (shown.empty() || shown.back() != steps - 1))
        shown.push_back(static_cast<std::uint32_t>(steps - 1));
    return shown;
}

}  // namespace

ReportExtent report_extent(const RunDescription& run, const ReportLimits& limits, std::uint64_t told) {
    ReportExtent extent;
    for (const auto& arm : run.arms)
        for (const auto& kind : arm.kinds) extent.rows = std::max(extent.rows, kind.rows.size());
    const auto few = static_cast<double>(std::min(run.time.steps, steps_before_rows));
    while (extent.rows > 10 && numbers_at_once(run, extent.rows, told) * few > limits.numbers)
        extent.rows = extent.rows * 4 / 5;
    const double fitting = limits.numbers / std::max(1.0, numbers_at_once(run, extent.rows, told));
    const double least = std::min(static_cast<double>(limits.steps), static_cast<double>(steps_before_rows));
    extent.shown = thinned(run.time.steps, std::clamp(fitting, least, static_cast<double>(limits.steps)));
    return extent;
}

std::vector<LedgerColumn> ledger_columns(const Declaration& arm) {
    const auto kind_of = [&](const std::string& on, const std::string& payer) {
        if (payer == "this") return on;
        for (const auto& kind : arm.kinds)
            for (const auto& column : kind.columns)
                if (kind.name.value == on && column.name.value == payer && column.reference)
                    return column.reference->value;
        return std::string();
    };
    std::vector<LedgerColumn> list;
    for (const auto& claim : arm.claims)
        for (const auto& amount : claim.amounts)
            list.push_back({claim.on.value,
                            "claim." + claim.name.value + "." + amount.name.value,
                            {"claim." + claim.name.value, kind_of(claim.on.value, claim.payer.value), amount.name.value,
                             claim.payer.value}});
    for (const auto& decision : arm.decisions)
        for (const auto& payment : decision.payments) {
            if (payment.verb != PaymentDeclaration::Verb::bind) continue;  // what is spent is bound by nothing
            list.push_back({decision.on.value,
                            decision.name.value + "." + payment.capacity.value,
                            {"decision." + decision.name.value, kind_of(decision.on.value, decision.actor.value),
                             payment.capacity.value, decision.actor.value}});
        }
    return list;
}

}  // namespace hegemon
