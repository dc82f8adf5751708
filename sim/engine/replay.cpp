#include "engine/replay.hpp"

#include <algorithm>
#include <utility>

#include "engine/batch.hpp"
#include "engine/run.hpp"

namespace hegemon {

namespace {

/// One arm, no columns: hashes, events and decisions are what a replay is for.
RunDescription description_for(const Model& model, std::uint64_t seed) {
    RunOptions options;
    options.seed = seed;
    auto run = describe_run({&model}, options);
    run.record = RecordLevel::standard;
    run.recorded = 0;
    return run;
}

/// Index of the watched rule among those of the arm.
template <class Description>
std::size_t place_of(const std::vector<Description>& rules, const std::string& name) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.name == name; });
    return static_cast<std::size_t>(found - rules.begin());
}

/// Whether what is watched happened in a step; the record comes step by step, so only its end is looked at.
template <class Record>
bool happened(const Record& record, std::uint32_t step, std::uint32_t row) {
    for (auto i = record.step.size(); i-- > 0 && record.step[i] == step;)
        if (record.row[i] == row) return true;
    return false;
}

bool happened(const BatchRecord& record, const ArmDescription& arm, const Watch& watch, std::uint32_t step) {
    if (watch.kind == Watch::Kind::event) {
        const auto place = place_of(arm.events, watch.rule);
        return place < record.firings.size() && happened(record.firings[place], step, watch.row);
    }
    const auto place = place_of(arm.decisions, watch.rule);
    return place < record.choices.size() && happened(record.choices[place], step, watch.row);
}

/// The first step that can be another than it was, or is looked at; all of them if nothing says which.
std::uint32_t first_step_of(const ReplayQuestion& question, std::uint64_t steps) {
    std::uint64_t first = question.interventions.empty() ? 0 : steps;
    for (const auto& intervention : question.interventions) first = std::min<std::uint64_t>(first, intervention.step);
    if (question.watch) first = std::min<std::uint64_t>(first, question.watch->step);
    return static_cast<std::uint32_t>(first);
}

/// The first step after whose end the state can be again what it was.
std::uint32_t last_step_of(const Interventions& interventions) {
    std::uint32_t last = 0;
    for (const auto& intervention : interventions) last = std::max(last, intervention.step);
    return last;
}

}  // namespace

struct Replayer::Parts {
    Parts(const Model& model, std::uint64_t seed)
        : run(description_for(model, seed)), batch(model, run, 0, 1), untouched(model, run, 0, 1) {
        batch.keep_no_sums();
        untouched.keep_no_sums();
    }

    void begin(std::uint64_t replicate, std::uint32_t step);

    RunDescription run;
    Batch batch;
    Batch untouched;  ///< the replicate as it was, up to where the last replay began to be another
    std::optional<std::uint64_t> replicate;  ///< that it is of
    std::uint32_t next_step = 0;             ///< that it has not run
};

/// The batch stands at the beginning of `step` as the replicate did. Cheap if the steps asked for one after the other
/// do not go back.
void Replayer::Parts::begin(std::uint64_t wanted, std::uint32_t step) {
    if (replicate != wanted || next_step > step) {
        untouched.begin(wanted, 1);
        replicate = wanted;
        next_step = 0;
    }
    for (; next_step < step; ++next_step) untouched.step(next_step);
    batch.continue_from(untouched);
}

Replayer::Replayer(const Model& model, std::uint64_t seed) : parts_(std::make_unique<Parts>(model, seed)) {}
Replayer::~Replayer() = default;
Replayer::Replayer(Replayer&&) noexcept = default;

ReplayAnswer Replayer::run(std::uint64_t replicate, const ReplayQuestion& question) {
    auto& batch = parts_->batch;
    const auto& arm = parts_->run.arms.front();
    const auto steps = std::min(question.steps, parts_->run.time.steps);
    const auto last = last_step_of(question.interventions);
    ReplayAnswer answer;
    const auto first = first_step_of(question, steps);
    parts_->begin(replicate, first);
    answer.steps = first;
    batch.intervene(&question.interventions);
    batch.watch(question.watch ? &*question.watch : nullptr, &answer.sight);
    while (answer.steps < steps) {
        const auto step = static_cast<std::uint32_t>(answer.steps++);
        batch.step(step);
        if (question.until_it_happens && question.watch && step >= question.watch->step &&
            happened(batch.record(), arm, *question.watch, step))
            break;
        // A ramp that is under way is not in the hash.
        answer.rejoined = question.hashes != nullptr && step >= last && batch.record().hashes[step] != 0 &&
                          batch.record().hashes[step] == (*question.hashes)[step] && !batch.has_ramps();
        if (answer.rejoined) break;
    }
    answer.record = batch.finish().record;
    batch.intervene(nullptr);
    batch.watch(nullptr, nullptr);
    return answer;
}

}  // namespace hegemon
