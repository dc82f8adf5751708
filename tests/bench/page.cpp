#include "bench/page.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <ctime>
#include <fstream>
#include <iterator>
#include <system_error>

namespace hegemon::bench {
namespace {

constexpr const char* marker = "<!-- measured: what follows is written by ./dev bench --all --table -->";
constexpr const char* marker_begin = "<!-- measured";

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string text_before(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto at = text.find(marker_begin);
    return at == std::string::npos ? std::string() : text.substr(0, at);
}

}  // namespace

std::string page(const std::string& how, const Report& report) {
    return fmt::format("{}\n## Measured on {}\n\n{}\n\n{}", marker, today(), how, report.markdown());
}

void write_page(const std::filesystem::path& file, const std::string& text) {
    const std::string before = text_before(file);
    std::ofstream stream(file);
    stream << before << text;
    if (!stream.flush()) throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace hegemon::bench
