#include "cli/explanation_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/explanation_words.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string heading(const Explanation& explanation, const StepClock& clock) {
    const auto& what = explanation.what;
    return wrapped(fmt::format("{} {} of {}: {}, {} (replicate {}, step {})",
                               what.sort == Happening::Sort::event ? "Event" : "Decision", what.number,
                               arm_text(explanation.arm, explanation.arm_title), thing_text(what), clock.moment(what),
                               what.replicate, what.step)) +
           '\n';
}

}  // namespace

std::string chance_text(double chance) {
    if (std::isnan(chance)) return "-";
    if (chance <= 0 || chance >= 1) return chance <= 0 ? "0 %" : "100 %";
    if (chance < 1e-5) return "under 0.001 %";
    const double percent = 100 * chance;
    const double from_edge = std::fmin(percent, 100 - percent);
    const int decimals = percent >= 9.95 && from_edge >= 0.95
                             ? 0
                             : std::min(9, 1 - static_cast<int>(std::floor(std::log10(from_edge * 1.0000001))));
    return fmt::format("{:.{}f} %", percent, std::max(0, decimals));
}

std::string happening_text(const Happening& happening) {
    const auto when = happening.date.empty() ? fmt::format("in step {}", happening.step)
                                             : fmt::format("in the step from {}", happening.date);
    return fmt::format("{} {} of replicate {} ({} {})", thing_text(happening), when, happening.replicate,
                       happening.sort == Happening::Sort::event ? "event" : "decision", happening.number);
}

std::string happenings_text(const std::vector<Happening>& happenings) {
    std::vector<std::vector<std::string>> lines = {{"", "number", "replicate", "step", "day", "rule", "row"}};
    std::vector<std::string> notes = {""};
    for (const auto& happening : happenings) {
        lines.push_back({happening.sort == Happening::Sort::event ? "event" : "decision",
                         std::to_string(happening.number), std::to_string(happening.replicate),
                         std::to_string(happening.step),
                         happening.day.empty() ? number_text(happening.time) : happening.day, printable(happening.rule),
                         printable(happening.row)});
        notes.push_back(happening.refused
                            ? printable(happening.option) + ", " + printable(happening.wish) + " was refused"
                            : printable(happening.option));
    }
    return table_text(lines, notes);
}

std::string explanation_text(const Explanation& explanation) {
    const StepClock clock(explanation);
    const auto text = explanation.event ? event_text(explanation, clock) : decision_text(explanation, clock);
    return heading(explanation, clock) + wrapped(text) + '\n' + but_for_text(explanation, clock);
}

}  // namespace hegemon::cli
