#pragma once
/// What the functions of this library throw. Besides: std::invalid_argument where a program asks for what makes no
/// sense (no replicate, an outcome that there is not), std::bad_alloc.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace hegemon {

/// One thing found in a scenario.
struct Notice {
    enum class Kind : std::uint8_t { error, warning };
    Kind kind = Kind::error;
    std::string id;          ///< of the message, e.g. "unknown-name": the same in every version
    std::string file;        ///< empty if it stands nowhere
    std::size_t line = 0;    ///< from 1; 0 if it stands nowhere
    std::size_t column = 0;  ///< in characters, from 1; 0 if it stands nowhere
    std::string problem;
    std::string hint;  ///< may be empty
    std::string text;  ///< all of it as a person reads it: `file:line:column: error: problem`, the line, a caret, hint
};

/// The scenario is wrong. `what()` is the text of all notices, one after the other.
class InvalidScenario : public std::runtime_error {
public:
    InvalidScenario(const std::string& text, std::vector<Notice> notices);
    /// Everything found, in the order found: at least one error, and warnings.
    [[nodiscard]] const std::vector<Notice>& notices() const { return notices_; }

private:
    std::vector<Notice> notices_;
};

/// What a run file says was run cannot be run again to the same result: most likely another version of this library
/// made the file. `what()` says what differs.
class NotRepeatable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A file cannot be created, written or read. `what()` says which and why.
class FileError : public std::runtime_error {
public:
    enum class Action : std::uint8_t { create, write, read };
    FileError(Action action, std::filesystem::path path, const std::string& text);
    [[nodiscard]] Action action() const { return action_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    Action action_;
    std::filesystem::path path_;
};

}  // namespace hegemon
