#pragma once
/// Some replicates, run side by side from start to end. The step reads top to bottom in Batch::step.
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/world.hpp"
#include "model/recorder.hpp"
#include "parallel/stop_flag.hpp"

namespace hegemon {

/// What a batch yields: its record, and sums of columns over its replicates.
struct BatchResult {
    BatchRecord record;
    /// [value][octet] if the batch holds whole octets (lanes % 8 == 0), else [value][lane] with the values themselves;
    /// value: step by step, column by column, row by row, first the column's then its square's.
    std::vector<double> moments;
    std::vector<std::uint8_t> active;  ///< [step][lane]: has not failed so far
};

class Batch {
public:
    Batch(const Model& model, const RunDescription& run, std::size_t lanes);

    /// Runs replicates [first, first + lanes). Nothing if `stop` was requested on the way.
    std::optional<BatchResult> run(std::uint64_t first, std::size_t lanes, const StopFlag& stop);

private:
    void begin(std::uint64_t first, std::size_t lanes);
    void step(std::uint32_t step);
    void finish();

    // flows.cpp
    void flow();
    void flow_euler();
    void flow_rk4();
    std::vector<double>& staging(std::size_t column);

    // events.cpp
    struct Firing {
        std::uint32_t row;
        std::uint32_t lane;
    };
    /// What an event fires by, in the tile of the moment: [row - begin][lane].
    struct Rates {
        const double* when = nullptr;   ///< null: always
        const double* total = nullptr;  ///< null: never by itself
        std::size_t causes = 0;         ///< output of the first cause
    };
    Rates rates_of(const EventPhase& phase, std::size_t e) const;
    void clear_firings();
    void fire();
    void ring(const EventPhase& phase, std::size_t begin, std::size_t end);
    void ring_group(const EventPhase& phase, std::size_t from, std::size_t to, std::size_t row, std::size_t begin);
    void ring_event(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin);
    void ring_alone(const EventPhase& phase, std::size_t begin, std::size_t end);
    [[nodiscard]] double near_factor(const EventModel& event) const;
    [[nodiscard]] double clock(const EventModel& event, double total, double u) const;
    [[nodiscard]] bool rates_are_sound(const EventPhase& phase, std::size_t e, std::size_t begin,
                                       std::size_t end) const;
    void check_rates(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin);
    void check_when(const EventModel& event, const double* when, std::size_t row);
    void record_firing(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin, Lane lane);
    std::int16_t draw_cause(const EventModel& event, std::size_t row, Lane lane, const FiringRecord& record) const;
    void take_effect();
    std::vector<double> value_effects(const EventModel& event, const std::vector<Firing>& firings);

    // updates.cpp
    void update();

    // checks.cpp
    /// Moves values back into the column's range if it clamps, and fails the lanes whose values cannot stand.
    void check(const Write& write, double* values);
    /// A start outside the range fails the replicate even where the column clamps, as one that is known at load is an
    /// error.
    void check_start(const ColumnModel& column);
    void check_value(const Write& write, std::size_t row, Lane lane, double& value);
    /// Whether the value can stand in its column, into whose range it is moved first if the column clamps.
    [[nodiscard]] bool stands(const Write& write, double& value) const;
    void fail(Lane lane, const std::string& rule, KindId kind, std::size_t row, std::string problem, NodeId node);
    [[nodiscard]] std::string operands(NodeId node, std::size_t row, Lane lane) const;

    // outcomes.cpp
    void take_outcomes(std::uint32_t step);
    void finish_outcomes();
    void record(std::uint32_t step);
    void record_columns(const ColumnModel& column, std::uint32_t step);
    void add_moments(const ColumnModel& column, double* moments);
    void order_firings();

    [[nodiscard]] std::size_t rows_of(KindId kind) const { return model_.schema.kind(kind).rows.size(); }

    const Model& model_;
    const RunDescription& run_;
    World world_;
    BatchResult result_;
    std::vector<std::uint8_t> alive_;            ///< [lane]
    std::vector<std::vector<double>> staging_;   ///< [column]: values of the next moment
    std::vector<std::vector<Firing>> firings_;   ///< [event], of this step, by row
    std::vector<Rates> rates_;                   ///< [event of the phase]
    std::vector<double> uniforms_, best_clock_;  ///< [lane]
    std::vector<std::int32_t> best_event_;       ///< [lane]
    std::vector<double> taken_;                  ///< [outcome][lane]
    bool rang_ = false;                          ///< some clock of the group rang in time
    std::size_t moments_at_ = 0;
};

}  // namespace hegemon
