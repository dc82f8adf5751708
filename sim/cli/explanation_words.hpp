#pragma once
/// What the paragraphs of an explanation share: names, numbers and times as they are told.
#include <hegemon/explanation.hpp>
#include <string>
#include <vector>

namespace hegemon::cli {

/// Broken at spaces into lines of at most 100 characters; the first begins with `first`, the others with as many
/// blanks.
std::string wrapped(const std::string& text, const std::string& first = {});

/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& parts);

/// Three significant digits, no power of ten for large numbers.
std::string short_number(double value);

/// As it stands in the middle of a sentence.
std::string sentence_note(std::string note);

/// A name of the scenario: `flood`.
std::string in_code(const std::string& name);

/// "`calm` (Better wires)"
std::string arm_text(const std::string& arm, const std::string& title);

/// "`flood` on hill", "the calendar's `storm`"
std::string thing_text(const Happening& happening);

/// Tells time so that no cause reads later than its effect. In a step entries of the calendar come first, events after
/// them, each at its moment, and decisions at its end.
class StepClock {
public:
    explicit StepClock(const Explanation& explanation);

    /// "the week from 2022-09-10", "week 3", "step 3"
    [[nodiscard]] std::string step(const std::string& date, double begin, std::uint32_t step) const;
    [[nodiscard]] std::string step(const Happening& happening) const {
        return step(happening.date, happening.begin, happening.step);
    }
    /// Of an event "on 2022-09-12" or "in week 3"; of a decision "at the end of the week from 2022-09-10"; of an entry
    /// "of 2022-09-06, which takes effect on 2022-09-10".
    [[nodiscard]] std::string moment(const Happening& happening) const;
    [[nodiscard]] std::string that() const { return "that " + unit_; }
    [[nodiscard]] std::string same() const { return "the same " + unit_; }
    /// "0.03 a week"
    [[nodiscard]] std::string rate(double value) const { return short_number(value) + " a " + time_unit_; }

private:
    [[nodiscard]] std::string moment_of_entry(const Happening& happening) const;

    std::string unit_, time_unit_;
};

/// The first paragraph about an event.
std::string event_text(const Explanation& explanation, const StepClock& clock);
/// The first paragraph about a decision.
std::string decision_text(const Explanation& explanation, const StepClock& clock);
/// What would have been without each thing before it: paragraphs and a list, in lines.
std::string but_for_text(const Explanation& explanation, const StepClock& clock);

}  // namespace hegemon::cli
