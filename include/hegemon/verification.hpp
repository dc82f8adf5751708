#pragma once
/// Whether a run file holds what its scenario yields, and whether two run files hold the same.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <hegemon/error.hpp>
#include <hegemon/run.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hegemon {

/// The values of one dataset, or one attribute, that are not what they must be: the first of them, and how many.
struct FileDifference {
    std::string dataset;    ///< path in the file, of the dataset or group
    std::string attribute;  ///< empty: it is about the data
    std::string arm;        ///< empty: it belongs to none
    std::optional<std::uint64_t> replicate;
    std::optional<std::uint32_t> step;  ///< from 0
    std::string row;                    ///< its name; may be empty
    std::string stored;                 ///< the first value as it lies in the file
    std::string computed;               ///< as it was computed again, or as the other file has it
    std::string problem;                ///< if it is not about a value: "is missing"
    std::uint64_t count = 1;            ///< values of the dataset that differ
};

struct VerifySettings {
    std::uint64_t sample = 0;  ///< replicates of each arm to compute again, drawn by the run's seed; 0: all of them
    int threads = 0;           ///< 0: one for each core; at most most_threads
    /// Called now and then, by one thread at a time: replicates (of each arm) compared, of how many.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
    const StopSignal* stop = nullptr;  ///< must outlive the call
};

/// What `verify` found.
struct Verification {
    [[nodiscard]] bool same() const { return complete && differences.empty() && digest_stored == digest_found; }

    bool part = false;             ///< the file of a run that was cut short: no digest and no sums are in it
    std::string digest_stored;     ///< as the file says it; empty in a .part file
    std::string digest_found;      ///< of the content that lies in the file; empty in a .part file
    std::uint64_t replicates = 0;  ///< of each arm, in the file
    std::uint64_t compared = 0;    ///< of each arm, computed again
    bool complete = false;         ///< false: it was stopped, or the run could not be computed again
    std::string not_repeatable;    ///< why the run could not be computed again; else empty
    /// One for each dataset and attribute: first those that belong to no replicate, then in order of replicate and
    /// step.
    std::vector<FileDifference> differences;
};

/// Computes the digest of the file's content, runs the scenario inside it again and compares every value. The file may
/// have been made with any number of threads, lanes, any compiler. Memory does not grow with the number of replicates
/// (but for those that failed). Throws FileError if the file cannot be read or is no run file,
/// std::invalid_argument (settings out of range).
Verification verify(const std::filesystem::path& file, const VerifySettings& settings = {});

/// How many things of one sort two run files have in common.
struct SortCount {
    std::string sort;  ///< "outcomes", "events", "columns" ...: datasets of that sort
    std::uint64_t same = 0, different = 0, only_first = 0, only_second = 0;
};

/// Something that was asked of one run otherwise than of the other.
struct RunDifference {
    std::string what;           ///< "scenario", "parameter rain", "arms", "seed", "replicates", "record"
    std::string first, second;  ///< of a scenario: the first line that is another
};

/// The replicates of an arm that two files have in common.
struct CommonReplicates {
    std::string arm;
    std::uint64_t compared = 0;  ///< that both have
    std::uint64_t same = 0;      ///< of these, with the same states (by their hashes, if both have them) and outcomes
};

/// Two run files beside each other.
struct FileComparison {
    [[nodiscard]] bool same() const { return digest_first == digest_second; }

    std::string digest_first, digest_second;             ///< of the content that lies in them
    bool first_damaged = false, second_damaged = false;  ///< the digest that it carries is another one
    std::vector<RunDifference> runs;                     ///< what was run otherwise; empty: two runs of the same
    std::vector<CommonReplicates> common;                ///< arms that both have
    std::vector<SortCount> sorts;
    /// One for each dataset and attribute; the most telling first: scenario, seed, arms, parameters, then outcomes and
    /// what happened.
    std::vector<FileDifference> differences;
    /// The first replicate and step in which states differ, by the hashes of states; or the first replicate by
    /// outcomes.
    std::string arm;
    std::optional<std::uint64_t> replicate;
    std::optional<std::uint32_t> step;
};

/// Compares all content of two run files. `stored` of a difference is what the first has, `computed` the second.
/// Throws FileError.
FileComparison compare_files(const std::filesystem::path& first, const std::filesystem::path& second);

}  // namespace hegemon
