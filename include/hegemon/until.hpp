#pragma once
/// How many replicates it takes until an interval is narrow.
#include <cstdint>
#include <hegemon/estimate.hpp>
#include <hegemon/run.hpp>
#include <hegemon/scenario.hpp>
#include <string>
#include <vector>

namespace hegemon {

/// The first number of replicates at which an interval is looked at; then it is twice as many each time. To look all
/// the time and stop at the first narrow interval would find those that are narrow by luck.
inline constexpr std::uint64_t first_look = 256;

/// What an interval must come to.
struct Until {
    std::string outcome;
    double half_width = 0;  ///< at most that, more than 0, in the outcome's unit
};

struct Look {
    std::uint64_t replicates = 0;  ///< of each arm
    double mean = 0;               ///< of the outcome, or of its difference
    double half_width = 0;         ///< of the 95 % interval; NaN where there are too few values
    IntervalKind kind = IntervalKind::none;
    /// Narrow, and not because the values that are there are all equal or too few of them differ.
    bool enough = false;
};

struct Looks {
    Until until;
    std::string first, other;      ///< arms whose difference is looked at; `other` empty: the mean in `first`
    std::vector<Look> looks;       ///< in order
    std::uint64_t replicates = 0;  ///< of the first look that was enough; else settings.replicates
    bool enough = false;
    bool stopped = false;  ///< by settings.stop, before it was known
};

/// Runs the first two arms of `settings` (or its only one) until a look at 256, 512, 1,024 ... replicates, at most
/// settings.replicates, is enough. Writes nothing: `run` with that many replicates then does. The answer is the same at
/// any number of threads and lanes, on every machine. Fastest with a scenario loaded for Recording::outcomes.
/// Throws std::invalid_argument (settings as run does, an unknown outcome, a half-width that is not above 0).
Looks look_until(const Scenario& scenario, const RunSettings& settings, const Until& until);

}  // namespace hegemon
