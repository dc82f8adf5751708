#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace hegemon::cli {

namespace {

constexpr std::size_t usual_width = 80, least_width = 40;

/// 0 if it is not set, or no number.
std::size_t told_width() {
    const char* const columns = std::getenv("COLUMNS");
    if (columns == nullptr) return 0;
    const std::string_view text(columns);
    std::size_t width = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    return error == std::errc() && stop == text.data() + text.size() ? width : 0;
}

/// 0 if stdout is no terminal.
std::size_t terminal_width() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

std::size_t output_width() {
    std::size_t width = told_width();
    if (width == 0) width = terminal_width();
    return std::max(width == 0 ? usual_width : width, least_width);
}

}  // namespace hegemon::cli
