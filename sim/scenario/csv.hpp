#pragma once
/// Comma-separated values (RFC 4180): quotes, doubled quotes, LF or CRLF. Blank lines are skipped, and so are spaces
/// and tabs around a field that has no quotes.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

struct CsvField {
    std::string_view text;  ///< in the file, or in `texts` where quotes were doubled
    std::size_t begin = 0;  ///< byte of the file
};

class CsvReader {
public:
    /// `texts` takes fields that do not stand in the file as such.
    CsvReader(Reading& reading, SourceFilePtr file, std::deque<std::string>& texts)
        : reading_(reading), file_(std::move(file)), text_(file_->text), texts_(texts) {}

    /// Reads the next line that is not blank into `fields`; false at the end. A line that cannot be read is reported
    /// and skipped.
    bool next(std::vector<CsvField>& fields);
    /// The line read last, for messages.
    [[nodiscard]] Span line() const { return {file_, line_begin_, line_end_ - line_begin_}; }

private:
    enum class Read : std::uint8_t { good, bad };
    Read read_line(std::vector<CsvField>& fields);
    Read read_quoted(std::vector<CsvField>& fields);
    void read_plain(std::vector<CsvField>& fields);
    void skip_line();
    [[nodiscard]] bool at_line_end() const;

    Reading& reading_;
    SourceFilePtr file_;
    std::string_view text_;
    std::deque<std::string>& texts_;
    std::size_t next_ = 0, line_begin_ = 0, line_end_ = 0;
};

/// Where a text stops being UTF-8; npos: nowhere.
std::size_t first_invalid_utf8(std::string_view text);

}  // namespace hegemon
