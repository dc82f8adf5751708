#include "storage/earlier_run.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "storage/run_description.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Handle;

namespace {

constexpr std::uint64_t most_lanes = 4096;  // of a record that is replayed

std::vector<std::string> arm_names(const Handle& file) {
    return hdf5::read_attribute<std::string>(file, "arms").value_or(std::vector<std::string>{});
}

Handle arm_group(const Handle& file, const std::string& name) {
    return hdf5::open_group(file, layout::free_name(name, layout::reserved_at_root(), "arm"));
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

std::string instead(const std::string& what, const std::string& is, const std::string& wanted) {
    return is == wanted ? "" : what + " " + is + " instead of " + wanted;
}

/// "line 3 of scenario.toml", the first that differs.
std::string text_difference(const std::vector<ScenarioFile>& is, const std::vector<ScenarioFile>& wanted) {
    for (std::size_t i = 0; i < std::min(is.size(), wanted.size()); ++i) {
        if (is[i].name != wanted[i].name) return "file " + is[i].name + " instead of " + wanted[i].name;
        const std::string &a = is[i].text, &b = wanted[i].text;
        if (a == b) continue;
        const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
        const auto begin = std::find(std::make_reverse_iterator(at), a.rend(), '\n').base();
        return "another scenario text, where " + is[i].name +
               " had: " + std::string(begin, std::find(at, a.end(), '\n'));
    }
    return is.size() == wanted.size() ? "" : "another number of files in the scenario";
}

/// Failures with replicates [first, first + count) of an arm.
class Failures {
public:
    explicit Failures(const Handle& arm) : group_(hdf5::open_group(arm, "failures")) {
        replicate_ = read_all<std::int64_t>(group_, "replicate");
        step_ = read_all<std::int64_t>(group_, "step");
        rule_ = texts("rule");
        row_ = texts("row");
        problem_ = texts("problem");
    }
    void take(std::uint64_t end, std::vector<Failure>& into) {
        for (; at_ < replicate_.size() && static_cast<std::uint64_t>(replicate_[at_]) < end; ++at_)
            into.push_back({static_cast<std::uint64_t>(replicate_[at_]), static_cast<std::uint32_t>(step_.at(at_)),
                            rule_.at(at_), row_.at(at_), problem_.at(at_)});
    }

private:
    [[nodiscard]] std::vector<std::string> texts(const char* name) const {
        return hdf5::read_texts(hdf5::open_dataset(group_, name));
    }
    Handle group_;
    std::vector<std::int64_t> replicate_, step_;
    std::vector<std::string> rule_, row_, problem_;
    std::size_t at_ = 0;
};

}  // namespace

std::uint64_t replicates_in(const Handle& file) {
    if (text_or_empty(file, "file_type") != layout::file_type) throw hdf5::Error("is not a run file");
    const auto version = hdf5::read_attribute<std::int64_t>(file, "version");
    const std::vector<std::int64_t> wanted(layout::version.begin(), layout::version.end());
    if (version != wanted) throw hdf5::Error("is of another version of the run file than this program writes");
    const auto all = attribute_or<std::uint64_t>(file, "replicates", 0);
    std::uint64_t done = all;
    for (const std::string& name : arm_names(file))
        done = std::min(done, attribute_or<std::uint64_t>(arm_group(file, name), "done", all));
    return done;
}

std::string difference(const Handle& file, const RunDescription& run, const std::string& version) {
    std::vector<std::string> arms;
    for (const ArmDescription& arm : run.arms) arms.push_back(arm.name);
    const auto number = [&](const char* name) { return std::to_string(attribute_or<std::uint64_t>(file, name, 0)); };
    const auto differences = {
        instead("hegemon", text_or_empty(hdf5::open_group(file, "provenance"), "hegemon_version"), version),
        instead("seed", number("seed"), std::to_string(run.seed)),
        instead("arms", listed(arm_names(file)), listed(arms)),
        instead("replicates", number("replicates"), std::to_string(run.replicates)),
        instead("record", text_or_empty(file, "record"), std::string(name_of(run.record))),
        instead("recorded", number("recorded"), std::to_string(run.recorded)),
        text_difference(read_scenario(file), run.files)};
    const auto* first =
        std::find_if(differences.begin(), differences.end(), [](const auto& text) { return !text.empty(); });
    return first == differences.end() ? std::string() : *first;
}

void replay(const Handle& file, const RunDescription& run, std::uint64_t done, const Recorder::TakeRecord& take) {
    for (std::uint32_t arm = 0; arm < run.arms.size(); ++arm) {
        const Handle group = arm_group(file, run.arms[arm].name);
        const Handle outcomes = hdf5::open_group(group, "outcomes");
        Failures failures(group);
        for (std::uint64_t first = 0; first < done; first += most_lanes) {
            BatchRecord record;
            record.arm = arm;
            record.first_replicate = first;
            record.lanes = static_cast<std::uint32_t>(std::min(most_lanes, done - first));
            record.outcomes.resize(run.outcomes.size() * record.lanes);
            for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
                const std::string name =
                    layout::free_name(run.outcomes[i].name, layout::reserved_in_outcomes(), "value");
                hdf5::read(hdf5::open_dataset(outcomes, name), first, record.lanes, hdf5::Type::float64,
                           record.outcomes.data() + i * record.lanes);
            }
            failures.take(first + record.lanes, record.failures);
            take(record);
        }
    }
}

}  // namespace hegemon
