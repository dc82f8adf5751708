#include "scenario/toml_reader.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "scenario/toml_library.hpp"
#include "scenario/toml_nesting.hpp"
#include "scenario/toml_string.hpp"

namespace hegemon {

namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Line and column (in characters, from 1) -> byte. Keeps marks, so that a place in a long line costs no walk along the
/// line.
class Positions {
public:
    explicit Positions(const std::string& text) : text_(text) {
        lines_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (begins_character(text[i]) && characters_++ % spacing == 0) marks_.push_back(i);
            if (text[i] == '\n') lines_.push_back(characters_);
        }
    }

    [[nodiscard]] std::size_t offset(const toml::source_position& at) const {
        const std::size_t line = std::clamp<std::size_t>(at.line, 1, lines_.size());
        const std::size_t column = std::max<std::size_t>(at.column, 1);
        const std::size_t character = lines_[line - 1] + column - 1;
        if (character >= characters_) return text_.size();
        std::size_t byte = marks_[character / spacing];
        for (std::size_t left = character % spacing; left > 0; --left) do
                ++byte;
            while (byte < text_.size() && !begins_character(text_[byte]));
        return byte;
    }

private:
    static constexpr std::size_t spacing = 64;
    const std::string& text_;
    std::size_t characters_ = 0;
    std::vector<std::size_t> lines_;  ///< line - 1 -> number of its first character in the text
    std::vector<std::size_t> marks_;  ///< byte of every 64th character
};

class Converter {
public:
    Converter(Reading& reading, const SourceFilePtr& file, const Positions& positions)
        : reading_(reading), file_(file), positions_(positions) {}

    /// Whether all numbers so far were finite.
    [[nodiscard]] bool all_finite() const { return all_finite_; }

    TomlTable table(const toml::table& from) {
        TomlTable result;
        result.entries.reserve(from.size());
        for (const auto& [key, node] : from) {
            const Span at = span(key.source());
            TomlEntry entry{read_toml_string(file_, at.begin, at.begin + at.length), value(node)};
            if (entry.key.value != key.str())
                entry.key = {std::string(key.str()), at, std::vector(key.str().size(), at.begin)};
            // The place of a table with a heading is its whole heading, which may belong to many tables.
            if (entry.value.as<TomlTable>() != nullptr && entry.value.raw().substr(0, 1) != "{")
                entry.value.at = entry.key.at;
            result.entries.push_back(std::move(entry));
        }
        std::sort(result.entries.begin(), result.entries.end(),
                  [](const TomlEntry& a, const TomlEntry& b) { return a.key.value < b.key.value; });
        return result;
    }

private:
    TomlValue value(const toml::node& node) {
        const Span at = span(node.source());
        switch (node.type()) {
            case toml::node_type::table:
                return {table(*node.as_table()), at};
            case toml::node_type::array:
                return {array(*node.as_array()), at};
            case toml::node_type::string:
                return {string(node.as_string()->get(), at), at};
            case toml::node_type::integer:
                return {std::int64_t{node.as_integer()->get()}, at};
            case toml::node_type::floating_point:
                return {finite(node.as_floating_point()->get(), at), at};
            case toml::node_type::boolean:
                return {node.as_boolean()->get(), at};
            case toml::node_type::date: {
                const toml::date& date = node.as_date()->get();
                return {TomlDate{date.year, date.month, date.day}, at};
            }
            default:
                return {TomlMoment{}, at};
        }
    }

    TomlArray array(const toml::array& from) {
        TomlArray result;
        result.reserve(from.size());
        for (const toml::node& node : from) result.push_back(value(node));
        return result;
    }

    Text string(const std::string& expected, const Span& at) {
        Text text = read_toml_string(file_, at.begin, at.begin + at.length);
        // Both readers must agree; if they ever do not, the value counts and only the caret suffers.
        if (text.value != expected) text = {expected, at, std::vector(expected.size(), at.begin)};
        return text;
    }

    double finite(double number, const Span& at) {
        if (std::isfinite(number)) return number;
        all_finite_ = false;
        reading_.error(at, messages::number_not_finite, file_->text.substr(at.begin, at.length));
        return 0;
    }

    [[nodiscard]] Span span(const toml::source_region& region) const {
        const std::size_t begin = positions_.offset(region.begin);
        return {file_, begin, std::max(positions_.offset(region.end), begin) - begin};
    }

    Reading& reading_;
    const SourceFilePtr& file_;
    const Positions& positions_;
    bool all_finite_ = true;
};

/// toml++ stops after what it could not read; the text in quotes that it complains of usually stands just before.
Span blamed(const SourceFilePtr& file, std::size_t at, const std::string& words) {
    const std::string& text = file->text;
    const std::size_t close = words.rfind('\''), open = close == 0 ? close : words.rfind('\'', close - 1);
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (close != std::string::npos && open != std::string::npos && open + 1 < close) {
        const std::string word = words.substr(open + 1, close - open - 1);
        if (text.compare(at, word.size(), word) == 0) return {file, at, word.size()};
        const std::size_t found = text.rfind(word, at);
        if (found != std::string::npos && found >= line) return {file, found, word.size()};
    }
    return {file, std::min(at, text.size()), 1};
}

/// Whether the line has a value that begins like a word or with a curly quote: the quotes were forgotten, or are no
/// quotes.
bool is_bare_text(const std::string& text, std::size_t at) {
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::size_t equals = text.find('=', line);
    if (equals == std::string::npos || equals > text.find('\n', line)) return false;
    const std::size_t value = text.find_first_not_of(" \t", equals + 1);
    if (value == std::string::npos || value > at) return false;
    return std::isalpha(static_cast<unsigned char>(text[value])) != 0 || text.compare(value, 2, "\xe2\x80") == 0;
}

/// Whether the line gives a key that takes a date a value that begins like one.
bool is_broken_date(const std::string& text, std::size_t at) {
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::size_t equals = text.find('=', line);
    if (equals == std::string::npos || equals > text.find('\n', line)) return false;
    const std::size_t value = text.find_first_not_of(" \t", equals + 1);
    if (value == std::string::npos || std::isdigit(static_cast<unsigned char>(text[value])) == 0) return false;
    const std::size_t key_end = text.find_last_not_of(" \t", equals - 1);
    const std::size_t key = text.find_last_of(" \t.\n", key_end);
    const std::size_t key_begin = std::max(key == std::string::npos ? 0 : key + 1, line);
    if (equals == 0 || key_end == std::string::npos || key_end < key_begin) return false;
    static constexpr std::string_view dated[] = {"date", "start", "end", "from", "to"};
    return std::find(std::begin(dated), std::end(dated), text.substr(key_begin, key_end + 1 - key_begin)) !=
           std::end(dated);
}

Diagnostic syntax_error(const SourceFilePtr& file, std::size_t at, std::string words) {
    const std::string& text = file->text;
    const bool line_ends = at >= text.size() || text[at] == '\n' || text[at] == '\r';
    if (line_ends && words.find("parsing string") != std::string::npos) {
        Diagnostic diagnostic = complain({file, at, 1}, messages::string_not_closed);
        diagnostic.hint = "a string that runs over several lines stands between \"\"\" and \"\"\"";
        return diagnostic;
    }
    const Span where = blamed(file, at, words);
    if (const std::string_view prefix = "Error while parsing "; words.starts_with(prefix))
        words.erase(0, prefix.size());
    Diagnostic diagnostic = complain(where, messages::toml_syntax, words);
    if (is_bare_text(text, where.begin)) diagnostic.hint = "a text or formula stands between straight quotes: \"...\"";
    if (is_broken_date(text, where.begin)) diagnostic.hint = "a date is written 2022-02-24, without quotes";
    return diagnostic;
}

/// The first line that opens like a heading, but without a key: what toml++ cannot cope with.
Span broken_heading(const SourceFilePtr& file) {
    const std::string_view text = file->text;
    for (std::size_t line = 0; line < text.size(); line = std::min(text.find('\n', line), text.size() - 1) + 1) {
        const std::size_t open = text.find_first_not_of(" \t", line);
        const std::size_t key = text.find_first_not_of("[ \t", open);
        if (open == std::string_view::npos || key == std::string_view::npos || text[open] != '[') continue;
        const auto c = static_cast<unsigned char>(text[key]);
        if (std::isalnum(c) == 0 && std::string_view("_-\"']").find(text[key]) == std::string_view::npos)
            return {file, key, 1};
    }
    return {file, 0, 0};
}

}  // namespace

std::optional<TomlTable> read_toml(Reading& reading, const SourceFilePtr& file) {
    if (auto too_deep = check_toml_nesting(file, reading.limits())) {
        reading.add(std::move(*too_deep));
        return std::nullopt;
    }
    const Positions positions(file->text);
    try {
        const toml::table root = toml::parse(std::string_view(file->text), std::string_view(file->name));
        Converter converter(reading, file, positions);
        TomlTable table = converter.table(root);
        return converter.all_finite() ? std::optional(std::move(table)) : std::nullopt;
    } catch (const toml::parse_error& error) {
        reading.add(syntax_error(file, positions.offset(error.source().begin), std::string(error.description())));
    } catch (const TomlLibraryFailure&) {
        reading.error(broken_heading(file), messages::toml_syntax, "a heading begins with a character that no key has");
    }
    return std::nullopt;
}

}  // namespace hegemon
