#pragma once
/// What the page of a report reads: one JSON object, as analysis/report/DATA.md says.
#include <cstdint>
#include <functional>
#include <hegemon/report.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/json.hpp"

namespace hegemon::cli {

struct PayloadSettings {
    std::uint64_t explanations = 400;  ///< how many events and decisions are explained, at most
    int threads = 0;                   ///< that explain; 0: one for each core
    /// Called now and then: explanations made, of how many at most.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

/// One replicate of an arm, told in full.
struct History {
    std::size_t arm = 0;
    std::uint64_t replicate = 0;
    std::vector<Happening> happenings;  ///< in order of step; in it entries, then events by time, then decisions
    std::size_t happenings_total = 0;
    std::vector<std::pair<std::size_t, Explanation>> explanations;  ///< with places in `happenings`, in order of these
};

struct Histories {
    std::vector<History> list;                    ///< in order of arm, then replicate
    std::uint64_t happenings = 0, explained = 0;  ///< of all; entries of the calendar are not counted
    std::string why_unexplained;  ///< why nothing could be explained; empty if it could, or was not wished
};
Histories tell_histories(const ReportSource& source, const PayloadSettings& settings);

/// The whole of it.
std::string payload(ReportSource& source, const Histories& histories);

// Its parts, each the value or the members of an object that is open.

/// As `{"type": ...}`. `shape` ends with rows and times.
void write_packed(JsonWriter& json, std::span<const double> values, const std::vector<std::size_t>& shape);
/// null where there are no edges.
void write_histogram(JsonWriter& json, const Eigen::ArrayXd& values, const std::vector<double>& edges);
/// A key with its text, if there is one.
void write_text(JsonWriter& json, const char* key, const std::string& text);
void write_clock(JsonWriter& json, const ReportClock& clock);
void write_kinds(JsonWriter& json, ReportSource& source, std::size_t arm);
void write_events(JsonWriter& json, ReportSource& source, std::size_t arm);
void write_outcomes(JsonWriter& json, const RunFile& file, const std::string& arm);
void write_parameters(JsonWriter& json, const RunFile& file, const std::string& arm);
void write_arm_comparisons(JsonWriter& json, const RunFile& file);
void write_histories(JsonWriter& json, ReportSource& source, const Histories& histories);

}  // namespace hegemon::cli
