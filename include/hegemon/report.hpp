#pragma once
/// What a report shows of a run: read piece by piece, thinned where there is much, packed for a page.
/// analysis/report/DATA.md says how a page is given it.
#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <hegemon/explanation.hpp>
#include <hegemon/run_file.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hegemon {

struct ReportClock {
    std::string unit;                  ///< "day", "week", "year" or "step"
    double days_per_unit = 0;          ///< 0 for steps
    std::string start_date;            ///< the date of time 0; empty without a calendar
    double start = 0;                  ///< of step 0; with a calendar in days since `start_date`, else in `unit`
    double step = 1;                   ///< length of one, in `unit`
    std::uint64_t steps = 0;           ///< of the run
    std::vector<std::uint32_t> shown;  ///< which of them series show, ascending, the last one among them
};

/// A column that is an entry of a ledger: what a claim or decision binds of somebody's capacity.
struct ReportEntry {
    std::string rule;      ///< "claim.guard", "decision.buy"
    std::string kind;      ///< whose capacity it is
    std::string capacity;  ///< of that kind
    std::string payer;     ///< the reference that points at the payer's row; "this": the row itself
};

struct ReportColumn {
    enum class Sort : std::uint8_t { column, constant, reference };
    Sort sort = Sort::column;
    std::string name, unit, note;
    bool is_truth = false;
    std::string kind;            ///< of a reference: the kind that it points at
    std::vector<double> values;  ///< [row], of a constant, or a reference as row of its kind from 0; NaN: missing
    std::optional<ReportEntry> entry;
};

struct ReportKind {
    std::string name, source;       ///< where the rows come from, as the scenario says; may be empty
    std::vector<std::string> rows;  ///< that are shown: the first ones, in order of name
    std::size_t rows_total = 0;
    std::vector<ReportColumn> columns;
};

struct ReportEvent {
    std::string name, kind;
};

struct ReportDecision {
    std::string name, kind;  ///< the kind of the rows that are asked
    std::string actor;       ///< the reference that points at who decides; "this": the row itself
};

struct ReportArm {
    std::string name, title, note;  ///< title and note may be empty
    std::vector<ReportKind> kinds;
    std::vector<ReportEvent> events;
    std::vector<ReportDecision> decisions;  ///< empty if the scenario was not understood
    /// What acts in this arm, in order of step; of the sort `entry`. Empty if the scenario was not understood.
    std::vector<Happening> calendar;
};

struct ReportText {
    std::string file, sha256, text;
};

struct ReportLimits {
    std::size_t steps = 400;     ///< that series show, at most
    std::uint64_t told = 4;      ///< replicates that are told in full, in each arm, at most
    double numbers = 8'000'000;  ///< in all series together, at most: where there are more, steps and rows are left out
    std::size_t quantiles = 1000;  ///< replicates behind the quantiles, at most
};

/// Numbers that lie [row][time], rows and steps as they are shown; NaN: missing. Of what was not recorded empty.
using ReportSeries = std::vector<double>;

/// A run file, for a report. Its data are read when they are asked for: of columns one at a time, so that memory does
/// not grow with the number of replicates. `arm` is an index into arms(), `kind` into its kinds, and so on. All methods
/// throw FileError. Not to be used by two threads at once.
class ReportSource {
public:
    /// Throws FileError also if the run was cut short.
    explicit ReportSource(const std::filesystem::path& path, const ReportLimits& limits = {});
    ~ReportSource();
    ReportSource(const ReportSource&) = delete;
    ReportSource& operator=(const ReportSource&) = delete;

    [[nodiscard]] const RunFile& file() const;
    [[nodiscard]] const ReportClock& clock() const;
    [[nodiscard]] const std::vector<ReportArm>& arms() const;
    [[nodiscard]] const std::vector<ReportText>& texts() const;  ///< the scenario first, then its tables
    /// Of the file: "command", "date", "hegemon_version" ...; not the name of the machine.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const;
    /// The comment at the top of the scenario's file, without `#`; a blank line parts paragraphs. May be empty.
    [[nodiscard]] std::string opening() const;
    /// How many replicates of each arm are behind the quantiles.
    [[nodiscard]] std::uint64_t recorded() const;
    /// Those that are told in full: the first ones that are recorded and failed in no arm.
    [[nodiscard]] const std::vector<std::uint64_t>& told() const;
    /// Whether a headline outcome is about the rule and row of a happening: its formula, or a let in it, names them.
    /// Never if the scenario was not understood.
    [[nodiscard]] bool is_of_headline(std::size_t arm, const Happening& happening) const;
    /// Why this version does not understand the scenario in the file; empty if it does.
    [[nodiscard]] const std::string& not_understood() const;

    /// Over all replicates that had not failed; of a truth the share in which it is true.
    [[nodiscard]] ReportSeries mean(std::size_t arm, std::size_t kind, std::size_t column);
    /// The first arm's value minus this arm's: its mean over all pairs, and half of its 95 % interval (Student), which
    /// is missing below two pairs.
    struct Difference {
        ReportSeries mean, half_width;
    };
    [[nodiscard]] Difference difference(std::size_t arm, std::size_t kind, std::size_t column);
    /// 5, 25, 50, 75 and 95 % of recorded() replicates, linear between neighbours (Hyndman and Fan 1996, type 7):
    /// [quantile][row][time]. Of a truth empty.
    static constexpr std::size_t quantile_count = 5;
    [[nodiscard]] ReportSeries quantiles(std::size_t arm, std::size_t kind, std::size_t column);
    /// One replicate; truths are 0 and 1.
    [[nodiscard]] ReportSeries path(std::size_t arm, std::size_t kind, std::size_t column, std::uint64_t replicate);
    /// Firings of an event.
    struct Firings {
        std::uint64_t all = 0;  ///< in all replicates, on all rows
        ReportSeries mean;      ///< in a replicate, from the step after the one shown before to this one
    };
    [[nodiscard]] Firings firings(std::size_t arm, std::size_t event);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// counts[i] values lie in [edges[i], edges[i + 1]), the last bin has its upper edge, too.
struct ReportHistogram {
    std::vector<double> edges;
    std::vector<std::uint64_t> counts;
};
/// Edges that suit all these values: bins of a whole width around whole numbers, at most 41 of them, else 24 equal
/// ones. Empty if all values are equal or missing.
std::vector<double> histogram_edges(const std::vector<Eigen::ArrayXd>& values);
/// Leaves out what is missing, infinite or beyond the edges.
ReportHistogram histogram(const Eigen::ArrayXd& values, const std::vector<double>& edges);

/// Numbers as DATA.md packs them: 16 bits each between `low` and `high`, or float32.
struct PackedNumbers {
    enum class Type : std::uint8_t { float32, levels };
    Type type = Type::levels;
    double low = 0, high = 0;  ///< of levels
    std::string data;          ///< base64
};
/// `values` lie [...][row][time] with `times` in a row; equal rows of all that stands before are one row. Levels
/// are chosen where they leave each row three digits, but for one in twenty of its values.
PackedNumbers packed_numbers(std::span<const double> values, std::size_t rows, std::size_t times);

/// A text compressed (gzip), in base64 on one line. Equal texts give equal ones.
std::string packed_text(const std::string& text);

}  // namespace hegemon
