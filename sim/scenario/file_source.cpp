#include "scenario/file_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace hegemon {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, int error) {
    throw fs::filesystem_error("cannot be read", path, std::error_code(error, std::generic_category()));
}

std::string normal(const std::string& name) { return fs::path(name).lexically_normal().generic_string(); }

/// Whether a relative path stays below where it starts, as far as its text can tell.
bool stays_below(const std::string& name) {
    if (name.find('\0') != std::string::npos || name.find('\\') != std::string::npos) return false;
    const fs::path path = fs::path(name).lexically_normal();
    return !path.empty() && path.is_relative() && *path.begin() != "..";
}

bool is_below(const fs::path& path, const fs::path& root) {
    const auto [in_root, in_path] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return in_root == root.end() && in_path != path.end();
}

}  // namespace

std::string read_file(const fs::path& path, std::uintmax_t limit) {
    const auto close = [](std::FILE* open) { std::fclose(open); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
    if (file == nullptr) fail(path, errno);
    std::string text;
    std::error_code ignored;
    if (const auto size = fs::file_size(path, ignored); !ignored) text.reserve(std::min(size, limit) + 1);
    std::vector<char> piece(1U << 16U);
    while (text.size() <= limit) {
        const std::size_t wanted = std::min<std::uintmax_t>(piece.size(), limit + 1 - text.size());
        const std::size_t got = std::fread(piece.data(), 1, wanted, file.get());
        text.append(piece.data(), got);
        if (got == wanted) continue;
        if (std::ferror(file.get()) != 0) fail(path, errno);
        break;
    }
    return text;
}

SourceFilePtr make_source(std::string name, std::string text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return std::make_shared<const SourceFile>(SourceFile{std::move(name), std::move(text)});
}

FoundFile FileSource::find(const std::string& name, std::uintmax_t limit) const {
    if (!stays_below(name)) return {FoundFile::Outcome::leaves, name, name, {}, {}};
    FoundFile found = look_up(normal(name), limit);
    if (found.text.size() > limit) found.outcome = FoundFile::Outcome::too_large;
    return found;
}

FolderFiles::FolderFiles(fs::path folder, fs::path library) {
    roots_.push_back(std::move(folder));
    if (!library.empty()) roots_.push_back(std::move(library));
}

bool FolderFiles::is_inside(const fs::path& path) const {
    const fs::path real = fs::canonical(path);
    return std::any_of(roots_.begin(), roots_.end(), [&](const fs::path& root) {
        std::error_code ignored;
        const fs::path real_root = fs::canonical(root.empty() ? fs::path(".") : root, ignored);
        return !ignored && is_below(real, real_root);
    });
}

FoundFile FolderFiles::look_up(const std::string& name, std::uintmax_t limit) const {
    for (const fs::path& root : roots_) {
        const fs::path path = root / name;
        if (std::error_code error; !fs::exists(path, error)) {
            if (error && error != std::errc::not_a_directory) fail(path, error.value());
            continue;
        }
        // Links are followed to where they lead.
        if (!is_inside(path)) return {FoundFile::Outcome::leaves, name, path.string(), {}, {}};
        if (!fs::is_regular_file(path)) return {FoundFile::Outcome::not_a_file, name, path.string(), {}, {}};
        const FilePlace place = &root == &roots_.front() ? FilePlace::folder : FilePlace::library;
        return {FoundFile::Outcome::found, name, path.string(), read_file(path, limit), place};
    }
    return {FoundFile::Outcome::not_found, name, name, {}, {}};
}

MemoryFiles::MemoryFiles(std::vector<ScenarioFile> files) {
    for (ScenarioFile& file : files) texts_.emplace(normal(file.name), std::move(file.text));
}

FoundFile MemoryFiles::look_up(const std::string& name, std::uintmax_t /*limit*/) const {
    const auto found = texts_.find(name);
    if (found == texts_.end()) return {FoundFile::Outcome::not_found, name, name, {}, {}};
    return {FoundFile::Outcome::found, name, name, found->second, FilePlace::memory};
}

}  // namespace hegemon
