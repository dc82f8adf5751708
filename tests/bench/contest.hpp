#pragma once
/// Programs that do the same work, timed in turn by Google Benchmark.
#include <benchmark/benchmark.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/report.hpp"
#include "bench/timing.hpp"

namespace hegemon::bench {

struct Contender {
    std::string name;
    double items = 1;             ///< that one run gets done: steps of a state, replicates
    std::function<double()> run;  ///< returns how many seconds of it count
};

struct ContestOptions {
    int rounds = 7;                               ///< wanted with both cores free
    double least_seconds = 0.1;                   ///< that a turn lasts: as many runs as it takes
    benchmark::BenchmarkReporter* log = nullptr;  ///< is told each turn; may be null
};

/// The contenders' times.
struct Turns {
    std::vector<std::vector<double>> seconds;  ///< [contender][round], of one item
    Spread cores;                              ///< cores_free_now() before each of these rounds
};

/// Lets all contenders run in each round, one after the other, so that what slows the machine down for a while slows
/// all of them. Google Benchmark says how many runs a turn takes. A round before which a core was taken is repeated; if
/// that happens to more than half as many as are wanted, all count, and `cores` says so. Throws what a contender
/// throws.
Turns hold_contest(const std::string& name, const std::vector<Contender>& contenders, const ContestOptions& options);

/// Contenders, their turns, and what a report says of them.
class Contest {
public:
    Contest(std::string title, Unit unit, const ContestOptions& options);

    /// Returns the contender's number. `run` returns how many seconds of it count, `items` says what it gets done.
    std::size_t add(std::string name, double items, std::function<double()> run);
    void hold();

    // After hold().
    /// The time that `of` takes over that of `to`, called `what`.
    void ratio(const std::string& what, std::size_t of, std::size_t to, std::optional<Goal> goal = std::nullopt);
    [[nodiscard]] const std::string& name(std::size_t contender) const { return contenders_[contender].name; }
    [[nodiscard]] const Section& section() const { return section_; }

private:
    ContestOptions options_;
    std::vector<Contender> contenders_;
    Turns turns_;
    Section section_;
};

}  // namespace hegemon::bench
