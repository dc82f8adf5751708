#include "scenario/toml_nesting.hpp"

#include <string_view>

#include "scenario/messages.hpp"

namespace hegemon {

namespace {

/// Where the string that begins at `begin` ends (after its quotes); at the end of the line if it is not closed.
std::size_t after_string(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    const std::string three(3, quote);
    const bool several_lines = text.substr(begin, 3) == three;
    const std::string_view close = several_lines ? std::string_view(three) : text.substr(begin, 1);
    std::size_t i = begin + close.size();
    while (i < text.size() && text.substr(i, close.size()) != close) {
        if (text[i] == '\n' && !several_lines) return i;
        i += text[i] == '\\' && quote == '"' ? 2 : 1;
    }
    return std::min(i + close.size(), text.size());
}

}  // namespace

std::optional<Diagnostic> check_toml_nesting(const SourceFilePtr& file, const Limits& limits) {
    const std::string_view text = file->text;
    std::size_t depth = 0, dots = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = after_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (c == '.' && ++dots > limits.dots) return complain({file, i, 1}, messages::toml_dots, limits.dots);
        if ((c == '[' || c == '{') && ++depth > limits.nesting)
            return complain({file, i, 1}, messages::toml_nesting, limits.nesting);
        if ((c == ']' || c == '}') && depth > 0) --depth;
        if (c == ',' || c == '=' || c == '\n') dots = 0;
        ++i;
    }
    return std::nullopt;
}

}  // namespace hegemon
