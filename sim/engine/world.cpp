#include "engine/world.hpp"

#include <algorithm>
#include <functional>

#include "core/check.hpp"
#include "core/name_hash.hpp"

namespace hegemon {

namespace {

std::vector<DrawKey> keys_of(const std::vector<Draw>& draws, std::uint64_t seed) {
    std::vector<DrawKey> keys;
    for (const auto& draw : draws) keys.push_back(draw_key(seed, draw.rule, draw.name));
    return keys;
}

}  // namespace

World::World(const Model& model, std::uint64_t seed, std::size_t lanes)
    : model_(model),
      most_lanes_(lanes),
      draw_keys_(keys_of(model.draws, seed)),
      start_draw_keys_(keys_of(model.start.graph.draws(), seed)) {
    memory_.draw_keys = draw_keys_.data();
    memory_.draws = &model.draws;
    memory_.row_hashes = &model.row_hashes;
    allocate(lanes);
}

/// Columns that change, what lets and parts hold, and firings and rates that someone asks for.
void World::allocate(std::size_t lanes) {
    const auto& slots = model_.graph.slots();
    storage_.resize(slots.size());
    written_at_.assign(slots.size(), 1);
    gathered_at_.assign(slots.size(), 0);
    std::vector<bool> kept(slots.size(), false);
    for (const auto& column : model_.columns) kept[index_of(column.slot)] = true;
    for (std::size_t i = 0; i < model_.definitions.size(); ++i)
        kept[i] = kept[i] || model_.definitions[i].block != nullptr;
    for (const auto& phase : model_.events)
        for (const auto& event : phase.events)
            for (const auto slot : {event.fired, event.rate})
                if (slot != SlotId::none) kept[index_of(slot)] = true;
    for (const auto& outcome : model_.outcomes) kept[index_of(outcome.slot)] = true;
    for (const auto& capacity : model_.capacities) kept[index_of(capacity.demand)] = true;
    for_each_choice_slot([&](SlotId slot) { kept[index_of(slot)] = true; });
    if (model_.begun != SlotId::none) kept[index_of(model_.begun)] = true;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (kept[i]) storage_[i].assign(slots[i].rows * lanes, 0.0);
        homes_.push_back(storage_[i].data());
    }
}

void World::start(std::uint64_t first_replicate, std::size_t lanes) {
    memory_.lanes = lanes;
    memory_.first_replicate = first_replicate;
    memory_.slots = homes_;
    // No let is valued yet, also those that depend on nothing: the number of lanes, and so their places, may be
    // another.
    for (std::size_t i = 0; i < model_.definitions.size(); ++i)
        if (model_.definitions[i].block) written_at_[i] = gathered_at_[i] = 0;
    set_step(0, 0);
    for (std::size_t i = 0; i < model_.columns.size(); ++i) {
        if (!model_.start_values[i] || model_.columns[i].role == ColumnModel::Role::derived) continue;
        double* values = writable(model_.columns[i].slot);
        for (const double value : *model_.start_values[i]) values = std::fill_n(values, lanes, value);
    }
    for (const auto& phase : model_.events)
        for (const auto& event : phase.events)
            for (const auto slot : {event.fired, event.rate})
                if (slot != SlotId::none) std::fill_n(writable(slot), model_.graph.slot(slot).rows * lanes, 0.0);
    const auto clear = [&](SlotId slot) { std::fill_n(writable(slot), model_.graph.slot(slot).rows * lanes, 0.0); };
    for (const auto& capacity : model_.capacities) clear(capacity.demand);
    for_each_choice_slot(clear);
    if (model_.begun != SlotId::none) clear(model_.begun);
    start_columns();
}

/// Slots that tell what was chosen, those that someone asks for.
template <class Visit>
void World::for_each_choice_slot(const Visit& visit) const {
    for (const auto& decision : model_.decisions) {
        for (const auto slot : {decision.taken, decision.refused})
            if (slot != SlotId::none) visit(slot);
        for (const auto slot : decision.chosen)
            if (slot != SlotId::none) visit(slot);
    }
}

/// Start values that differ between replicates, in the order in which they depend on one another.
void World::start_columns() {
    if (model_.start.columns.empty()) return;
    const auto& slots = model_.start.graph.slots();
    Memory memory = memory_;
    memory.draw_keys = start_draw_keys_.data();
    memory.draws = &model_.start.graph.draws();
    memory.slots.resize(slots.size(), nullptr);
    std::vector<std::vector<double>> lets(slots.size());
    const std::function<void(const Block&)> prepare = [&](const Block& block) {
        auto needed = block.slots;
        needed.insert(needed.end(), block.gathered_slots.begin(), block.gathered_slots.end());
        for (const auto slot : needed) {
            const auto i = index_of(slot);
            if (!lets[i].empty() || slots[i].rows == 0) continue;
            lets[i].resize(slots[i].rows * memory.lanes);
            memory.slots[i] = lets[i].data();
            const auto& definition = *model_.start.definitions[i].block;
            prepare(definition);
            double* const output[] = {lets[i].data()};
            machine_.run_all(definition, memory, slots[i].rows, output);
        }
    };
    for (const auto& column : model_.start.columns) {
        const auto slot = model_.columns[column.column].slot;
        prepare(*column.block);
        double* const output[] = {writable(slot)};
        machine_.run_all(*column.block, memory, slots[index_of(slot)].rows, output);
    }
}

void World::set_step(std::uint32_t step, double time) {
    memory_.step = step;
    set_time(time);
}

void World::set_time(double time) {
    memory_.time = time;
    time_set_at_ = ++now_;
}

double* World::writable(SlotId slot) {
    written_at_[index_of(slot)] = ++now_;
    return memory_.slots[index_of(slot)];
}

double* World::replace(SlotId slot, double* place) {
    double* before = writable(slot);
    memory_.slots[index_of(slot)] = place;
    return before;
}

void World::exchange(SlotId slot, AlignedVector<double>& values) {
    const auto i = index_of(slot);
    HEGEMON_EXPECT(values.size() >= storage_[i].size());
    storage_[i].swap(values);
    homes_[i] = storage_[i].data();
    replace(slot, homes_[i]);
}

void World::prepare(const Block& block) {
    for (const auto slot : block.slots) bring_up_to_date(slot);
    for (const auto slot : block.gathered_slots) bring_gathered_up_to_date(slot);
}

void World::bring_up_to_date(SlotId slot) {
    const auto& definition = model_.definitions[index_of(slot)];
    if (written_at_[index_of(slot)] > latest_input(definition)) return;
    const Profiler::Span span(profiler_, Phase::let, model_.graph.slot(slot).name);
    double* const output[] = {memory_.slots[index_of(slot)]};
    compute(*definition.block, model_.graph.slot(slot).rows, output);
    written_at_[index_of(slot)] = ++now_;
}

void World::bring_gathered_up_to_date(SlotId slot) {
    const auto& definition = model_.definitions[index_of(slot)];
    if (definition.gathered.empty()) return bring_up_to_date(slot);
    const auto latest = latest_input(definition);
    if (written_at_[index_of(slot)] > latest || gathered_at_[index_of(slot)] > latest) return;
    const Profiler::Span span(profiler_, Phase::let, model_.graph.slot(slot).name);
    prepare(*definition.block);
    const auto tile = Machine::tile_rows(lanes());
    for (const auto& rows : definition.gathered)
        for (std::size_t begin = rows.begin; begin < rows.end; begin += tile) {
            double* const output[] = {memory_.slots[index_of(slot)] + begin * lanes()};
            machine_.run(*definition.block, memory_, begin, std::min(rows.end, begin + tile), output);
        }
    gathered_at_[index_of(slot)] = ++now_;
}

/// When something that a let depends on was last written.
std::uint64_t World::latest_input(const Definition& definition) const {
    std::uint64_t latest = definition.uses_time ? time_set_at_ : 0;
    for (const auto input : definition.inputs) latest = std::max(latest, written_at_[index_of(input)]);
    return latest;
}

void World::compute(const Block& block, std::size_t rows, std::span<double* const> outputs) {
    prepare(block);
    machine_.run_all(block, memory_, rows, outputs);
}

}  // namespace hegemon
