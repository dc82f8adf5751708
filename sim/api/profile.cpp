#include "api/profile.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace hegemon {

namespace {

/// "state.image" -> "image"
std::string member_of(const std::string& name) { return name.substr(name.find('.') + 1); }

/// The events of a kind, or its columns that flow or are updated: one block values them all together.
std::vector<std::string> members(Phase phase, const std::string& kind, const Arms& arms) {
    std::set<std::string> names;
    for (const auto* arm : arms) {
        const auto is_here = [&](KindId id) { return arm->schema.kind(id).name == kind; };
        const auto add = [&](const std::vector<Write>& writes) {
            for (const auto& write : writes) names.insert(member_of(arm->columns[write.column].name));
        };
        if (phase == Phase::event)
            for (const auto& events : arm->events)
                if (is_here(events.kind))
                    for (const auto& event : events.events) names.insert(event.name);
        if (phase == Phase::flow)
            for (const auto& flow : arm->flows)
                if (is_here(flow.kind)) add(flow.flows), add(flow.relaxations);
        if (phase == Phase::update)
            for (const auto& update : arm->updates)
                if (is_here(update.kind)) add(update.sets), add(update.adds);
    }
    return {names.begin(), names.end()};
}

}  // namespace

double RunProfile::seconds() const {
    double sum = 0;
    for (const auto& cost : costs) sum += cost.seconds;
    return sum;
}

RunProfile to_public(const std::vector<ProfileEntry>& entries, const Arms& arms, int threads) {
    RunProfile profile;
    profile.threads = threads;
    for (const auto& entry : entries)
        profile.costs.push_back(
            {name_of(entry.phase), entry.rule, members(entry.phase, entry.rule, arms), entry.times, entry.seconds});
    return profile;
}

int busy_threads(const Arms& arms, const RunOptions& options, std::uint64_t done_before, int threads) {
    const std::uint64_t lanes = lanes_per_batch(arms, options, threads);
    const std::uint64_t batches = (options.replicates - done_before + lanes - 1) / lanes;
    return static_cast<int>(std::min(batches, static_cast<std::uint64_t>(threads)));
}

}  // namespace hegemon
