#include "api/run_differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <string_view>

#include "storage/run_layout.hpp"

namespace hegemon {

namespace {

constexpr std::uint64_t most_hashes = (std::uint64_t{512} << 20U) / sizeof(std::uint64_t);

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// The lines of a scenario as a run file keeps it, without what `--record` and `--set` write into it: the value of a
/// parameter is the last key of its line.
std::vector<std::string> lines_without_settings(const std::string& text) {
    auto lines = lines_of(text);
    std::string section;
    for (auto& line : lines) {
        if (line.starts_with("[")) section = line;
        if (section.empty() && line.starts_with("record =")) line = "record =";
        if (section != "[parameter]") continue;
        const auto value = line.rfind("value = ");
        const auto end = value == std::string::npos ? line.find(" = ") : value;
        if (end != std::string::npos) line.resize(end);
    }
    return lines;
}

/// The first line in which they differ; nothing if they do not.
std::optional<RunDifference> text_difference(const ScenarioFile& first, const ScenarioFile& second) {
    const auto a = lines_without_settings(first.text), b = lines_without_settings(second.text);
    const auto size = std::min(a.size(), b.size());
    const auto parts = std::mismatch(a.begin(), a.begin() + static_cast<long>(size), b.begin());
    if (parts.first == a.end() && parts.second == b.end()) return std::nullopt;
    const auto told = [](const std::vector<std::string>& lines, auto at) {
        return at == lines.end() ? std::string("ends") : *at;
    };
    return RunDifference{"scenario", told(a, parts.first), told(b, parts.second)};
}

void put_scenario(const RunDescription& a, const RunDescription& b, std::vector<RunDifference>& list) {
    const auto& mine = a.files;
    const auto& others = b.files;
    for (std::size_t i = 0; i < std::max(mine.size(), others.size()); ++i) {
        const auto name = [&](const std::vector<ScenarioFile>& files) {
            return i < files.size() ? "file " + files[i].name : std::string("no such file");
        };
        // The scenario itself may have another name; a table is known by its.
        if (i >= mine.size() || i >= others.size() || (i > 0 && mine[i].name != others[i].name))
            return list.push_back({"scenario", name(mine), name(others)});
        if (auto difference = text_difference(mine[i], others[i])) return list.push_back(std::move(*difference));
    }
}

template <class Thing>
const Thing* find_named(const std::vector<Thing>& things, const std::string& name) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

/// A parameter that is another in several arms is told once.
void put_parameters(const RunDescription& a, const RunDescription& b, std::vector<RunDifference>& list) {
    for (const auto& arm : a.arms) {
        const auto* other = find_named(b.arms, arm.name);
        if (other == nullptr) continue;
        for (const auto& parameter : arm.parameters) {
            const auto* there = find_named(other->parameters, parameter.name);
            const auto what = "parameter " + parameter.name;
            const bool is_told =
                std::any_of(list.begin(), list.end(), [&](const RunDifference& one) { return one.what == what; });
            if (there == nullptr || is_told || there->value == parameter.value) continue;
            list.push_back({what, fmt::format("{}", parameter.value), fmt::format("{}", there->value)});
        }
    }
}

std::string arms_text(const RunDescription& run) {
    std::string text;
    for (const auto& arm : run.arms) text += (text.empty() ? "" : ",") + arm.name;
    return text;
}

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// [replicate]: whether all outcomes that both runs have are the same.
std::vector<bool> same_outcomes(const RunReader& first, std::size_t a, const RunReader& second, std::size_t b,
                                std::uint64_t replicates) {
    std::vector<bool> same(replicates, true);
    for (const auto& outcome : first.run().outcomes) {
        if (find_named(second.run().outcomes, outcome.name) == nullptr) continue;
        const auto x = first.outcome(a, outcome.name), y = second.outcome(b, outcome.name);
        for (std::size_t r = 0; r < replicates; ++r) same[r] = same[r] && same_bits(x.at(r), y.at(r));
    }
    return same;
}

void check_hashes(const RunReader& first, std::size_t a, const RunReader& second, std::size_t b,
                  std::vector<bool>& same) {
    const auto steps = first.run().time.steps;
    if (second.run().time.steps != steps) same.assign(same.size(), false);
    if (std::max(first.run().replicates, second.run().replicates) * steps > most_hashes) return;
    const auto x = first.hashes(a), y = second.hashes(b);
    if (x.size() < same.size() * steps || y.size() < same.size() * steps) return;  // not kept
    for (std::size_t r = 0; r < same.size(); ++r) {
        const auto begin = static_cast<long>(r * steps), end = static_cast<long>((r + 1) * steps);
        same[r] = same[r] && std::equal(x.begin() + begin, x.begin() + end, y.begin() + begin);
    }
}

}  // namespace

std::vector<RunDifference> run_differences(const RunReader& first, const RunReader& second) {
    std::vector<RunDifference> list;
    const auto& a = first.run();
    const auto& b = second.run();
    const auto put = [&](const std::string& what, const std::string& x, const std::string& y) {
        if (x != y) list.push_back({what, x, y});
    };
    put_scenario(a, b, list);
    put_parameters(a, b, list);
    put("arms", arms_text(a), arms_text(b));
    put("seed", std::to_string(a.seed), std::to_string(b.seed));
    put("replicates", std::to_string(a.replicates), std::to_string(b.replicates));
    put("record", std::string(name_of(a.record)), std::string(name_of(b.record)));
    return list;
}

std::vector<CommonReplicates> common_replicates(const RunReader& first, const RunReader& second) {
    std::vector<CommonReplicates> list;
    for (std::size_t a = 0; a < first.run().arms.size(); ++a) {
        const auto& arms = second.run().arms;
        const auto* other = find_named(arms, first.run().arms[a].name);
        if (other == nullptr) continue;
        const auto b = static_cast<std::size_t>(other - arms.data());
        CommonReplicates common{other->name, std::min(first.done(a), second.done(b)), 0};
        auto same = same_outcomes(first, a, second, b, common.compared);
        check_hashes(first, a, second, b, same);
        common.same = static_cast<std::uint64_t>(std::count(same.begin(), same.end(), true));
        list.push_back(std::move(common));
    }
    return list;
}

}  // namespace hegemon
