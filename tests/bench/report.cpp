#include "bench/report.hpp"

#include <fmt/core.h>

namespace hegemon::bench {

void Report::heading(const std::string& what) { fmt::print("\n{}\n", what); }

void Report::time(const std::string& who, double nanoseconds) { fmt::print("  {:<44}{:>9.2f} ns\n", who, nanoseconds); }

void Report::ratio(const std::string& what, double value) { fmt::print("  {:<44}{:>9.3f}\n", what, value); }

void Report::ratio(const std::string& what, double value, Goal goal, const std::string& doubt) {
    const bool met = goal.bound == Bound::at_most ? value <= goal.value : value >= goal.value;
    const bool judged = doubt.empty() || met;
    all_met_ = all_met_ && (met || !judged);
    fmt::print("  {:<44}{:>9.3f}     goal {} {}: {}\n", what, value,
               goal.bound == Bound::at_most ? "<=" : ">=", goal.value,
               !judged ? "not judged, " + doubt
               : met   ? "met"
                       : "MISSED");
}

void Report::note(const std::string& text) { fmt::print("  {}\n", text); }

}  // namespace hegemon::bench
