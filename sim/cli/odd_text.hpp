#pragma once
/// A scenario as an ODD protocol in Markdown: Grimm et al. (2020), "The ODD Protocol for Describing Agent-Based and
/// Other Simulation Models: A Second Update to Improve Clarity, Replication, and Structural Realism", Journal of
/// Artificial Societies and Social Simulation 23(2) 7.
#include <hegemon/description.hpp>
#include <string>

namespace hegemon::cli {

/// `arm` as in describe(). Says nothing that the scenario does not say, and nothing of the machine.
std::string odd_text(const Scenario& scenario, const std::string& arm);

/// What the second arm changes in the first, old and new beside each other.
std::string difference_text(const Scenario& scenario, const std::string& first, const std::string& second);

// the parts of it, each of which ends in an empty line
std::string purpose_text(const Description& description);
std::string entities_text(const Description& description);
std::string process_text(const Description& description);
std::string concepts_text(const Description& description);
std::string start_text(const Description& description);
std::string input_text(const Description& description);
std::string submodels_text(const Description& description);
std::string variants_text(const Scenario& scenario, const Description& description);
std::string standing_text(const Description& description);

/// A formula with unit, source and note behind it.
std::string equation(const std::string& left, const FormulaFacts& formula);
/// "0 to 1"
std::string range_text(const std::optional<std::pair<double, double>>& range);
/// Differences as a table.
std::string difference_table(const std::vector<Difference>& differences, const std::string& first,
                             const std::string& second);

}  // namespace hegemon::cli
