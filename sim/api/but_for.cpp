#include "api/but_for.hpp"

#include <algorithm>

#include "api/happenings.hpp"
#include "api/standing.hpp"

namespace hegemon {

namespace {

/// Steps in which the watched rule happened on its row (was asked there), in order, and where it is in the record.
struct Occurrence {
    std::uint32_t step;
    std::size_t place;
};
template <class Record>
std::vector<Occurrence> occurrences(const Record& record, std::uint32_t row) {
    std::vector<Occurrence> found;
    for (std::size_t i = 0; i < record.step.size(); ++i)
        if (record.row[i] == row) found.push_back({record.step[i], i});
    return found;
}

template <class Rule>
std::size_t place_of(const std::vector<Rule>& rules, const std::string& name) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
    return static_cast<std::size_t>(found - rules.begin());
}

const ChoiceRecord& choices_of(const ButForSubject& subject, const BatchRecord& record) {
    return record.choices[place_of(subject.model.description.arms.front().decisions, subject.watch.rule)];
}

std::vector<Occurrence> occurrences(const ButForSubject& subject, const BatchRecord& record) {
    const auto& arm = subject.model.description.arms.front();
    if (subject.watch.kind == Watch::Kind::decision) return occurrences(choices_of(subject, record), subject.watch.row);
    return occurrences(record.firings[place_of(arm.events, subject.watch.rule)], subject.watch.row);
}

Intervention intervention_for(const Happening& happening, std::uint32_t row) {
    const auto kind = happening.sort == Happening::Sort::event      ? Intervention::Kind::event
                      : happening.sort == Happening::Sort::decision ? Intervention::Kind::decision
                                                                    : Intervention::Kind::entry;
    return {kind, happening.rule, row, happening.step};
}

/// All is as it was: so it happens.
void tell_as_in_truth(const ButForSubject& subject, ButFor& result) {
    const bool is_event = subject.watch.kind == Watch::Kind::event;
    result.still = result.same_again = true;
    result.asked = !is_event;
    result.rate = subject.event.rate;
    result.chance = is_event ? subject.event.chance : subject.chance;
    if (!is_event)
        result.option =
            decision_named(subject.model, subject.watch.rule)->options[static_cast<std::size_t>(subject.option)].name;
}

void tell_standing(const ButForSubject& subject, const Sight& sight, ButFor& result) {
    if (subject.watch.kind == Watch::Kind::event) {
        const auto state = event_state(subject.model, *event_named(subject.model, subject.watch.rule), sight.events);
        result.rate = state.rate;
        result.chance = state.chance;
    } else if (sight.choice) {
        result.chance = chance_of_wish(*decision_named(subject.model, subject.watch.rule), subject.watch.row,
                                       *sight.choice, static_cast<std::size_t>(subject.wish));
    }
}

/// Whether it comes out the same in the watched step.
void tell_outcome(const ButForSubject& subject, const BatchRecord& record, const Occurrence& here, ButFor& result) {
    result.still = true;
    if (subject.watch.kind == Watch::Kind::event) return;
    const auto& choices = choices_of(subject, record);
    result.asked = true;
    result.still = choices.wish[here.place] == subject.wish && choices.option[here.place] == subject.option;
    result.option = decision_named(subject.model, subject.watch.rule)
                        ->options[static_cast<std::size_t>(choices.option[here.place])]
                        .name;
}

/// When it happens instead.
void tell_other_steps(const ButForSubject& subject, const ReplayAnswer& answer, const std::vector<Occurrence>& now,
                      ButFor& result) {
    const auto target = subject.watch.step;
    const auto truth = occurrences(subject, subject.truth.record);
    const auto first_from = [](const std::vector<Occurrence>& all, std::uint64_t step) {
        return std::find_if(all.begin(), all.end(), [&](const Occurrence& one) { return one.step >= step; });
    };
    const auto& time = subject.model.description.time;
    if (const auto next = first_from(now, std::uint64_t{target} + 1); next != now.end())
        result.next = next->step;
    else if (answer.rejoined)
        if (const auto later = first_from(truth, answer.steps); later != truth.end()) result.next = later->step;
    for (const auto& one : now) {
        const bool was = std::any_of(truth.begin(), truth.end(), [&](const auto& t) { return t.step == one.step; });
        if (one.step < target && !was) result.earlier = one.step;
    }
    if (result.next) {
        result.next_date = date_of(time, *result.next);
        result.next_begin = begin_of(time, *result.next);
    }
    if (result.earlier) {
        result.earlier_date = date_of(time, *result.earlier);
        result.earlier_begin = begin_of(time, *result.earlier);
    }
}

}  // namespace

ButFor but_for(Replayer& replayer, const ButForSubject& subject, const Happening& happening, std::uint32_t row) {
    ReplayQuestion question;
    question.interventions = {intervention_for(happening, row)};
    question.watch = subject.watch;
    question.hashes = &subject.truth.hashes;
    question.until_it_happens = true;
    const auto answer = replayer.run(subject.truth.replicate, question);
    ButFor result;
    result.without = happening;
    if (answer.rejoined && answer.steps <= subject.watch.step) {
        tell_as_in_truth(subject, result);
        return result;
    }
    const auto& failures = answer.record.failures;
    result.fails = !failures.empty() && failures.front().step <= subject.watch.step;
    const auto now = occurrences(subject, answer.record);
    tell_standing(subject, answer.sight, result);
    const auto here =
        std::find_if(now.begin(), now.end(), [&](const Occurrence& one) { return one.step == subject.watch.step; });
    if (here != now.end()) tell_outcome(subject, answer.record, *here, result);
    if (here == now.end()) tell_other_steps(subject, answer, now, result);
    return result;
}

}  // namespace hegemon
