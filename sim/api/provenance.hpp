#pragma once
/// Where a run came from, as its file tells it.
#include <string>

#include "storage/run_writer.hpp"

namespace hegemon {

/// Now, on this machine, by `command`.
Provenance provenance_of(const std::string& command);

}  // namespace hegemon
