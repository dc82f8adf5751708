#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr auto between_drawings = std::chrono::milliseconds(100);
constexpr std::uint64_t bar_width = 24;

/// `first` of the `done` ones were there at the start.
std::string line_of(std::uint64_t first, std::uint64_t done, std::uint64_t all, double seconds) {
    const double rate = static_cast<double>(done - first) / seconds;
    const std::string left = duration_text(static_cast<double>(all - done) / rate);
    // In doubles: done times the width may be beyond all integers.
    const auto full = static_cast<std::size_t>(static_cast<double>(done) / static_cast<double>(all) * bar_width);
    return fmt::format("[{:{}}] {} of {} replicates, {:.3g} a second, {} left", std::string(full, '#'), bar_width, done,
                       all, rate, left);
}

}  // namespace

Progress::Progress(Show show) : shown_(show == Show::on_terminal && ::isatty(STDERR_FILENO) == 1) {}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void Progress::update(std::uint64_t done, std::uint64_t all) {
    const auto now = Clock::now();
    if (!first_) first_ = done;
    if (!shown_ || done == *first_ || now - last_ < between_drawings) return;
    last_ = now;
    const std::string line = line_of(*first_, done, all, seconds());
    const std::string rest(drawn_ > line.size() ? drawn_ - line.size() : 0, ' ');
    std::cerr << '\r' << line << rest << std::flush;
    drawn_ = line.size();
}

void Progress::clear() {
    if (drawn_ > 0) std::cerr << '\r' << std::string(drawn_, ' ') << '\r' << std::flush;
    drawn_ = 0;
}

}  // namespace hegemon::cli
