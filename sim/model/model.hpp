#pragma once
/// A scenario, compiled: everything that is fixed before the first step. Const, and shared by all threads.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "language/graph.hpp"
#include "language/limits.hpp"
#include "language/program.hpp"
#include "language/schema.hpp"
#include "model/declaration.hpp"
#include "model/recorder.hpp"

namespace hegemon {

/// A column that changes or differs between replicates.
struct ColumnModel {
    std::string name;  ///< "state.image"
    KindId kind = KindId::none;
    SlotId slot = SlotId::none;
    ValueType type = ValueType::number;
    std::optional<Range> range;
    enum class Outside : std::uint8_t { fails, clamped };
    Outside outside = Outside::fails;
    std::size_t described_at = 0;  ///< index into KindDescription::columns
};

/// One formula of a rule that ends in a column (or rate): where its value goes and what to call it.
struct Write {
    std::string rule;        ///< "event.clash set.severity"
    std::size_t column = 0;  ///< index into Model::columns
    NodeId node = NodeId::none;
};

/// The flows of one kind. Outputs of `block`: one a flow. Euler: the new value. RK4: the derivative, but of relaxations
/// (target, half-life) which follow in `relaxations`.
struct FlowModel {
    KindId kind = KindId::none;
    std::vector<Write> flows;        ///< plain ones
    std::vector<Write> relaxations;  ///< x += (target - x) (1 - 2^(-step/half_life)), exact; node: the new value
    std::vector<NodeId> middles;     ///< of each relaxation, under RK4: the value in mid-step
    std::unique_ptr<Block> block;    ///< outputs: plain flows, relaxations, middles
};

struct Cause {
    std::string name;
    NodeId node = NodeId::none;
};

struct EventModel {
    std::string name;  ///< "clash"
    KindId kind = KindId::none;
    std::uint32_t described_at = 0;    ///< index into RunDescription::events
    std::size_t group = 0;             ///< events of one kind and group stand together
    NodeId when = NodeId::none;        ///< none: always
    bool when_may_be_missing = false;  ///< no else catches a value that is missing in the run; it is then not a number
    NodeId probability = NodeId::none;
    std::vector<Cause> causes, factors;
    NodeId total = NodeId::none;  ///< rate or probability; none: never fires by itself
    std::vector<Write> sets, adds;
    SlotId fired = SlotId::none, rate = SlotId::none;  ///< none: nobody asks
    std::size_t draw_fires = 0, draw_which = 0;        ///< index into Model::draws
    std::unique_ptr<Block> effects;                    ///< outputs: sets, then adds
};

/// The events of one kind, in order of group and name. Outputs of `block`, event by event: when, causes, factors,
/// total.
struct EventPhase {
    KindId kind = KindId::none;
    std::vector<EventModel> events;
    std::unique_ptr<Block> block;
    std::vector<std::size_t> first_output;  ///< [event]
};

struct UpdateModel {
    KindId kind = KindId::none;
    std::vector<Write> sets, adds;
    std::unique_ptr<Block> block;  ///< outputs: sets, then adds
};

struct OutcomeModel {
    std::string name;
    Take take = Take::formula;
    std::uint64_t first_step = 0, last_step = 0;  ///< counts steps [first, last)
    NodeId node = NodeId::none;
    SlotId slot = SlotId::none;    ///< holds its value for formulas
    std::unique_ptr<Block> block;  ///< output: its value in a step, or of the formula
};

/// A slot that holds a let or a part of an expression: how to bring it up to date.
struct Definition {
    std::unique_ptr<Block> block;  ///< null: the slot is no definition
    std::vector<SlotId> inputs;    ///< columns and firings that it depends on, through other definitions too
    bool uses_time = false;
};

/// How values come to be before the first step, where they differ between replicates.
struct StartModel {
    Graph graph;  ///< its first slots are the columns, numbered as in Model::graph
    std::vector<Definition> definitions;
    struct Column {
        std::size_t column;
        std::unique_ptr<Block> block;
    };
    std::vector<Column> columns;  ///< in an order that works
};

struct Model {
    Declaration declaration;     ///< as read; formulas keep their places in the text (rows are dropped once compiled)
    RunDescription description;  ///< seed, replicates, arms: as yet unset
    Integrator integrator = Integrator::euler;
    Schema schema;
    Graph graph;
    std::vector<ColumnModel> columns;
    std::vector<FieldPtr> start_values;   ///< [column]: the same in all replicates; null: StartModel has it
    std::vector<Definition> definitions;  ///< [slot]
    StartModel start;
    std::vector<FlowModel> flows;
    std::vector<EventPhase> events;
    std::vector<UpdateModel> updates;
    std::vector<OutcomeModel> outcomes;  ///< in order of name; formulas in an order that works in `formula_order`
    std::vector<std::size_t> formula_order;
    std::vector<std::vector<std::uint64_t>> row_hashes;  ///< [kind][row]
    std::vector<Draw> draws;                             ///< Model::graph's, then those of events
    Diagnostics warnings;
};

/// Compiles a declaration. Throws ScenarioError with everything found wrong in it (and in its reading), in order of
/// place.
std::shared_ptr<const Model> compile(Declaration declaration, const LanguageLimits& limits = {});

}  // namespace hegemon
