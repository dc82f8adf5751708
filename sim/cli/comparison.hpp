#pragma once
/// The arms of a run side by side: each arm after the first, compared with the first pair by pair.
#include <cstdint>
#include <hegemon/hegemon.hpp>
#include <string>
#include <vector>

#include "cli/json.hpp"

namespace hegemon::cli {

/// One outcome in two arms.
struct OutcomeComparison {
    OutcomeInfo outcome;
    double first = 0, other = 0;  ///< means over the pairs in which both are there, so that they fit the difference
    PairedEstimate difference;    ///< first - other
    std::uint64_t missing = 0;    ///< pairs in which one is missing or failed
};

/// The same as texts, rounded alike wherever they stand: to two digits of the interval's half width.
struct ComparisonTexts {
    std::string first, other;
    std::string difference;  ///< with its sign
    std::string low, high;   ///< "-" where there are too few pairs
};
ComparisonTexts texts_of(const OutcomeComparison& comparison);

struct Comparison {
    std::string first, other;  ///< names of the arms
    std::string other_title;   ///< may be empty
    std::uint64_t pairs = 0;
    std::vector<OutcomeComparison> outcomes;  ///< in order of name
};

/// One for each arm after the first.
std::vector<Comparison> comparisons_of(const Scenario& scenario, const Run& run);

/// A heading and a line for each outcome.
std::string comparison_table(const Comparison& comparison);

/// A list of all, as the value of a key.
void write_comparisons(JsonWriter& json, const std::vector<Comparison>& comparisons);

}  // namespace hegemon::cli
