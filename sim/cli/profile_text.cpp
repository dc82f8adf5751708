#include "cli/profile_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr double least_shown = 0.005;  // of the whole

constexpr const char* explanation =
    "Times: how often it was worked out, each time for a batch of replicates. A let has a line of its own if it is "
    "worked out apart, and is then in no other; else it is in the lines of the rules that read it. A phase alone is "
    "what it does for all its rules. Not in the table: reading the scenario, start values, comparing the arms, and "
    "writing the run file. Measuring takes some time too.";

double share_of(double seconds, double all) { return all > 0 ? seconds / all : 0; }

std::string label_of(const RuleCost& cost) { return cost.rule.empty() ? cost.phase : cost.phase + ' ' + cost.rule; }

/// "crisis, raid, and 3 more", in at most about `width` characters.
std::string members_text(const std::vector<std::string>& members, std::size_t width) {
    std::string text;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string next = (i > 0 ? ", " : "") + members[i];
        if (i > 0 && characters(text) + characters(next) > width)
            return text + fmt::format(", and {} more", members.size() - i);
        text += next;
    }
    return text;
}

/// So many that half a percent of all has a digit.
int decimals_for(double all) {
    return all > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(all * least_shown))), 0, 6) : 0;
}

/// Those that have a line of their own; a single one that is left has one too.
std::size_t shown_of(const RunProfile& profile) {
    const double all = profile.seconds();
    const auto rest = std::find_if(profile.costs.begin(), profile.costs.end(),
                                   [&](const auto& cost) { return share_of(cost.seconds, all) < least_shown; });
    const auto shown = static_cast<std::size_t>(rest - profile.costs.begin());
    return shown + 1 == profile.costs.size() ? shown + 1 : shown;
}

class Table {
public:
    explicit Table(double all) : all_(all), decimals_(decimals_for(all)) {}

    void add(const std::string& label, double seconds, const std::string& times, const std::string& note = {}) {
        lines_.push_back({label, fmt::format("{:.1f} %", 100 * share_of(seconds, all_)),
                          fmt::format("{:.{}f}", seconds, decimals_), times});
        notes_.push_back(note);
    }
    [[nodiscard]] std::string text() const { return table_text(lines_, notes_); }

private:
    double all_;
    int decimals_;
    std::vector<std::vector<std::string>> lines_ = {{"phase and rule", "share", "seconds", "times"}};
    std::vector<std::string> notes_ = {""};
};

}  // namespace

std::string profile_text(const RunProfile& profile, std::size_t width) {
    if (profile.costs.empty()) return "profile     nothing was left to do, so nothing was measured\n";
    constexpr std::size_t of_members = 36;
    const double all = profile.seconds();
    Table table(all);
    const std::size_t shown = shown_of(profile);
    double rest = 0;
    for (std::size_t i = 0; i < profile.costs.size(); ++i) {
        const auto& cost = profile.costs[i];
        if (i < shown)
            table.add(label_of(cost), cost.seconds, thousands_text(cost.times), members_text(cost.members, of_members));
        else
            rest += cost.seconds;
    }
    if (shown < profile.costs.size())
        table.add(fmt::format("the rest ({} rules and phases)", profile.costs.size() - shown), rest, "");
    const std::string over =
        profile.threads == 1 ? "on 1 thread" : fmt::format("added up over {} threads", profile.threads);
    return fmt::format("profile     {:.3g} s, {}\n\n", all, over) + table.text() + '\n' +
           filled(explanation, std::min(width, widest_prose));
}

void write_profile(JsonWriter& json, const RunProfile& profile) {
    const double all = profile.seconds();
    json.begin_object().key("threads").value(static_cast<std::uint64_t>(profile.threads));
    json.key("seconds").value(all).key("costs").begin_list();
    for (const auto& cost : profile.costs) {
        json.begin_object().key("phase").value(cost.phase).key("rule").value(cost.rule).key("members").begin_list();
        for (const auto& member : cost.members) json.value(member);
        json.end().key("times").value(cost.times).key("seconds").value(cost.seconds);
        json.key("share").value(share_of(cost.seconds, all)).end();
    }
    json.end().end();
}

}  // namespace hegemon::cli
