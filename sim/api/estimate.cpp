#include <cmath>
#include <hegemon/estimate.hpp>
#include <span>
#include <stdexcept>
#include <vector>

#include "api/estimates.hpp"

namespace hegemon {

namespace {

std::span<const double> span_of(const Eigen::ArrayXd& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

IntervalKind kind_of(IntervalMethod method) {
    switch (method) {
        case IntervalMethod::none:
            break;
        case IntervalMethod::equal:
            return IntervalKind::equal;
        case IntervalMethod::score:
            return IntervalKind::score;
        case IntervalMethod::student:
            return IntervalKind::student;
        case IntervalMethod::bootstrap:
            return IntervalKind::bootstrap;
        case IntervalMethod::few:
            return IntervalKind::few;
        case IntervalMethod::infinite:
            return IntervalKind::infinite;
    }
    return IntervalKind::none;
}

}  // namespace

ValuesAre values_of(OutcomeKind kind) { return kind == OutcomeKind::truth ? ValuesAre::truths : ValuesAre::numbers; }

Estimate to_public(const MeanInterval& interval) {
    return {interval.count,        interval.mean,          interval.standard_error,
            interval.interval.low, interval.interval.high, kind_of(interval.method)};
}

PairedEstimate to_public(const PairedInterval& pairs) {
    const Estimate difference = to_public(pairs.difference);
    PairedEstimate result{difference.count, difference.mean,      difference.standard_error, difference.low,
                          difference.high,  pairs.share_positive, pairs.share_negative};
    result.p_value = pairs.difference.p_value;
    result.least_p = pairs.difference.least_p;
    result.unpaired = pairs.unpaired;
    result.heaviest_share = pairs.heaviest_share;
    result.heaviest = pairs.heaviest;
    result.kind = difference.kind;
    return result;
}

Estimate estimate(const Eigen::ArrayXd& values, std::uint64_t seed, OutcomeKind kind) {
    std::vector<double> there;
    for (const double value : values)
        if (!std::isnan(value)) there.push_back(value);
    return to_public(outcome_interval(there, values_of(kind), seed));
}

PairedEstimate paired_estimate(const Eigen::ArrayXd& first, const Eigen::ArrayXd& other, std::uint64_t seed,
                               OutcomeKind kind) {
    if (first.size() != other.size()) throw std::invalid_argument("pairs need two samples of one size");
    return to_public(paired_interval(span_of(first), span_of(other), values_of(kind), seed));
}

}  // namespace hegemon
