#pragma once
/// The results as a page of Markdown.
#include <filesystem>
#include <string>

#include "bench/report.hpp"

namespace hegemon::bench {

/// A line that begins with "<!-- measured", the date, `how` it was measured, and the results.
std::string page(const std::string& how, const Report& report);

/// Writes `text`, a page, in place of the one in `file` and all that follows it, if there is one; else as the whole of
/// it. Throws std::system_error that names the file.
void write_page(const std::filesystem::path& file, const std::string& text);

}  // namespace hegemon::bench
