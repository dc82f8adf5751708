#pragma once
/// What a scenario's files say, as plain data: read and merged, its structure checked, nothing resolved.
/// sim/scenario fills it from TOML and CSV; sim/model compiles it. Vectors of named things are in order of name.
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"

namespace hegemon {

/// An expression as written: "..." or { is = "...", source = "...", unit = "...", note = "..." } or a bare number or
/// truth.
struct Formula {
    Text text;
    std::string source, unit, note;
    /// Of a variant that begins late: what holds until then (see Declaration::begins). Null: always `text`.
    std::shared_ptr<const Formula> before;
};
struct NamedFormula {
    Name name;
    Formula formula;
};

struct Range {
    double low = 0, high = 0;
    Span at;
};

struct ParameterDeclaration {
    Name name;
    Formula value;  ///< unit, source, note of the parameter are the formula's
    std::optional<Range> range;
};

struct FunctionDeclaration {
    Name name;
    std::vector<Name> arguments;
    Formula body;
};

struct ColumnDeclaration {
    Name name;
    std::optional<Formula> start;
    std::optional<Name> reference;  ///< the kind it points at
    bool capacity = false;
    std::optional<Range> range;
    bool clamp = false;  ///< a value that leaves the range is moved to its edge instead of failing the replicate
    std::string unit, source, note;
};

struct KindDeclaration {
    Name name;
    std::vector<Name> key;  ///< empty: rows give a `name`
    std::vector<ColumnDeclaration> columns;
};

/// One cell of a table of rows. `text` is the value without quotes ("0.5", "true", "north"), alive as long as the
/// declaration.
struct Cell {
    enum class Type : std::uint8_t {
        number,
        truth,
        string,
        csv
    };  ///< csv: a field of a CSV file, whose column decides
    std::string_view text;
    Type type = Type::csv;
    std::size_t begin = 0;  ///< offset in RowsDeclaration::file
};

struct RowsDeclaration {
    Name kind;
    SourceFilePtr file;  ///< the file that the cells stand in (TOML or CSV)
    std::vector<Name> columns;
    std::vector<Cell> cells;                         ///< row-major, columns.size() a row
    std::shared_ptr<std::deque<std::string>> texts;  ///< keeps texts that do not stand in the file as such
    std::string source;
    std::string from;  ///< the table's name as written; empty: the scenario's own `data`
    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
    [[nodiscard]] Span where(const Cell& cell) const { return {file, cell.begin, cell.text.size()}; }
};

/// `"town[north].water" = 0.4` of the section [set].
struct SettingDeclaration {
    Text address;
    Formula value;
};

/// [let.KIND], [flow.KIND]: one formula a name or column.
struct KindFormulas {
    Name kind;
    std::vector<NamedFormula> formulas;
};

struct EventDeclaration {
    Name name;
    Name on;
    bool removed = false;  ///< a variant took it away: it never fires, its rate is 0, its name stays
    std::optional<Name> group;
    std::optional<Formula> when, probability;
    std::vector<NamedFormula> rates, factors, sets, adds;
};

struct UpdateDeclaration {
    Name kind;
    std::vector<NamedFormula> sets, adds;
};

/// [claim.NAME]: on each row of `on`, `amounts` of the capacities that they name are bound of the row `payer`.
struct ClaimDeclaration {
    Name name, on;
    Name payer;  ///< a reference of `on`
    std::optional<Formula> when;
    std::vector<NamedFormula> amounts;  ///< name: the capacity
};

/// `pays.CAPACITY = { bind = "...", while = "..." }` or `{ spend = "..." }`.
struct PaymentDeclaration {
    enum class Verb : std::uint8_t { bind, spend };
    Name capacity;
    Verb verb = Verb::spend;
    Formula amount;
    std::optional<Formula> lasting;  ///< `while`; there just if the verb is bind
};

/// One line of the array `option` of a decision.
struct OptionDeclaration {
    Name name;
    std::vector<NamedFormula> attributes;  ///< in order of name; the same names in each option of a decision
    std::optional<Formula> when;           ///< none: always on offer
    std::vector<NamedFormula> utilities, sets, adds;
};

struct DecisionDeclaration {
    Name name, on;
    Name actor;                 ///< a reference of `on`
    std::optional<Name> among;  ///< a reference of `on`: all rows with the same one are one choice
    std::optional<Formula> when;
    Formula precision;
    Name otherwise;                          ///< an option
    std::vector<OptionDeclaration> options;  ///< as written
    std::vector<NamedFormula> utilities, sets, adds;
    std::vector<PaymentDeclaration> payments;  ///< in order of capacity
    std::optional<Name> forced;                ///< a variant makes it take this option wherever it can be paid
    bool removed = false;                      ///< a variant took it away: never taken, its names stay
};

/// `"town[north].share" = 0.65` of a calendar entry, or `{ to = 0.65, over = "10 weeks" }`.
struct CalendarWrite {
    Text address;
    Formula value;
    std::optional<double> over;  ///< of a ramp: how long, in the model's unit
    /// Of a ramp that a variant takes away while it is under way: the step before which it stops where it is.
    std::optional<std::uint64_t> until;
};

/// [at.NAME]: acts in the first step that begins on or after its date.
struct CalendarEntry {
    Name name;
    std::string note;
    double at = 0;           ///< in the model's unit since the start
    std::uint64_t step = 0;  ///< in which it acts, below TimeDeclaration::steps
    Span date;               ///< where the date stands
    std::vector<CalendarWrite> sets, adds;
    std::vector<Text> fires;  ///< "town[north].flood"
};

enum class Take : std::uint8_t { formula, final_value, mean, sum, min, max, any };

struct OutcomeDeclaration {
    Name name;
    bool headline = false;  ///< reports tell it in words
    Take take = Take::formula;
    Formula of;
    std::optional<double> from, to;  ///< in the model's unit since the start
};

enum class Integrator : std::uint8_t { euler, rk4 };
/// What a run file keeps, each level more than the one before it.
enum class RecordLevel : std::uint8_t { outcomes, events, standard, all };
/// What they are called in scenarios, commands and run files.
constexpr std::array<const char*, 4> record_names = {"outcomes", "events", "default", "all"};
constexpr const char* name_of(RecordLevel level) { return record_names[static_cast<std::size_t>(level)]; }
/// Events and choices of all replicates.
constexpr bool keeps_events(RecordLevel level) { return level >= RecordLevel::events; }
/// Hashes of states, sums of columns over replicates, and columns of some replicates.
constexpr bool keeps_columns(RecordLevel level) { return level >= RecordLevel::standard; }

/// The clock: all times are in `unit` since the start.
struct TimeDeclaration {
    std::string unit = "step";              ///< "day", "week", "year" or "step"
    double days_per_unit = 0;               ///< 0 where the unit is "step"
    std::optional<std::string> start_date;  ///< ISO 8601, "2022-01-01"; none for models without a calendar
    double start = 0;                       ///< value of `time` at the start: 0, or the number given
    double step = 1;
    std::uint64_t steps = 0;
};

/// A file that the scenario is made of, as it is kept in the run file.
struct ScenarioFile {
    std::string name;  ///< relative, e.g. "two_hazards.toml", "edges.csv"
    std::string text;
};

struct Declaration {
    std::string title;
    TimeDeclaration time;
    Integrator integrator = Integrator::euler;
    RecordLevel record = RecordLevel::standard;
    std::vector<ParameterDeclaration> parameters;
    std::vector<FunctionDeclaration> functions;
    std::vector<KindDeclaration> kinds;
    std::vector<RowsDeclaration> rows;
    std::vector<SettingDeclaration> settings;
    std::vector<KindFormulas> lets, flows;
    std::vector<EventDeclaration> events;
    std::vector<UpdateDeclaration> updates;
    std::vector<ClaimDeclaration> claims;
    std::vector<DecisionDeclaration> decisions;
    std::vector<CalendarEntry> calendar;
    std::vector<OutcomeDeclaration> outcomes;
    /// Of a variant with `from`: the step in which it begins. Until then Formula::before holds where there is one.
    std::optional<std::uint64_t> begins;
    std::string arm = "base", arm_title, arm_note;  ///< the variant that this is, or "base"
    Span arm_at;                                    ///< where the variant is named
    std::vector<ScenarioFile>
        files;                ///< [0] is the scenario with its model merged in and defaults filled in; then each CSV
    Diagnostics diagnostics;  ///< what was found so far; errors here do not stop the compiler from finding more
};

}  // namespace hegemon
