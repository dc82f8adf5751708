#pragma once
/// Reads run files, and the PATH.part of a run that was cut short.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/recorder.hpp"
#include "storage/errors.hpp"
#include "storage/hdf5.hpp"
#include "storage/run_writer.hpp"

namespace hegemon {

enum class ReplicateStatus : std::int8_t { not_run = -1, completed = 0, failed = 1 };

/// An open run file. All methods throw ReadError if the file cannot be read, std::invalid_argument for an arm, kind,
/// column, event, decision or outcome that is not in it; `arm` is an index into run().arms.
class RunReader {
public:
    static constexpr std::uint64_t all_replicates = ~std::uint64_t{0};

    /// Reads the description; the data are read when asked for.
    explicit RunReader(std::filesystem::path path);

    /// As it was recorded; but constants are not `exact`, units such as "days" come back in the singular, and
    /// `Range::at` is nowhere.
    [[nodiscard]] const RunDescription& run() const { return run_; }
    [[nodiscard]] const std::array<std::int32_t, 2>& version() const { return version_; }
    /// Of the content, as stored; empty if the run was cut short.
    [[nodiscard]] const std::string& digest() const { return digest_; }
    [[nodiscard]] Provenance provenance() const;

    /// Replicates [0, done) are in the file.
    [[nodiscard]] std::uint64_t done(std::size_t arm) const;
    [[nodiscard]] std::vector<ReplicateStatus> status(std::size_t arm) const;  ///< [replicate]
    [[nodiscard]] std::vector<Failure> failures(std::size_t arm) const;        ///< in order of replicate
    [[nodiscard]] std::vector<double> outcome(std::size_t arm, const std::string& name) const;  ///< [replicate]
    /// [replicate][step], of replicates [0, replicates) alone; may be empty.
    [[nodiscard]] std::vector<std::uint64_t> hashes(std::size_t arm, std::uint64_t replicates = all_replicates) const;
    /// Times are in the model's unit since the start; with a calendar they may differ from what was recorded by a
    /// rounding.
    /// Of replicates [0, replicates) alone.
    [[nodiscard]] FiringRecord firings(std::size_t arm, const std::string& event,
                                       std::uint64_t replicates = all_replicates) const;
    [[nodiscard]] ChoiceRecord choices(std::size_t arm, const std::string& decision,
                                       std::uint64_t replicates = all_replicates) const;
    /// [replicate][step][row] of the recorded replicates [first, first + count); a truth is 0, 1, or NaN if missing,
    /// and an exact column is rounded.
    [[nodiscard]] std::vector<float> column(std::size_t arm, const std::string& kind, const std::string& column,
                                            std::uint64_t first, std::uint64_t count) const;
    /// The same of all recorded replicates.
    [[nodiscard]] std::vector<float> column(std::size_t arm, const std::string& kind, const std::string& column) const;
    /// The same, not rounded, in whatever precision the column is kept.
    [[nodiscard]] std::vector<double> exact_column(std::size_t arm, const std::string& kind, const std::string& column,
                                                   std::uint64_t first, std::uint64_t count) const;
    [[nodiscard]] std::vector<double> exact_column(std::size_t arm, const std::string& kind,
                                                   const std::string& column) const;
    /// All empty if the run kept none.
    [[nodiscard]] ArmSummary summary(std::size_t arm) const;

private:
    template <class Work>
    auto guarded(const Work& work) const;
    [[nodiscard]] hdf5::Handle arm_group(std::size_t arm) const;
    [[nodiscard]] const ArmDescription& arm_description(std::size_t arm) const;
    template <class Number>
    std::vector<Number> column_as(std::size_t arm, const std::string& kind, const std::string& column,
                                  std::uint64_t first, std::uint64_t count) const;
    void read_root();

    std::filesystem::path path_;
    hdf5::Handle file_;
    std::array<std::int32_t, 2> version_{};
    std::string digest_;
    RunDescription run_;
};

}  // namespace hegemon
