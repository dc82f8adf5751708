#pragma once
/// Why an event of a run happened, or a decision fell as it did: read off the record, and off the same replicate run
/// again with one thing taken away.
#include <cstddef>
#include <cstdint>
#include <hegemon/run_file.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hegemon {

/// Something that happened in a replicate.
struct Happening {
    enum class Sort : std::uint8_t { event, decision, entry };  ///< entry: of the calendar
    Sort sort = Sort::event;
    std::string rule;          ///< "clash", "respond", "invasion"
    std::string kind, row;     ///< empty for an entry
    std::uint64_t number = 0;  ///< among the events or the decisions of the arm, see ExplanationQuery; 0 for an entry
    std::uint64_t replicate = 0;
    std::uint32_t step = 0;  ///< from 0
    double begin = 0;        ///< of the step, as `time` in the scenario's unit; of a calendar since its start
    /// When it happened, as `begin`: of an event within the step; of a decision the step's end, since decisions come
    /// after all events of a step; of an entry the time that the calendar gives it, which may lie before `begin`.
    double time = 0;
    std::string date;          ///< on which the step begins, "2022-09-10"; empty without a calendar
    std::string day;           ///< of `time`, of a decision the last day of the step; empty without a calendar
    std::string wish, option;  ///< of a decision
    bool refused = false;      ///< of a decision: the wish could not be paid
    std::string note;          ///< of an entry, as the scenario has it
};

/// Which happening. Events of an arm are numbered from 0 in order of replicate, step, name and row, and so are
/// decisions: each row that was asked has a number.
struct ExplanationQuery {
    enum class Of : std::uint8_t { events, decisions, both };
    Of of = Of::both;
    std::string arm;  ///< empty: the first
    std::optional<std::uint64_t> number;
    std::string rule, row;  ///< empty: any
    std::optional<std::uint64_t> replicate;
    std::optional<std::uint32_t> step;
    std::string date;  ///< a day, which stands for its step, a month ("2022-09") or a year; empty: any
};

struct ExplanationOptions {
    /// How many of the events and decisions before it, the latest ones, are taken away in turn; besides all entries of
    /// the calendar.
    std::size_t within = 200;
    int threads = 0;  ///< 0: one for each core
};

/// A cause or a factor as it stood.
struct RatePart {
    std::string name;
    double value = 0;
    double share = 0;          ///< of a cause: of the sum of all causes; NaN where that is 0
    std::string source, note;  ///< of its formula
};

/// How an event stood in a step.
struct EventState {
    bool may_happen = false;  ///< its `when` holds
    double rate = 0;          ///< per unit of time; of an event with a probability that
    double chance =
        0;  ///< that its clock rings in the step: 1 - exp(-rate * step), or the probability; 0 if it may not happen
    /// The same if the clocks of its rivals in the group count: that it is the first to ring.
    double chance_among_rivals = 0;
    std::vector<RatePart> causes, factors;
};

struct Rival {
    std::string event;
    double rate = 0;
    double chance = 0;  ///< that its clock rings in the step
};

/// One thing that an actor could do.
struct OptionState {
    std::string name;
    bool offered = false;
    double utility = 0;  ///< NaN if it was not on offer
    double chance = 0;   ///< of being the wish
    /// Of being taken once the wish was refused; NaN if none was.
    double chance_again = 0;
    std::vector<double> costs;  ///< [payment]
};

/// What the ledger held against a capacity when it was the actor's turn.
struct LedgerEntry {
    std::string rule;  ///< "claim.guard", "decision.respond"
    std::string kind, row;
    double amount = 0;
    bool in_this_step = false;  ///< an actor's wish that was served before this one in the step
};

struct PaymentState {
    std::string capacity, unit;
    double total = 0, free = 0;  ///< before it was served
    std::vector<LedgerEntry> entries;
};

/// How a decision stood on a row.
struct DecisionState {
    bool asked = false;
    std::string actor_kind, actor;
    double precision = 0;
    std::string wish, option;
    bool refused = false;
    bool forced = false;              ///< a variant makes it take one option
    std::uint32_t served_before = 0;  ///< wishes of the same actor in the step
    std::vector<OptionState> options;
    std::vector<PaymentState> payments;
};

/// The same row, replicate and step in another arm.
struct OtherArm {
    std::string arm, title;
    bool has_row = false;   ///< that arm has the rule and the row; if not, what follows says nothing
    bool happened = false;  ///< an event: it happened in that step, too; a decision: was asked
    std::optional<EventState> event;
    std::optional<DecisionState> decision;
};

/// The replicate again without one thing, all else and all random numbers being the same.
struct ButFor {
    Happening without;   ///< of a decision: it takes what is left when nothing else can be paid
    bool still = false;  ///< it happens in the step all the same; a decision: with the same wish and the same option
    bool asked = false;  ///< a decision: it is asked in that step
    bool fails = false;  ///< the replicate fails before
    std::string option;  ///< a decision: what is taken then
    double rate = 0;     ///< of an event, in the step
    double chance = 0;   ///< of an event: EventState::chance; of a decision: of being asked and wishing the same
    bool same_again = false;  ///< the state of the replicate was the same again before the step
    /// If it does not happen: in which step from then on it happens next (is asked next), if it does.
    std::optional<std::uint32_t> next;
    /// If it does not happen: the last step before in which it does and in truth did not.
    std::optional<std::uint32_t> earlier;
    std::string next_date, earlier_date;  ///< on which these steps begin
    double next_begin = 0, earlier_begin = 0;
};

struct Explanation {
    Happening what;
    std::string arm, arm_title;
    std::string time_unit;
    double step = 1;               ///< its length
    bool has_probability = false;  ///< an event with a probability instead of rates
    std::optional<EventState> event;
    std::optional<DecisionState> decision;
    std::string cause;               ///< of an event: which one rang; empty: none, or the calendar
    std::optional<Happening> entry;  ///< of an event: the calendar entry that made it happen
    std::vector<Rival> rivals;       ///< of an event: in its group, that could happen instead
    std::vector<OtherArm> other_arms;
    std::vector<ButFor> but_for;  ///< the latest first
    std::size_t earlier = 0;      ///< happenings before it that could be taken away; `but_for` has the latest
};

/// Explains happenings of one run file. The scenario in the file is compiled once, and a replicate is first compared
/// with its record when it is run again. Not to be used by two threads at once.
class Explainer {
public:
    /// Knows replicates [0, replicates) of the file alone, whose events and decisions are read at once; the numbers of
    /// these are the same with any. `file` must outlive it. Throws NotRepeatable, FileError, std::invalid_argument if
    /// the run kept no events.
    explicit Explainer(const RunFile& file, std::uint64_t replicates = ~std::uint64_t{0});
    ~Explainer();
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;

    /// How many events or decisions an arm has.
    [[nodiscard]] std::uint64_t count(ExplanationQuery::Of of, const std::string& arm = {});
    /// All that fit, in order; at most `most` of them. Throws std::invalid_argument if the query makes no sense: an
    /// arm, rule or row that there is not, a date without a calendar.
    [[nodiscard]] std::vector<Happening> find(const ExplanationQuery& query, std::size_t most = ~std::size_t{0});
    /// The one that comes closest to a query that nothing fits; nothing if there is none of the rule at all.
    [[nodiscard]] std::optional<Happening> nearest(const ExplanationQuery& query);
    /// Throws NotRepeatable if the replicate does not come out as recorded.
    [[nodiscard]] Explanation explain(const Happening& what, const std::string& arm = {},
                                      const ExplanationOptions& options = {});

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hegemon
