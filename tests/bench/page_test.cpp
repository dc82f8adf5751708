#include "bench/page.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace hegemon::bench {
namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_CASE("a page takes the place of the last one and leaves what stands above it") {
    const auto file = std::filesystem::temp_directory_path() / "hegemon_bench_page_test.md";
    std::ofstream(file) << "# Speed\n\n<!-- measured: an earlier one -->\nold\n";
    const std::string text = page("On paper.", Report());
    write_page(file, text);
    CHECK(text_of(file) == "# Speed\n\n" + text);
    CHECK(text.find("On paper.") != std::string::npos);
    write_page(file, text);
    CHECK(text_of(file) == "# Speed\n\n" + text);
    std::filesystem::remove(file);
    write_page(file, text);
    CHECK(text_of(file) == text);
    std::filesystem::remove(file);
}

TEST_CASE("a page that cannot be written is an error with its name") {
    REQUIRE_THROWS_WITH(write_page("/no/such/folder/page.md", "text"), Catch::Contains("/no/such/folder/page.md"));
}

}  // namespace
}  // namespace hegemon::bench
