#include "cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hegemon::cli {

std::string table_text(const std::vector<std::vector<std::string>>& lines, const std::vector<std::string>& notes) {
    std::vector<std::size_t> widths;
    for (const auto& line : lines) {
        widths.resize(std::max(widths.size(), line.size()));
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    }
    std::string text;
    for (std::size_t n = 0; n < lines.size(); ++n) {
        for (std::size_t i = 0; i < lines[n].size(); ++i)
            text += i == 0 ? fmt::format("{:<{}}", lines[n][i], widths[i])
                           : fmt::format("  {:>{}}", lines[n][i], widths[i]);
        text += (notes[n].empty() ? "" : "  " + notes[n]) + '\n';
    }
    return text;
}

}  // namespace hegemon::cli
