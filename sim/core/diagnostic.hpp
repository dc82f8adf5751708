#pragma once
/// What a user did wrong, and where: file, line, the line itself, a caret, the problem, a hint.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hegemon {

/// A text as it was read. `name` is what messages call it (a path as the user gave it).
struct SourceFile {
    std::string name;
    std::string text;
};
using SourceFilePtr = std::shared_ptr<const SourceFile>;

/// Bytes [begin, begin + length) of a file; without a file, nowhere.
struct Span {
    SourceFilePtr file;
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// Line and column of a byte, both from 1; a column counts characters (UTF-8 code points).
struct LineColumn {
    std::size_t line = 1;
    std::size_t column = 1;
};
LineColumn line_column(const SourceFile& file, std::size_t offset);

/// A string out of a file that knows where each of its bytes came from.
struct Text {
    std::string value;
    Span at;                          ///< of the whole string, quotes excluded
    std::vector<std::size_t> origin;  ///< file offset of each byte of `value`; empty: `at.begin + i`

    /// Where the bytes [begin, begin + length) of `value` stand in the file.
    [[nodiscard]] Span part(std::size_t begin, std::size_t length) const;
};

/// A name and where it was written.
struct Name {
    std::string value;
    Span at;
};

enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string id;  ///< of the message in the catalogue, e.g. "unknown-name"
    Span where;
    std::string problem;
    std::string hint;  ///< may be empty
    struct Also {
        Span where;
        std::string text;
    };
    std::vector<Also> also;  ///< further places, e.g. the other meaning of a name
};

/// The diagnostic as a person reads it: `file:line:column: error: problem`, the line, a caret, hint, further places.
std::string to_text(const Diagnostic& diagnostic);

/// Everything found wrong with a scenario, in the order found. After `most` errors one more says that there are more;
/// after `most` warnings the others are left out.
class Diagnostics {
public:
    static constexpr std::size_t most = 200;

    void add(Diagnostic diagnostic);
    /// In order of file and place, and of each place only what was found first.
    void put_in_order();
    [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    /// Throws ScenarioError, with all of them in order of file and place, if there is an error among them.
    void throw_if_errors() const;

private:
    std::vector<Diagnostic> list_;
    std::size_t errors_ = 0, warnings_ = 0;
};

/// The user is wrong. `what()` is the text of all diagnostics.
class ScenarioError : public std::runtime_error {
public:
    explicit ScenarioError(std::vector<Diagnostic> diagnostics);
    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

private:
    std::vector<Diagnostic> diagnostics_;
};

/// The candidate nearest to `name` (edit distance at most a third of its length, at least 1), or "" if none is near.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace hegemon
