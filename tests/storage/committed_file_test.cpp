#include "storage/committed_file.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>

#include "sample_run_support.hpp"

using hegemon::CommittedFile;
using hegemon::FileRange;

namespace {

constexpr std::size_t page = 4096;

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void put(CommittedFile& file, std::uint64_t offset, const std::string& text) {
    file.write(offset, std::as_bytes(std::span(text)));
}

std::string get(const CommittedFile& file, std::uint64_t offset, std::size_t count) {
    std::string text(count, '?');
    file.read(offset, std::as_writable_bytes(std::span(text)));
    return text;
}

/// Four pages of 'a', committed.
std::unique_ptr<CommittedFile> begun(const std::filesystem::path& path) {
    auto file = std::make_unique<CommittedFile>(path, CommittedFile::Opening::create);
    put(*file, 0, std::string(4 * page, 'a'));
    file->resize(4 * page);
    file->commit();
    return file;
}

}  // namespace

TEST_CASE("what is written within the committed state waits for a commit, but for what may pass") {
    const hegemon::sample::Folder folder;
    const auto file = begun(folder / "a");
    file->let_pass({{3 * page, 3 * page + 100}, {page + 10, 2 * page + 10}});
    put(*file, page, std::string(2 * page, 'b'));  // held, passes from 10 on, held
    put(*file, 3 * page + 90, std::string(20, 'c'));
    CHECK(get(*file, page, 2 * page) == std::string(2 * page, 'b'));
    CHECK(get(*file, 3 * page + 90, 21) == std::string(20, 'c') + "a");

    const std::string before = content(folder / "a");
    CHECK(before.substr(0, page + 10) == std::string(page + 10, 'a'));
    CHECK(before.substr(page + 10, page) == std::string(page, 'b'));
    CHECK(before.substr(2 * page + 10, page - 10) == std::string(page - 10, 'a'));
    CHECK(before.substr(3 * page + 90, 20) == "ccccccccccaaaaaaaaaa");

    file->commit();
    const std::string after = content(folder / "a");
    CHECK(after.substr(page, 2 * page) == std::string(2 * page, 'b'));
    CHECK(after.substr(3 * page + 90, 21) == std::string(20, 'c') + "a");
}

TEST_CASE("what passed into a page that is held is still there after the commit") {
    const hegemon::sample::Folder folder;
    const auto file = begun(folder / "a");
    file->let_pass({{page + 100, page + 200}});
    put(*file, page, "held");
    put(*file, page + 150, "passed");
    file->commit();
    const std::string after = content(folder / "a");
    CHECK(after.substr(page, 5) == "helda");
    CHECK(after.substr(page + 150, 7) == "passeda");
}

TEST_CASE("nothing passes any longer after the next commit") {
    const hegemon::sample::Folder folder;
    const auto file = begun(folder / "a");
    file->let_pass({{page, 2 * page}});
    file->commit();
    put(*file, page, "new");
    CHECK(content(folder / "a").substr(page, 3) == "aaa");
    CHECK(file->held_bytes() == page);
}
