#pragma once
/// The lines that the benchmark prints.
#include <cstdint>
#include <string>

namespace hegemon::bench {

enum class Bound : std::uint8_t { at_most, at_least };

/// A ratio that the project has promised.
struct Goal {
    Bound bound = Bound::at_most;
    double value = 0;
};

/// Prints lines, and remembers whether a goal was missed.
class Report {
public:
    /// `what`: a line above some others.
    void heading(const std::string& what);
    /// One program's time, in ns for each state and step.
    void time(const std::string& who, double nanoseconds);
    /// A ratio without a goal.
    void ratio(const std::string& what, double value);
    /// A ratio and whether it meets its goal. Not judged where `doubt` says why the machine does not allow it.
    void ratio(const std::string& what, double value, Goal goal, const std::string& doubt = "");
    void note(const std::string& text);

    [[nodiscard]] bool all_met() const { return all_met_; }

private:
    bool all_met_ = true;
};

}  // namespace hegemon::bench
