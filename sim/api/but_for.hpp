#pragma once
/// The but-for test: does it still happen if one thing before it is taken away, all else being the same?
#include <cstdint>
#include <hegemon/explanation.hpp>
#include <string>
#include <vector>

#include "engine/replay.hpp"
#include "model/model.hpp"

namespace hegemon {

/// A replicate as it was.
struct TrueReplicate {
    std::uint64_t replicate = 0;
    BatchRecord record;                 ///< of one lane
    std::vector<std::uint64_t> hashes;  ///< [step]
};

/// What is asked about.
struct ButForSubject {
    const Model& model;
    const TrueReplicate& truth;
    Watch watch;
    EventState event;        ///< as it stood in truth
    std::int16_t wish = -1;  ///< of a decision; index into its options
    std::int16_t option = -1;
    double chance = 0;  ///< of a decision: of the wish
};

/// Runs the replicate again without `happening`, as far as needed. `row` is its row.
ButFor but_for(Replayer& replayer, const ButForSubject& subject, const Happening& happening, std::uint32_t row);

}  // namespace hegemon
