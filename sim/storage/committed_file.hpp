#pragma once
/// A file that always stands in its last committed state, wherever the program that writes it is killed.
///
/// Bytes behind the committed state go to the file at once: nothing refers to them yet. Bytes within it are held in
/// memory, page by page, until `commit` appends them to the file as a journal with a SHA-256, copies them to their
/// places and cuts the journal off. A file that ends in a whole journal is in the state that this brings; any other
/// has not been touched since the last commit. This is redo logging as data bases have it (C. Mohan et al. 1992,
/// ARIES, ACM Transactions on Database Systems 17, section 1.1), with one transaction at a time.
///
/// It holds against the end of the program, not of the machine: only `sync` waits for the disk.
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace hegemon {

/// Bytes [begin, end) of a file.
struct FileRange {
    std::uint64_t begin = 0, end = 0;
};

class CommittedFile {
public:
    enum class Opening : std::uint8_t { create, go_on };

    /// `create` empties what is there; `go_on` mends it first if a commit was cut short. Throws std::system_error with
    /// the system's reason; std::errc::resource_unavailable_try_again if another program writes the file.
    CommittedFile(const std::filesystem::path& path, Opening opening);
    ~CommittedFile();
    CommittedFile(const CommittedFile&) = delete;
    CommittedFile& operator=(const CommittedFile&) = delete;

    /// Zeros behind the end. Throws std::system_error.
    void read(std::uint64_t offset, std::span<std::byte> bytes) const;
    /// Throws std::system_error.
    void write(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Where the next committed state ends; what lies behind is not part of it.
    void resize(std::uint64_t size) { size_ = size; }
    /// Bytes that can be read.
    [[nodiscard]] std::uint64_t size() const;

    /// What lies within the committed state without being part of it, say rows that are not there yet: it goes to the
    /// file at once, too. Good until the next commit, or until other ranges are told. They must not overlap.
    void let_pass(std::vector<FileRange> ranges);

    /// Makes what was written up to now the state of the file. Throws std::system_error: then the file is in the state
    /// of the last commit, or will be in the new one when it is opened again, and every further write and commit
    /// throws.
    void commit();
    /// The state of the last commit stands: what is written from now on goes nowhere.
    void give_up() noexcept;
    /// Throws std::system_error if a write has failed whose caller did not look.
    void throw_if_failed() const;
    /// Waits until the file is on the disk. Throws std::system_error.
    void sync() const;

    /// Memory that waits for a commit.
    [[nodiscard]] std::size_t held_bytes() const { return held_.size() * sizeof(Page); }
    /// Why something failed first, in the system's words; empty: nothing has.
    [[nodiscard]] std::string failure() const { return failed_ ? failed_.message() : std::string(); }

private:
    using Page = std::array<std::byte, 4096>;

    Page& held_page(std::uint64_t number);
    void hold(std::uint64_t offset, std::span<const std::byte> bytes);
    void pass(std::uint64_t offset, std::span<const std::byte> bytes);
    [[nodiscard]] FileRange next_passing(std::uint64_t offset) const;
    void recover();
    void append_journal(std::uint64_t at);
    void apply_journal();
    void note_failure(const std::system_error& error) noexcept;
    void cut_off() noexcept;

    int file_ = -1;
    std::map<std::uint64_t, std::unique_ptr<Page>> held_;  ///< by number of the page
    std::vector<FileRange> passing_;                       ///< by place
    std::uint64_t size_ = 0;
    std::uint64_t committed_ = sizeof(Page);  ///< pages below are held; the first one always, so that a file without
                                              ///< any commit does not even begin like one of its type
    bool given_up_ = false;
    std::error_code failed_;
};

}  // namespace hegemon
