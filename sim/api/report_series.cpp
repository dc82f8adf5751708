/// The numbers of a report, read from the file column by column.
#include <algorithm>
#include <cmath>
#include <hegemon/report.hpp>
#include <limits>

#include "api/compiled.hpp"
#include "api/report_parts.hpp"
#include "storage/run_paths.hpp"
#include "study/student.hpp"

namespace hegemon {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t block = 1 << 20;  // numbers that are read in one go

/// numpy's linear quantile of values that are in order.
double quantile_of(const std::vector<float>& sorted, double share) {
    if (sorted.empty()) return nothing;
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double low = sorted[below], high = sorted[above];
    return low + (high - low) * (place - static_cast<double>(below));
}

/// [time][row] of all rows to [row][time] of the first `rows`.
ReportSeries turned(const std::vector<double>& values, std::size_t times, std::size_t rows) {
    ReportSeries series(rows * times);
    const std::size_t rows_there = times == 0 ? 0 : values.size() / times;
    for (std::size_t time = 0; time < times; ++time)
        for (std::size_t row = 0; row < rows; ++row) series[row * times + time] = values[time * rows_there + row];
    return series;
}

}  // namespace

const ColumnDescription* ReportSource::Parts::described(std::size_t arm, std::size_t kind, std::size_t column) const {
    const auto& columns = run.arms.at(arm).kinds.at(kind).columns;
    return column < columns.size() ? &columns[column] : nullptr;  // references stand behind
}

std::string ReportSource::Parts::path_of(std::size_t arm, std::size_t kind, std::size_t column,
                                         const std::string& ending) const {
    const auto& described = run.arms.at(arm).kinds.at(kind);
    const std::string& name = described.columns.at(column).name;
    if (ending.empty()) return layout::column_path(run.arms[arm].name, described.name, name);
    return layout::kind_path(run.arms[arm].name, described.name) + "/" + name + ending;
}

std::vector<double> ReportSource::Parts::at_shown(const std::string& dataset) {
    std::vector<double> values;
    if (times() == clock.steps) return fields.read<double>(dataset, 0, clock.steps);
    for (const auto step : clock.shown) {
        const auto one = fields.read<double>(dataset, step, 1);
        values.insert(values.end(), one.begin(), one.end());
    }
    return values;
}

std::vector<double> ReportSource::Parts::at_shown(const std::string& dataset, std::uint64_t replicate,
                                                  std::size_t rows_there) {
    const auto all = fields.read<double>(dataset, replicate, 1);
    std::vector<double> values;
    for (const auto step : clock.shown) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(step * rows_there);
        values.insert(values.end(), begin, begin + static_cast<std::ptrdiff_t>(rows_there));
    }
    return values;
}

ReportSeries ReportSource::mean(std::size_t arm, std::size_t kind, std::size_t column) {
    return with_public_errors([&]() -> ReportSeries {
        auto& parts = *parts_;
        const auto* described = parts.described(arm, kind, column);
        if (described == nullptr || described->constant || !keeps_columns(parts.run.record)) return {};
        auto values = parts.at_shown(parts.path_of(arm, kind, column, ".sum"));
        const auto counts =
            parts.at_shown(layout::kind_path(parts.run.arms[arm].name, parts.arms[arm].kinds[kind].name) + "/count");
        const auto rows = values.size() / std::max<std::size_t>(1, counts.size());
        for (std::size_t i = 0; i < values.size(); ++i) values[i] /= counts[i / rows];
        return turned(values, parts.times(), parts.rows(arm, kind));
    });
}

ReportSource::Difference ReportSource::difference(std::size_t arm, std::size_t kind, std::size_t column) {
    return with_public_errors([&]() -> Difference {
        auto& parts = *parts_;
        const auto* described = parts.described(arm, kind, column);
        if (arm == 0 || described == nullptr || described->constant) return {};
        const auto sum = parts.path_of(arm, kind, column, ".difference.sum");
        if (!parts.fields.has(sum)) return {};
        auto means = parts.at_shown(sum), squares = parts.at_shown(sum + "_of_squares");
        const auto pairs =
            parts.at_shown(layout::kind_path(parts.run.arms[arm].name, parts.arms[arm].kinds[kind].name) + "/pairs");
        const auto rows = means.size() / std::max<std::size_t>(1, pairs.size());
        for (std::size_t i = 0; i < means.size(); ++i) {
            const double count = pairs[i / rows];
            means[i] /= count;
            const double variance = std::max(0.0, squares[i] / count - means[i] * means[i]);
            squares[i] = count < 2 ? nothing : student_975(count - 1) * std::sqrt(variance / (count - 1));
        }
        const auto shown = parts.rows(arm, kind);
        return {turned(means, parts.times(), shown), turned(squares, parts.times(), shown)};
    });
}

ReportSeries ReportSource::quantiles(std::size_t arm, std::size_t kind, std::size_t column) {
    return with_public_errors([&]() -> ReportSeries {
        auto& parts = *parts_;
        const auto* described = parts.described(arm, kind, column);
        if (described == nullptr || described->constant || described->type == ColumnType::truth || parts.recorded == 0)
            return {};
        const std::size_t there = parts.run.arms[arm].kinds[kind].rows.size(), rows = parts.rows(arm, kind);
        const std::size_t times = parts.times(), series = rows * times;
        const auto path = parts.path_of(arm, kind, column);
        std::vector<std::vector<float>> values(series);  // [row][time], then replicates
        for (std::uint64_t replicate = 0; replicate < parts.recorded; ++replicate) {
            const auto one = turned(parts.at_shown(path, replicate, there), times, rows);
            for (std::size_t i = 0; i < series; ++i)
                if (!std::isnan(one[i])) values[i].push_back(static_cast<float>(one[i]));
        }
        ReportSeries result(quantile_count * series);
        for (std::size_t i = 0; i < series; ++i) {
            std::sort(values[i].begin(), values[i].end());
            std::size_t place = i;
            for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95}) {
                result[place] = quantile_of(values[i], share);
                place += series;
            }
        }
        return result;
    });
}

ReportSeries ReportSource::path(std::size_t arm, std::size_t kind, std::size_t column, std::uint64_t replicate) {
    return with_public_errors([&]() -> ReportSeries {
        auto& parts = *parts_;
        const auto* described = parts.described(arm, kind, column);
        if (described == nullptr || described->constant || replicate >= parts.run.recorded) return {};
        auto values =
            parts.at_shown(parts.path_of(arm, kind, column), replicate, parts.run.arms[arm].kinds[kind].rows.size());
        if (described->type == ColumnType::truth) std::replace(values.begin(), values.end(), -1.0, nothing);
        return turned(values, parts.times(), parts.rows(arm, kind));
    });
}

ReportSource::Firings ReportSource::firings(std::size_t arm, std::size_t event) {
    return with_public_errors([&]() -> Firings {
        auto& parts = *parts_;
        Firings firings;
        if (!keeps_events(parts.run.record)) return firings;
        const auto& described = parts.run.arms.at(arm).events.at(event);
        const auto path = layout::arm_path(parts.run.arms[arm].name) + "/events/" + described.name;
        const std::size_t rows = parts.rows(arm, described.kind), times = parts.times();
        firings.all = parts.fields.rows(path + "/step");
        firings.mean.resize(rows * times);
        for (std::uint64_t first = 0; first < firings.all; first += block) {
            const auto count = std::min(block, firings.all - first);
            const auto step = parts.fields.read<std::int64_t>(path + "/step", first, count);
            const auto row = parts.fields.read<std::int64_t>(path + "/row", first, count);
            for (std::size_t i = 0; i < count; ++i) {
                const auto& shown = parts.clock.shown;
                const auto time = std::lower_bound(shown.begin(), shown.end(), step[i]) - shown.begin();
                if (static_cast<std::size_t>(row[i]) < rows)
                    ++firings.mean[static_cast<std::size_t>(row[i]) * times + static_cast<std::size_t>(time)];
            }
        }
        for (double& mean : firings.mean) mean /= static_cast<double>(parts.run.replicates);
        return firings;
    });
}

}  // namespace hegemon
