#include "cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

using Lines = std::vector<std::vector<std::string>>;

/// In characters, [column].
std::vector<std::size_t> widths_of(const Lines& lines) {
    std::vector<std::size_t> widths;
    for (const auto& line : lines) {
        widths.resize(std::max(widths.size(), line.size()));
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], characters(line[i]));
    }
    return widths;
}

/// The columns before which the table is cut, and their number last.
std::vector<std::size_t> cuts_of(const std::vector<std::size_t>& widths, std::size_t notes, const TableWidth& width) {
    std::vector<std::size_t> cuts;
    if (widths.empty()) return {0};
    std::size_t taken = widths[0] + notes;
    for (std::size_t i = 1; i < widths.size(); ++i) {
        // A part begins here: all of it must fit.
        const auto next = std::upper_bound(width.parts.begin(), width.parts.end(), i);
        const std::size_t end = next == width.parts.end() ? widths.size() : *next;
        std::size_t part = 0;
        for (std::size_t k = i; k < end; ++k) part += 2 + widths[k];
        const bool may_cut = std::find(width.parts.begin(), width.parts.end(), i) != width.parts.end();
        if (may_cut && taken > widths[0] + notes && taken + part > width.most) {
            cuts.push_back(i);
            taken = widths[0];
        }
        taken += 2 + widths[i];
    }
    cuts.push_back(widths.size());
    return cuts;
}

std::string padding(const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, characters(text)), ' ');
}

void trim_end(std::string& text) { text.erase(text.find_last_not_of(' ') + 1); }

}  // namespace

std::string table_text(const Lines& lines, const std::vector<std::string>& notes, const TableWidth& width) {
    const auto widths = widths_of(lines);
    std::size_t widest_note = 0;
    for (const auto& note : notes) widest_note = std::max(widest_note, note.empty() ? 0 : 2 + characters(note));
    std::string text;
    std::size_t begin = 1;
    for (const std::size_t end : cuts_of(widths, widest_note, width)) {
        if (begin > 1) text += '\n';
        for (std::size_t n = 0; n < lines.size(); ++n) {
            const auto& line = lines[n];
            std::string row = line.empty() ? "" : line[0] + padding(line[0], widths[0]);
            for (std::size_t i = begin; i < std::min(end, line.size()); ++i)
                row += "  " + padding(line[i], widths[i]) + line[i];
            if (begin == 1 && !notes[n].empty()) row += "  " + notes[n];
            trim_end(row);
            text += row + '\n';
        }
        begin = end;
    }
    return text;
}

}  // namespace hegemon::cli
