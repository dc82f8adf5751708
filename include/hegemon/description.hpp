#pragma once
/// All that a scenario says, as facts in a fixed order: what is needed to write it up. Nothing here is worked out by a
/// run.
#include <cstddef>
#include <cstdint>
#include <hegemon/scenario.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hegemon {

/// An expression as written, line breaks and runs of blanks as one blank, and what its author says of it.
struct FormulaFacts {
    std::string text;  ///< empty: there is none
    std::string unit, source, note;
};

struct NamedFormulaFacts {
    std::string name;  ///< of [set] and the calendar: an address, "town[north].water"
    FormulaFacts formula;
};

/// A file that the scenario consists of.
struct FileFacts {
    enum class Role : std::uint8_t { scenario, model, table };
    enum class Place : std::uint8_t { own, library, memory };
    Role role = Role::scenario;
    Place place = Place::own;  ///< own: the scenario's folder; memory: a text, or a run file
    std::string name;          ///< as the scenario asks for it
    std::string path;          ///< where it was found
    std::string opening;       ///< the comment at the top of a scenario or model, without `#`; a line ends in '\n'
};

struct ClockFacts {
    std::string unit;         ///< "day", "week", "year" or "step"
    std::string start, end;   ///< a date, or a number in `unit`; `end` is that of the last step
    double step = 1;          ///< in `unit`
    std::uint64_t steps = 0;  ///< of a run
    std::string integrator;   ///< "euler" or "rk4"
};

struct ParameterFacts {
    std::string name;
    FormulaFacts formula;
    double value = 0;                                ///< what the formula comes to
    std::optional<std::pair<double, double>> range;  ///< [low, high]
};

struct FunctionFacts {
    std::string name;
    std::vector<std::string> arguments;
    FormulaFacts body;
};

struct ColumnFacts {
    enum class Outside : std::uint8_t { fails, clamped };  ///< what leaving the range does
    std::string name, unit, note;
    std::string source;     ///< of its values, wherever they come from; `start` may have one of its own
    std::string reference;  ///< the kind that it points at; empty: a number or truth
    bool capacity = false;
    bool given = false;  ///< the rows give it, so that `start` does not count
    FormulaFacts start;
    std::optional<std::pair<double, double>> range;
    Outside outside = Outside::fails;
};

struct KindFacts {
    std::string name;
    std::vector<std::string> key;      ///< references that name a row; empty: it has a name
    std::vector<ColumnFacts> columns;  ///< references too, in order of name
    std::vector<std::string> rows;     ///< names, in order of name
    std::string table, source;         ///< where the rows come from; an empty table: the scenario itself
};

/// One formula of a rule.
struct PartFacts {
    /// What it is for, the key under which it stands: "is" (let, flow), "when", "probability", "rate", "factor", "set",
    /// "add", "binds" (claim), "precision", "utility", "attribute", "bind", "spend", "while".
    std::string role;
    std::string option;  ///< of a decision: the only option that it belongs to
    std::string name;    ///< of the cause, column, term, attribute or capacity
    FormulaFacts formula;
};

struct RuleFacts {
    enum class Sort : std::uint8_t { let, flow, event, claim, decision, update };
    Sort sort = Sort::let;
    std::string name;  ///< of a flow: the column; of an update: the kind
    std::string on;    ///< the kind
    bool removed = false;
    /// Other keys with their words: group; payer; actor, among, otherwise, forced.
    std::vector<std::pair<std::string, std::string>> keys;
    std::vector<std::string> options;  ///< of a decision, as written
    std::vector<PartFacts> parts;
};

/// "let", "flow", ...: the section that such rules stand in.
const char* section_of(RuleFacts::Sort sort);
/// As messages call the rule: "event.flood", "let.town.share".
std::string full_name(const RuleFacts& rule);
/// The key under which a formula stands in its rule or option: "rate.rain", "pays.coins.spend".
std::string key_of(const PartFacts& part);
/// Of one of its formulas: "event.flood rate.rain", "decision.buy stay.utility.joy"; of a let or flow the rule's own
/// name.
std::string full_name(const RuleFacts& rule, const PartFacts& part);

/// An entry of the calendar.
struct EntryFacts {
    struct Write {
        std::string role;                 ///< "set" or "add"
        std::string address;              ///< "town[north].water"
        FormulaFacts formula;             ///< of a ramp: the value that it goes to
        std::optional<double> over = {};  ///< of a ramp: how long, in the clock's unit
    };
    std::string name, note;
    std::string date;  ///< as written: a date, or a number in the clock's unit
    std::uint64_t step = 0;
    std::vector<Write> writes;
    std::vector<std::string> fires;  ///< "town[north].flood"
};

struct OutcomeFacts {
    std::string name, take;  ///< take as in OutcomeInfo
    FormulaFacts formula;
    std::string from, to;  ///< as clock.start; empty: the whole run
    bool headline = false;
};

struct VariantFacts {
    std::string name, title, note;
    std::string from;  ///< as clock.start, where it begins late
};

/// Rules of one kind read these members of another, or of other rows of the same kind; the capacities that they pay
/// with are among them.
struct ReadFacts {
    std::string reader, read;          ///< kinds
    std::vector<std::string> members;  ///< columns, lets, events, decisions; empty: only whether and how many rows
};

/// A draw, and the rule in which it stands.
struct DrawFacts {
    std::string rule;  ///< "event.flood set.water", "kind.town start.water"
    std::string draw;  ///< as written: "normal(3, 1)"
};

/// A formula or table of rows, and what its author says where it comes from.
struct SourceFacts {
    std::string where;   ///< "parameter.rate", "event.flood rate.rain", "rows.town"
    std::string text;    ///< the formula as written; empty for rows
    std::string source;  ///< may be empty
};

/// A scenario as written, or one of its variants.
struct Description {
    std::string title;
    std::string arm = "base", arm_title, arm_note, arm_from;  ///< of a variant, as in VariantFacts
    std::vector<FileFacts> files;                             ///< the scenario, its model, its tables
    ClockFacts clock;
    std::vector<ParameterFacts> parameters;
    std::vector<FunctionFacts> functions;
    std::vector<KindFacts> kinds;
    std::vector<NamedFormulaFacts> settings;  ///< of [set]
    std::vector<RuleFacts> rules;             ///< in order of sort, kind, name
    std::vector<EntryFacts> calendar;         ///< in order of step, name
    std::vector<OutcomeFacts> outcomes;
    std::vector<VariantFacts> variants;  ///< of the scenario
    std::vector<ReadFacts> reads;
    std::vector<DrawFacts> draws;
};

/// Throws std::invalid_argument if the scenario has no such arm ("base", or a variant that is compiled).
Description describe(const Scenario& scenario, const std::string& arm = "base");

/// The files of describe() alone.
std::vector<FileFacts> files_of(const Scenario& scenario);

/// All parameters, functions, rules, entries and tables of rows that are said to come from somewhere or could be, in
/// the order of the description. Outcomes, which only measure, are not among them.
std::vector<SourceFacts> sources(const Description& description);

/// Whether the author says that somebody thought it, or a part of it, plausible and nobody measured it: the source says
/// "assumed".
bool is_assumed(const std::string& source);

/// Something that one arm says and another does not, or says otherwise.
struct Difference {
    std::string where;          ///< "parameter.rate", "event.flood rate.rain", "rows town[north]"
    std::string what;           ///< "formula", "unit", "source", "note", "range", "date", ...
    std::string before, after;  ///< empty: not there
};

/// What the second arm changes in the first, in order of place. Throws as describe().
std::vector<Difference> differences(const Scenario& scenario, const std::string& first, const std::string& second);

/// A JSON schema (draft 2020-12) of scenario files, for editors: made from the tables of keys that the reader uses.
std::string scenario_schema();

}  // namespace hegemon
