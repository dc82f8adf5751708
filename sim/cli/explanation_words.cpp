#include "cli/explanation_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t line_width = 100;

}  // namespace

std::string wrapped(const std::string& text, const std::string& first) {
    return filled(text, line_width, first, std::string(first.size(), ' '));
}

std::string listed(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

std::string short_number(double value) {
    const std::string text = fmt::format("{:.3g}", value);
    return text.find('e') == std::string::npos || std::fabs(value) < 1 ? text : fmt::format("{:.0f}", value);
}

std::string sentence_note(std::string note) {
    while (!note.empty() && (note.back() == '.' || note.back() == ' ')) note.pop_back();
    return printable(note);
}

std::string in_code(const std::string& name) { return '`' + printable(name) + '`'; }

std::string arm_text(const std::string& arm, const std::string& title) {
    const auto words = sentence_note(title);
    return words.empty() || arm == "base" ? in_code(arm) : in_code(arm) + " (" + words + ")";
}

std::string thing_text(const Happening& happening) {
    if (happening.sort == Happening::Sort::entry) return "the calendar's " + in_code(happening.rule);
    return fmt::format("{} on {}", in_code(happening.rule), printable(happening.row));
}

StepClock::StepClock(const Explanation& explanation)
    : unit_(explanation.step == 1 && explanation.time_unit != "step" ? explanation.time_unit : "step"),
      time_unit_(explanation.time_unit) {}

std::string StepClock::step(const std::string& date, double begin, std::uint32_t step) const {
    if (!date.empty()) return "the " + unit_ + " from " + date;
    if (time_unit_ == "step") return fmt::format("step {}", step);
    const auto number = time_unit_ + " " + number_text(begin);
    return unit_ == "step" ? "the step from " + number : number;
}

std::string StepClock::moment(const Happening& happening) const {
    switch (happening.sort) {
        case Happening::Sort::entry:
            return moment_of_entry(happening);
        case Happening::Sort::decision:
            return "at the end of " + step(happening);
        case Happening::Sort::event:
            break;
    }
    return happening.day.empty() ? "in " + step(happening) : "on " + happening.day;
}

/// An entry is dated on any day, and acts when a step begins.
std::string StepClock::moment_of_entry(const Happening& happening) const {
    const bool has_dates = !happening.date.empty();
    const auto begin = has_dates ? "on " + happening.date : "at the start of " + step(happening);
    if (has_dates ? happening.day == happening.date : happening.time == happening.begin) return begin;
    const auto own = has_dates ? happening.day : time_unit_ + " " + number_text(happening.time);
    return fmt::format("of {}, which takes effect {}", own, begin);
}

}  // namespace hegemon::cli
