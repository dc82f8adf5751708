#pragma once
/// One expression on its way into the graph. Used by lowering.cpp only.
#include <span>

#include "core/message.hpp"
#include "language/lowering.hpp"

namespace hegemon {

/// Thrown after the diagnostic was reported (or when a name stands for something that was reported elsewhere).
struct Unresolved {};

/// What names mean at one point of an expression.
struct Frame {
    struct Binder {
        std::string name;
        KindId kind;
        DomainId domain;
    };
    const Text* text = nullptr;
    KindId kind = KindId::none;   ///< whose row `this` is
    std::vector<Binder> binders;  ///< from the outside in
    const FunctionSchema* function = nullptr;
    std::string function_name;
    std::vector<const Syntax*> arguments;
    const Frame* caller = nullptr;  ///< in which the arguments are read
};

/// "number", "truth", "row of town"
std::string word_for(const Value& value, const Schema& schema);

class ExpressionLowering {
public:
    ExpressionLowering(Lowering& all, const Place& place)
        : all_(all), graph_(all.graph_), schema_(all.schema_), place_(place) {}

    Value lower(const Syntax& syntax, const Frame& frame);
    Lowered number_or_truth(const Syntax& syntax, const Frame& frame) {
        return plain(lower(syntax, frame), syntax, frame);
    }
    /// The number or truth that `value` (of `syntax`) is; an event name stands for whether it fired.
    /// `wanted_by` is what messages say wants it; empty: the rule.
    Lowered plain(const Value& value, const Syntax& syntax, const Frame& frame, std::string_view wanted_by = {});
    Lowered number(const Syntax& syntax, const Frame& frame, std::string_view wanted_by);
    Lowered number(const Value& of, const Syntax& syntax, const Frame& frame, std::string_view wanted_by);
    Lowered truth(const Syntax& syntax, const Frame& frame, std::string_view wanted_by);
    [[noreturn]] void fail(const Syntax& at, const Frame& frame, std::string hint, Diagnostic diagnostic);
    /// As fail(), at a part of an expression that is no syntax of its own.
    template <class... Arguments>
    [[noreturn]] void fail_at(std::size_t begin, std::size_t length, const Frame& frame, std::string hint,
                              const Message& message, const Arguments&... arguments) {
        fail({}, frame, std::move(hint), complain(frame.text->part(begin, length), message, arguments...));
    }
    template <class... Arguments>
    [[noreturn]] void fail(const Syntax& at, const Frame& frame, std::string hint, const Message& message,
                           const Arguments&... arguments) {
        fail(at, frame, std::move(hint), complain(frame.text->part(at.begin, at.length), message, arguments...));
    }
    RowValue row(const Syntax& syntax, const Frame& frame, std::string_view wanted_by);
    static std::string quote(const Syntax& syntax, const Frame& frame);
    Value member(const RowValue& row, const std::string& name, const Syntax& at, const Frame& frame);
    Lowered select(const Lowered& condition, const Lowered& a, const Lowered& b);

private:
    /// One level further in; refuses expressions that nest or grow without measure.
    class Deeper {
    public:
        Deeper(ExpressionLowering& of, const Syntax& syntax, const Frame& frame) : all_(of.all_) {
            of.spend(syntax, frame);
            ++all_.depth_;
        }
        ~Deeper() { --all_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Lowering& all_;
    };
    void spend(const Syntax& syntax, const Frame& frame);
    Value lower_by_kind(const Syntax& syntax, const Frame& frame);

    // names (lower_names.cpp)
    Value lower_name(const Syntax& syntax, const Frame& frame);
    [[noreturn]] void unknown_name(const Syntax& syntax, const Frame& frame);
    Value lower_member(const Syntax& syntax, const Frame& frame);
    Value lower_look_up(const Syntax& syntax, const Frame& frame);
    RowValue key_argument(const Syntax& syntax, const Frame& frame, KindId kind);
    RowValue look_up(KindId kind, std::vector<RowValue> keys);
    RowValue this_row(KindId kind);
    std::optional<Value> member_of_this(const std::string& name, const Syntax& at, const Frame& frame);
    Value column_value(const RowValue& row, std::size_t column);
    Value let_value(const RowValue& row, std::size_t let);
    Value gathered(const Lowered& own, SlotId slot, SlotId present_slot, const RowValue& row);
    NodeId fired(const RowValue& row, SlotId slot, Uses uses);
    Value decision_part(const Value& decision, const Syntax& at, const Frame& frame);
    NodeId chosen(const Value& decision, SlotId slot);
    Value capacity_part(const Value& capacity, const std::string& part, const Syntax& at, const Frame& frame);
    Lowered demand(const RowValue& row, std::size_t column);
    Value attribute(const Syntax& at, const Frame& frame);
    RowValue composed(const RowValue& row, KindId kind, const IndexPtr& reference);

    // operators (lower_operators.cpp)
    Value lower_binary(const Syntax& syntax, const Frame& frame);
    Value lower_equality(const Syntax& syntax, const Frame& frame);
    Value lower_else(const Syntax& syntax, const Frame& frame);
    Value lower_call(const Syntax& syntax, const Frame& frame);
    Value lower_if(const Syntax& syntax, const Frame& frame);
    Value lower_function(const FunctionSchema& function, const Syntax& syntax, const Frame& frame);
    Value lower_min_max(Op op, const Syntax& syntax, const Frame& frame);
    std::optional<Value> lower_draw(const Syntax& syntax, const Frame& frame);
    Lowered equal_rows(const RowValue& a, const RowValue& b);
    RowValue choose_rows(const Lowered& condition, const RowValue& a, const RowValue& b);
    RowValue rows_else(const RowValue& a, const RowValue& b);
    NodeId both_present(NodeId a, NodeId b);
    Lowered elementwise(Op op, ValueType type, std::initializer_list<Lowered> operands);
    Value value_of(const Lowered& lowered);

    // aggregates (lower_aggregate.cpp)
    struct Children {
        DomainId domain;
        NodeId where = NodeId::none;
    };
    Value lower_aggregate(const Syntax& syntax, const Frame& frame);
    [[noreturn]] void two_meanings(const Syntax& aggregate, const Frame& frame, const std::string& other);
    const Syntax* missing_look_up(const Syntax& syntax, const Frame& frame);
    Children find_children(const Syntax& syntax, const Frame& frame, KindId kind, DomainId parent,
                           std::vector<const Syntax*> conditions);
    DomainId deepest(const Syntax& syntax, const Frame& frame, std::vector<std::string_view>& hidden);
    struct Equality {
        IndexPtr own;
        RowValue other;
    };
    std::optional<Equality> equality(const Syntax& condition, const Frame& frame, const std::string& binder,
                                     KindId kind);
    bool mentions(const Syntax& syntax, const Frame& frame, std::string_view name);
    DomainId pair_domain(DomainId parent, KindId kind, const std::vector<Equality>& equalities, const Syntax& at,
                         const Frame& frame);
    DomainId filtered(DomainId domain, NodeId keep);

    [[nodiscard]] std::size_t size_of(DomainId domain) const { return graph_.domain(domain).size; }
    /// Row of an element of `domain` (the row value's own or an inner one).
    IndexPtr rows_at(const RowValue& row, DomainId domain);
    NodeId presence_of(const RowValue& row);

    Lowering& all_;
    Graph& graph_;
    const Schema& schema_;
    const Place& place_;
    bool in_attribute_ = false;
    int draws_ = 0;
    int aggregates_ = 0;
};

}  // namespace hegemon
