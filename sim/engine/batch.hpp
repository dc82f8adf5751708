#pragma once
/// Some replicates, run side by side from start to end. The step reads top to bottom in Batch::step.
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/batch_sums.hpp"
#include "engine/ledger.hpp"
#include "engine/replay.hpp"
#include "engine/world.hpp"
#include "model/recorder.hpp"
#include "parallel/stop_flag.hpp"

namespace hegemon {

/// What a batch yields: its record, and sums of columns over its replicates.
struct BatchResult {
    BatchRecord record;
    BatchSums moments;
    BatchSums differences;  ///< of the first arm's columns minus this one's; empty for the first arm
};

/// Replicates of one arm. Other arms may be stepped beside it.
class Batch {
public:
    Batch(const Model& model, const RunDescription& run, std::uint32_t arm, std::size_t lanes);

    /// Start values of replicates [first, first + lanes).
    void begin(std::uint64_t first, std::size_t lanes);
    /// Instead of begin(): stands between two steps as `other` does, which has the same model and lanes. For replays,
    /// which keep no sums. What is prevented and watched is not taken over.
    void continue_from(const Batch& other);
    /// Steps must come in order, from 0.
    void step(std::uint32_t step);
    BatchResult finish();

    /// For replays: finish() yields a record without sums.
    void keep_no_sums() { keeps_sums_ = false; }

    /// Measures from now on what costs time; null: not.
    void measure(Profiler* profiler);

    [[nodiscard]] const World& world() const { return world_; }
    /// Of the steps so far; its order is settled by finish().
    [[nodiscard]] const BatchRecord& record() const { return result_.record; }
    [[nodiscard]] bool has_ramps() const { return !ramps_.empty(); }

    /// For replays, before begin(): what is kept from happening in all that follows. Null: nothing.
    void intervene(const Interventions* interventions) { interventions_ = interventions; }
    /// For replays of one lane: what is looked at, and where what was seen goes. Null: nothing.
    void watch(const Watch* watch, Sight* sight) {
        watch_ = watch;
        sight_ = sight;
    }

    /// [lane]: 0 once the replicate has failed.
    [[nodiscard]] const std::vector<std::uint8_t>& alive() const { return alive_; }

private:
    void begin_record(std::uint64_t first, std::size_t lanes);
    void clear_last_run();
    void settle_ledger();
    Ledger::Fail failing();

    // calendar.cpp
    void follow_calendar();
    void write_calendar(const CalendarModel& entries);
    void follow_ramps();
    [[nodiscard]] bool is_forced(KindId kind, std::size_t row, const std::string& event) const;

    // decisions.cpp
    /// A row of a decision that was asked in this step in some lane, with what its options are worth and cost.
    struct Asked {
        std::size_t decision;
        std::uint32_t row;
        std::vector<double> values;  ///< [output of the decision's block][lane]
        std::vector<double> when;    ///< [lane]; empty: always
    };
    struct Alternative {
        std::uint32_t asked;  ///< index into asked_
        std::uint32_t option;
        double gain;  ///< precision times utility beyond that of `otherwise`
    };
    /// One choice of one actor: of a row, or of a group of rows.
    struct Choice {
        std::size_t decision;
        std::uint32_t unit;  ///< row, or row of the group's kind
        Lane lane;
        std::vector<std::uint32_t> asked;  ///< indexes into asked_
        Alternative wish{};
        std::uint32_t served_before = 0;
    };
    void clear_choices();
    void decide();
    void ask(std::size_t d);
    void ask_rows(std::size_t d, std::uint32_t begin, std::uint32_t end, const double* when);
    [[nodiscard]] bool is_asked(const Asked& asked, Lane lane) const;
    void check_asked(const Asked& asked);
    void make_choices(std::size_t d, std::size_t first_asked);
    void make_choice(std::size_t d, std::uint32_t unit, std::vector<std::uint32_t> asked, Lane lane);
    void list_alternatives(const Choice& choice);
    [[nodiscard]] bool is_forced_away(const Choice& choice, const Alternative& alternative) const;
    template <class Allowed>
    const Alternative& pick(double u, const Allowed& allowed) const;
    [[nodiscard]] double draw(const Choice& choice, std::size_t which) const;
    void order_choices();
    void serve(Choice& choice);
    [[nodiscard]] const double* value_of(const Asked& asked, std::size_t option, std::size_t part) const;
    [[nodiscard]] std::size_t actor_of(const Choice& choice) const;
    [[nodiscard]] bool fits(const Choice& choice, const Alternative& alternative) const;
    void pay(const Choice& choice, const Alternative& chosen);
    void record_choice(const Choice& choice, const Asked& asked, std::size_t wish, std::size_t option, bool refused,
                       const std::vector<double>& free);
    void take_choice_effects();

    [[nodiscard]] double cost_of(const Asked& asked, std::size_t option, std::size_t payment, Lane lane) const;

    // watching.cpp
    [[nodiscard]] bool is_prevented(Intervention::Kind kind, const std::string& rule, std::size_t row) const;
    [[nodiscard]] bool is_watched(Watch::Kind kind, const std::string& rule) const;
    void see_events(const EventPhase& phase, std::size_t begin, std::size_t end);
    void see_event(const EventPhase& phase, std::size_t e, std::size_t begin);
    void see_claims();
    void see_choice(const Choice& choice, const std::vector<double>& free);
    void see_entries(std::size_t capacity, ChoiceSight& sight);

    // flows.cpp
    void flow();
    void keep_totals();
    void tell_flows();
    void flow_euler();
    void flow_rk4();
    void make_staging();
    void compute(const Block& block, KindId kind);

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
    /// A clock of a group that rings in this step.
    struct Ringing {
        static constexpr double forced = -1;  ///< clock of what the calendar makes happen
        std::uint32_t place;                  ///< (row - begin) * lanes + lane
        std::uint32_t event;                  ///< of the phase
        double clock;                         ///< time since the step's beginning
        [[nodiscard]] bool is_forced() const { return clock == forced; }
    };
    Rates rates_of(const EventPhase& phase, std::size_t e) const;
    void clear_firings();
    void fire();
    void ring(const EventPhase& phase, std::size_t begin, std::size_t end);
    bool rates_are_sound(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t end);
    void note_coarse_steps(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t end);
    void check_rates(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin);
    void check_when(const EventModel& event, const double* when, std::size_t row);
    void record_firing(const EventPhase& phase, std::size_t begin, const Ringing& ringing);
    std::int16_t draw_cause(const EventModel& event, std::size_t row, Lane lane, const FiringRecord& record) const;
    void take_event_effects();

    // clocks.cpp
    enum class Time : std::uint8_t { matters, is_unused };
    /// Neighbouring rows: their draws, and where and how many values they have in the tile.
    struct Run {
        const double* uniforms;
        std::size_t place, count;
    };
    void ring_rows(const EventPhase& phase, std::size_t begin, std::size_t from, std::size_t to);
    void ring_event(const EventPhase& phase, std::size_t e, std::size_t begin, std::size_t from, std::size_t to,
                    Time time);
    bool could_ring_everywhere(const EventModel& event, const Rates& rates, std::size_t begin, std::size_t from,
                               std::size_t to) const;
    void list_rows(const EventModel& event, const Rates& rates, std::size_t begin, std::size_t from, std::size_t to);
    void ring_run(const EventModel& event, std::size_t e, const Run& run, Time time);
    void force(const EventPhase& phase, std::size_t e, std::size_t row, std::size_t begin);
    void settle(const EventPhase& phase, std::size_t begin);
    [[nodiscard]] double near_factor(const EventModel& event) const;
    [[nodiscard]] double clock(const EventModel& event, double total, double u) const;

    // effects.cpp
    /// What a rule does where it happened.
    struct Effect {
        const std::string* rule;
        const std::vector<Write>* sets;
        const std::vector<Write>* adds;
        const Block* block;  ///< outputs: sets, then adds
        const std::vector<Firing>* firings;
    };
    void take_effects();
    void value_effects(const Effect& effect, std::vector<double>& values);
    void mark(SlotId slot, const std::vector<Firing>& firings, double value);

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
    [[nodiscard]] std::string operands(NodeId root, std::size_t root_row, Lane lane) const;

    // outcomes.cpp
    void take_outcomes(std::uint32_t step);
    void finish_outcomes();
    void record(std::uint32_t step);
    void record_column(const ColumnModel& column, std::uint32_t step);
    template <class Number>
    void record_values(const ColumnModel& column, std::uint32_t step, std::vector<Number>& recorded);
    void order_records();

    [[nodiscard]] std::size_t rows_of(KindId kind) const { return model_.schema.kind(kind).rows.size(); }

    const Model& model_;
    const RunDescription& run_;
    const ArmDescription& arm_;
    std::uint32_t arm_number_;
    World world_;
    BatchResult result_;
    std::vector<std::uint8_t> alive_;             ///< [lane]
    std::vector<AlignedVector<double>> staging_;  ///< [column]: values of the next moment; empty: no rule writes them
    std::vector<double*> outputs_;                ///< of the block at hand
    std::vector<std::vector<Firing>> firings_;    ///< [event], of this step, by row
    std::vector<Rates> rates_;                    ///< [event of the phase]
    std::vector<std::uint8_t> alive_before_;      ///< [lane]: before anything happened in this step
    std::vector<std::uint32_t> rows_;             ///< of an event's in the tile: in which it could happen
    std::vector<std::uint64_t> row_hashes_;       ///< of these
    AlignedVector<double> uniforms_;              ///< of these: [row][lane]
    std::vector<std::uint32_t> places_;           ///< of a run's values: those whose clocks may ring
    std::vector<Ringing> ringing_;                ///< of the group at hand
    std::vector<Effect> effects_;                 ///< of the phase
    /// [effect][firing][write]: what is to stand there, and for a while what stood there; kept for the memory.
    std::vector<std::vector<double>> effect_values_, effect_before_;
    std::vector<double> taken_;  ///< [outcome][lane]
    bool keeps_sums_ = true;

    struct Ramp {
        const CalendarWriteModel* write;
        std::uint64_t first_step;
        std::vector<double> from, goal;  ///< [lane]
    };
    std::size_t calendar_at_ = 0;                               ///< index into Model::calendar: what comes next
    std::vector<Ramp> ramps_;                                   ///< those under way
    const std::vector<CalendarModel::Fire>* forced_ = nullptr;  ///< of this step

    Ledger ledger_;
    std::vector<std::vector<double>> totals_before_;  ///< [capacity]: [row][lane], before the flows
    std::vector<Asked> asked_;
    std::vector<Choice> choices_;
    std::vector<Alternative> alternatives_;                       ///< of the choice at hand
    std::vector<std::vector<Firing>> taken_rows_, refused_rows_;  ///< [decision]
    std::vector<std::vector<std::vector<Firing>>> chosen_rows_;   ///< [decision][option]

    Profiler* profiler_ = nullptr;
    const Interventions* interventions_ = nullptr;  ///< null but in replays
    const Watch* watch_ = nullptr;                  ///< null but in replays
    Sight* sight_ = nullptr;
    struct SeenClaim {
        std::uint32_t payer;
        ChoiceSight::Entry entry;
    };
    std::vector<SeenClaim> seen_claims_;  ///< of the watched step
};

}  // namespace hegemon
