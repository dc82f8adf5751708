#include "core/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/messages.hpp"

namespace hegemon {

namespace {

constexpr std::size_t widest_excerpt = 100;  // characters of a line that are shown
constexpr std::string_view cut_mark = "...";

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// Byte at which character `index` begins, or the end.
std::size_t byte_of_character(std::string_view text, std::size_t index) {
    for (std::size_t byte = 0; byte < text.size(); ++byte) {
        if (begins_character(text[byte]) && index-- == 0) return byte;
    }
    return text.size();
}

/// A line and the part of it that a caret line marks, in characters.
struct Excerpt {
    std::size_t line = 1;
    std::string text;
    std::size_t first = 0, count = 1;
};

/// No byte of a file may command the terminal; a tab is kept.
std::string printable(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7F) c = '?';
    }
    return result;
}

/// Keeps about 100 characters around the mark.
Excerpt cut(Excerpt whole) {
    const std::size_t length = count_characters(whole.text);
    if (length <= widest_excerpt) return whole;
    const std::size_t middle = whole.first + std::min(whole.count, widest_excerpt) / 2;
    const std::size_t begin =
        std::min(middle > widest_excerpt / 2 ? middle - widest_excerpt / 2 : 0, length - widest_excerpt);
    const std::size_t end = begin + widest_excerpt;
    const std::size_t first_byte = byte_of_character(whole.text, begin);
    std::string text = whole.text.substr(first_byte, byte_of_character(whole.text, end) - first_byte);
    std::size_t first = whole.first - begin;
    const std::size_t count = std::clamp<std::size_t>(whole.count, 1, std::max<std::size_t>(widest_excerpt - first, 1));
    if (begin > 0) {
        text.insert(0, cut_mark);
        first += cut_mark.size();
    }
    if (end < length) text += cut_mark;
    return {whole.line, std::move(text), first, count};
}

Excerpt excerpt_of(const Span& where) {
    const std::string_view text = where.file->text;
    const std::size_t begin = std::min(where.begin, text.size());
    const std::size_t line_begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;  // npos + 1 is 0
    std::size_t line_end = std::min(text.find('\n', begin), text.size());
    if (line_end > line_begin && text[line_end - 1] == '\r') --line_end;
    const std::size_t marked_begin = std::min(begin, line_end);
    // Written this way round, since begin + length may be beyond all numbers.
    const std::size_t marked_length = std::min(where.length, line_end - marked_begin);

    Excerpt excerpt;
    excerpt.line = line_column(*where.file, begin).line;
    excerpt.text = printable(text.substr(line_begin, line_end - line_begin));
    excerpt.first = count_characters(text.substr(line_begin, marked_begin - line_begin));
    excerpt.count = std::max<std::size_t>(1, count_characters(text.substr(marked_begin, marked_length)));
    return cut(std::move(excerpt));
}

/// Spaces as wide as the first `count` characters of a line; its tabs stay tabs, so that the caret stays under its
/// place.
std::string padding(std::string_view line, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < line.size() && result.size() < count; ++i) {
        if (begins_character(line[i])) result += line[i] == '\t' ? '\t' : ' ';
    }
    result.append(count - result.size(), ' ');
    return result;
}

/// `FILE:LINE:COLUMN: KIND: WHAT`, the line, a caret.
std::string place_and_line(const Span& where, std::string_view kind, std::string_view what) {
    if (!where.file) return fmt::format("{}: {}", kind, what);
    const LineColumn at = line_column(*where.file, where.begin);
    const Excerpt excerpt = excerpt_of(where);
    const std::string number = std::to_string(excerpt.line);
    return fmt::format("{}:{}:{}: {}: {}\n  {} | {}\n  {:{}} | {}{}", where.file->name, at.line, at.column, kind, what,
                       number, excerpt.text, "", number.size(), padding(excerpt.text, excerpt.first),
                       std::string(excerpt.count, '^'));
}

std::string all_texts(const std::vector<Diagnostic>& diagnostics) {
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (!result.empty()) result += '\n';
        result += to_text(diagnostic);
    }
    return result;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Insertions, deletions, replacements and swaps of neighbours that make one text the other (Damerau 1964, in the form
/// that edits no part twice). Small and capital letters count as equal.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char x = lower(a[i - 1]), y = lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0u : 1u)});
            const bool swapped = i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y;
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace

LineColumn line_column(const SourceFile& file, std::size_t offset) {
    const std::string_view before = std::string_view(file.text).substr(0, std::min(offset, file.text.size()));
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            count_characters(before.substr(line_begin)) + 1};
}

Span Text::part(std::size_t begin, std::size_t length) const {
    begin = std::min(begin, value.size());
    length = std::min(length, value.size() - begin);
    if (origin.empty()) return {at.file, at.begin + begin, length};
    if (begin == value.size()) return {at.file, at.begin + at.length, 0};
    if (length == 0) return {at.file, origin[begin], 0};
    constexpr std::size_t longest_escape = 10;  // \U0001F600
    const std::size_t last = begin + length - 1;
    const std::size_t next = last + 1 < value.size() ? origin[last + 1] : at.begin + at.length;
    // More than an escape away, the next byte stands beyond something that was left out, such as a line break.
    const bool adjoins = next > origin[last] && next - origin[last] <= longest_escape;
    return {at.file, origin[begin], (adjoins ? next : origin[last] + 1) - origin[begin]};
}

std::string to_text(const Diagnostic& diagnostic) {
    const std::string_view kind = diagnostic.severity == Severity::error ? "error" : "warning";
    std::string result = place_and_line(diagnostic.where, kind, diagnostic.problem);
    if (!diagnostic.hint.empty()) result += fmt::format("\n  hint: {}", diagnostic.hint);
    for (const Diagnostic::Also& also : diagnostic.also) result += '\n' + place_and_line(also.where, "note", also.text);
    return result;
}

void Diagnostics::add(Diagnostic diagnostic) {
    const bool is_error = diagnostic.severity == Severity::error;
    auto& count = is_error ? errors_ : warnings_;
    if (count > most || (count == most && !is_error)) return;
    if (count == most) diagnostic = complain(diagnostic.where, messages::more_errors, most);
    ++count;
    list_.push_back(std::move(diagnostic));
}

void Diagnostics::put_in_order() {
    const auto place = [](const Diagnostic& d) {
        const std::string_view file = d.where.file ? std::string_view(d.where.file->name) : std::string_view();
        return std::tuple(d.id == messages::more_errors.id, file, d.where.begin, d.where.length, d.severity);
    };
    std::stable_sort(list_.begin(), list_.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    // What was found later at the same place either repeats what was said or follows from it.
    const auto repeats = [&](const Diagnostic& a, const Diagnostic& b) {
        return a.where.file && place(a) == place(b) && a.where.length == b.where.length && a.severity == b.severity;
    };
    list_.erase(std::unique(list_.begin(), list_.end(), repeats), list_.end());
}

void Diagnostics::throw_if_errors() const {
    if (!has_errors()) return;
    Diagnostics ordered = *this;
    ordered.put_in_order();
    throw ScenarioError(std::move(ordered.list_));
}

ScenarioError::ScenarioError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(all_texts(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
    const std::size_t most = std::max<std::size_t>(1, name.size() / 3);
    std::size_t best_distance = most + 1;
    std::string best;
    for (const std::string& candidate : candidates) {
        const std::size_t difference =
            std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size());
        if (difference >= best_distance || candidate == name) continue;
        const std::size_t distance = edit_distance(name, candidate);
        // With no letter in common, it is another name, not a slip.
        if (distance >= best_distance || distance >= std::max(name.size(), candidate.size())) continue;
        best_distance = distance;
        best = candidate;
    }
    return best;
}

}  // namespace hegemon
