#pragma once
/// Where a run came from, as its file tells it.
#include <string>
#include <vector>

#include "scenario/load_scenario.hpp"
#include "storage/run_writer.hpp"

namespace hegemon {

/// Now, on this machine, by `command`, of a scenario that consists of these files.
Provenance provenance_of(const std::string& command, const std::vector<FileRead>& files);

}  // namespace hegemon
