#pragma once
/// What `compare` says of two arms of a run file: outcomes, when the arms part, columns through time.
#include <hegemon/hegemon.hpp>
#include <string>
#include <vector>

#include "cli/json.hpp"
#include "cli/parting_text.hpp"

namespace hegemon::cli {

/// All that is known of two arms.
struct ArmReport {
    Comparison comparison;
    Parting parting;
    std::vector<DifferencePath> paths;  ///< those that were asked for
};

/// The table of outcomes and what its columns mean, headlines in words, when the arms part, the paths; in lines of
/// `width` characters as far as that can be.
std::string report_text(const ArmReport& report, const std::vector<StepEnd>& ends, Columns columns, std::size_t width);

/// The same as the members of an object, which is open; every step of every path.
void write_report(JsonWriter& json, const ArmReport& report, const std::vector<StepEnd>& ends);

}  // namespace hegemon::cli
