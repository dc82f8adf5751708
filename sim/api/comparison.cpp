#include <algorithm>
#include <cmath>
#include <hegemon/comparison.hpp>
#include <span>
#include <stdexcept>

#include "api/estimates.hpp"
#include "api/opened.hpp"
#include "api/unknown_name.hpp"
#include "study/holm.hpp"

namespace hegemon {

namespace {

OutcomeComparison compared(const OutcomeInfo& outcome, const Eigen::ArrayXd& first, const Eigen::ArrayXd& other,
                           std::uint64_t seed) {
    const auto span_of = [](const Eigen::ArrayXd& values) {
        return std::span(values.data(), static_cast<std::size_t>(values.size()));
    };
    const PairedInterval pairs = paired_interval(span_of(first), span_of(other), values_of(outcome.kind), seed);
    OutcomeComparison result{outcome, pairs.first_mean, pairs.other_mean, to_public(pairs)};
    result.missing = static_cast<std::uint64_t>(first.size()) - result.difference.count;
    return result;
}

/// Those of these names, all if there are none.
std::vector<OutcomeInfo> chosen(const std::vector<OutcomeInfo>& all, const std::vector<std::string>& names) {
    if (names.empty()) return all;
    std::vector<std::string> known;
    for (const auto& outcome : all) known.push_back(outcome.name);
    for (const auto& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        refuse_unknown("the run", "outcome", name, known);
    }
    std::vector<OutcomeInfo> list;
    for (const auto& outcome : all)
        if (std::find(names.begin(), names.end(), outcome.name) != names.end()) list.push_back(outcome);
    return list;
}

void adjust(std::vector<OutcomeComparison>& outcomes) {
    // Where a p-value is as small as its method can tell, the true one may be anything from 0 on.
    std::vector<double> most, least;
    for (const auto& outcome : outcomes) {
        const double p = outcome.difference.p_value;
        most.push_back(p);
        least.push_back(p <= outcome.difference.least_p ? 0 : p);
    }
    const auto adjusted = holm_adjusted(most), at_least = holm_adjusted(least);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        outcomes[i].adjusted_p = adjusted[i];
        outcomes[i].adjusted_is_bound = at_least[i] < adjusted[i];
    }
}

}  // namespace

Comparison compare(const Scenario& scenario, const Run& run, const std::string& other) {
    const auto& variants = scenario.variants();
    const auto variant =
        std::find_if(variants.begin(), variants.end(), [&](const VariantInfo& each) { return each.name == other; });
    Comparison comparison{
        run.arms().front(), other, variant == variants.end() ? "" : variant->title, run.replicates(), {}};
    for (const auto& outcome : scenario.outcomes())
        comparison.outcomes.push_back(
            compared(outcome, run.outcome(outcome.name), run.outcome(outcome.name, other), run.seed()));
    adjust(comparison.outcomes);
    return comparison;
}

Comparison compare(const RunFile& file, const std::string& first, const std::string& other,
                   const std::vector<std::string>& outcomes) {
    const auto& arm = file.opened().reader.run().arms[file.opened().arm(other)];
    const std::uint64_t pairs = std::min(file.replicates(first), file.replicates(other));
    Comparison comparison{first, other, arm.title, pairs, {}};
    const auto values = [&](const OutcomeInfo& outcome, const std::string& name) -> Eigen::ArrayXd {
        return file.outcome(outcome.name, name).head(static_cast<Eigen::Index>(pairs));
    };
    for (const auto& outcome : chosen(file.outcomes(), outcomes))
        comparison.outcomes.push_back(compared(outcome, values(outcome, first), values(outcome, other), file.seed()));
    adjust(comparison.outcomes);
    return comparison;
}

}  // namespace hegemon
