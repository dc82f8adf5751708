#pragma once
/// Names, units and places in the run file that its writer and its reader must agree on; analysis/README.md is the
/// table.
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/recorder.hpp"

namespace hegemon::layout {

inline constexpr const char* file_type = "hegemon run";
/// [major, minor]: a reader reads every minor version of its major version.
inline constexpr std::array<std::int32_t, 2> version = {1, 2};

/// What an attribute `role` of a group says.
inline constexpr const char* arm_role = "arm";
inline constexpr const char* kind_role = "kind";
inline constexpr const char* event_role = "event";
inline constexpr const char* decision_role = "decision";

/// What is not told by the model's names; a thing of the model that is called like one of these is stored as
/// NAME.SUFFIX.
std::set<std::string> reserved_at_root();
std::set<std::string> reserved_in_arm();
std::set<std::string> reserved_in_kind(const std::string& kind);
std::set<std::string> reserved_in_outcomes();

/// `name`, or `name.suffix` if `name` is taken. No name of a model's own ends so.
std::string free_name(const std::string& name, const std::set<std::string>& taken, std::string_view suffix);

/// Words separated by spaces, as `flag_meanings` has them.
std::string joined(const std::vector<std::string>& words);

/// A file's name as netCDF allows it: every byte but letters, digits, `_`, `.`, `-` and those of UTF-8 becomes `_`.
std::string plain_name(const std::string& file);

/// The unit as tools understand it. xarray turns "days" (and hours, minutes, ...) into time spans and takes every unit
/// with "since" for a date: the first become singular, which means the same; the second must not be called `units`.
std::string units_text(const std::string& unit);
bool looks_like_date(const std::string& unit);

/// Whether times are stored as days since a date (else in the model's unit, from TimeDeclaration::start on).
bool has_calendar(const TimeDeclaration& time);
/// "days since 2022-01-01" or the model's unit.
std::string time_units(const TimeDeclaration& time);
/// A time in the model's unit since the start, as it is stored, and back.
double stored_time(const TimeDeclaration& time, double since_start);
double since_start(const TimeDeclaration& time, double stored);
/// The ends of the steps, [step], as they are stored.
std::vector<double> time_axis(const TimeDeclaration& time);

/// The level of this name. Throws std::invalid_argument.
RecordLevel record_level(std::string_view name);

}  // namespace hegemon::layout
