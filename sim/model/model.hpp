#pragma once
/// A scenario, compiled: everything that is fixed before the first step. Const, and shared by all threads.
#include <algorithm>
#include <cstdint>
#include <functional>
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
    /// state: what rules write; entry: what the ledger keeps, 0 at the start; derived: a let that is recorded.
    enum class Role : std::uint8_t { state, entry, derived };
    Role role = Role::state;
    KindId kind = KindId::none;
    SlotId slot = SlotId::none;
    ValueType type = ValueType::number;
    std::optional<Range> range;
    enum class Outside : std::uint8_t { fails, clamped };
    Outside outside = Outside::fails;
    bool on_grid = false;          ///< the total of a capacity: rounded to the ledger's grid whenever it is written
    std::size_t described_at = 0;  ///< index into KindDescription::columns
    std::uint64_t hash = 0;        ///< of kind and name
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
    std::vector<bool> may_happen;      ///< [row]: whether `when`, known at load, holds; empty: it changes in the run
    NodeId probability = NodeId::none;
    std::vector<Cause> causes, factors;
    NodeId total = NodeId::none;  ///< rate or probability; none: never fires by itself
    std::vector<Write> sets, adds;
    SlotId fired = SlotId::none, rate = SlotId::none;  ///< none: nobody asks
    std::size_t draw_fires = 0, draw_which = 0;        ///< index into Model::draws
    std::unique_ptr<Block> effects;                    ///< outputs: sets, then adds

    [[nodiscard]] bool is_probability() const { return probability != NodeId::none; }
};

/// The events of one kind, in order of group and name. Outputs of `block`, event by event: when, causes, factors,
/// total.
struct EventPhase {
    KindId kind = KindId::none;
    std::vector<EventModel> events;
    std::unique_ptr<Block> block;
    std::vector<std::size_t> first_output;  ///< [event]
    std::vector<RowRange> rows;             ///< in which some event may happen
};

struct UpdateModel {
    KindId kind = KindId::none;
    std::vector<Write> sets, adds;
    std::unique_ptr<Block> block;  ///< outputs: what is set, then what columns come to by adding

    [[nodiscard]] std::vector<Write>::const_iterator set_of(std::size_t column) const {
        return std::find_if(sets.begin(), sets.end(), [&](const Write& set) { return set.column == column; });
    }
    [[nodiscard]] bool adds_to(std::size_t column) const {
        return std::any_of(adds.begin(), adds.end(), [&](const Write& add) { return add.column == column; });
    }
};

/// A capacity of a kind. Its total is a column; free, bound and strain follow from total and demand.
struct CapacityModel {
    std::string name;         ///< "state.military"
    std::string column_name;  ///< "military"
    KindId kind = KindId::none;
    std::size_t column = 0;        ///< index into Model::columns: the total
    SlotId demand = SlotId::none;  ///< claims + commitments in force, as last settled
    SlotId claims = SlotId::none;  ///< a let: what claims ask now; none: there are no claims
    std::size_t flowed = 0;        ///< index into Model::columns: by how much flows changed the total in this step
};

/// One amount of a claim, for failures to tell: outputs of `block`: what its formula says, before it is an entry.
struct ClaimModel {
    std::string name;  ///< "claim.debt money"
    KindId kind = KindId::none;
    std::size_t capacity = 0;  ///< index into Model::capacities
    IndexPtr payer;            ///< row -> row of the capacity's kind
    NodeId amount = NodeId::none;
    SlotId entry = SlotId::none;  ///< a let: the amount as it enters the ledger
    std::unique_ptr<Block> block;
};

struct PaymentModel {
    std::string name;          ///< "decision.respond pays.military"
    std::size_t capacity = 0;  ///< index into Model::capacities
    PaymentDeclaration::Verb verb = PaymentDeclaration::Verb::spend;
    std::size_t number = 0;  ///< among all payments of the model
    std::size_t entry = 0;   ///< index into Model::columns: bound now, or spent in this step
    NodeId lasting = NodeId::none;
    std::unique_ptr<Block> lasting_block;  ///< output: whether a commitment lasts
};

struct OptionModel {
    std::string name;
    NodeId offered = NodeId::none;  ///< none: always
    NodeId utility = NodeId::none;
    std::vector<NodeId> costs;  ///< [payment]
    std::vector<Write> sets, adds;
    std::unique_ptr<Block> effects;  ///< outputs: sets, then adds
};

/// A decision of the rows of a kind. Outputs of `block`: precision, then of each option: whether it is offered (1 if
/// always), its utility, its costs.
struct DecisionModel {
    std::string name;
    KindId kind = KindId::none, actor_kind = KindId::none;
    std::uint32_t described_at = 0;  ///< index into ArmDescription::decisions
    std::string actor_name;          ///< the reference
    IndexPtr actor;                  ///< row -> row of actor_kind
    IndexPtr group;  ///< row -> row of group_kind: rows with the same one are one choice; null: each row is
    KindId group_kind = KindId::none;
    NodeId when = NodeId::none;  ///< none: always
    NodeId precision = NodeId::none;
    std::size_t otherwise = 0;  ///< index into `options`
    std::vector<OptionModel> options;
    std::vector<PaymentModel> payments;
    std::optional<std::size_t> forced;                    ///< an option
    std::uint64_t forced_from = 0;                        ///< step
    SlotId taken = SlotId::none, refused = SlotId::none;  ///< none: nobody asks
    std::vector<SlotId> chosen;                           ///< [option]
    std::size_t draw_choice = 0, draw_again = 0;          ///< index into Model::draws
    std::unique_ptr<Block> when_block, block;
};

/// One thing that a calendar entry writes.
struct CalendarWriteModel {
    std::string entry;  ///< "invasion"
    Write write;        ///< rule: "at.invasion set"
    std::size_t row = 0;
    enum class Verb : std::uint8_t { set, add, ramp };
    Verb verb = Verb::set;
    double over = 0;               ///< of a ramp, in the model's unit
    std::uint64_t last_step = 0;   ///< of a ramp: at whose end it is there
    std::uint64_t until = 0;       ///< of a ramp: the step before which it stops, wherever it is
    std::unique_ptr<Block> block;  ///< output: the value, or the ramp's goal
};

/// What the calendar does in one step.
struct CalendarModel {
    std::uint64_t step = 0;
    std::vector<CalendarWriteModel> writes;
    struct Fire {
        std::string entry;  ///< that makes it happen
        std::string event;
        KindId kind = KindId::none;
        std::size_t row = 0;
    };
    std::vector<Fire> fires;
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
    std::unique_ptr<Block> block;    ///< null: the slot is no definition
    std::vector<SlotId> inputs;      ///< columns and firings that it depends on, through other definitions too
    std::vector<RowRange> gathered;  ///< the only rows that indexes name; empty: all or most of them
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
    std::vector<CapacityModel> capacities;
    std::vector<ClaimModel> claims;
    std::vector<DecisionModel> decisions;  ///< in order of name
    std::size_t payments = 0;              ///< of all decisions together
    std::vector<CalendarModel> calendar;   ///< in order of step
    SlotId begun = SlotId::none;           ///< of a variant that begins late: whether it has
    std::uint64_t begins = 0;              ///< in which step
    std::vector<OutcomeModel> outcomes;    ///< in order of name; formulas in an order that works in `formula_order`
    std::vector<std::size_t> formula_order;
    std::vector<std::vector<std::uint64_t>> row_hashes;  ///< [kind][row]
    std::vector<Draw> draws;                             ///< Model::graph's, then those of events
    Diagnostics warnings;
};

/// Calls work(i) for each i in [0, count) and returns when all are done. They may run at the same time.
using ForEachArm = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;
void one_after_another(std::size_t count, const std::function<void(std::size_t)>& work);

/// Compiles the arms of a run together: a column that one of them writes changes in all of them, so that arms whose
/// states are equal have equal hashes. Throws as compile() does, with what is wrong in any of them.
std::vector<std::shared_ptr<const Model>> compile_arms(std::vector<Declaration> arms, const LanguageLimits& limits = {},
                                                       const ForEachArm& for_each = one_after_another);

/// Compiles a declaration. Throws ScenarioError with everything found wrong in it (and in its reading), in order of
/// place.
std::shared_ptr<const Model> compile(Declaration declaration, const LanguageLimits& limits = {});

}  // namespace hegemon
