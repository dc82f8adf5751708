#pragma once
/// What came out: printed line by line, and kept for a table in Markdown.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/timing.hpp"

namespace hegemon::bench {

enum class Bound : std::uint8_t { at_most, at_least };

/// A ratio that the project has promised.
struct Goal {
    Bound bound = Bound::at_most;
    double value = 0;
};

enum class Verdict : std::uint8_t { none, met, missed };

/// What a time is given in.
enum class Unit : std::uint8_t {
    nanoseconds,  ///< for each state and step
    rate          ///< replicates of an arm in a second
};

struct TimeLine {
    std::string who;
    Spread seconds;  ///< of one item
};
struct RatioLine {
    std::string what;
    Spread value;
    std::optional<Goal> goal;
    [[nodiscard]] Verdict verdict() const;
};

/// One contest.
struct Section {
    std::string title;
    Unit unit = Unit::nanoseconds;
    Spread cores;  ///< what two threads that share nothing got done against one, before each round
    std::vector<TimeLine> times;
    std::vector<RatioLine> ratios;

    [[nodiscard]] bool cores_were_free() const { return cores.median >= two_free_cores; }
};

/// Prints sections, and remembers them.
class Report {
public:
    void add(Section section);
    void note(const std::string& text);

    /// Whether a goal was missed while both cores were free.
    [[nodiscard]] bool missed() const;
    /// The sections as Markdown.
    [[nodiscard]] std::string markdown() const;

private:
    std::vector<Section> sections_;
};

}  // namespace hegemon::bench
