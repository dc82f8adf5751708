#include "storage/run_layout.hpp"

#include <algorithm>
#include <stdexcept>

namespace hegemon::layout {

std::set<std::string> reserved_at_root() { return {"provenance", "scenario"}; }

std::set<std::string> reserved_in_arm() {
    return {"replicate", "step", "status", "hash", "outcomes", "parameters", "events", "decisions", "failures"};
}

std::set<std::string> reserved_in_kind(const std::string& kind) {
    return {"replicate", "time", "count", "pairs", kind};
}

std::set<std::string> reserved_in_outcomes() { return {"replicate"}; }

std::string free_name(const std::string& name, const std::set<std::string>& taken, std::string_view suffix) {
    return taken.contains(name) ? name + "." + std::string(suffix) : name;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string plain_name(const std::string& file) {
    std::string name = file;
    for (char& c : name) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                              c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
        if (!is_plain) c = '_';
    }
    // A netCDF name does not begin with one of these.
    if (name.empty() || name.front() == '.' || name.front() == '-') name.insert(0, "_");
    return name;
}

std::string units_text(const std::string& unit) {
    static constexpr std::array<std::string_view, 7> spans = {"days",         "hours",        "minutes",    "seconds",
                                                              "milliseconds", "microseconds", "nanoseconds"};
    const bool is_span = std::find(spans.begin(), spans.end(), unit) != spans.end();
    return is_span ? unit.substr(0, unit.size() - 1) : unit;
}

bool looks_like_date(const std::string& unit) { return unit.find("since") != std::string::npos; }

bool has_calendar(const TimeDeclaration& time) { return time.start_date.has_value() && time.days_per_unit > 0; }

std::string time_units(const TimeDeclaration& time) {
    return has_calendar(time) ? "days since " + *time.start_date : time.unit;
}

double stored_time(const TimeDeclaration& time, double since_start) {
    return has_calendar(time) ? since_start * time.days_per_unit : time.start + since_start;
}

double since_start(const TimeDeclaration& time, double stored) {
    return has_calendar(time) ? stored / time.days_per_unit : stored - time.start;
}

std::vector<double> time_axis(const TimeDeclaration& time) {
    std::vector<double> axis;
    for (std::uint64_t step = 1; step <= time.steps; ++step)
        axis.push_back(stored_time(time, static_cast<double>(step) * time.step));
    return axis;
}

RecordLevel record_level(std::string_view name) {
    const auto* const found = std::find(record_names.begin(), record_names.end(), name);
    if (found == record_names.end())
        throw std::invalid_argument("no level of recording is called " + std::string(name));
    return static_cast<RecordLevel>(found - record_names.begin());
}

}  // namespace hegemon::layout
