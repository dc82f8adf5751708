#include "cli/report_page.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <hegemon/error.hpp>
#include <iterator>
#include <string_view>
#include <system_error>

namespace hegemon::cli {

namespace {

constexpr std::string_view title_place = "<title>@TITLE@</title>";
constexpr std::string_view data_begin = R"(<script type="application/json+gzip" id="report">)";
constexpr std::string_view data_place = "@REPORT@</script>";

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else
            result += c;
    }
    return result;
}

std::string reason() { return std::generic_category().message(errno); }

}  // namespace

std::string page_template(const std::filesystem::path& folder) {
    const auto file = folder / "template.html";
    const auto refuse = [&](const std::string& why) {
        throw FileError(
            FileError::Action::read, file,
            fmt::format("the page that reports are made of, {}, {}; it comes with hegemon: install it again",
                        file.string(), why));
    };
    std::ifstream stream(file, std::ios::binary);
    if (folder.empty() || !stream) refuse("is not there");
    std::string page{std::istreambuf_iterator<char>(stream), {}};
    const auto data = page.find(data_begin);
    if (page.find(title_place) == std::string::npos || data == std::string::npos ||
        page.compare(data + data_begin.size(), data_place.size(), data_place) != 0)
        refuse("is no such page");
    return page;
}

std::string filled_page(const std::string& page, const std::string& title, const std::string& data) {
    const auto title_at = page.find(title_place);
    const auto data_at = page.find(data_begin) + data_begin.size();
    std::string result;
    result.reserve(page.size() + title.size() + data.size());
    result.append(page, 0, title_at).append("<title>" + escaped(title) + "</title>");
    const auto after_title = title_at + title_place.size();
    result.append(page, after_title, data_at - after_title).append(data);
    return result.append(page, data_at + data_place.find('<'));
}

bool is_another_file(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return false;
    if (std::filesystem::is_directory(file, error)) return true;
    std::ifstream stream(file, std::ios::binary);
    constexpr std::size_t far = 1 << 20;  // style and policy stand before the data
    std::string begin(far, '\0');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin.find(data_begin) == std::string::npos;
}

void write_page(const std::filesystem::path& file, const std::string& page) {
    const std::filesystem::path part = file.string() + ".part";
    std::FILE* const stream = std::fopen(part.c_str(), "wb");
    if (stream == nullptr)
        throw FileError(FileError::Action::create, file, fmt::format("cannot create {}: {}", part.string(), reason()));
    const auto fail = [&](const std::string& why) {
        std::error_code none;
        std::filesystem::remove(part, none);
        throw FileError(FileError::Action::write, file, fmt::format("cannot write {}: {}", file.string(), why));
    };
    const bool is_written = std::fwrite(page.data(), 1, page.size(), stream) == page.size();
    const std::string why = reason();
    if (std::fclose(stream) != 0) fail(reason());
    if (!is_written) fail(why);
    std::error_code error;
    std::filesystem::rename(part, file, error);
    if (error) fail(error.message());
}

}  // namespace hegemon::cli
