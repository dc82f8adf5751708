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
#include "storage/errors.hpp"

namespace hegemon {

/// Where a run came from. It is kept in the file but is no content: two runs may differ in it and have one digest.
struct Provenance {
    std::string command;  ///< as it was typed
    std::string date;     ///< ISO 8601, "2024-05-17T08:30:00Z"
    std::string host;
    std::vector<std::pair<std::string, std::string>> versions;  ///< "hegemon" -> "0.1.0"; HDF5's is added
};

/// Writes PATH.part and renames it at the end, so that a file under its final name is always whole.
///
/// All methods throw CreateError or WriteError. After an error, or if the writer is destroyed before `finish`,
/// PATH.part stays, with the attribute `done` of each arm telling how many of its replicates can be trusted. An earlier
/// PATH.part is overwritten by `begin`, an earlier PATH by `finish`. Memory: up to 32 kB for each open field of an
/// event, and one digest a dataset.
class RunWriter final : public Recorder {
public:
    /// What was written goes to the disk at the first end of a batch that comes `flush_every` after the last time:
    /// flushing each batch would compress the events that share a chunk again and again.
    explicit RunWriter(std::filesystem::path path, Provenance provenance,
                       std::chrono::milliseconds flush_every = std::chrono::seconds(1));
    ~RunWriter() override;

    void begin(const RunDescription& run) override;
    /// Throws std::logic_error if the batch is not the next one.
    void record(const BatchRecord& batch) override;
    /// Throws std::logic_error if replicates are missing.
    void finish(const std::vector<ArmSummary>& arms) override;

    /// SHA-256 of the content, 64 hexadecimal digits; empty before `finish`.
    [[nodiscard]] const std::string& digest() const { return digest_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path part_path() const;

private:
    struct File;
    template <class Work>
    void guarded(const Work& work);
    void check_next(const BatchRecord& batch) const;
    void put_in_place();

    std::filesystem::path path_;
    Provenance provenance_;
    std::chrono::milliseconds flush_every_;
    std::string digest_;
    std::unique_ptr<File> file_;  ///< while the file is open
};

}  // namespace hegemon
