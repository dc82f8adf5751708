#pragma once
/// From declaration to model. Used inside sim/model only; the way in is compile() of model.hpp.
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "core/message.hpp"
#include "language/lowering.hpp"
#include "model/model.hpp"

namespace hegemon {

/// Two elements that are equal, if there are any.
std::optional<std::pair<std::size_t, std::size_t>> find_equal(const std::vector<std::uint64_t>& hashes);

/// Formulas where they stand in the declaration: what was read of them is known by their place.
using FormulaList = std::vector<const NamedFormula*>;
inline FormulaList formula_list(const std::vector<NamedFormula>& formulas) {
    FormulaList list;
    for (const auto& formula : formulas) list.push_back(&formula);
    return list;
}

/// What is read of formulas, by their text: the arms of a run have most of them in common. Several threads may ask.
class SyntaxStore {
public:
    /// As parse(): null, with a diagnostic, if it cannot be read.
    std::shared_ptr<const Syntax> read(const Text& text, Diagnostics& diagnostics);

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const Syntax>> known_;
};

class Compiler {
public:
    /// Kind and column.
    using ColumnNames = std::set<std::pair<std::string, std::string>>;

    /// `also_written`: columns that another arm of the run writes.
    Compiler(Declaration declaration, ColumnNames also_written, const LanguageLimits& limits, SyntaxStore& read);
    std::shared_ptr<const Model> compile();

    /// The columns that a declaration's rules and calendar name as theirs to write.
    static ColumnNames written_names(const Declaration& declaration);

private:
    // compile_kinds.cpp: kinds, rows, members
    void declare_kinds();
    void declare_references(const KindDeclaration& declaration, KindSchema& kind);
    void name_rows();
    void name_rows_of(KindId kind, const RowsDeclaration& rows);
    void check_row_columns(KindId kind, const RowsDeclaration& rows);
    static std::string row_name(const RowsDeclaration& rows, std::size_t row, const std::vector<std::size_t>& columns);
    void resolve_references();
    void index_keys();
    void declare_members();
    void add_member(KindSchema& kind, const Name& name, Member::Type type, std::size_t index);
    void hash_rows();
    [[nodiscard]] const Cell* cell(KindId kind, std::string_view column, std::size_t row) const;
    [[nodiscard]] const RowsDeclaration* rows_of(KindId kind) const;
    [[nodiscard]] const ColumnDeclaration& column_declaration(KindId kind, std::size_t column) const;

    // compile_values.cpp: parameters, functions, start values
    void compile_parameters();
    enum class Version : std::uint8_t { before, begun };
    void compile_parameter(const ParameterDeclaration& parameter, Version version, std::vector<std::string>& busy);
    void compile_functions();
    void resolve_settings();
    void compile_starts();
    std::optional<Lowered> start(KindId kind, std::size_t column);
    std::optional<Lowered> work_out_start(KindId kind, std::size_t column);
    std::optional<Lowered> given_start(KindId kind, std::size_t column, ValueType type);
    std::optional<Lowered> overwritten(KindId kind, std::size_t column, Lowered value);
    std::optional<Lowered> capacity_start(KindId kind, std::size_t column, Lowered value);
    void check_start_range(KindId kind, std::size_t column, NodeId value);

    // compile_rules.cpp
    void find_written();
    void mark_spending(const DecisionDeclaration& decision);
    void mark_written(const Name& kind, const Name& column, const std::string& rule);
    void place_columns();
    void compile_flows();
    void compile_flow(FlowModel& flow, const NamedFormula& formula);
    void place_flow(FlowModel& flow, const Formula& formula, std::size_t column, const Place& place, bool relaxes);
    void compile_events();
    EventModel compile_event(const EventDeclaration& declaration);
    void check_setters();
    void compile_updates();
    void compile_outcomes();
    using OutcomeNames = std::map<std::string, NodeId, std::less<>>;
    void compile_formula_outcomes(OutcomeNames& names);
    NodeId place_outcome(OutcomeModel& outcome);
    void check_lets();
    void warn_unused();
    /// `option`: attributes of the option that the formulas belong to; null: they are no decision's.
    std::vector<Write> compile_writes(KindId kind, const FormulaList& formulas, const std::string& rule,
                                      const char* verb, Place::Knows knows,
                                      const std::map<std::string, FormulaSchema, std::less<>>* option = nullptr);
    std::optional<std::size_t> written_column(KindId kind, const Name& column);
    /// Lowers a formula whose value is used: of the right type, and nowhere missing without an else.
    std::optional<NodeId> lower(Lowering& lowering, Graph& graph, const Formula& formula, const Place& place,
                                std::optional<ValueType> wanted);
    std::optional<NodeId> lower_version(Lowering& lowering, Graph& graph, const Formula& formula, const Place& place,
                                        std::optional<ValueType> wanted);
    std::optional<NodeId> checked(Graph& graph, const Formula& formula, const Place& place,
                                  const std::optional<Lowered>& lowered, std::optional<ValueType> wanted);
    std::optional<NodeId> settle(Graph& graph, const Formula& formula, const Place& place, const Lowered& lowered);

    // compile_capacities.cpp
    /// What claims ask of a capacity at the start: on its kind's rows, and the slot that holds it for other rows.
    std::optional<std::pair<NodeId, SlotId>> demand_at_start(KindId kind, std::size_t column);
    struct Claimed {
        NodeId amount, entry;  ///< as its formula says; as it enters the ledger
    };
    std::optional<Claimed> claimed(Lowering& lowering, Graph& graph, const ClaimDeclaration& claim,
                                   const NamedFormula& amount);
    NodeId sum_over_payers(Graph& graph, SlotId entries, NodeId entry, KindId kind, const IndexPtr& payer,
                           KindId payers);
    void compile_capacities();
    void compile_claims();
    static NodeId rounded_to_grid(Graph& graph, NodeId amount);
    NodeId entry_of(Graph& graph, NodeId amount);
    void check_amount(const Graph& graph, NodeId amount, const Formula& formula, const std::string& rule, KindId kind);
    std::size_t add_ledger_column(ColumnModel::Role role, KindId kind, SlotId slot, const std::string& name,
                                  const std::string& note, const std::string& unit);
    std::optional<std::size_t> capacity_of(KindId kind, const Name& name, const std::string& rule);

    // compile_decisions.cpp
    void compile_decisions();
    std::optional<DecisionModel> compile_decision(const DecisionDeclaration& declaration);
    void group_rows(DecisionModel& decision, const DecisionDeclaration& declaration);
    void compile_option(DecisionModel& decision, const DecisionDeclaration& declaration,
                        const OptionDeclaration& option);
    void compile_payments(DecisionModel& decision, const DecisionDeclaration& declaration);
    void check_otherwise(const DecisionModel& decision, const DecisionDeclaration& declaration);
    void check_occasion(const DecisionModel& decision, const DecisionDeclaration& declaration);
    void check_deciders();
    [[nodiscard]] const ReferenceSchema* find_reference(KindId kind, std::string_view name) const;
    const ReferenceSchema* reference_of(KindId kind, const Name& name, const std::string& rule, const char* role);
    void plan_decisions(Planner& planner);
    [[nodiscard]] std::set<SlotId> asked_slots() const;

    // compile_calendar.cpp
    void find_calendar_columns();
    struct CalendarAddress {
        const CalendarEntry* entry;
        const CalendarWrite* write;
        CalendarWriteModel::Verb verb;
        Lowering::Address address;
    };
    void compile_calendar();
    void compile_calendar_write(const CalendarAddress& at);
    void compile_fire(const CalendarEntry& entry, const Text& text);
    CalendarModel& calendar_of(std::uint64_t step);
    void check_two_entries();
    void check_ramps();

    // compile_blocks.cpp
    static std::vector<NodeId> nodes_of(const std::vector<Write>& first, const std::vector<Write>& then);
    void plan_blocks();
    void plan_flows(Planner& planner);
    void plan_events(Planner& planner);
    void plan_updates(Planner& planner);
    void plan_outcomes(Planner& planner);
    void plan_starts();
    void plan_definitions(Planner& planner, Graph& graph, std::vector<Definition>& definitions);
    void describe();
    KindDescription describe_kind(KindId kind);
    [[nodiscard]] DecisionDescription describe_decision(const DecisionModel& decision) const;

    /// Whether a truth has no value somewhere and no else that says what to take: it is then not a number.
    static bool may_be_missing(const Graph& graph, NodeId id);
    const Syntax* syntax(const Formula& formula);
    /// The formula with what holds before it, for lowering.
    FormulaSchema schema_of(const Formula& formula, std::string name = {});
    /// Reads all expressions, for what is wrong with them whatever names mean.
    void read_formulas();
    std::optional<KindId> find_kind(const Name& name, const Message& message, const std::string& section);
    template <class... Arguments>
    void error(const Span& where, std::string hint, const Message& message, const Arguments&... arguments) {
        auto diagnostic = complain(where, message, arguments...);
        diagnostic.hint = std::move(hint);
        diagnostics_.add(std::move(diagnostic));
    }

    /// Parameters and outcomes that follow from one another, at most this many in a row.
    static constexpr std::size_t max_chain = 500;
    enum class Progress : std::uint8_t { none, under_way, done };
    struct StartState {
        Progress progress = Progress::none;
        std::optional<Lowered> value;
    };
    struct Setting {
        std::int32_t row;
        const SettingDeclaration* declaration;
    };

    std::shared_ptr<Model> model_;
    Declaration& declaration_;  ///< model_->declaration
    Diagnostics& diagnostics_;
    SyntaxStore& read_;
    std::unordered_map<const Formula*, std::shared_ptr<const Syntax>> syntax_;
    Lowering start_lowering_, lowering_;
    std::map<std::uint32_t, const RowsDeclaration*> rows_;
    std::map<std::uint32_t, const KindDeclaration*> kinds_;
    std::vector<std::vector<std::uint32_t>> row_order_;       ///< [kind][row] -> row in the file
    std::vector<std::vector<std::size_t>> columns_declared_;  ///< [kind][column] -> index into KindDeclaration::columns
    std::map<std::pair<std::uint32_t, std::size_t>, StartState> starts_;
    std::map<std::pair<std::uint32_t, std::size_t>, std::vector<Setting>> settings_;
    std::set<std::pair<std::uint32_t, std::size_t>> written_;
    ColumnNames also_written_;
    struct Demand {
        Progress progress = Progress::none;
        std::optional<std::pair<NodeId, SlotId>> value;
    };
    std::map<std::pair<std::uint32_t, std::size_t>, Demand> demands_;
    std::map<std::pair<std::uint32_t, std::size_t>, std::string> rule_writers_;  ///< column -> a rule that writes it
    std::vector<CalendarAddress> calendar_;  ///< in order of entry; addresses that make no sense are left out
    std::vector<std::vector<ColumnDescription>> ledger_descriptions_;  ///< [kind]
    std::map<std::string, Progress> parameters_;
    std::map<std::string, const ParameterDeclaration*, std::less<>> parameter_of_;
    std::vector<std::string> busy_;
    std::vector<std::pair<std::uint32_t, std::size_t>> start_order_;
    bool rows_broken_ = false;
};

}  // namespace hegemon
