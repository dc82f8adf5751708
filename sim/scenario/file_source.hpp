#pragma once
/// Where the files that a scenario names are looked up, and what they may not reach.
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "model/declaration.hpp"

namespace hegemon {

/// Reads a file as it is. Throws std::filesystem::filesystem_error (path and errno) if it cannot be read.
/// `limit` in bytes; of a larger file limit + 1 bytes are read.
std::string read_file(const std::filesystem::path& path, std::uintmax_t limit);

/// A text without the byte order mark that some programs put in front.
SourceFilePtr make_source(std::string name, std::string text);

/// The scenario's own folder, the library, or neither: a text that a program or a run file holds.
enum class FilePlace : std::uint8_t { folder, library, memory };

/// A file that was asked for by the name in a scenario.
struct FoundFile {
    enum class Outcome : std::uint8_t { found, not_found, leaves, not_a_file, too_large };
    Outcome outcome = Outcome::not_found;
    std::string name;  ///< as asked for, without "." and ".."
    std::string path;  ///< what messages call it
    std::string text;
    FilePlace place = FilePlace::memory;  ///< of one that was found
};

class FileSource {
public:
    FileSource() = default;
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    virtual ~FileSource() = default;
    /// Never leaves the folders it was made for. Throws like read_file.
    [[nodiscard]] FoundFile find(const std::string& name, std::uintmax_t limit) const;

private:
    [[nodiscard]] virtual FoundFile look_up(const std::string& name, std::uintmax_t limit) const = 0;
};

/// The folder of the scenario, then the library (which may be empty: none).
class FolderFiles final : public FileSource {
public:
    FolderFiles(std::filesystem::path folder, std::filesystem::path library);

private:
    [[nodiscard]] FoundFile look_up(const std::string& name, std::uintmax_t limit) const override;
    [[nodiscard]] bool is_inside(const std::filesystem::path& path) const;

    std::vector<std::filesystem::path> roots_;
};

/// Texts in memory, by name.
class MemoryFiles final : public FileSource {
public:
    explicit MemoryFiles(std::vector<ScenarioFile> files);

private:
    [[nodiscard]] FoundFile look_up(const std::string& name, std::uintmax_t limit) const override;

    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace hegemon
