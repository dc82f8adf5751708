#include "api/run_dates.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>

namespace hegemon {

namespace {

std::chrono::sys_days day_of(const TimeDeclaration& time, double days) {
    int year = 0;
    unsigned month = 1, day = 1;
    if (std::sscanf(time.start_date->c_str(), "%d-%u-%u", &year, &month, &day) != 3) return {};
    const std::chrono::sys_days start = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
    return start + std::chrono::days(static_cast<int>(std::floor(days)));
}

}  // namespace

bool has_dates(const TimeDeclaration& time) { return time.start_date.has_value() && time.days_per_unit > 0; }

std::string iso_day(const TimeDeclaration& time, double days) {
    const std::chrono::year_month_day date(day_of(time, days));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::string iso_moment(const TimeDeclaration& time, double days) {
    const int seconds = static_cast<int>((days - std::floor(days)) * 86400);
    return iso_day(time, days) + fmt::format("T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace hegemon
