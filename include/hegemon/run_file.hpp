#pragma once
/// Reads run files. (Every HDF5 or netCDF-4 reader can; this one knows the names.)
#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <hegemon/run.hpp>
#include <hegemon/scenario.hpp>
#include <memory>
#include <string>
#include <vector>

namespace hegemon {

/// An open run file, or the .part file of a run that was stopped. All methods throw FileError if it cannot be read,
/// std::invalid_argument for an arm or outcome that is not in it. Not to be used by two threads at once.
class RunFile {
public:
    explicit RunFile(std::filesystem::path path);
    ~RunFile();
    RunFile(RunFile&&) noexcept;
    RunFile& operator=(RunFile&&) noexcept;

    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::uint64_t seed() const;
    [[nodiscard]] std::uint64_t asked() const;  ///< replicates of each arm that were asked for
    /// Of the content, 64 hexadecimal digits as stored; empty in a .part file.
    [[nodiscard]] std::string digest() const;
    /// The scenario with its model merged in and defaults filled in.
    [[nodiscard]] std::string scenario_text() const;
    [[nodiscard]] std::vector<std::string> arms() const;      ///< "base" is the scenario as written
    [[nodiscard]] std::vector<OutcomeInfo> outcomes() const;  ///< in order of name
    /// In order of name. Here and below, `arm` empty: of the first arm.
    [[nodiscard]] std::vector<ParameterInfo> parameters(const std::string& arm = {}) const;

    /// Replicates of an arm that are in the file, failed ones included: the first ones.
    [[nodiscard]] std::uint64_t replicates(const std::string& arm = {}) const;
    [[nodiscard]] std::vector<FailedReplicate> failures(const std::string& arm = {}) const;
    /// [replicate], of size replicates(arm); NaN where it is missing or the replicate failed.
    [[nodiscard]] Eigen::ArrayXd outcome(const std::string& name, const std::string& arm = {}) const;

    /// For the library itself.
    struct Opened;
    [[nodiscard]] const Opened& opened() const { return *opened_; }

private:
    std::unique_ptr<Opened> opened_;
};

}  // namespace hegemon
