#pragma once
/// What a run reports, and to whom. The engine never writes a file: it hands batches to a Recorder.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/shared_list.hpp"
#include "model/declaration.hpp"

namespace hegemon {

enum class ColumnType : std::uint8_t { number, truth };

struct ColumnDescription {
    std::string name, unit, note;
    ColumnType type = ColumnType::number;
    bool exact = false;         ///< kept in double precision: totals and ledger entries, which add up to the bit
    bool constant = false;      ///< no rule writes it and it is the same in every replicate: `value` holds it
    std::vector<double> value;  ///< [row], of a constant column; empty otherwise
};
struct ReferenceDescription {
    std::string name, kind, note;
    std::vector<std::int32_t> row;  ///< [row] -> row of `kind`
};
struct KindDescription {
    std::string name;
    SharedList<std::string> rows;  ///< names, in order of name
    std::vector<ColumnDescription> columns;
    std::vector<ReferenceDescription> references;
};
struct EventDescription {
    std::string name;
    std::uint32_t kind = 0;  ///< index into RunDescription::kinds
    std::vector<std::string> causes, factors;
};
struct DecisionDescription {
    std::string name;
    std::uint32_t kind = 0;               ///< index into ArmDescription::kinds
    std::string actor;                    ///< a reference of the kind
    std::vector<std::string> options;     ///< as written
    std::uint16_t otherwise = 0;          ///< index into `options`
    std::vector<std::string> capacities;  ///< of the actor, that it pays with
};
struct OutcomeDescription {
    std::string name, take, formula, unit, note;
    bool headline = false;
    bool is_truth = false;  ///< it is yes (1) or no (0) by what it is, not by what it happened to be
};
struct ParameterDescription {
    std::string name, unit, source, note;
    double value = 0;
    std::optional<Range> range;
};

/// One arm of a run: the scenario as written, or a variant of it. Arms may differ in all but clock and outcomes.
struct ArmDescription {
    std::string name;  ///< "base" is the scenario as written
    std::string title;
    std::vector<KindDescription> kinds;
    std::vector<EventDescription> events;
    std::vector<DecisionDescription> decisions;
    std::vector<ParameterDescription> parameters;
};

/// What a recorder must know before the first batch: names, shapes, units.
struct RunDescription {
    std::string title;
    TimeDeclaration time;
    std::uint64_t seed = 0;
    std::uint64_t replicates = 0;  ///< of each arm
    RecordLevel record = RecordLevel::standard;
    std::uint64_t recorded = 0;  ///< the columns of replicates [0, recorded) of each arm are kept
    std::vector<ArmDescription> arms;
    std::vector<OutcomeDescription> outcomes;
    std::vector<ScenarioFile> files;
};

/// The firings of one event in a batch, a vector a field, ordered by replicate, step, row.
struct FiringRecord {
    std::vector<std::uint64_t> replicate;
    std::vector<std::uint32_t> step;
    std::vector<std::uint32_t> row;
    std::vector<double> time;         ///< in the model's unit since the start
    std::vector<double> rate;         ///< per unit of time; of an event with `probability`: the probability
    std::vector<std::int16_t> cause;  ///< index into EventDescription::causes; -1: none, or the calendar made it happen
    std::vector<std::vector<double>> causes, factors;  ///< [cause or factor][firing]
};

/// What one decision came to in a batch, a vector a field, ordered by replicate, step, row: one entry for each row that
/// was asked.
struct ChoiceRecord {
    std::vector<std::uint64_t> replicate;
    std::vector<std::uint32_t> step;
    std::vector<std::uint32_t> row;
    std::vector<std::int16_t> wish;            ///< index into DecisionDescription::options
    std::vector<std::int16_t> option;          ///< what happened; differs from `wish` just if that was refused
    std::vector<std::int8_t> refused;          ///< 1: the wish could not be paid
    std::vector<std::uint32_t> served_before;  ///< wishes of the same actor that were served before it in this step
    std::vector<double> precision;
    std::vector<std::vector<double>> utilities;  ///< [option][choice]; NaN: not on offer
    std::vector<std::vector<double>> free;       ///< [capacity][choice]: of the actor, before it was served
};

/// Why a replicate failed.
struct Failure {
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;
    std::string rule, row, problem;  ///< "flow.state.x", "north", "is not a number (x = 0, y = 0)"
};

/// An event fires at most once in a step, at a rate that stands still in it: past this expected number of firings in a
/// step, those that the step swallows and what they would have changed are no longer few.
inline constexpr double coarse_step = 0.3;

/// Where the step was longest for an event: rate times step passed `coarse_step`, and was nowhere larger.
struct CoarseStep {
    double expected = 0;  ///< rate times step; 0: it never passed
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;
    std::uint32_t row = 0;

    /// Keeps the larger; of equal ones the first in order of replicate, step, row.
    void take(const CoarseStep& other) {
        const auto order = [](const CoarseStep& at) { return std::tuple(-at.expected, at.replicate, at.step, at.row); };
        if (order(other) < order(*this)) *this = other;
    }
};

/// All that one batch of replicates of one arm yields.
struct BatchRecord {
    std::uint32_t arm = 0;
    std::uint64_t first_replicate = 0;
    std::uint32_t lanes = 0;
    std::vector<double> outcomes;   ///< [outcome][lane]; missing and failed are the quiet NaN 0x7ff8000000000000
    std::vector<Failure> failures;  ///< in order of replicate, at most one each
    std::vector<std::uint64_t>
        hashes;  ///< [lane][step]; 0 from the step on in which the replicate failed; empty if not recorded
    std::vector<FiringRecord> firings;     ///< [event]
    std::vector<CoarseStep> coarse_steps;  ///< [event]
    std::vector<ChoiceRecord> choices;     ///< [decision]
    /// [kind][column][lane][step][row], the lanes with replicate < recorded; constant columns are empty. float32, but
    /// those that are `exact` stand in the second one and are empty in the first.
    std::vector<std::vector<std::vector<float>>> columns;
    std::vector<std::vector<std::vector<double>>> exact_columns;
};

/// Count, sum and sum of squares over the replicates that did not fail, of one column of one arm: [step][row].
struct Moments {
    std::vector<double> sum, sum_of_squares;
};
struct ArmSummary {
    std::vector<std::uint64_t> count;           ///< [step]
    std::vector<std::vector<Moments>> columns;  ///< [kind][column]; empty for constant columns
    /// Of each arm but the first: the same of the first arm's value minus this one's, over the replicates that have not
    /// failed in either. Columns that are constant in either arm, or of a kind whose rows differ, are empty.
    std::vector<std::uint64_t> pairs;               ///< [step]
    std::vector<std::vector<Moments>> differences;  ///< [kind][column] of this arm
};

/// What a run keeps, besides the records, to go on after some of its replicates: sums over replicates and the like, in
/// the engine's own layout. The sizes are the same throughout a run. Views, good during the call that hands them over.
struct RunState {
    std::vector<std::span<std::byte>> parts;
};

/// Receives a run. `record` is called by one thread at a time: batch by batch in order of replicate, and of each batch
/// arm by arm. The methods do nothing here.
class Recorder {
public:
    using TakeRecord = std::function<void(const BatchRecord&)>;
    Recorder() = default;
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    virtual ~Recorder() = default;
    virtual void begin(const RunDescription& /*run*/) {}
    /// Right after `begin`: fills `state` with what an earlier part of this run left, hands over its records in order,
    /// with nothing but outcomes and failures, and returns how many replicates of each arm there are. 0: none.
    virtual std::uint64_t restore(const RunState& /*state*/, const TakeRecord& /*earlier*/) { return 0; }
    virtual void record(const BatchRecord& /*batch*/) {}
    /// After each batch, all of whose arms have been recorded: the run could go on from here with this state.
    virtual void settle(const RunState& /*state*/) {}
    /// The run was stopped after the last batch that was recorded.
    virtual void pause(const RunState& /*state*/) {}
    /// After the last batch; without this call the run was cut short.
    virtual void finish(const std::vector<ArmSummary>& /*arms*/) {}
};

}  // namespace hegemon
