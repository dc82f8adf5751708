/// What follows: updates see all that happened in this step; they set, then add.
#include "engine/batch.hpp"

namespace hegemon {

void Batch::update() {
    const Profiler::Span span(profiler_, Phase::update);
    for (const auto& update : model_.updates) {
        const Profiler::Span rule(profiler_, Phase::update, model_.schema.kind(update.kind).name);
        outputs_.clear();
        for (const auto& write : update.sets)
            outputs_.push_back(update.adds_to(write.column) ? nullptr : staging_[write.column].data());
        for (const auto& write : update.adds) outputs_.push_back(staging_[write.column].data());
        compute(*update.block, update.kind);
    }
    for (const auto& update : model_.updates)
        for (const auto* writes : {&update.sets, &update.adds})
            for (const auto& write : *writes) check(write, staging_[write.column].data());
    for (const auto& update : model_.updates) {
        for (const auto& write : update.sets)
            if (!update.adds_to(write.column))
                world_.exchange(model_.columns[write.column].slot, staging_[write.column]);
        for (const auto& write : update.adds)
            world_.exchange(model_.columns[write.column].slot, staging_[write.column]);
    }
}

}  // namespace hegemon
