#pragma once
/// The machine fails: what storage throws. Each carries the path and the system's or the library's reason.
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

namespace hegemon {

/// A run file could not be created, written or read. `what()` is "PATH: PROBLEM".
class StorageError : public std::runtime_error {
public:
    StorageError(std::filesystem::path path, const std::string& problem)
        : std::runtime_error(path.string() + ": " + problem), path_(std::move(path)) {}
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The file could not be created (exit code 73).
class CreateError : public StorageError {
public:
    using StorageError::StorageError;
};

/// Writing, flushing, closing or renaming failed (exit code 74). What was flushed stays in PATH.part.
class WriteError : public StorageError {
public:
    using StorageError::StorageError;
};

/// The file could not be opened or read, or it is not a run file that this program can read (exit code 74).
class ReadError : public StorageError {
public:
    using StorageError::StorageError;
};

}  // namespace hegemon
