#pragma once
/// Runs a scenario: many replicates, on all cores, reproducible to the bit.
#include <Eigen/Core>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <hegemon/scenario.hpp>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace hegemon {

/// A wish that a run should stop. Any thread may express it, and so may a signal handler.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    void request() noexcept;
    [[nodiscard]] bool requested() const noexcept;

    /// For the library itself.
    struct Flag;
    [[nodiscard]] const Flag& flag() const { return *flag_; }

private:
    std::unique_ptr<Flag> flag_;
};

/// The most replicates of a run: each has random numbers of its own up to here.
inline constexpr std::uint64_t most_replicates = std::uint64_t{1} << 33U;
inline constexpr int most_threads = 1024;

/// What `run` does about OUTPUT.part with replicates of an earlier run that was cut short.
enum class PartOfEarlierRun : std::uint8_t {
    refuse,   ///< throws FileError: nothing is lost unasked
    resume,   ///< goes on with it, to the same content as if it had never been cut short
    replace,  ///< begins anew
};

/// Whether a run measures where its time goes. That takes some time itself, more where rules are cheap.
enum class Profiling : std::uint8_t { off, on };

struct RunSettings {
    std::uint64_t seed = 1;
    std::uint64_t replicates = 100;  ///< of each arm, 1 to most_replicates
    /// What is run side by side: names of variants, and "base" for the scenario as written; empty: just that. Equal
    /// replicates of the arms share all random numbers, so they are pairs. The first arm is what the others are
    /// compared with.
    std::vector<std::string> arms;
    int threads = 0;  ///< 0: one for each core; at most most_threads. The results are the same with any number
    std::size_t lanes =
        0;  ///< replicates computed side by side: 1, 8, 16, 32, 64, or 0 for what is fastest; changes no result
    /// The run file; empty: none. It is written as OUTPUT.part and takes its name when it is whole, replacing what was
    /// there.
    std::filesystem::path output;
    PartOfEarlierRun earlier =
        PartOfEarlierRun::refuse;  ///< what becomes of an OUTPUT.part that an earlier run has left
    bool compress = true;          ///< the run file's columns and events; changes no content
    std::uint64_t memory = 0;      ///< bytes that the program may take while it runs, as `plan` reckons; 0: no limit
    std::string command;           ///< told in the run file as what made it
    Profiling profiling = Profiling::off;  ///< whether Run::profile() is there; changes no result
    /// Called first of all and then now and then, by one thread at a time: replicates of each arm done, of how many.
    /// Must be quick; what it throws ends the run.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
    const StopSignal* stop = nullptr;  ///< asked in each step; must outlive the run
};

/// A replicate whose state came to make no sense (not a number, a negative rate, a value that left its range).
struct FailedReplicate {
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;  ///< from 0
    std::string rule;        ///< "flow.state.x"
    std::string row;         ///< name of the row
    std::string problem;     ///< with the values that led there
};

/// An event for which the step is long: its rate times the step passed 0.3, and was largest here. An event fires at
/// most once in a step, and its rate stands still within it, so results then depend on the step's length.
struct LongStep {
    std::string event;
    std::string row;  ///< name of the row
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;  ///< from 0
    double expected = 0;     ///< rate times step: firings expected in the step
};

/// What a rule, or several that are worked out together, took. A let that is worked out apart has a cost of its own,
/// and is in no other; else it is in those of the rules that read it.
struct RuleCost {
    /// "calendar", "ledger", "let", "flow", "event", "effect" (what events and decisions set and add), "decision",
    /// "update", "outcome", "record" (what the run file keeps), or "other" (what is between these).
    std::string phase;
    /// Of a let "town.share"; of flow, event and update the kind whose rules they are; of effect, decision and outcome
    /// its name. In brackets: parts of rules that are worked out apart. Empty: what the phase does for all its rules.
    std::string rule;
    std::vector<std::string> members;  ///< of flow, event and update: the columns or events of the kind, by name
    std::uint64_t times = 0;           ///< how often it was worked out, each time for a batch of replicates of one arm
    double seconds = 0;                ///< of all threads and arms together
};

/// Where the time of a run's steps went. Reading the scenario, start values, the comparison of arms and writing the run
/// file are not in it.
struct RunProfile {
    int threads = 0;              ///< which the seconds are added up over: fewer than asked for if there was less to do
    std::vector<RuleCost> costs;  ///< the costliest first; none if a resumed run had nothing left to do
    [[nodiscard]] double seconds() const;  ///< of all costs
};

/// What a run yielded.
class Run {
public:
    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    /// Replicates asked for, of each arm.
    [[nodiscard]] std::uint64_t asked() const { return asked_; }
    /// Replicates of each arm done, failed ones included: the first ones. Fewer than asked for if the run was stopped.
    [[nodiscard]] std::uint64_t replicates() const { return replicates_; }
    /// Of these, how many an earlier part of the run had done; 0 unless it was resumed.
    [[nodiscard]] std::uint64_t resumed() const { return resumed_; }
    [[nodiscard]] bool complete() const { return replicates_ == asked_; }
    [[nodiscard]] const std::vector<std::string>& arms() const { return arms_; }  ///< as they were asked for
    /// In order of replicate. `arm` empty: of the first arm. Throws std::invalid_argument.
    [[nodiscard]] const std::vector<FailedReplicate>& failures(const std::string& arm = {}) const;
    /// Of all arms together.
    [[nodiscard]] std::uint64_t failed() const;
    /// In order of event. `arm` empty: of the first arm. Throws std::invalid_argument.
    [[nodiscard]] const std::vector<LongStep>& long_steps(const std::string& arm = {}) const;

    [[nodiscard]] const std::vector<std::string>& outcome_names() const { return names_; }  ///< in order of name
    /// [replicate], of size replicates(); NaN where it is missing or the replicate failed. `arm` empty: of the first
    /// arm. Throws std::invalid_argument.
    [[nodiscard]] const Eigen::ArrayXd& outcome(const std::string& name, const std::string& arm = {}) const;

    /// The run file: its final name, or OUTPUT.part if the run was stopped; empty if none was asked for.
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    /// SHA-256 of the run file's content, 64 hexadecimal digits: equal whenever the results are. Empty without a whole
    /// file.
    [[nodiscard]] const std::string& digest() const { return digest_; }
    /// Of what was computed, without an earlier part; nothing if settings.profiling was off.
    [[nodiscard]] const std::optional<RunProfile>& profile() const { return profile_; }

private:
    friend Run run(const Scenario& scenario, const RunSettings& settings);

    std::uint64_t seed_ = 0, asked_ = 0, replicates_ = 0, resumed_ = 0;
    [[nodiscard]] std::size_t index_of(const std::string& arm) const;

    std::vector<std::string> arms_;
    std::vector<std::vector<FailedReplicate>> failures_;  ///< [arm]
    std::vector<std::vector<LongStep>> long_steps_;       ///< [arm]
    std::vector<std::string> names_;
    std::vector<std::map<std::string, Eigen::ArrayXd>> outcomes_;  ///< [arm]
    std::filesystem::path file_;
    std::string digest_;
    std::optional<RunProfile> profile_;
};

/// Runs all replicates of all arms and returns when they are done, or soon after settings.stop was requested. A
/// replicate that fails does not end the run. Throws std::invalid_argument (settings out of range, an unknown arm or
/// one twice), NotEnoughMemory, FileError (the output; what was flushed stays in OUTPUT.part), std::system_error (no
/// more threads).
Run run(const Scenario& scenario, const RunSettings& settings = {});

/// What `run` with these settings would take, all arms together.
struct RunPlan {
    int threads = 1;
    std::uint64_t recorded = 0;   ///< replicates of each arm whose columns are kept
    double file_bytes = 0;        ///< of the run file before compression, without its events and decisions
    double bytes_per_firing = 0;  ///< the same of an event that happens (the mean over all events)
    double bytes_per_choice = 0;  ///< the same of a decision that is asked on a row (the mean over all decisions)
    double memory_bytes = 0;      ///< of the program while it runs, about
};

/// RunSettings::memory is too little for the run.
class NotEnoughMemory : public std::runtime_error {
public:
    NotEnoughMemory(const std::string& problem, double least_bytes)
        : std::runtime_error(problem), least_bytes_(least_bytes) {}
    /// What the run takes at least with as many threads.
    [[nodiscard]] double least_bytes() const { return least_bytes_; }

private:
    double least_bytes_;
};

/// Runs and writes nothing. Throws std::invalid_argument and NotEnoughMemory as run does.
RunPlan plan(const Scenario& scenario, const RunSettings& settings = {});

/// How long a run takes, measured on its first replicates.
struct RunTiming {
    std::uint64_t replicates = 0;  ///< of each arm that were run for it
    double measured_seconds = 0;   ///< that these took
    double seconds = 0;            ///< that all of the run will take, about, without writing the file
};

/// Runs the first replicates in memory, until `at_least` is over and each thread has had a batch, or all are done;
/// writes nothing, and leaves settings.stop and settings.progress aside. Throws std::invalid_argument and
/// std::system_error as run does.
RunTiming measure(const Scenario& scenario, const RunSettings& settings = {},
                  std::chrono::milliseconds at_least = std::chrono::seconds(1));

}  // namespace hegemon
