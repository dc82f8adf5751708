#pragma once
/// The columns of one batch of replicates, and lets brought up to date when they are asked for.
#include <cstdint>
#include <span>
#include <vector>

#include "core/aligned_vector.hpp"
#include "engine/profiler.hpp"
#include "language/machine.hpp"
#include "model/model.hpp"

namespace hegemon {

/// One replicate of a batch.
using Lane = std::size_t;

class World {
public:
    /// Room for `lanes` replicates of a model. Throws std::bad_alloc if there is none.
    World(const Model& model, std::uint64_t seed, std::size_t lanes);

    /// Start values of replicates [first_replicate, first_replicate + lanes); `lanes` is at most that of the
    /// constructor.
    void start(std::uint64_t first_replicate, std::size_t lanes);

    /// Stands between two steps as the other one does, which has the same model and as many lanes at most.
    void continue_from(const World& other);

    [[nodiscard]] std::size_t lanes() const { return memory_.lanes; }
    [[nodiscard]] std::uint64_t first_replicate() const { return memory_.first_replicate; }
    [[nodiscard]] std::uint32_t step() const { return memory_.step; }
    [[nodiscard]] const Memory& memory() const { return memory_; }
    [[nodiscard]] Machine& machine() { return machine_; }
    [[nodiscard]] const Machine& machine() const { return machine_; }
    [[nodiscard]] DrawKey draw_key_of(std::size_t draw) const { return draw_keys_[draw]; }

    /// Measures what lets and parts cost from now on; null: not.
    void measure(Profiler* profiler) { profiler_ = profiler; }

    void set_step(std::uint32_t step, double time);
    void set_time(double time);

    /// A slot's values, [row][lane].
    [[nodiscard]] const double* values(SlotId slot) const { return memory_.slots[index_of(slot)]; }
    /// The same for writing; what depends on it will be valued anew.
    double* writable(SlotId slot);
    /// Makes a slot live in `place` from now on; returns where it lived.
    double* replace(SlotId slot, double* place);

    /// Swaps a slot's values with `values`, which has room for as many (rows * most_lanes()).
    void exchange(SlotId slot, AlignedVector<double>& values);
    [[nodiscard]] std::size_t most_lanes() const { return most_lanes_; }

    /// Brings the lets and parts that a block reads up to date.
    void prepare(const Block& block);
    /// The same for one let.
    void bring_up_to_date(SlotId slot);
    /// The same for the rows of a let that some index names.
    void bring_gathered_up_to_date(SlotId slot);
    /// prepare(), then computes all rows of the kind: outputs[i] is [row][lane].
    void compute(const Block& block, std::size_t rows, std::span<double* const> outputs);

private:
    void allocate(std::size_t lanes);
    void start_columns();
    [[nodiscard]] std::uint64_t latest_input(const Definition& definition) const;
    template <class Visit>
    void for_each_choice_slot(const Visit& visit) const;

    const Model& model_;
    std::size_t most_lanes_;
    std::vector<DrawKey> draw_keys_, start_draw_keys_;
    std::vector<AlignedVector<double>> storage_;  ///< [slot]; empty where no value is kept
    std::vector<std::uint64_t> written_at_;       ///< [slot] -> when it was last written
    std::vector<std::uint64_t> gathered_at_;  ///< [slot] -> when the rows of a let that indexes name were last valued
    std::vector<double*> homes_;
    Memory memory_;
    Profiler* profiler_ = nullptr;
    Machine machine_;
    std::uint64_t now_ = 1;
    std::uint64_t time_set_at_ = 1;
};

}  // namespace hegemon
