#include <algorithm>
#include <array>
#include <hegemon/until.hpp>
#include <stdexcept>

#include "api/compiled.hpp"
#include "api/estimates.hpp"
#include "api/settings.hpp"
#include "api/stop_signal.hpp"
#include "api/unknown_name.hpp"
#include "engine/run.hpp"
#include "study/until.hpp"

namespace hegemon {

namespace {

/// Ends the run from within.
struct Enough {};

/// Keeps one outcome of one or two arms, and looks at it when it is time.
class Looker final : public Recorder {
public:
    Looker(Looks& looks, std::size_t outcome, ValuesAre are, std::size_t arms, std::uint64_t seed)
        : looks_(looks), outcome_(outcome), are_(are), arms_(arms), seed_(seed) {}

    /// Throws Enough.
    void record(const BatchRecord& batch) override {
        auto& values = values_.at(batch.arm);
        const double* begin = batch.outcomes.data() + outcome_ * batch.lanes;
        values.insert(values.end(), begin, begin + batch.lanes);
        if (batch.arm + 1 == arms_ && values.size() == next_look(values.size() - 1)) look();
    }

private:
    [[nodiscard]] MeanInterval interval() const {
        if (arms_ == 2) return paired_interval(values_[0], values_[1], are_, seed_).difference;
        std::vector<double> there;
        std::copy_if(values_[0].begin(), values_[0].end(), std::back_inserter(there),
                     [](double value) { return value == value; });
        return outcome_interval(there, are_, seed_);
    }

    void look() {
        const MeanInterval found = interval();
        const Estimate estimate = to_public(found);
        const bool enough = is_narrow(found, looks_.until.half_width);
        looks_.looks.push_back({values_[0].size(), estimate.mean, estimate.half_width(), estimate.kind, enough});
        if (!enough) return;
        looks_.enough = true;
        looks_.replicates = values_[0].size();
        throw Enough();
    }

    Looks& looks_;
    std::size_t outcome_;
    ValuesAre are_;
    std::size_t arms_;
    std::uint64_t seed_;
    std::array<std::vector<double>, 2> values_;  ///< [arm][replicate]
};

/// Its index.
std::size_t outcome_of(const Scenario& scenario, const Until& until) {
    std::vector<std::string> names;
    for (const auto& outcome : scenario.outcomes()) names.push_back(outcome.name);
    const auto found = std::find(names.begin(), names.end(), until.outcome);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    refuse_unknown("the scenario", "outcome", until.outcome, names);
}

}  // namespace

static_assert(first_look == first_looked_at);

Looks look_until(const Scenario& scenario, const RunSettings& settings, const Until& until) {
    const std::size_t outcome = outcome_of(scenario, until);
    if (!(until.half_width > 0)) throw std::invalid_argument("a half-width must be above 0");
    const RunOptions options = run_options(settings);
    Arms arms = arms_of(scenario, settings);
    if (arms.size() > 2) arms.resize(2);
    Looks looks{until, arms[0]->description.arms.front().name, {}, {}, options.replicates};
    if (arms.size() == 2) looks.other = arms[1]->description.arms.front().name;
    Looker looker(looks, outcome, values_of(scenario.outcomes()[outcome].kind), arms.size(), options.seed);
    const auto executor = make_executor(default_backend(), threads_of(settings));
    const StopFlag never;
    const StopFlag& stop = settings.stop != nullptr ? settings.stop->flag().value : never;
    try {
        looks.stopped = !run(arms, options, *executor, stop, looker).complete(options);
    } catch (const Enough&) {
    }
    return looks;
}

}  // namespace hegemon
