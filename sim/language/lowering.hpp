#pragma once
/// From syntax to the graph: every name resolved, every type checked, every look-up decided.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "language/graph.hpp"
#include "language/limits.hpp"
#include "language/schema.hpp"

namespace hegemon {

/// Rows chosen by an expression: for each element of `domain` a row of `kind`, or -1.
/// With a condition: `then` where it holds, else `otherwise` (only the choice is made in the run, the rows are known).
struct RowValue {
    KindId kind = KindId::none;
    DomainId domain = DomainId::scalar;
    IndexPtr rows;  ///< null: the rows of `kind` themselves
    NodeId condition = NodeId::none, condition_present = NodeId::none;
    std::shared_ptr<const RowValue> then, otherwise;
};

/// What an expression stands for.
struct Value {
    enum class Type : std::uint8_t { number, truth, row, event, decision, capacity, option };
    Type type = Type::number;
    NodeId node = NodeId::none;     ///< of a number or truth
    NodeId present = NodeId::none;  ///< a truth: where there is a value; none: everywhere
    RowValue row;                   ///< of a row; of an event, decision or capacity: whose
    std::size_t index = 0;          ///< of these: into KindSchema::events, decisions or columns
};

/// Where an expression stands, and what it may do there.
struct Place {
    std::string name;            ///< "flow.state.image", for messages
    KindId kind = KindId::none;  ///< whose row `this` is; none: there is none
    enum class Draws : std::uint8_t { refused, allowed };
    Draws draws = Draws::refused;
    std::string draw_rule, draw_name;  ///< address of its draws (LANGUAGE: randomness)
    /// What of this step is known here, beyond the state: nothing, what fired, also what was chosen.
    enum class Knows : std::uint8_t { state, events, choices };
    Knows knows = Knows::choices;
    /// Attributes of the option at hand (without text: found wrong elsewhere); null: this is no place of a decision's
    /// option.
    const std::map<std::string, FormulaSchema, std::less<>>* option = nullptr;
    enum class Rows : std::uint8_t { refused, by_name };
    Rows rows = Rows::refused;  ///< whether look-ups may name rows
    const std::map<std::string, NodeId, std::less<>>* names =
        nullptr;                                       ///< further names (outcomes, parameters) with their values
    const std::vector<std::string>* hidden = nullptr;  ///< further names that may be suggested
};

/// A number or truth and where there is one.
struct Lowered {
    NodeId node = NodeId::none;
    NodeId present = NodeId::none;
    ValueType type = ValueType::number;
};

/// The whole of a flow `relax(target, half_life)`.
struct Relaxation {
    Lowered target, half_life;
};

class Lowering {
public:
    Lowering(Graph& graph, const Schema& schema, Diagnostics& diagnostics, const LanguageLimits& limits = {})
        : graph_(graph), schema_(schema), diagnostics_(diagnostics), limits_(limits) {}

    /// Gives the node of a column's value on the kind's own rows; replaces loads where start values are worked out.
    using ColumnNode = std::function<std::optional<Lowered>(KindId, std::size_t column)>;
    void set_column_node(ColumnNode column_node) { column_node_ = std::move(column_node); }

    /// What claims and commitments ask of a capacity, on its kind's own rows, and the slot that holds it for other
    /// rows; replaces loads of ColumnSchema::demand where start values are worked out.
    using DemandNode = std::function<std::optional<std::pair<NodeId, SlotId>>(KindId, std::size_t column)>;
    void set_demand_node(DemandNode demand_node) { demand_node_ = std::move(demand_node); }

    /// Lowers a formula, both of its versions if it has two. Nothing if it was reported to be wrong.
    std::optional<Lowered> lower(const FormulaSchema& formula, const Place& place);
    /// Lowers an expression to a number or truth. Nothing if it was reported to be wrong.
    std::optional<Lowered> lower(const Text& text, const Syntax* syntax, const Place& place);
    /// The two parts of a flow that is a relaxation; nothing if wrong. Call only if is_relaxation().
    std::optional<Relaxation> lower_relaxation(const Text& text, const Syntax* syntax, const Place& place);
    static bool is_relaxation(const Syntax* syntax);
    /// An address of one column, or event, of one row.
    struct Address {
        KindId kind;
        std::int32_t row;
        Member member;
        friend bool operator==(const Address& a, const Address& b) {
            return a.kind == b.kind && a.row == b.row && a.member.index == b.member.index;
        }
    };
    enum class Addresses : std::uint8_t { columns, events };
    std::optional<Address> lower_address(const Text& text, const Syntax* syntax, const std::string& place,
                                         Addresses wanted = Addresses::columns);
    /// The value of a let on its kind's rows (worked out once).
    std::optional<Lowered> let(KindId kind, std::size_t let);
    /// Slot that holds a let for other rows to read; made when first asked for.
    SlotId let_slot(KindId kind, std::size_t let);
    /// Whether a variant that begins late has begun. Call only if Schema::begun is there.
    NodeId begun();

    /// Which parameters, functions, columns and lets any expression has asked for ("parameter.x", "state.image").
    [[nodiscard]] const std::map<std::string, bool>& used() const { return used_; }

private:
    friend class ExpressionLowering;
    struct LetState {
        enum class Progress : std::uint8_t { none, under_way, done };
        Progress progress = Progress::none;
        std::optional<Lowered> value;
        SlotId slot = SlotId::none, present_slot = SlotId::none;
    };
    LetState& let_state(KindId kind, std::size_t let);

    Graph& graph_;
    const Schema& schema_;
    Diagnostics& diagnostics_;
    LanguageLimits limits_;
    ColumnNode column_node_;
    DemandNode demand_node_;
    std::map<std::pair<std::uint32_t, std::size_t>, LetState> lets_;
    std::vector<std::string> busy_;
    std::map<std::string, bool> used_;
    int depth_ = 0;              ///< syntax nodes within one another, through lets, starts and functions
    std::size_t parts_ = 0;      ///< syntax nodes visited for the expression under way
    std::size_t all_parts_ = 0;  ///< and for all so far
};

}  // namespace hegemon
