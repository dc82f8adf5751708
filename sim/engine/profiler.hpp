#pragma once
/// Where the time of a run goes: phase by phase, rule by rule.
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hegemon {

/// The phases of a step, and what is done in whichever of them first asks for it.
enum class Phase : std::uint8_t {
    other,
    calendar,
    ledger,
    let,
    flow,
    event,
    effect,
    decision,
    update,
    outcome,
    record
};

/// Name as it is printed: "flow".
const char* name_of(Phase phase);

/// Time spent with one rule, not counting the lets that it asked for: these have entries of their own.
struct ProfileEntry {
    Phase phase = Phase::other;
    std::string rule;         ///< "" for the phase itself
    std::uint64_t times = 0;  ///< how often it was begun
    double seconds = 0;
};

/// The clock of one thread. Who measures something begins a Span, which stops the clock of what is around it.
class Profiler {
public:
    class Span {
    public:
        /// `profiler` may be null: then nothing is measured. `rule` must outlive the profiler.
        Span(Profiler* profiler, Phase phase, const std::string& rule) : profiler_(profiler) {
            if (profiler_ != nullptr) outer_ = profiler_->begin(phase, &rule);
        }
        Span(Profiler* profiler, Phase phase) : Span(profiler, phase, no_rule) {}
        ~Span() {
            if (profiler_ != nullptr) profiler_->go_on_with(outer_);
        }
        Span(const Span&) = delete;
        Span& operator=(const Span&) = delete;

    private:
        static const std::string no_rule;
        Profiler* profiler_;
        ProfileEntry* outer_ = nullptr;
    };

    /// Entries that took time, in no order.
    [[nodiscard]] std::vector<ProfileEntry> entries() const;

private:
    using Clock = std::chrono::steady_clock;
    ProfileEntry* begin(Phase phase, const std::string* rule);
    void go_on_with(ProfileEntry* entry);

    std::map<std::pair<Phase, const std::string*>, ProfileEntry> entries_;
    ProfileEntry* current_ = nullptr;
    Clock::time_point since_;
};

/// Adds up entries of the same phase and rule; the costliest come first.
std::vector<ProfileEntry> total(const std::vector<ProfileEntry>& entries);

}  // namespace hegemon
