#pragma once
/// A made-up run with one of everything that a run file can hold. Every number is a formula of its place, so that it
/// can be dealt in batches of any size and checked without a copy.
#include <filesystem>

#include "model/recorder.hpp"
#include "storage/run_writer.hpp"

namespace hegemon::sample {

enum class Calendar { none, weeks };

/// Two arms of 70 replicates, the first 5 recorded; 6 steps; kinds `kettle` (3 rows) and `pipe` (2 rows, 1 in the
/// second arm).
RunDescription description(Calendar calendar);

/// Replicates [first, first + lanes) of an arm.
BatchRecord batch(const RunDescription& run, std::uint32_t arm, std::uint64_t first, std::uint32_t lanes);

ArmSummary summary(const RunDescription& run, std::uint32_t arm);

/// Replicates 3, 10, 17, ... of arm 0 fail in step 4, with a text; of other arms, none does.
bool fails(std::uint32_t arm, std::uint64_t replicate);
double outcome(std::uint32_t arm, std::size_t outcome, std::uint64_t replicate);
float column(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step, std::uint64_t row);
double exact(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step, std::uint64_t row);
std::uint64_t hash(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step);

/// Writes the run in batches of `lanes`, arm by arm, and returns the digest.
std::string write(const std::filesystem::path& path, const RunDescription& run, std::uint32_t lanes);

Provenance provenance();

/// A new empty folder, removed with all that is in it when the object goes.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace hegemon::sample
