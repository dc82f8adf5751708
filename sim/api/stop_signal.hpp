#pragma once
/// What a StopSignal is inside.
#include <hegemon/run.hpp>

#include "parallel/stop_flag.hpp"

namespace hegemon {

struct StopSignal::Flag {
    StopFlag value;
};

}  // namespace hegemon
