/// What follows: updates see all that happened in this step; they set, then add.
#include <algorithm>

#include "engine/batch.hpp"

namespace hegemon {

namespace {

bool sets(const UpdateModel& update, std::size_t column) {
    return std::any_of(update.sets.begin(), update.sets.end(), [&](const Write& set) { return set.column == column; });
}

}  // namespace

void Batch::update() {
    const Profiler::Span span(profiler_, Phase::update);
    std::vector<std::vector<std::vector<double>>> added(model_.updates.size());
    for (std::size_t u = 0; u < model_.updates.size(); ++u) {
        const auto& update = model_.updates[u];
        const Profiler::Span rule(profiler_, Phase::update, model_.schema.kind(update.kind).name);
        std::vector<double*> outputs;
        for (const auto& write : update.sets) outputs.push_back(staging(write.column).data());
        for (const auto& write : update.adds)
            outputs.push_back(
                added[u].emplace_back(rows_of(model_.columns[write.column].kind) * world_.lanes()).data());
        world_.compute(*update.block, rows_of(update.kind), outputs);
    }
    for (std::size_t u = 0; u < model_.updates.size(); ++u) {
        const auto& update = model_.updates[u];
        for (std::size_t i = 0; i < update.adds.size(); ++i) {
            // A column that is set as well starts from what it is set to.
            const auto& write = update.adds[i];
            const auto& column = model_.columns[write.column];
            auto& next = staging(write.column);
            const double* base = sets(update, write.column) ? next.data() : world_.values(column.slot);
            for (std::size_t k = 0; k < added[u][i].size(); ++k) next[k] = base[k] + added[u][i][k];
        }
        for (const auto& write : update.sets) check(write, staging(write.column).data());
        for (const auto& write : update.adds) check(write, staging(write.column).data());
    }
    for (const auto& update : model_.updates) {
        for (const auto& write : update.sets) world_.exchange(model_.columns[write.column].slot, staging(write.column));
        for (const auto& write : update.adds)
            if (!sets(update, write.column)) world_.exchange(model_.columns[write.column].slot, staging(write.column));
    }
}

}  // namespace hegemon
