#pragma once
/// How far a run is, on a terminal; nothing where stderr is a pipe or a file.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace hegemon::cli {

class Progress {
public:
    enum class Show : std::uint8_t { on_terminal, never };
    explicit Progress(Show show);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Called by one thread at a time; draws ten times a second at most.
    void update(std::uint64_t done, std::uint64_t all);
    /// Wipes the line.
    void clear();
    /// Since the start.
    [[nodiscard]] double seconds() const;

private:
    using Clock = std::chrono::steady_clock;
    bool shown_;
    std::optional<std::uint64_t> first_;  ///< done before the start
    std::size_t drawn_ = 0;               ///< characters on the line
    Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace hegemon::cli
