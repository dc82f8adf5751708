#include "scenario/csv.hpp"

#include <algorithm>
#include <cstring>

namespace hegemon {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

bool CsvReader::next(std::vector<CsvField>& fields) {
    while (next_ < text_.size()) {
        fields.clear();
        line_begin_ = next_;
        const Read read = read_line(fields);
        line_end_ = next_;
        skip_line();
        const bool nothing = fields.size() == 1 && fields[0].text.empty();
        const bool blank =
            nothing && text_.substr(line_begin_, line_end_ - line_begin_).find('"') == std::string_view::npos;
        if (read == Read::good && !blank) return true;
    }
    return false;
}

bool CsvReader::at_line_end() const {
    return next_ >= text_.size() || text_[next_] == '\n' ||
           (text_[next_] == '\r' && next_ + 1 < text_.size() && text_[next_ + 1] == '\n');
}

void CsvReader::skip_line() {
    const std::size_t end = text_.find('\n', next_);
    next_ = end == std::string_view::npos ? text_.size() : end + 1;
}

CsvReader::Read CsvReader::read_line(std::vector<CsvField>& fields) {
    for (;;) {
        while (next_ < text_.size() && is_blank(text_[next_])) ++next_;
        if (next_ < text_.size() && text_[next_] == '"') {
            if (read_quoted(fields) == Read::bad) return Read::bad;
        } else {
            read_plain(fields);
        }
        if (at_line_end()) return Read::good;
        ++next_;  // the comma
    }
}

void CsvReader::read_plain(std::vector<CsvField>& fields) {
    const std::size_t begin = next_;
    while (next_ < text_.size() && text_[next_] != ',' && text_[next_] != '\n') ++next_;
    if (next_ < text_.size() && next_ > begin && text_[next_] == '\n' && text_[next_ - 1] == '\r') --next_;
    std::size_t end = next_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    fields.push_back({text_.substr(begin, end - begin), begin});
}

CsvReader::Read CsvReader::read_quoted(std::vector<CsvField>& fields) {
    const std::size_t quote = next_, begin = quote + 1;
    std::size_t end = begin;
    bool doubled = false;
    for (;; end += 2, doubled = true) {
        end = text_.find('"', end);
        if (end == std::string_view::npos) {
            reading_.error({file_, quote, 1}, messages::csv_open_quote);
            next_ = text_.size();
            return Read::bad;
        }
        if (end + 1 >= text_.size() || text_[end + 1] != '"') break;
    }
    std::string_view text = text_.substr(begin, end - begin);
    if (doubled) {
        std::string& plain = texts_.emplace_back();
        for (std::size_t i = 0; i < text.size(); ++i) {
            plain.push_back(text[i]);
            if (text[i] == '"') ++i;
        }
        text = plain;
    }
    fields.push_back({text, begin});
    next_ = end + 1;
    while (next_ < text_.size() && is_blank(text_[next_])) ++next_;
    if (at_line_end() || text_[next_] == ',') return Read::good;
    reading_.error({file_, next_, 1}, messages::csv_after_quote);
    return Read::bad;
}

std::size_t first_invalid_utf8(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    for (std::size_t i = 0; i < text.size();) {
        std::uint64_t eight = 0;
        if (i + 8 <= text.size()) {
            std::memcpy(&eight, text.data() + i, 8);
            if ((eight & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }
        const unsigned first = at(i);
        const std::size_t length = first < 0x80   ? 1
                                   : first < 0xC2 ? 0
                                   : first < 0xE0 ? 2
                                   : first < 0xF0 ? 3
                                   : first < 0xF5 ? 4
                                                  : 0;
        if (length == 0) return i;
        for (std::size_t k = 1; k < length; ++k)
            if ((at(i + k) & 0xC0U) != 0x80U) return i;
        const unsigned second = at(i + 1);
        // No longer forms, no surrogates, nothing above U+10FFFF (RFC 3629).
        if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
            (first == 0xF4 && second > 0x8F))
            return i;
        i += length;
    }
    return std::string_view::npos;
}

}  // namespace hegemon
