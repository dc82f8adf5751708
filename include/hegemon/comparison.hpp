#pragma once
/// Two arms of a run, pair by pair: outcomes, columns through time, and when the states part.
#include <cstdint>
#include <hegemon/estimate.hpp>
#include <hegemon/run.hpp>
#include <hegemon/run_file.hpp>
#include <hegemon/scenario.hpp>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace hegemon {

/// One outcome in two arms.
struct OutcomeComparison {
    OutcomeInfo outcome;
    double first = 0, other = 0;  ///< means over the pairs in which both are there, so that they fit the difference
    PairedEstimate difference;    ///< first - other
    std::uint64_t missing = 0;    ///< pairs in which one is missing or failed
    /// The p-value, adjusted for the number of outcomes that were looked at (Holm 1979). NaN if there is none.
    double adjusted_p = std::numeric_limits<double>::quiet_NaN();
    /// Whether it may be less: it rests on one that is as small as its method can tell (PairedEstimate::least_p).
    bool adjusted_is_bound = false;
};

struct Comparison {
    std::string first, other;  ///< names of the arms
    std::string other_title;   ///< may be empty
    std::uint64_t pairs = 0;
    std::vector<OutcomeComparison> outcomes;  ///< in order of name
};

/// The first arm of a run beside another one. Throws std::invalid_argument.
Comparison compare(const Scenario& scenario, const Run& run, const std::string& other);

/// Two arms of a run file; of a run that was stopped, as many replicates as both have. `outcomes` empty: all.
/// Throws std::invalid_argument for an arm or outcome that is not in it, FileError.
Comparison compare(const RunFile& file, const std::string& first, const std::string& other,
                   const std::vector<std::string>& outcomes = {});

/// The end of a step.
struct StepEnd {
    double time = 0;   ///< as the run file has it: days since the start, or a number in the model's unit
    std::string date;  ///< "2022-09-10"; empty without a calendar
};
/// [step]. Throws FileError.
std::vector<StepEnd> step_ends(const RunFile& file);

/// A column's mean difference between two arms, of one row, after each step.
struct DifferencePath {
    std::string kind, row, column, unit;
    struct Point {
        std::uint64_t pairs = 0;   ///< that had not failed in either arm
        double mean = 0;           ///< first - other; NaN where the value is missing in a pair
        double low = 0, high = 0;  ///< 95 % interval: of a truth Tango's, else Student's
    };
    std::vector<Point> points;  ///< [step]
};

/// When the two arms begin to differ. Steps count from 0; what differs does so at their end.
struct Parting {
    /// Share of the pairs whose states have differed by then, [step]; empty if the run kept no hashes of the states,
    /// or if they cannot be compared because the arms differ in rows or columns.
    std::vector<double> parted;
    std::optional<std::uint32_t> first_step;  ///< in which a state, or where there are no hashes a column, differs
    /// A column of which sums over the pairs are in the file.
    struct Column {
        std::string kind, column, unit;
        std::size_t rows = 0;
        std::size_t rows_apart = 0;               ///< that ever differ in some pair
        std::optional<std::uint32_t> first_step;  ///< in which some row of some pair differs
        std::string row;                          ///< whose mean difference is largest at the end
        DifferencePath::Point end;                ///< of that row
    };
    std::vector<Column> columns;  ///< empty if the run kept no sums, or not of these two arms, or was stopped
    enum class Why : std::uint8_t { there, not_recorded, stopped, other_arms, other_rows };
    Why no_hashes = Why::there, no_columns = Why::there;  ///< why `parted`, `columns` are empty
};
/// Throws std::invalid_argument for an unknown arm, FileError.
Parting parting(const RunFile& file, const std::string& first, const std::string& other);

/// `address`: "kind[row].column", or "kind.column" for all rows of the kind; the names of a row by a key may stand as
/// "a, b" or "a/b". Throws std::invalid_argument, saying why, if there is no such column or no sums of it.
std::vector<DifferencePath> difference_paths(const RunFile& file, const std::string& first, const std::string& other,
                                             const std::string& address);

}  // namespace hegemon
