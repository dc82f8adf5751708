#include "engine/profiler.hpp"

#include <algorithm>

namespace hegemon {

const std::string Profiler::Span::no_rule;

const char* name_of(Phase phase) {
    switch (phase) {
        case Phase::calendar:
            return "calendar";
        case Phase::ledger:
            return "ledger";
        case Phase::let:
            return "let";
        case Phase::flow:
            return "flow";
        case Phase::event:
            return "event";
        case Phase::effect:
            return "effect";
        case Phase::decision:
            return "decision";
        case Phase::update:
            return "update";
        case Phase::outcome:
            return "outcome";
        case Phase::record:
            return "record";
        case Phase::other:
            break;
    }
    return "other";
}

/// Returns what was measured so far, whose clock stands still from now on.
ProfileEntry* Profiler::begin(Phase phase, const std::string* rule) {
    auto* const outer = current_;
    const auto [entry, is_new] = entries_.try_emplace({phase, rule});
    if (is_new) {
        entry->second.phase = phase;
        entry->second.rule = *rule;
    }
    ++entry->second.times;
    go_on_with(&entry->second);
    return outer;
}

void Profiler::go_on_with(ProfileEntry* entry) {
    const auto now = Clock::now();
    if (current_ != nullptr) current_->seconds += std::chrono::duration<double>(now - since_).count();
    current_ = entry;
    since_ = now;
}

std::vector<ProfileEntry> Profiler::entries() const {
    std::vector<ProfileEntry> result;
    for (const auto& [key, entry] : entries_) result.push_back(entry);
    return result;
}

std::vector<ProfileEntry> total(const std::vector<ProfileEntry>& entries) {
    std::map<std::pair<Phase, std::string>, ProfileEntry> sums;
    for (const auto& entry : entries) {
        auto& sum =
            sums.try_emplace({entry.phase, entry.rule}, ProfileEntry{entry.phase, entry.rule, 0, 0}).first->second;
        sum.times += entry.times;
        sum.seconds += entry.seconds;
    }
    std::vector<ProfileEntry> result;
    for (const auto& [key, sum] : sums) result.push_back(sum);
    std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    return result;
}

}  // namespace hegemon
