#pragma once
/// Pieces of GitHub Flavored Markdown. A scenario's texts are a stranger's: none of them becomes markup, or commands a
/// terminal.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hegemon::cli {

/// A text as prose in one line, also within a table.
std::string prose(std::string_view text);

/// A formula or name, in a code span.
std::string code(std::string_view text);
/// The same within a table, where even a code span cannot hold a bare `|`.
std::string code_cell(std::string_view text);

/// Lines (each ends in '\n') as paragraphs; those of which a line is indented, and so has a layout of its own, as
/// blocks of code.
std::string paragraphs(std::string_view lines);

/// A table; columns that are empty in all `rows` are left out. Cells are Markdown. Ends in an empty line; nothing if
/// there are no rows.
std::string markdown_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows);

/// "`a`, `b`, `c` and 12 more"
std::string code_list(const std::vector<std::string>& names, std::size_t most);

}  // namespace hegemon::cli
