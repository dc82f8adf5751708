#pragma once
/// The Recorder that writes a run file: HDF5 that is valid netCDF-4, see analysis/README.md.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/recorder.hpp"
#include "parallel/executor.hpp"
#include "storage/content.hpp"
#include "storage/errors.hpp"

namespace hegemon {

/// Where a run came from. It is kept in the file but is no content: two runs may differ in it and have one digest.
struct Provenance {
    std::string command;  ///< as it was typed
    std::string date;     ///< ISO 8601, "2024-05-17T08:30:00Z"
    std::string host;
    std::string opening;  ///< the comment at the top of the scenario's file, without `#`; may be empty
    std::vector<std::pair<std::string, std::string>> versions;  ///< "hegemon" -> "0.1.0"; HDF5's is added
};

/// What becomes of a PATH.part with replicates of an earlier run in it.
enum class EarlierPart : std::uint8_t {
    refuse,   ///< CreateError: nothing is lost unasked
    resume,   ///< the run goes on with it; CreateError if it, or else a whole file at PATH, belongs to another run
    replace,  ///< it is overwritten
};

struct WriterOptions {
    EarlierPart earlier = EarlierPart::refuse;
    Compression compression = Compression::deflate;
    Executor* executor = nullptr;  ///< compresses; null: the thread that records. Outlives the writer
    /// What was recorded is committed at the first end of a batch that comes so long after the last time: to commit
    /// each would compress the events that share a chunk again and again. Where a commit takes long, a twentieth of
    /// the time goes into it. 0: each is committed.
    std::chrono::milliseconds commit_every = std::chrono::milliseconds(500);
};

/// Writes PATH.part and renames it at the end, so that a file under its final name is always whole.
///
/// All methods throw CreateError or WriteError. Wherever the program ends, PATH.part holds the replicates of the last
/// commit, the attribute `done` of each arm says how many, and a later run can go on from there; PATH.part.state has
/// what it needs besides (see StateFile). A run file at PATH is replaced by `finish`. Memory: up to 32 kB for each open
/// field of an event, one digest a dataset, and what was overwritten in the file since the last commit.
class RunWriter final : public Recorder {
public:
    explicit RunWriter(std::filesystem::path path, Provenance provenance, WriterOptions options = {});
    ~RunWriter() override;

    void begin(const RunDescription& run) override;
    std::uint64_t restore(const RunState& state, const TakeRecord& earlier) override;
    /// Throws std::logic_error if the batch is not the next one.
    void record(const BatchRecord& batch) override;
    void settle(const RunState& state) override;
    void pause(const RunState& state) override;
    /// Throws std::logic_error if replicates are missing.
    void finish(const std::vector<ArmSummary>& arms) override;

    /// SHA-256 of the content, 64 hexadecimal digits; empty before `finish`.
    [[nodiscard]] const std::string& digest() const { return digest_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path part_path() const;

private:
    struct File;
    struct Whole;
    template <class Work>
    void guarded(const Work& work);
    bool take_whole(const RunDescription& run);
    bool take_part(const RunDescription& run);
    bool check_part(const hdf5::Handle& file, const RunDescription& run) const;
    void check_next(const BatchRecord& batch) const;
    void commit(const RunState& state);
    void put_in_place();
    [[nodiscard]] std::filesystem::path state_path() const;
    [[nodiscard]] std::string version() const;

    std::filesystem::path path_;
    Provenance provenance_;
    WriterOptions options_;
    std::string digest_;
    std::unique_ptr<File> file_;    ///< while the file is open
    std::unique_ptr<Whole> whole_;  ///< instead, if the run was whole already
};

}  // namespace hegemon
