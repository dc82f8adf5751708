#include "scenario/clock.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

#include "scenario/schema.hpp"

namespace hegemon {

namespace {

struct Unit {
    const char* name;
    double days;  ///< 0: steps
};

/// A year is the Julian year of astronomy, 365.25 days (LANGUAGE: files).
constexpr Unit units[] = {{"hour", 1.0 / 24}, {"day", 1}, {"week", 7}, {"year", 365.25}, {"step", 0}};

constexpr ChoiceWord<const Unit*> time_units[] = {
    {"day", &units[1]}, {"week", &units[2]}, {"year", &units[3]}, {"step", &units[4]}};

/// "week" or "weeks".
const Unit* unit_of(std::string_view word) {
    for (const Unit& unit : units)
        if (word == unit.name || word == std::string(unit.name) + "s") return &unit;
    return nullptr;
}

double days_between(const TomlDate& from, const TomlDate& to) {
    const auto day = [](const TomlDate& d) {
        return std::chrono::sys_days(std::chrono::year(d.year) / std::chrono::month(d.month) / std::chrono::day(d.day));
    };
    return static_cast<double>((day(to) - day(from)).count());
}

struct Duration {
    double number = 0;
    const Unit* unit = nullptr;
};

std::optional<Duration> parse_duration(std::string_view text) {
    Duration duration;
    const auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), duration.number);
    if (error != std::errc() || !std::isfinite(duration.number)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(after - text.data()));
    const std::size_t word = text.find_first_not_of(' ');
    if (word == std::string_view::npos || word == 0) return std::nullopt;
    duration.unit = unit_of(text.substr(word));
    return duration.unit != nullptr ? std::optional(duration) : std::nullopt;
}

class ClockReader {
public:
    ClockReader(Reading& reading, const TomlTable& root, const Span& top) : reading_(reading), root_(root), top_(top) {}

    std::optional<Clock> read(std::string& unit) {
        if (!read_unit()) return std::nullopt;
        unit = clock_.time.unit;
        const bool started = read_start();
        const bool stepped = read_step();
        if (!read_end(started && stepped) || !started || !stepped) return std::nullopt;
        return count_steps() ? std::optional(clock_) : std::nullopt;
    }

private:
    bool read_unit() {
        const Unit* unit = nullptr;
        reading_.take_choice(*root_.find("time"), time_units, unit);
        if (unit == nullptr) return false;
        clock_.time.unit = unit->name;
        clock_.time.days_per_unit = unit->days;
        return true;
    }

    bool read_start() {
        const TomlEntry& entry = *root_.find("start");
        clock_.start_text = entry.value.raw();
        if (entry.value.is_number()) {
            clock_.time.start = entry.value.number();
            return true;
        }
        const auto* date = entry.value.as<TomlDate>();
        if (date == nullptr) {
            reading_.wrong_type(entry, "a date such as 2022-01-01 (without quotes) or a number");
            return false;
        }
        if (clock_.time.days_per_unit == 0) {
            reading_.error(entry.value.at, messages::date_without_calendar);
            return false;
        }
        clock_.start_date = *date;
        clock_.time.start_date = entry.value.raw();
        return true;
    }

    bool read_step() {
        const TomlEntry& entry = *root_.find("step");
        std::optional<double> step;
        if (entry.value.is_number()) {
            step = entry.value.number();
        } else if (const auto* text = entry.value.as<Text>()) {
            step = clock_.in_units(reading_, entry, *text, Clock::StepWord::refused);
        } else {
            reading_.wrong_type(entry, "a number or a text such as \"1 week\"");
        }
        if (!step) return false;
        clock_.time.step = *step;
        if (*step > 0) return true;
        reading_.error(entry.value.at, messages::step_not_positive);
        return false;
    }

    /// `known`: start and step could be read, so that the end can be worked out.
    bool read_end(bool known) {
        const TomlEntry* entry = root_.find("end");
        if (entry == nullptr) {
            reading_.error(top_, messages::missing_key, "the scenario", "end");
            return false;
        }
        clock_.end_text = entry->value.raw();
        if (entry->value.as<Text>() == nullptr && entry->value.as<TomlDate>() == nullptr && !entry->value.is_number()) {
            reading_.wrong_type(*entry, "a date, a number or a text such as \"100 steps\"");
            return false;
        }
        if (!known) return true;
        std::optional<double> end;
        if (const auto* text = entry->value.as<Text>()) {
            end = clock_.in_units(reading_, *entry, *text, Clock::StepWord::allowed);
        } else {
            end = clock_.moment(reading_, *entry);
        }
        clock_.end = end.value_or(0);
        return end.has_value();
    }

    bool count_steps() {
        const TomlEntry& end = *root_.find("end");
        const double steps = std::nearbyint(clock_.end / clock_.time.step);
        if (clock_.end <= 0) {
            reading_.error(end.value.at, messages::end_before_start);
        } else if (steps < 1) {
            reading_.error(end.value.at, messages::no_whole_step);
        } else if (!(steps <= reading_.limits().steps)) {
            reading_.error(end.value.at, messages::too_many_steps, shortest(steps), shortest(reading_.limits().steps));
        } else {
            clock_.time.steps = static_cast<std::uint64_t>(steps);
            return true;
        }
        return false;
    }

    Reading& reading_;
    const TomlTable& root_;
    const Span& top_;
    Clock clock_;
};

}  // namespace

std::string time_unit_schema() { return schema::choice<time_units>(); }

std::optional<double> Clock::in_units(Reading& reading, const TomlEntry& entry, const Text& text,
                                      StepWord step_word) const {
    const auto duration = parse_duration(text.value);
    const bool counts_steps = time.days_per_unit == 0;
    if (duration && duration->unit->days == 0 && counts_steps && step_word == StepWord::refused)
        return duration->number;
    if (duration && duration->unit->days == 0 && step_word == StepWord::allowed) return duration->number * time.step;
    if (duration && duration->unit->days > 0 && !counts_steps)
        return duration->number * (duration->unit->days / time.days_per_unit);
    const auto* example = counts_steps ? "\"100 steps\"" : "\"2 weeks\"";
    reading.error(entry.value.at, messages::not_a_duration, fmt::format("'{}'", entry.key.value), example, text.value);
    return std::nullopt;
}

std::optional<double> Clock::length(Reading& reading, const TomlEntry& entry) const {
    const auto* text = entry.value.as<Text>();
    if (text == nullptr && !entry.value.is_number()) {
        reading.wrong_type(entry, "a number or a text such as \"10 weeks\"");
        return std::nullopt;
    }
    const auto length =
        text == nullptr ? std::optional(entry.value.number()) : in_units(reading, entry, *text, StepWord::allowed);
    if (!length || *length > 0) return length;
    reading.error(entry.value.at, messages::length_not_positive, entry.key.value);
    return std::nullopt;
}

bool Clock::is_within_run(Reading& reading, const TomlEntry& entry, double moment) const {
    if (moment >= 0 && moment <= std::max(end, time.step * static_cast<double>(time.steps))) return true;
    reading.error(entry.value.at, messages::outside_run, entry.value.raw(), start_text, end_text);
    return false;
}

double Clock::first_step(double moment) const { return std::max(0.0, std::ceil(moment / time.step - 1e-9)); }

std::optional<Acting> Clock::acting(Reading& reading, const TomlEntry& entry) const {
    const auto at = moment(reading, entry);
    if (!at || !is_within_run(reading, entry, *at)) return std::nullopt;
    const double step = first_step(*at);
    if (step < static_cast<double>(time.steps)) return Acting{*at, static_cast<std::uint64_t>(step)};
    reading.error(entry.value.at, messages::no_step_after, entry.value.raw(), end_text);
    return std::nullopt;
}

std::optional<double> Clock::moment(Reading& reading, const TomlEntry& entry) const {
    if (entry.value.is_number()) {
        if (!start_date) return entry.value.number() - time.start;
        const bool is_end = entry.key.value == "end";
        reading.error(entry.value.at, messages::number_for_date, entry.key.value,
                      is_end ? " or a text such as \"100 weeks\"" : "");
        return std::nullopt;
    }
    const auto* date = entry.value.as<TomlDate>();
    const auto* text = entry.value.as<Text>();
    if (text != nullptr && start_date) {
        reading.add(complain(entry.value.at, messages::not_a_date, entry.key.value, text->value),
                    "a date is written 2022-02-24, without quotes");
    } else if (date == nullptr) {
        reading.wrong_type(entry, start_date ? "a date such as 2022-01-01 (without quotes)" : "a number");
    } else if (start_date) {
        return days_between(*start_date, *date) / time.days_per_unit;
    } else {
        reading.error(entry.value.at,
                      time.days_per_unit == 0 ? messages::date_without_calendar : messages::date_without_start);
    }
    return std::nullopt;
}

std::optional<Clock> read_clock(Reading& reading, const TomlTable& root, const Span& top, std::string& unit) {
    return ClockReader(reading, root, top).read(unit);
}

}  // namespace hegemon
