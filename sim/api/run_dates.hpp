#pragma once
/// Times of a run as dates.
#include <string>

#include "model/declaration.hpp"

namespace hegemon {

/// Whether the run has a calendar.
bool has_dates(const TimeDeclaration& time);

/// ISO 8601: the day `days` after the start, "2022-03-05".
std::string iso_day(const TimeDeclaration& time, double days);
/// With the time of that day, to the second, rounded down: "2022-03-05T14:23:11".
std::string iso_moment(const TimeDeclaration& time, double days);

}  // namespace hegemon
