#include "scenario/opening_comment.hpp"

namespace hegemon {

namespace {

/// The next line, without its end; `text` goes on behind it.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    return line;
}

}  // namespace

std::string opening_comment(std::string_view text) {
    std::string comment;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
        std::string_view line = take_line(text);
        if (line.empty() && comment.empty()) continue;
        if (!line.starts_with('#')) break;
        if (line.starts_with("#:")) continue;
        line.remove_prefix(line.starts_with("# ") ? 2 : 1);
        comment.append(line) += '\n';
    }
    return comment;
}

}  // namespace hegemon
