#pragma once
/// Holds a run file against the same run computed again. It is a Recorder: who runs the scenario once more into it
/// learns where the file differs, value by value.
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/recorder.hpp"
#include "storage/dataset_checker.hpp"
#include "storage/hdf5.hpp"
#include "storage/mismatch.hpp"

namespace hegemon {

/// How much of the file is held against the run.
enum class Checking : std::uint8_t {
    all,    ///< every replicate, in order: `finish` tells what the file has more, too
    done,   ///< the same of a file that a run left unfinished: the first replicates, and no sums
    sample  ///< any replicates in any order, nothing over all of them
};

/// Memory: some kilobytes for each field of an event or a decision, and the failures of all replicates.
/// `begin` and `finish` throw ReadError if the file as a whole cannot be read; what is wrong in it is in
/// `mismatches()`.
class RunChecker final : public Recorder {
public:
    /// Throws ReadError.
    RunChecker(const std::filesystem::path& path, Checking checking);

    /// Before all else: whether the scenario in the file is the one that was stored. If not, there is nothing to hold
    /// the file against.
    bool check_texts();
    /// Names, units, constants, references, parameters, coordinates.
    void begin(const RunDescription& run) override;
    void record(const BatchRecord& batch) override;
    void finish(const std::vector<ArmSummary>& arms) override;

    [[nodiscard]] const std::vector<Mismatch>& mismatches() const { return log_.all(); }

private:
    /// How far the table of an event or a decision has been looked at.
    struct Cursor {
        std::uint64_t next = 0;
        bool lost = false;  ///< more than one entry is of another replicate: look for the next one
    };
    struct ArmState {
        std::string path;                           ///< "/base"
        std::map<std::string, Cursor> tables;       ///< by path
        std::map<std::uint64_t, Failure> failures;  ///< as stored, by replicate
        std::uint64_t failed = 0;                   ///< computed
        bool has_hashes = false;
    };
    struct Table;

    void read_failures(const std::string& arm, ArmState& state);
    void check_failures(const BatchRecord& batch);
    void check_firings(const BatchRecord& batch);
    void check_choices(const BatchRecord& batch);
    void check_columns(const BatchRecord& batch);
    /// Where the entries of the batch begin in the table.
    std::uint64_t begin_of(Cursor& cursor, const std::string& path, const BatchRecord& batch, std::size_t entries);
    void check_moments(const ArmDescription& arm, const std::string& path, const KindDescription& kind,
                       const std::string& of, const Moments& moments);
    void check_summary(std::size_t arm, const ArmSummary& summary);
    void check_ends();
    void check_strangers();
    [[nodiscard]] const std::string& name_of(std::uint32_t arm) const { return run_.arms[arm].name; }

    std::filesystem::path path_;
    Checking checking_;
    hdf5::Handle file_;
    MismatchLog log_;
    DatasetChecker datasets_;
    RunDescription run_;
    std::vector<ArmState> arms_;
};

}  // namespace hegemon
