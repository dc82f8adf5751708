#pragma once
/// The arms of a run side by side: each arm after the first, compared with the first pair by pair.
#include <cstdint>
#include <hegemon/hegemon.hpp>
#include <string>
#include <vector>

#include "cli/json.hpp"

namespace hegemon::cli {

/// The numbers of a comparison as texts, rounded alike wherever they stand: to two digits of the interval's half width,
/// or up to three more if it takes them that first - other = difference holds of the figures as printed. What is
/// exactly 0 is "0".
struct ComparisonTexts {
    std::string first, other;
    std::string difference;  ///< with its sign
    std::string low, high;   ///< "-" where there is no interval
};
ComparisonTexts texts_of(const OutcomeComparison& comparison);

/// One for each arm after the first.
std::vector<Comparison> comparisons_of(const Scenario& scenario, const Run& run);

/// "`base` beside `no_leak` (Nothing leaks), 500 pairs"
std::string comparison_heading(const Comparison& comparison);

/// The heading and a line for each outcome, in lines of `width` characters as far as that can be.
std::string comparison_table(const Comparison& comparison, std::size_t width);

/// What each line of the table begins with: name, means, difference, interval, shares of the signs.
std::vector<std::string> comparison_line(const OutcomeComparison& comparison);
/// The two lines above them.
std::vector<std::vector<std::string>> comparison_headings(const Comparison& comparison);
/// The columns of the interval, of the shares of pairs, and what comes behind: before these a table may be cut.
inline constexpr std::size_t comparison_interval = 4, comparison_shares = 5, comparison_columns = 7;

/// "t", "score": how an interval was made.
const char* word_of(IntervalKind kind);

/// Members of one outcome's object, which is open.
void write_outcome(JsonWriter& json, const OutcomeComparison& comparison);

/// A list of all, as the value of a key.
void write_comparisons(JsonWriter& json, const std::vector<Comparison>& comparisons);

}  // namespace hegemon::cli
