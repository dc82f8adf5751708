#pragma once
/// Intervals as the public headers say them.
#include <hegemon/estimate.hpp>

#include "study/paired_interval.hpp"

namespace hegemon {

ValuesAre values_of(OutcomeKind kind);
Estimate to_public(const MeanInterval& interval);
PairedEstimate to_public(const PairedInterval& pairs);

}  // namespace hegemon
