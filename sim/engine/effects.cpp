/// What rules do where something happened: all read the state before the phase; then all set, then all add.
#include "engine/batch.hpp"

namespace hegemon {

void Batch::take_effects() {
    if (effects_.empty()) return;
    const Profiler::Span span(profiler_, Phase::effect);
    const auto& effects = effects_;
    auto& values = effect_values_;
    auto& before = effect_before_;
    if (values.size() < effects.size()) {
        values.resize(effects.size());
        before.resize(effects.size());
    }
    for (std::size_t e = 0; e < effects.size(); ++e) {
        value_effects(effects[e], values[e]);
        before[e] = values[e];
    }
    const auto apply = [&](const auto& change) {
        for (std::size_t e = 0; e < effects.size(); ++e) {
            const auto& sets = *effects[e].sets;
            const auto& firings = *effects[e].firings;
            const auto writes = sets.size() + effects[e].adds->size();
            for (std::size_t w = 0; w < writes && !firings.empty(); ++w) {
                const auto& write = w < sets.size() ? sets[w] : (*effects[e].adds)[w - sets.size()];
                double* column = world_.writable(model_.columns[write.column].slot);
                for (std::size_t i = 0; i < firings.size(); ++i)
                    change(w < sets.size(), write, firings[i],
                           column[firings[i].row * world_.lanes() + firings[i].lane], values[e][i * writes + w],
                           before[e][i * writes + w]);
            }
        }
    };
    apply([](bool, const Write&, const Firing&, double& value, double&, double& kept) { kept = value; });
    apply([](bool sets, const Write&, const Firing&, double& value, double& effect, double&) {
        if (sets) value = effect;
    });
    apply([](bool sets, const Write&, const Firing&, double& value, double& effect, double&) {
        if (!sets) value += effect;
    });
    bool all_stand = true;
    apply([&](bool, const Write& write, const Firing&, double& value, double&, double&) {
        all_stand = stands(write, value) && all_stand;
    });
    if (all_stand) return;
    // Rare: back to what the effects read, so that failures tell their operands, and forth.
    apply([](bool, const Write&, const Firing&, double& value, double& after, double&) { after = value; });
    apply([](bool, const Write&, const Firing&, double& value, double&, double& kept) { value = kept; });
    apply([this](bool, const Write& write, const Firing& firing, double&, double& after, double&) {
        check_value(write, firing.row, firing.lane, after);
    });
    apply([](bool, const Write&, const Firing&, double& value, double& after, double&) { value = after; });
}

/// What a rule's sets and adds come to where it happened: values[firing][write]. Whole rows are valued, and with them
/// the few between them: that is cheaper than to begin again.
void Batch::value_effects(const Effect& effect, std::vector<double>& values) {
    constexpr std::size_t few = 128;  // values
    const Profiler::Span span(profiler_, Phase::effect, *effect.rule);
    const auto& firings = *effect.firings;
    const auto lanes = world_.lanes();
    const auto writes = effect.sets->size() + effect.adds->size();
    values.resize(firings.size() * writes);
    if (values.empty()) return;
    world_.prepare(*effect.block);
    const auto tile = Machine::tile_rows(lanes);
    for (std::size_t first = 0, last = 0; first < firings.size(); first = last) {
        const std::size_t begin = firings[first].row;
        std::size_t end = begin + 1;
        for (; last < firings.size() && firings[last].row < begin + tile; ++last) {
            if (firings[last].row >= end + few / lanes) break;
            end = firings[last].row + 1;
        }
        world_.machine().run(*effect.block, world_.memory(), begin, end, {});
        for (std::size_t w = 0; w < writes; ++w) {
            const double* output = world_.machine().output(*effect.block, w);
            for (std::size_t i = first; i < last; ++i)
                values[i * writes + w] = output[(firings[i].row - begin) * lanes + firings[i].lane];
        }
    }
}

/// Tells in a slot where something happened.
void Batch::mark(SlotId slot, const std::vector<Firing>& firings, double value) {
    if (slot == SlotId::none || firings.empty()) return;
    double* marks = world_.writable(slot);
    for (const auto& firing : firings) marks[firing.row * world_.lanes() + firing.lane] = value;
}

}  // namespace hegemon
