#include "storage/committed_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "core/sha256.hpp"
#include "storage/file_bytes.hpp"

namespace hegemon {

namespace {

/// What a journal ends with, and so the file.
struct Trailer {
    std::array<char, 8> magic{};
    std::uint64_t pages = 0;
    std::uint64_t size = 0;  ///< of the file in the state that the journal brings
    Sha256Digest digest{};   ///< of the pages with their places, and of the two numbers
};
constexpr std::array<char, 8> magic = {'h', 'g', 'm', 'n', 'r', 'e', 'd', 'o'};

[[noreturn]] void throw_system_error(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::uint64_t length_of(int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0) throw_system_error("cannot look at it");
    return static_cast<std::uint64_t>(status.st_size);
}

void set_length(int file, std::uint64_t length) {
    while (::ftruncate(file, static_cast<::off_t>(length)) != 0)
        if (errno != EINTR) throw_system_error("cannot set its length");
}

template <class T>
std::span<const std::byte> bytes_of(const T& value) {
    return std::as_bytes(std::span(&value, 1));
}

constexpr std::size_t page_bytes = 4096;
/// Of a page in a journal: its number, then what it holds.
constexpr std::size_t record_bytes = sizeof(std::uint64_t) + page_bytes;

std::uint64_t up_to_page(std::uint64_t offset) { return (offset + page_bytes - 1) / page_bytes * page_bytes; }

/// What the digest of a journal that begins there ought to be.
Sha256Digest digest_of(int file, std::uint64_t begin, const Trailer& trailer) {
    Sha256 sha;
    std::vector<std::byte> record(record_bytes);
    for (std::uint64_t i = 0; i < trailer.pages; ++i) {
        read_bytes(file, begin + i * record_bytes, record);
        sha.add(record);
    }
    return sha.add_number(trailer.pages).add_number(trailer.size).digest();
}

void copy_pages(int file, std::uint64_t begin, std::uint64_t pages) {
    std::vector<std::byte> record(record_bytes);
    for (std::uint64_t i = 0; i < pages; ++i) {
        read_bytes(file, begin + i * record_bytes, record);
        std::uint64_t number = 0;
        std::memcpy(&number, record.data(), sizeof number);
        write_bytes(file, number * page_bytes, std::span(record).subspan(sizeof number));
    }
}

}  // namespace

CommittedFile::CommittedFile(const std::filesystem::path& path, Opening opening) {
    file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (opening == Opening::create ? O_CREAT : 0), 0666);
    if (file_ < 0) throw_system_error("cannot open it");
    try {
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            throw_system_error("another program writes it");
        opening == Opening::create ? set_length(file_, 0) : recover();
    } catch (...) {
        ::close(file_);
        throw;
    }
}

CommittedFile::~CommittedFile() { ::close(file_); }

/// Brings the state of the journal that the file ends with, if it is whole.
void CommittedFile::recover() {
    const std::uint64_t length = length_of(file_);
    Trailer trailer;
    if (length >= sizeof trailer)
        read_bytes(file_, length - sizeof trailer, std::as_writable_bytes(std::span(&trailer, 1)));
    const std::uint64_t room = length < sizeof trailer ? 0 : (length - sizeof trailer) / record_bytes;
    if (trailer.magic == magic && trailer.pages <= room) {
        const std::uint64_t begin = length - sizeof trailer - trailer.pages * record_bytes;
        if (digest_of(file_, begin, trailer) == trailer.digest) {
            copy_pages(file_, begin, trailer.pages);
            set_length(file_, trailer.size);
        }
    }
    // Where the last commit ended cannot be told here, so all is held until the next one.
    size_ = length_of(file_);
    committed_ = std::max<std::uint64_t>(page_bytes, up_to_page(size_));
}

std::uint64_t CommittedFile::size() const { return std::max(size_, length_of(file_)); }

void CommittedFile::note_failure(const std::system_error& error) noexcept {
    if (!failed_) failed_ = error.code();
}

/// The disk gets back what no commit will refer to.
void CommittedFile::cut_off() noexcept {
    if (::ftruncate(file_, static_cast<::off_t>(committed_)) != 0) errno = 0;
}

void CommittedFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
    read_bytes(file_, offset, bytes);
    const std::uint64_t end = offset + bytes.size();
    for (auto page = held_.lower_bound(offset / page_bytes); page != held_.end(); ++page) {
        const std::uint64_t begin = page->first * page_bytes;
        if (begin >= end) break;
        const std::uint64_t from = std::max(begin, offset);
        const std::uint64_t to = std::min(begin + page_bytes, end);
        std::memcpy(bytes.data() + (from - offset), page->second->data() + (from - begin), to - from);
    }
}

CommittedFile::Page& CommittedFile::held_page(std::uint64_t number) {
    std::unique_ptr<Page>& page = held_[number];
    if (!page) {
        page = std::make_unique<Page>();
        read_bytes(file_, number * page_bytes, *page);
    }
    return *page;
}

void CommittedFile::throw_if_failed() const {
    if (failed_) throw std::system_error(failed_, "cannot write");
}

void CommittedFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
    if (given_up_) return;
    throw_if_failed();
    try {
        while (!bytes.empty() && offset < committed_) {
            const FileRange range = next_passing(offset);
            const bool passes = range.begin <= offset;
            const std::uint64_t end = passes ? range.end : std::min(range.begin, committed_);
            const std::size_t count = std::min<std::uint64_t>(end - offset, bytes.size());
            passes ? pass(offset, bytes.first(count)) : hold(offset, bytes.first(count));
            offset += count;
            bytes = bytes.subspan(count);
        }
        write_bytes(file_, offset, bytes);
    } catch (const std::system_error& error) {
        note_failure(error);
        cut_off();
        throw;
    }
}

void CommittedFile::let_pass(std::vector<FileRange> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    passing_ = std::move(ranges);
}

/// The first range that ends behind `offset`; if there is none, an empty one at the end of all files.
FileRange CommittedFile::next_passing(std::uint64_t offset) const {
    const auto found = std::partition_point(passing_.begin(), passing_.end(),
                                            [&](const FileRange& range) { return range.end <= offset; });
    constexpr auto nowhere = ~std::uint64_t{0};
    return found == passing_.end() ? FileRange{nowhere, nowhere} : *found;
}

void CommittedFile::hold(std::uint64_t offset, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const std::size_t at = offset % page_bytes;
        const std::size_t count = std::min(page_bytes - at, bytes.size());
        std::memcpy(held_page(offset / page_bytes).data() + at, bytes.data(), count);
        offset += count;
        bytes = bytes.subspan(count);
    }
}

/// A page that is held for what else lies on it will be written as a whole.
void CommittedFile::pass(std::uint64_t offset, std::span<const std::byte> bytes) {
    write_bytes(file_, offset, bytes);
    const std::uint64_t end = offset + bytes.size();
    for (auto page = held_.lower_bound(offset / page_bytes); page != held_.end(); ++page) {
        const std::uint64_t begin = page->first * page_bytes;
        if (begin >= end) break;
        const std::uint64_t from = std::max(begin, offset);
        const std::uint64_t to = std::min(begin + page_bytes, end);
        std::memcpy(page->second->data() + (from - begin), bytes.data() + (from - offset), to - from);
    }
}

void CommittedFile::append_journal(std::uint64_t at) {
    Trailer trailer;
    trailer.magic = magic;
    trailer.pages = held_.size();
    trailer.size = size_;
    Sha256 sha;
    std::vector<std::byte> buffer;
    for (const auto& [number, page] : held_) {
        for (const std::span<const std::byte> bytes : {bytes_of(number), std::span<const std::byte>(*page)}) {
            sha.add(bytes);
            buffer.insert(buffer.end(), bytes.begin(), bytes.end());
        }
        if (buffer.size() < 256 * page_bytes) continue;
        write_bytes(file_, at, buffer);
        at += buffer.size();
        buffer.clear();
    }
    trailer.digest = sha.add_number(trailer.pages).add_number(trailer.size).digest();
    // In one call with the last pages, if there are few.
    buffer.insert(buffer.end(), bytes_of(trailer).begin(), bytes_of(trailer).end());
    write_bytes(file_, at, buffer);
}

void CommittedFile::apply_journal() {
    for (const auto& [number, page] : held_) write_bytes(file_, number * page_bytes, *page);
    set_length(file_, size_);
}

void CommittedFile::commit() {
    if (given_up_) return;
    throw_if_failed();
    try {
        append_journal(std::max(length_of(file_), size_));
    } catch (const std::system_error& error) {
        note_failure(error);
        cut_off();
        throw;
    }
    try {
        apply_journal();
    } catch (const std::system_error& error) {
        note_failure(error);  // the journal stays: it is whole
        throw;
    }
    held_.clear();
    passing_.clear();
    committed_ = std::max<std::uint64_t>(page_bytes, up_to_page(size_));
}

void CommittedFile::give_up() noexcept { given_up_ = true; }

void CommittedFile::sync() const {
    if (::fsync(file_) != 0) throw_system_error("cannot write it to the disk");
}

}  // namespace hegemon
