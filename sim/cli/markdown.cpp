#include "cli/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

bool is_word(std::string_view text, std::size_t at) {
    return at < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || static_cast<unsigned char>(text[at]) >= 0x80);
}

/// Whether a character would be markup where it stands.
bool is_markup(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (std::string_view("\\`*[<|$").find(c) != std::string_view::npos) return true;
    if (c == '~' || c == '&') return true;
    if (c == '_') return at == 0 || !is_word(text, at - 1) || !is_word(text, at + 1);
    if (at == 0) return std::string_view("#>-+=").find(c) != std::string_view::npos;
    // "1." or "1)" at the beginning of a line opens a list.
    const bool after_number = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at),
                                          [](unsigned char digit) { return std::isdigit(digit) != 0; });
    return after_number && (c == '.' || c == ')') && (at + 1 == text.size() || text[at + 1] == ' ');
}

/// Characters, not bytes.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string fence(std::string_view text, char tick, std::size_t least) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == tick ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max(least, longest + 1), tick);
}

std::string paragraph(const std::vector<std::string>& lines) {
    std::string text;
    if (std::any_of(lines.begin(), lines.end(), [](const std::string& line) { return line.front() == ' '; })) {
        for (const auto& line : lines) text += line + '\n';
        const std::string mark = fence(text, '`', 3);
        return mark + "text\n" + text + mark + "\n\n";
    }
    for (const auto& line : lines) text += prose(line) + '\n';
    return text + '\n';
}

std::string table_line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    std::string line = "|";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t width = width_of(cells[i]), wanted = std::max(width, widths[i]);
        line += ' ' + cells[i] + std::string(wanted - width, ' ') + " |";
    }
    return line + '\n';
}

std::vector<std::vector<std::string>> without_empty_columns(const std::vector<std::string>& headings,
                                                            const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::vector<std::string>> kept(rows.size() + 1);
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const bool is_empty = std::all_of(rows.begin(), rows.end(), [i](const auto& row) { return row[i].empty(); });
        if (is_empty && i > 0) continue;
        kept[0].push_back(headings[i]);
        for (std::size_t n = 0; n < rows.size(); ++n) kept[n + 1].push_back(rows[n][i]);
    }
    return kept;
}

/// A column is lined up if none of its cells is longer than this.
constexpr std::size_t longest_lined_up = 44;

}  // namespace

std::string prose(std::string_view text) {
    const std::string plain = printable(text);
    std::string result;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (is_markup(plain, i)) result += '\\';
        result += plain[i];
    }
    return result;
}

std::string code(std::string_view text) {
    const std::string plain = printable(text);
    if (plain.empty()) return {};
    const std::string ticks = fence(plain, '`', 1);
    const std::string space = plain.front() == '`' || plain.back() == '`' ? " " : "";
    return ticks + space + plain + space + ticks;
}

std::string code_cell(std::string_view text) {
    std::string result;
    for (const char c : code(text)) result += c == '|' ? "\\|" : std::string(1, c);
    return result;
}

std::string paragraphs(std::string_view lines) {
    std::string text;
    std::vector<std::string> block;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string line = printable(lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (!line.empty()) block.push_back(line);
        if ((line.empty() || lines.empty()) && !block.empty()) {
            text += paragraph(block);
            block.clear();
        }
    }
    return text;
}

std::string markdown_table(const std::vector<std::string>& headings,
                           const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return {};
    const auto lines = without_empty_columns(headings, rows);
    std::vector<std::size_t> widths;
    std::vector<std::string> rule;
    for (std::size_t i = 0; i < lines[0].size(); ++i) {
        std::size_t widest = 3;
        for (const auto& line : lines) widest = std::max(widest, width_of(line[i]));
        widths.push_back(widest > longest_lined_up ? 0 : widest);
        rule.emplace_back(std::max<std::size_t>(3, widths.back()), '-');
    }
    std::string text = table_line(lines[0], widths) + table_line(rule, widths);
    for (std::size_t n = 1; n < lines.size(); ++n) text += table_line(lines[n], widths);
    return text + '\n';
}

std::string code_list(const std::vector<std::string>& names, std::size_t most) {
    std::string list;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) list += (i > 0 ? ", " : "") + code(names[i]);
    return names.size() > most ? fmt::format("{} and {} more", list, names.size() - most) : list;
}

}  // namespace hegemon::cli
