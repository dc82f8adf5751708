#pragma once
/// A run file as tables that every program reads.
#include <cstdint>
#include <filesystem>
#include <hegemon/error.hpp>
#include <vector>

namespace hegemon {

struct ExportSettings {
    enum class Existing : std::uint8_t { keep, overwrite };
    Existing existing = Existing::keep;  ///< what happens to files of these names that are there
};

/// Writes the run as CSV (RFC 4180; UTF-8, a dot in numbers, nothing where there is no value, dates as ISO 8601 has
/// them) into `folder`, which is made if it is not there, and datapackage.json, which says what each table and column
/// is and in what unit (Frictionless Data Package 1.0). Returns the files, in order of name. Memory does not grow with
/// the number of replicates (but for those that failed).
/// Throws FileError: the run file cannot be read; the folder or a file cannot be created (one is there already);
/// writing failed.
std::vector<std::filesystem::path> export_csv(const std::filesystem::path& run, const std::filesystem::path& folder,
                                              const ExportSettings& settings = {});

}  // namespace hegemon
