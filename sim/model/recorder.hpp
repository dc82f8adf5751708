#pragma once
/// What a run reports, and to whom. The engine never writes a file: it hands batches to a Recorder.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/declaration.hpp"

namespace hegemon {

enum class ColumnType : std::uint8_t { number, truth };

struct ColumnDescription {
    std::string name, unit, note;
    ColumnType type = ColumnType::number;
    bool constant = false;      ///< no rule writes it and it is the same in every replicate: `value` holds it
    std::vector<double> value;  ///< [row], of a constant column; empty otherwise
};
struct ReferenceDescription {
    std::string name, kind, note;
    std::vector<std::int32_t> row;  ///< [row] -> row of `kind`
};
struct KindDescription {
    std::string name;
    std::vector<std::string> rows;  ///< names, in order of name
    std::vector<ColumnDescription> columns;
    std::vector<ReferenceDescription> references;
};
struct EventDescription {
    std::string name;
    std::uint32_t kind = 0;  ///< index into RunDescription::kinds
    std::vector<std::string> causes, factors;
};
struct OutcomeDescription {
    std::string name, take, formula, unit, note;
};
struct ParameterDescription {
    std::string name, unit, source, note;
    double value = 0;
    std::optional<Range> range;
};

/// What a recorder must know before the first batch: names, shapes, units.
struct RunDescription {
    std::string title;
    TimeDeclaration time;
    std::uint64_t seed = 0;
    std::uint64_t replicates = 0;  ///< of each arm
    RecordLevel record = RecordLevel::standard;
    std::uint64_t recorded = 0;     ///< the columns of replicates [0, recorded) of each arm are kept
    std::vector<std::string> arms;  ///< names; "base" is the scenario as written
    std::vector<KindDescription> kinds;
    std::vector<EventDescription> events;
    std::vector<OutcomeDescription> outcomes;
    std::vector<ParameterDescription> parameters;
    std::vector<ScenarioFile> files;
};

/// The firings of one event in a batch, a vector a field, ordered by replicate, step, row.
struct FiringRecord {
    std::vector<std::uint64_t> replicate;
    std::vector<std::uint32_t> step;
    std::vector<std::uint32_t> row;
    std::vector<double> time;         ///< in the model's unit since the start
    std::vector<double> rate;         ///< per unit of time; of an event with `probability`: the probability
    std::vector<std::int16_t> cause;  ///< index into EventDescription::causes; -1 if it has none
    std::vector<std::vector<double>> causes, factors;  ///< [cause or factor][firing]
};

/// Why a replicate failed.
struct Failure {
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;
    std::string rule, row, problem;  ///< "flow.state.x", "ARM", "is not a number (x = 0, y = 0)"
};

/// All that one batch of replicates yields.
struct BatchRecord {
    std::uint32_t arm = 0;
    std::uint64_t first_replicate = 0;
    std::uint32_t lanes = 0;
    std::vector<double> outcomes;   ///< [outcome][lane]; missing and failed are the quiet NaN 0x7ff8000000000000
    std::vector<Failure> failures;  ///< in order of replicate, at most one each
    std::vector<std::uint64_t>
        hashes;  ///< [lane][step]; 0 from the step on in which the replicate failed; empty if not recorded
    std::vector<FiringRecord> firings;  ///< [event]
    /// [kind][column][lane][step][row], the lanes with replicate < recorded; constant columns are empty. float32.
    std::vector<std::vector<std::vector<float>>> columns;
};

/// Count, sum and sum of squares over the replicates that did not fail, of one column of one arm: [step][row].
struct Moments {
    std::vector<double> sum, sum_of_squares;
};
struct ArmSummary {
    std::vector<std::uint64_t> count;           ///< [step]
    std::vector<std::vector<Moments>> columns;  ///< [kind][column]; empty for constant columns
};

/// Receives a run. `record` is called by one thread at a time, in order of arm and replicate. The methods do nothing
/// here.
class Recorder {
public:
    Recorder() = default;
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    virtual ~Recorder() = default;
    virtual void begin(const RunDescription& /*run*/) {}
    virtual void record(const BatchRecord& /*batch*/) {}
    /// After the last batch; without this call the run was cut short.
    virtual void finish(const std::vector<ArmSummary>& /*arms*/) {}
};

}  // namespace hegemon
