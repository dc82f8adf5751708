#include "bench/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace hegemon::bench {
namespace {

std::string unit_name(Unit unit) {
    return unit == Unit::nanoseconds ? "ns a state and step" : "replicates of an arm a second";
}

std::string time_text(double seconds, Unit unit) {
    if (unit == Unit::nanoseconds) return fmt::format("{:.2f}", seconds * 1e9);
    return fmt::format("{:.0f}", 1 / seconds);
}

/// The lower end first: a short time is a high rate.
std::string middle_half(const Spread& seconds, Unit unit) {
    const bool is_rate = unit == Unit::rate;
    return fmt::format("{} to {}", time_text(is_rate ? seconds.high : seconds.low, unit),
                       time_text(is_rate ? seconds.low : seconds.high, unit));
}

std::string goal_text(const RatioLine& line) {
    if (!line.goal) return "";
    return fmt::format("{} {:.2f}", line.goal->bound == Bound::at_most ? "<=" : ">=", line.goal->value);
}

std::string verdict_text(const RatioLine& line, const Section& section) {
    std::string text;
    if (line.verdict() == Verdict::met) text = "met";
    if (line.verdict() == Verdict::missed) text = "missed";
    if (section.cores_were_free()) return text;
    return text + (text.empty() ? "" : ", but ") + "cores not free";
}

std::string cores_text(const Section& section) {
    return fmt::format("two threads that share nothing did {:.2f} times the work of one{}", section.cores.median,
                       section.cores_were_free() ? "" : ": the cores were NOT both free, so no goal is judged");
}

/// Of the first column, so that all names fit.
std::size_t width_of(const Section& section) {
    std::size_t width = 40;
    for (const TimeLine& line : section.times) width = std::max(width, line.who.size());
    for (const RatioLine& line : section.ratios) width = std::max(width, line.what.size());
    return width;
}

void print(const Section& section) {
    const std::size_t width = width_of(section);
    fmt::print("\n{}\n  {:<{}}{:>9}  {}\n", section.title, unit_name(section.unit), width, "median", "middle half");
    for (const TimeLine& line : section.times)
        fmt::print("  {:<{}}{:>9}  {}\n", line.who, width, time_text(line.seconds.median, section.unit),
                   middle_half(line.seconds, section.unit));
    for (const RatioLine& line : section.ratios)
        fmt::print("  {:<{}}{:>9.3f}  {:.3f} to {:.3f}  {} {}\n", line.what, width, line.value.median, line.value.low,
                   line.value.high, goal_text(line), verdict_text(line, section));
    fmt::print("  ({})\n", cores_text(section));
    std::fflush(stdout);
}

std::string markdown_of(const Section& section) {
    std::string text = fmt::format("### {}\n\n| {} | median | middle half |\n| --- | ---: | --- |\n", section.title,
                                   unit_name(section.unit));
    for (const TimeLine& line : section.times)
        text += fmt::format("| {} | {} | {} |\n", line.who, time_text(line.seconds.median, section.unit),
                            middle_half(line.seconds, section.unit));
    if (section.ratios.empty()) return text + "\n";
    text += "\n| ratio | median | middle half | goal | |\n| --- | ---: | --- | --- | --- |\n";
    for (const RatioLine& line : section.ratios)
        text += fmt::format("| {} | {:.2f} | {:.2f} to {:.2f} | {} | {} |\n", line.what, line.value.median,
                            line.value.low, line.value.high, goal_text(line), verdict_text(line, section));
    return text + fmt::format("\nDuring this {}.\n\n", cores_text(section));
}

}  // namespace

Verdict RatioLine::verdict() const {
    if (!goal) return Verdict::none;
    const bool met = goal->bound == Bound::at_most ? value.median <= goal->value : value.median >= goal->value;
    return met ? Verdict::met : Verdict::missed;
}

void Report::add(Section section) {
    print(section);
    sections_.push_back(std::move(section));
}

void Report::note(const std::string& text) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
}

bool Report::missed() const {
    const auto misses = [](const RatioLine& line) { return line.verdict() == Verdict::missed; };
    return std::any_of(sections_.begin(), sections_.end(), [&](const Section& section) {
        return section.cores_were_free() && std::any_of(section.ratios.begin(), section.ratios.end(), misses);
    });
}

std::string Report::markdown() const {
    std::string text;
    for (const Section& section : sections_) text += markdown_of(section);
    return text;
}

}  // namespace hegemon::bench
