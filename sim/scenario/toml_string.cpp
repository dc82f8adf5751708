#include "scenario/toml_string.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace hegemon {

namespace {

/// Appends a code point as UTF-8; returns how many bytes it took.
std::size_t append_utf8(std::string& text, std::uint32_t point) {
    const auto byte = [&text](std::uint32_t value) {
        text.push_back(static_cast<char>(static_cast<unsigned char>(value)));
    };
    const auto tail = [&](unsigned shift) { byte(0x80U | ((point >> shift) & 0x3FU)); };
    const std::size_t before = text.size();
    if (point < 0x80U) {
        byte(point);
    } else if (point < 0x800U) {
        byte(0xC0U | (point >> 6U)), tail(0);
    } else if (point < 0x10000U) {
        byte(0xE0U | (point >> 12U)), tail(6), tail(0);
    } else {
        byte(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0);
    }
    return text.size() - before;
}

class StringReader {
public:
    StringReader(const SourceFilePtr& file, std::size_t begin, std::size_t end)
        : source_(file->text), next_(begin), end_(end), text_{{}, {file, begin, end - begin}, {}} {
        open();
    }

    Text read() {
        while (next_ < end_) step();
        if (text_.value.size() == text_.at.length) text_.origin.clear();
        return std::move(text_);
    }

private:
    /// Takes the quotes off, and the line break that directly follows three of them.
    void open() {
        if (next_ >= end_ || (source_[next_] != '"' && source_[next_] != '\'')) return;
        const char quote = source_[next_];
        escapes_ = quote == '"';
        const std::string three(3, quote);
        const bool several_lines = end_ - next_ >= 6 && source_.substr(next_, 3) == three;
        const std::size_t quotes = several_lines ? 3 : 1;
        next_ += quotes;
        end_ -= quotes;
        if (several_lines) skip_line_break();
        text_.at.begin = next_;
        text_.at.length = end_ - next_;
    }

    void step() {
        const char c = source_[next_];
        if (c == '\\' && escapes_) return escape();
        if (c == '\r' && next_ + 1 < end_ && source_[next_ + 1] == '\n')
            ++next_;  // TOML: a line break is one character
        keep(source_[next_], next_);
        ++next_;
    }

    void escape() {
        const std::size_t from = next_++;
        if (next_ >= end_) return;
        const char c = source_[next_++];
        if (c == 'u' || c == 'U') return code_point(from, c == 'u' ? 4 : 8);
        static constexpr std::string_view names = "btnfr\"\\", values = "\b\t\n\f\r\"\\";
        if (const auto which = names.find(c); which != std::string_view::npos) return keep(values[which], from);
        --next_;  // a backslash at the end of a line: the white space up to the next word is not meant
        while (next_ < end_ && std::string_view(" \t\r\n").find(source_[next_]) != std::string_view::npos) ++next_;
    }

    void code_point(std::size_t from, std::size_t digits) {
        std::uint32_t point = 0;
        const auto* first = source_.data() + next_;
        std::from_chars(first, first + std::min(digits, end_ - next_), point, 16);
        next_ = std::min(next_ + digits, end_);
        text_.origin.insert(text_.origin.end(), append_utf8(text_.value, point), from);
    }

    void keep(char c, std::size_t from) {
        text_.value.push_back(c);
        text_.origin.push_back(from);
    }

    void skip_line_break() {
        if (next_ < end_ && source_[next_] == '\r') ++next_;
        if (next_ < end_ && source_[next_] == '\n') ++next_;
    }

    std::string_view source_;
    std::size_t next_, end_;
    bool escapes_ = false;
    Text text_;
};

}  // namespace

Text read_toml_string(const SourceFilePtr& file, std::size_t begin, std::size_t end) {
    return StringReader(file, begin, end).read();
}

}  // namespace hegemon
