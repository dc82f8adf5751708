#pragma once
/// What a run yielded, as a table or as JSON.
#include <hegemon/hegemon.hpp>
#include <optional>
#include <string>

namespace hegemon::cli {

/// The outcomes with their means, or how the arms differ in them, the first failed replicates, the file, the digest,
/// the speed, and where the time went if that was measured.
std::string report_text(const Scenario& scenario, const Run& run, double seconds);

/// "3 of 40 replicates failed"
std::string failed_text(const Run& run);

/// One JSON object with the same and all failed replicates, and what was looked at to find how many to run.
std::string report_json(const Scenario& scenario, const Run& run, double seconds,
                        const std::optional<Looks>& looks = {});

}  // namespace hegemon::cli
