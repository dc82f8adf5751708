#include "cli/parting_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

/// "step 8 (to 2022-03-05)": a step and its end.
std::string step_text(std::size_t step, const std::vector<StepEnd>& ends) {
    const StepEnd& end = ends[step];
    return fmt::format("step {} (to {})", step, end.date.empty() ? number_text(end.time) : end.date);
}

/// The first step by whose end this share of the pairs has parted.
std::string by_text(const Parting& parting, double share, const std::vector<StepEnd>& ends) {
    const auto found =
        std::find_if(parting.parted.begin(), parting.parted.end(), [&](double parted) { return parted >= share; });
    if (found == parting.parted.end()) return {};
    return step_text(static_cast<std::size_t>(found - parting.parted.begin()), ends);
}

std::string why_text(Parting::Why why, const char* what) {
    switch (why) {
        case Parting::Why::there:
            break;
        case Parting::Why::not_recorded:
            return fmt::format("The run kept no columns (`--record outcomes` or `events`), so {} cannot be told.",
                               what);
        case Parting::Why::stopped:
            return fmt::format("The run was stopped and sums are written at its end, so {} cannot be told.", what);
        case Parting::Why::other_arms:
            return fmt::format(
                "Sums over pairs are kept of the run's first arm with each other one, so {} cannot be "
                "told.",
                what);
        case Parting::Why::other_rows:
            return fmt::format("The arms have different rows or columns, so {} cannot be told.", what);
    }
    return {};
}

std::string states_text(const Parting& parting, std::uint64_t pairs, const std::vector<StepEnd>& ends) {
    if (parting.parted.empty()) {
        std::string text = why_text(parting.no_hashes, "when the state of each pair parts");
        if (parting.no_columns != Parting::Why::there) return text;
        if (!text.empty()) text += ' ';
        if (!parting.first_step) return text + "No column that both have ever differs in any pair.";
        return text + fmt::format("A column first differs in {}.", step_text(*parting.first_step, ends));
    }
    if (!parting.first_step)
        return fmt::format("The arms never part: the states are equal in {} at the end of every step, to the bit.",
                           pairs == 1 ? "the only pair" : fmt::format("all {} pairs", pairs));
    const std::size_t first = *parting.first_step;
    const double at_once = parting.parted[first];
    std::string text = fmt::format("The arms part in {}: by its end the state differs in {} of the pairs",
                                   step_text(first, ends), share_text(at_once));
    if (at_once >= 1) return text + ".";
    const std::string half = by_text(parting, 0.5, ends), most = by_text(parting, 0.99, ends);
    if (!half.empty() && at_once < 0.5) text += fmt::format(", in half of them by {}", half);
    if (!most.empty() && at_once < 0.99) text += fmt::format(", in 99 % by {}", most);
    return text + fmt::format("; in the end it has differed in {}.", share_text(parting.parted.back()));
}

std::vector<std::string> column_line(const Parting::Column& column, const std::vector<StepEnd>& ends) {
    const Rounding rounding = rounding_for(column.end.low, column.end.high);
    const bool has_interval = !std::isnan(column.end.low);
    return {
        column.kind + '.' + column.column,
        step_text(*column.first_step, ends),
        fmt::format("{} of {}", column.rows_apart, column.rows),
        column.row,
        signed_text(column.end.mean, rounding),
        has_interval ? rounded_text(column.end.low, rounding) + " to " + rounded_text(column.end.high, rounding) : "-"};
}

/// Those that differ, in order of when they begin to.
std::vector<Parting::Column> apart(const Parting& parting) {
    std::vector<Parting::Column> columns;
    for (const auto& column : parting.columns)
        if (column.first_step) columns.push_back(column);
    std::stable_sort(columns.begin(), columns.end(),
                     [](const auto& a, const auto& b) { return *a.first_step < *b.first_step; });
    return columns;
}

std::string columns_text(const Parting& parting, const std::vector<StepEnd>& ends, Columns shown, std::size_t width) {
    const std::size_t prose = std::min(width, widest_prose);
    if (parting.columns.empty()) {
        const std::string why = why_text(parting.no_columns, "how columns differ");
        return why.empty() ? why : filled(why, prose);
    }
    const auto columns = apart(parting);
    if (columns.empty()) return {};
    if (shown == Columns::counted)
        return filled(fmt::format("{} of {} {}: `--columns` lists them, `--path KIND[ROW].COLUMN` shows one through "
                                  "time.",
                                  columns.size(), count_text(parting.columns.size(), "column"),
                                  columns.size() == 1 ? "differs" : "differ"),
                      prose);
    std::vector<std::vector<std::string>> lines = {
        {"", "", "rows", "row that differs", "mean", ""},
        {"column", "differs from", "apart", "most at the end", "difference", "95 % interval"}};
    std::vector<std::string> units = {"", ""};
    for (const auto& column : columns) {
        lines.push_back(column_line(column, ends));
        units.push_back(unit_text(column.unit));
    }
    std::string text = '\n' + table_text(lines, units, {width, {3, 5}});
    if (const auto rest = parting.columns.size() - columns.size(); rest > 0)
        text += filled(
            fmt::format("{} never {}.", count_text(rest, "further column"), rest == 1 ? "differs" : "differ"), prose);
    return text + filled(
                      "Of columns only sums are kept, so these intervals are Student's, of truths Tango's. "
                      "`--path KIND[ROW].COLUMN` shows one through time.",
                      prose);
}

void write_end(JsonWriter& json, std::size_t step, const std::vector<StepEnd>& ends) {
    json.key("step").value(std::uint64_t{step}).key("time").value(ends[step].time).key("date").value(ends[step].date);
}

void write_point(JsonWriter& json, const DifferencePath::Point& point) {
    json.key("pairs").value(point.pairs).key("difference").value(point.mean);
    json.key("low").value(point.low).key("high").value(point.high);
}

/// Which steps a table shows: all, or some thirty, the last one among them.
std::vector<std::size_t> shown_steps(std::size_t steps) {
    constexpr std::size_t most = 30;
    const std::size_t every = (steps + most - 1) / most;
    std::vector<std::size_t> shown;
    for (std::size_t step = 0; step < steps; ++step)
        if ((steps - 1 - step) % every == 0) shown.push_back(step);
    return shown;
}

}  // namespace

std::string parting_text(const Parting& parting, std::uint64_t pairs, const std::vector<StepEnd>& ends, Columns columns,
                         std::size_t width) {
    const std::string states = states_text(parting, pairs, ends);
    return (states.empty() ? states : filled(states, std::min(width, widest_prose))) +
           columns_text(parting, ends, columns, width);
}

std::string path_text(const DifferencePath& path, const Comparison& comparison, const std::vector<StepEnd>& ends,
                      std::size_t width) {
    const auto shown = shown_steps(path.points.size());
    double low = 0, high = 0;  // rounded alike: as the widest interval of all
    for (const auto& point : path.points)
        if (point.high - point.low > high - low) {
            low = point.low;
            high = point.high;
        }
    const Rounding rounding = rounding_for(low, high);
    std::vector<std::vector<std::string>> lines = {
        {"step", "ends", comparison.first + " - " + comparison.other, "95 % interval", "pairs"}};
    for (const auto step : shown) {
        const auto& point = path.points[step];
        lines.push_back({std::to_string(step), ends[step].date.empty() ? number_text(ends[step].time) : ends[step].date,
                         signed_text(point.mean, rounding),
                         std::isnan(point.low)
                             ? "-"
                             : rounded_text(point.low, rounding) + " to " + rounded_text(point.high, rounding),
                         std::to_string(point.pairs)});
    }
    const std::string unit = unit_text(path.unit);
    const std::string rest =
        shown.size() == path.points.size() ? "" : fmt::format("; {} of {} steps", shown.size(), path.points.size());
    return fmt::format("{}[{}].{}{}: mean difference{}\n", path.kind, path.row, path.column,
                       unit.empty() ? "" : ", " + unit, rest) +
           table_text(lines, std::vector<std::string>(lines.size()), {width, {}});
}

void write_parting(JsonWriter& json, const Parting& parting, const std::vector<StepEnd>& ends) {
    json.begin_object().key("first");
    if (parting.first_step) {
        json.begin_object();
        write_end(json, *parting.first_step, ends);
        json.end();
    } else {
        json.value(std::nan(""));  // null
    }
    json.key("parted").begin_list();
    for (const double share : parting.parted) json.value(share);
    json.end().key("columns").begin_list();
    for (const auto& column : parting.columns) {
        json.begin_object().key("kind").value(column.kind).key("column").value(column.column);
        json.key("unit").value(column.unit).key("rows").value(std::uint64_t{column.rows});
        json.key("rows_apart").value(std::uint64_t{column.rows_apart}).key("first");
        if (column.first_step) {
            json.begin_object();
            write_end(json, *column.first_step, ends);
            json.end();
        } else {
            json.value(std::nan(""));
        }
        json.key("row").value(column.row).key("end").begin_object();
        write_point(json, column.end);
        json.end().end();
    }
    json.end().end();
}

void write_path(JsonWriter& json, const DifferencePath& path, const std::vector<StepEnd>& ends) {
    json.begin_object().key("kind").value(path.kind).key("row").value(path.row).key("column").value(path.column);
    json.key("unit").value(path.unit).key("points").begin_list();
    for (std::size_t step = 0; step < path.points.size(); ++step) {
        json.begin_object();
        write_end(json, step, ends);
        write_point(json, path.points[step]);
        json.end();
    }
    json.end().end();
}

}  // namespace hegemon::cli
