/// Going on from where another batch of the same model stands: what came before is not computed once more.
#include <algorithm>

#include "core/check.hpp"
#include "engine/batch.hpp"

namespace hegemon {

/// Between steps each slot lives at home, so values are copied home and pointers stay.
void World::continue_from(const World& other) {
    HEGEMON_EXPECT(&other.model_ == &model_ && other.most_lanes_ == most_lanes_);
    HEGEMON_EXPECT(other.memory_.slots == other.homes_);
    for (std::size_t i = 0; i < storage_.size(); ++i) {
        const auto used = model_.graph.slots()[i].rows * other.memory_.lanes;
        if (!storage_[i].empty()) std::copy_n(other.storage_[i].begin(), used, storage_[i].begin());
    }
    memory_.slots = homes_;
    memory_.lanes = other.memory_.lanes;
    memory_.first_replicate = other.memory_.first_replicate;
    memory_.step = other.memory_.step;
    memory_.time = other.memory_.time;
    written_at_ = other.written_at_;
    gathered_at_ = other.gathered_at_;
    now_ = other.now_;
    time_set_at_ = other.time_set_at_;
}

void Ledger::continue_from(const Ledger& other) {
    accounts_ = other.accounts_;
    holding_ = other.holding_;
}

/// All but what each step makes anew.
void Batch::continue_from(const Batch& other) {
    HEGEMON_EXPECT(!keeps_sums_ && !other.keeps_sums_);
    result_.record = other.result_.record;
    world_.continue_from(other.world_);
    ledger_.continue_from(other.ledger_);
    alive_ = other.alive_;
    alive_before_ = other.alive_before_;
    taken_ = other.taken_;
    firings_ = other.firings_;
    taken_rows_ = other.taken_rows_;
    refused_rows_ = other.refused_rows_;
    chosen_rows_ = other.chosen_rows_;
    calendar_at_ = other.calendar_at_;
    ramps_ = other.ramps_;
}

}  // namespace hegemon
