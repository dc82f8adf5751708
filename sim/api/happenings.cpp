#include "api/happenings.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <set>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "api/unknown_name.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

/// A moment that falls on midnight but for rounding is on that day.
constexpr double hair = 1e-6;

/// "2022-09-10", "2022-09", "2022": the numbers between the dashes; empty if it is none of these.
std::vector<int> parts_of(const std::string& date) {
    std::vector<int> parts;
    const char* at = date.data();
    const char* const end = at + date.size();
    while (at < end && parts.size() < 3) {
        int& number = parts.emplace_back();
        const auto [stop, error] = std::from_chars(at, end, number);
        const auto digits = static_cast<std::size_t>(stop - at);
        if (error != std::errc() || digits != (parts.size() == 1 ? 4U : 2U) || number < 0) return {};
        if (stop == end) return parts;
        if (*stop != '-') return {};
        at = stop + 1;
    }
    return {};
}

year_month_day first_day(const std::vector<int>& parts) {
    const auto part = [&](std::size_t i) { return parts.size() > i ? static_cast<unsigned>(parts[i]) : 1U; };
    return std::chrono::year(parts[0]) / std::chrono::month(part(1)) / std::chrono::day(part(2));
}

std::optional<sys_days> start_of(const TimeDeclaration& time) {
    if (!layout::has_calendar(time)) return std::nullopt;
    return sys_days(first_day(parts_of(*time.start_date)));
}

double days_since(const TimeDeclaration& time, const year_month_day& date) {
    return static_cast<double>((sys_days(date) - *start_of(time)).count());
}

template <class Record>
void fill_lines(Table<Record>& table, const std::vector<std::string>& names) {
    std::vector<std::uint32_t> rules(names.size());
    for (std::uint32_t i = 0; i < rules.size(); ++i) rules[i] = i;
    std::sort(rules.begin(), rules.end(), [&](auto a, auto b) { return names[a] < names[b]; });
    for (const auto rule : rules) {
        const auto& record = table.records[rule];
        for (std::size_t i = 0; i < record.step.size(); ++i)
            table.lines.push_back({record.replicate[i], record.step[i], rule, record.row[i], i});
    }
    // Stable: rules of one replicate and step stay in order of name, rows of one rule in theirs.
    std::stable_sort(table.lines.begin(), table.lines.end(), [](const auto& a, const auto& b) {
        return std::tie(a.replicate, a.step) < std::tie(b.replicate, b.step);
    });
}

template <class Rule>
std::vector<std::string> names_of(const std::vector<Rule>& rules) {
    std::vector<std::string> names;
    for (const auto& rule : rules) names.push_back(rule.name);
    return names;
}

/// On the time axis: the end of a step belongs to its last day.
double moment_of(const Happening& happening) {
    return happening.sort == Happening::Sort::decision ? happening.time - 2 * hair : happening.time;
}

}  // namespace

std::string date_after(const TimeDeclaration& time, double days) {
    const auto start = start_of(time);
    if (!start) return {};
    const year_month_day date(*start + std::chrono::days(static_cast<int>(std::floor(days + hair))));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

double begin_of(const TimeDeclaration& time, std::uint32_t step) {
    return layout::stored_time(time, static_cast<double>(step) * time.step);
}

std::string date_of(const TimeDeclaration& time, std::uint32_t step) { return date_after(time, begin_of(time, step)); }

std::string day_of(const TimeDeclaration& time, const Happening& happening) {
    return date_after(time, moment_of(happening));
}

DateRange date_range(const TimeDeclaration& time, const std::string& date) {
    if (!layout::has_calendar(time))
        throw std::invalid_argument("the run has no calendar, so it has no dates; ask for a step");
    const auto parts = parts_of(date);
    if (parts.empty() || !first_day(parts).ok())
        throw std::invalid_argument(fmt::format("'{}' is no date: 2022-09-10, 2022-09 or 2022", date));
    const auto first = first_day(parts);
    DateRange range{days_since(time, first), 0, parts.size() == 3};
    if (parts.size() == 3) range.last = range.first + 1;
    if (parts.size() == 2) range.last = days_since(time, first + std::chrono::months(1));
    if (parts.size() == 1) range.last = days_since(time, first + std::chrono::years(1));
    return range;
}

template <class Record>
std::pair<std::size_t, std::size_t> Table<Record>::of_replicate(std::uint64_t replicate) const {
    const auto begin =
        std::partition_point(lines.begin(), lines.end(), [&](const Line& line) { return line.replicate < replicate; });
    const auto end =
        std::partition_point(begin, lines.end(), [&](const Line& line) { return line.replicate == replicate; });
    return {static_cast<std::size_t>(begin - lines.begin()), static_cast<std::size_t>(end - lines.begin())};
}
template struct Table<FiringRecord>;
template struct Table<ChoiceRecord>;

Happenings::Happenings(const RunReader& reader, std::size_t arm, std::uint64_t replicates)
    : arm_(reader.run().arms[arm]), time_(reader.run().time), replicates_(std::min(replicates, reader.done(arm))) {
    for (const auto& event : arm_.events) events_.records.push_back(reader.firings(arm, event.name, replicates_));
    for (const auto& decision : arm_.decisions)
        decisions_.records.push_back(reader.choices(arm, decision.name, replicates_));
    fill_lines(events_, names_of(arm_.events));
    fill_lines(decisions_, names_of(arm_.decisions));
}

void Happenings::set_times(Happening& happening) const {
    happening.begin = begin_of(time_, happening.step);
    happening.date = date_of(time_, happening.step);
    if (happening.sort == Happening::Sort::decision) happening.time = begin_of(time_, happening.step + 1);
    happening.day = day_of(time_, happening);
}

Happening Happenings::event(std::uint64_t number) const {
    const auto& line = events_.lines.at(number);
    const auto& event = arm_.events[line.rule];
    const auto& kind = arm_.kinds[event.kind];
    Happening happening;
    happening.rule = event.name;
    happening.kind = kind.name;
    happening.row = kind.rows.at(line.row);
    happening.number = number;
    happening.replicate = line.replicate;
    happening.step = line.step;
    happening.time = layout::stored_time(time_, events_.records[line.rule].time.at(line.place));
    set_times(happening);
    return happening;
}

Happening Happenings::decision(std::uint64_t number) const {
    const auto& line = decisions_.lines.at(number);
    const auto& decision = arm_.decisions[line.rule];
    const auto& kind = arm_.kinds[decision.kind];
    const auto& record = decisions_.records[line.rule];
    Happening happening;
    happening.sort = Happening::Sort::decision;
    happening.rule = decision.name;
    happening.kind = kind.name;
    happening.row = kind.rows.at(line.row);
    happening.number = number;
    happening.replicate = line.replicate;
    happening.step = line.step;
    happening.wish = decision.options.at(static_cast<std::size_t>(record.wish.at(line.place)));
    happening.option = decision.options.at(static_cast<std::size_t>(record.option.at(line.place)));
    happening.refused = record.refused.at(line.place) != 0;
    set_times(happening);
    return happening;
}

/// Names of the rows on which what is asked for may happen.
std::vector<std::string> Happenings::rows_of(const ExplanationQuery& query) const {
    std::set<std::string> rows;
    const auto add = [&](const auto& rules) {
        for (const auto& rule : rules)
            if (query.rule.empty() || rule.name == query.rule)
                rows.insert(arm_.kinds[rule.kind].rows.begin(), arm_.kinds[rule.kind].rows.end());
    };
    if (query.of != ExplanationQuery::Of::decisions) add(arm_.events);
    if (query.of != ExplanationQuery::Of::events) add(arm_.decisions);
    return {rows.begin(), rows.end()};
}

void Happenings::check(const ExplanationQuery& query) const {
    auto names = query.of == ExplanationQuery::Of::decisions ? std::vector<std::string>() : names_of(arm_.events);
    if (query.of != ExplanationQuery::Of::events)
        for (const auto& decision : arm_.decisions) names.push_back(decision.name);
    if (!query.rule.empty() && std::find(names.begin(), names.end(), query.rule) == names.end())
        refuse_unknown("the run",
                       query.of == ExplanationQuery::Of::events      ? "event"
                       : query.of == ExplanationQuery::Of::decisions ? "decision"
                                                                     : "event or decision",
                       query.rule, names);
    const auto rows = rows_of(query);
    if (!query.row.empty() && std::find(rows.begin(), rows.end(), query.row) == rows.end())
        refuse_unknown("the run", query.rule.empty() ? "row" : "row of " + query.rule, query.row, rows);
    if (query.replicate && *query.replicate >= replicates_)
        throw std::invalid_argument(
            fmt::format("the run has replicates 0 to {}, and no {}", replicates_ - 1, *query.replicate));
    if (query.step && *query.step >= time_.steps)
        throw std::invalid_argument(fmt::format("the run has steps 0 to {}, and no {}", time_.steps - 1, *query.step));
}

/// Calls visit(happening) for what fits; until it returns false. Events come first in a step.
template <class Visit>
void Happenings::visit(const ExplanationQuery& query, const Visit& visit) const {
    const auto range = query.date.empty() ? DateRange() : date_range(time_, query.date);
    const auto is_in_date = [&](const Happening& happening) {
        if (query.date.empty()) return true;
        const double moment = moment_of(happening);
        if (!range.is_day) return moment >= range.first - hair && moment < range.last - hair;
        return happening.begin < range.last - hair && begin_of(time_, happening.step + 1) > range.first + hair;
    };
    const auto fits = [&](const auto& line, const std::string& rule, const KindDescription& kind) {
        return (!query.step || line.step == *query.step) && (query.rule.empty() || rule == query.rule) &&
               (query.row.empty() || kind.rows[line.row] == query.row);
    };
    const auto bounds = [&](const auto& table) {
        return query.replicate ? table.of_replicate(*query.replicate) : std::pair(std::size_t{0}, table.lines.size());
    };
    auto [event, last_event] = bounds(events_);
    auto [decision, last_decision] = bounds(decisions_);
    if (query.of == ExplanationQuery::Of::decisions) event = last_event;
    if (query.of == ExplanationQuery::Of::events) decision = last_decision;
    const auto moment = [](const auto& line) { return std::pair(line.replicate, line.step); };
    while (event < last_event || decision < last_decision) {
        const bool is_event =
            event < last_event &&
            (decision == last_decision || moment(events_.lines[event]) <= moment(decisions_.lines[decision]));
        const auto number = is_event ? event++ : decision++;
        if (query.number && number != *query.number) continue;
        if (is_event) {
            const auto& line = events_.lines[number];
            const auto& rule = arm_.events[line.rule];
            if (!fits(line, rule.name, arm_.kinds[rule.kind])) continue;
        } else {
            const auto& line = decisions_.lines[number];
            const auto& rule = arm_.decisions[line.rule];
            if (!fits(line, rule.name, arm_.kinds[rule.kind])) continue;
        }
        const auto happening = is_event ? this->event(number) : this->decision(number);
        if (is_in_date(happening) && !visit(happening)) return;
    }
}

std::vector<Happening> Happenings::find(const ExplanationQuery& query, std::size_t most) const {
    check(query);
    std::vector<Happening> found;
    if (most == 0) return found;
    visit(query, [&](const Happening& happening) {
        found.push_back(happening);
        return found.size() < most;
    });
    return found;
}

/// Of the same rule; the same row counts most, then the same replicate, then the time between.
std::optional<Happening> Happenings::nearest(const ExplanationQuery& query) const {
    ExplanationQuery wider;
    wider.of = query.of;
    wider.rule = query.rule;
    std::optional<double> wanted;
    if (query.step) wanted = begin_of(time_, *query.step);
    if (!query.date.empty()) {
        const auto range = date_range(time_, query.date);
        wanted = (range.first + range.last) / 2;
    }
    std::optional<Happening> best;
    const auto distance = [&](const Happening& h) {
        return std::tuple(!query.row.empty() && h.row != query.row, query.replicate && h.replicate != *query.replicate,
                          wanted ? std::fabs(h.time - *wanted) : 0.0);
    };
    visit(wider, [&](const Happening& happening) {
        if (!best || distance(happening) < distance(*best)) best = happening;
        return true;
    });
    return best;
}

}  // namespace hegemon
