/// Explanations: the record, the same replicate of the other arms, and the but-for tests.
#include <algorithm>
#include <hegemon/explanation.hpp>
#include <map>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "api/but_for.hpp"
#include "api/compiled.hpp"
#include "api/happenings.hpp"
#include "api/opened.hpp"
#include "api/recorded_scenario.hpp"
#include "api/standing.hpp"
#include "parallel/executor.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

namespace {

template <class Rule>
std::size_t place_of(const std::vector<Rule>& rules, const std::string& name) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
    return static_cast<std::size_t>(found - rules.begin());
}

/// Where a record has a row in a step; its size if nowhere. Of one replicate, or between two places.
template <class Record>
std::size_t place_in(const Record& record, std::uint32_t step, std::uint32_t row) {
    for (std::size_t i = 0; i < record.step.size(); ++i)
        if (record.step[i] == step && record.row[i] == row) return i;
    return record.step.size();
}

/// The fields by which a replay is held against the record, of one replicate.
struct Fields {
    std::uint32_t step, row;
    double number;  ///< the rate, or the precision
    int choice;     ///< the cause, or the option
    friend bool operator==(const Fields&, const Fields&) = default;
};
Fields fields_at(const FiringRecord& record, std::size_t i) {
    return {record.step[i], record.row[i], record.rate[i], record.cause[i]};
}
Fields fields_at(const ChoiceRecord& record, std::size_t i) {
    return {record.step[i], record.row[i], record.precision[i], record.option[i]};
}

/// Records are in order of replicate.
template <class Record>
std::vector<Fields> fields_of(const Record& record, std::uint64_t replicate) {
    const auto [begin, end] = std::equal_range(record.replicate.begin(), record.replicate.end(), replicate);
    std::vector<Fields> fields;
    for (auto at = begin; at != end; ++at)
        fields.push_back(fields_at(record, static_cast<std::size_t>(at - record.replicate.begin())));
    return fields;
}

/// Rules of the two may stand in another order.
template <class Rule, class Record>
bool same_records(const std::vector<Rule>& rules, const std::vector<Record>& records, const std::vector<Rule>& others,
                  const std::vector<Record>& other_records, std::uint64_t replicate) {
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (fields_of(records[i], replicate) != fields_of(other_records[place_of(others, rules[i].name)], replicate))
            return false;
    return true;
}

}  // namespace

struct Explainer::Parts {
    Parts(const RunFile& file, std::uint64_t first_replicates)
        : opened(file.opened()),
          reader(opened.reader),
          replicates(first_replicates),
          recorded(with_public_errors([&] { return recorded_scenario(reader); })) {
        if (!keeps_events(reader.run().record))
            throw std::invalid_argument(
                "the run kept its outcomes only, and no events (run it again with --record events)");
        happenings.resize(recorded.models.size());
        truths.resize(recorded.models.size());
        replayers.resize(recorded.models.size());
        hashes.resize(recorded.models.size());
    }

    Happenings& happenings_of(std::size_t arm) {
        if (!happenings[arm])
            happenings[arm] = with_public_errors([&] { return std::make_unique<Happenings>(reader, arm, replicates); });
        return *happenings[arm];
    }

    /// One for each worker.
    Replayer& replayer(std::size_t arm, std::size_t worker) {
        auto& list = replayers[arm];
        if (list.size() <= worker) list.resize(worker + 1);
        if (!list[worker]) list[worker] = std::make_unique<Replayer>(*recorded.models[arm], recorded.options.seed);
        return *list[worker];
    }

    const TrueReplicate& truth(std::size_t arm, std::uint64_t replicate);
    void hold_against_record(std::size_t arm, const TrueReplicate& truth);
    Executor& executor_for(int threads);

    const RunFile::Opened& opened;
    const RunReader& reader;
    std::uint64_t replicates;  ///< of the file, that are looked at: the first ones
    RecordedScenario recorded;
    std::vector<std::unique_ptr<Happenings>> happenings;            ///< [arm]
    std::vector<std::optional<TrueReplicate>> truths;               ///< [arm]: the last one asked for
    std::vector<std::vector<std::unique_ptr<Replayer>>> replayers;  ///< [arm][worker]
    std::vector<std::optional<std::vector<std::uint64_t>>> hashes;  ///< [arm], as recorded
    std::unique_ptr<Executor> executor;
};

const TrueReplicate& Explainer::Parts::truth(std::size_t arm, std::uint64_t replicate) {
    auto& truth = truths[arm];
    if (truth && truth->replicate == replicate) return *truth;
    TrueReplicate again;
    again.replicate = replicate;
    again.record = replayer(arm, 0).run(replicate).record;
    again.hashes = again.record.hashes;
    hold_against_record(arm, again);
    return truth.emplace(std::move(again));
}

/// Throws NotRepeatable unless the replicate is, to the bit, the one that was recorded.
void Explainer::Parts::hold_against_record(std::size_t arm, const TrueReplicate& truth) {
    if (!hashes[arm]) hashes[arm] = with_public_errors([&] { return reader.hashes(arm, replicates); });
    const auto steps = truth.hashes.size();
    const auto& recorded_hashes = *hashes[arm];
    const auto first = truth.replicate * steps;
    const bool same_states =
        recorded_hashes.empty() ||
        (recorded_hashes.size() >= first + steps &&
         std::equal(truth.hashes.begin(), truth.hashes.end(), recorded_hashes.begin() + static_cast<long>(first)));
    const auto& happened = happenings_of(arm);
    const auto& description = recorded.models[arm]->description.arms.front();
    const auto& described = reader.run().arms[arm];
    if (same_states &&
        same_records(described.events, happened.events().records, description.events, truth.record.firings,
                     truth.replicate) &&
        same_records(described.decisions, happened.decisions().records, description.decisions, truth.record.choices,
                     truth.replicate))
        return;
    throw NotRepeatable(
        fmt::format("replicate {} of {} comes out differently when it is run again, so this version of "
                    "the program is not the one that made the run file; run the scenario again",
                    truth.replicate, described.name));
}

Executor& Explainer::Parts::executor_for(int threads) {
    const int count = thread_count(threads);
    if (!executor || executor->threads() != count) executor = make_executor(default_backend(), count);
    return *executor;
}

Explainer::Explainer(const RunFile& file, std::uint64_t replicates)
    : parts_(std::make_unique<Parts>(file, replicates)) {}
Explainer::~Explainer() = default;

std::uint64_t Explainer::count(ExplanationQuery::Of of, const std::string& arm) {
    const auto& happenings = parts_->happenings_of(parts_->opened.arm(arm));
    std::uint64_t count = 0;
    if (of != ExplanationQuery::Of::decisions) count += happenings.events().lines.size();
    if (of != ExplanationQuery::Of::events) count += happenings.decisions().lines.size();
    return count;
}

std::vector<Happening> Explainer::find(const ExplanationQuery& query, std::size_t most) {
    return parts_->happenings_of(parts_->opened.arm(query.arm)).find(query, most);
}

std::optional<Happening> Explainer::nearest(const ExplanationQuery& query) {
    return parts_->happenings_of(parts_->opened.arm(query.arm)).nearest(query);
}

namespace {

/// Puts one explanation together.
class Telling {
public:
    Telling(const Model& model, const TrueReplicate& truth, const Happening& what)
        : model_(model), truth_(truth), is_event_(what.sort == Happening::Sort::event) {
        watch_.kind = is_event_ ? Watch::Kind::event : Watch::Kind::decision;
        watch_.rule = what.rule;
        watch_.step = what.step;
        const auto kind = is_event_ ? event_named(model, what.rule)->kind : decision_named(model, what.rule)->kind;
        watch_.row = static_cast<std::uint32_t>(row_named(model, kind, what.row));
        result_.what = what;
        result_.arm = model.description.arms.front().name;
        result_.arm_title = model.description.arms.front().title;
        result_.time_unit = model.description.time.unit;
        result_.step = model.description.time.step;
    }

    [[nodiscard]] const Watch& watch() const { return watch_; }
    [[nodiscard]] Explanation& result() { return result_; }

    void tell_standing(const Sight& sight) {
        if (is_event_) {
            tell_event(sight);
            return;
        }
        const auto& arm = model_.description.arms.front();
        const auto& choices = truth_.record.choices[place_of(arm.decisions, watch_.rule)];
        place_ = place_in(choices, watch_.step, watch_.row);
        result_.decision =
            decision_state(model_, *decision_named(model_, watch_.rule), watch_.row, sight, choices, place_);
    }

    [[nodiscard]] ButForSubject subject() const {
        ButForSubject subject{model_, truth_, watch_, {}, -1, -1, 0};
        if (is_event_) {
            subject.event = *result_.event;
            return subject;
        }
        const auto& arm = model_.description.arms.front();
        const auto& choices = truth_.record.choices[place_of(arm.decisions, watch_.rule)];
        subject.wish = choices.wish[place_];
        subject.option = choices.option[place_];
        subject.chance = result_.decision->options[static_cast<std::size_t>(subject.wish)].chance;
        return subject;
    }

private:
    void tell_event(const Sight& sight) {
        const auto& event = *event_named(model_, watch_.rule);
        result_.event = event_state(model_, event, sight.events);
        result_.has_probability = event.probability != NodeId::none;
        result_.rivals = rivals_of(model_, event, sight.events);
        const auto& arm = model_.description.arms.front();
        const auto& firings = truth_.record.firings[place_of(arm.events, watch_.rule)];
        const auto place = place_in(firings, watch_.step, watch_.row);
        const auto& time = model_.description.time;
        result_.what.time = layout::stored_time(time, firings.time[place]);
        result_.what.day = date_after(time, result_.what.time);
        if (firings.cause[place] >= 0)
            result_.cause = event.causes[static_cast<std::size_t>(firings.cause[place])].name;
        tell_entry(event);
    }

    /// The calendar makes it happen whatever its clock says.
    void tell_entry(const EventModel& event) {
        for (const auto& calendar : model_.calendar) {
            if (calendar.step != watch_.step) continue;
            for (const auto& fire : calendar.fires)
                if (fire.kind == event.kind && fire.row == watch_.row && fire.event == event.name)
                    result_.entry = entry_named(fire.entry);
        }
    }

public:
    [[nodiscard]] std::optional<Happening> entry_named(const std::string& name) const {
        for (const auto& entry : model_.declaration.calendar)
            if (entry.name.value == name) return as_happening(entry);
        return std::nullopt;
    }

    [[nodiscard]] Happening as_happening(const CalendarEntry& entry) const {
        Happening happening;
        happening.sort = Happening::Sort::entry;
        happening.rule = entry.name.value;
        happening.replicate = truth_.replicate;
        happening.step = static_cast<std::uint32_t>(entry.step);
        happening.note = entry.note;
        const auto& time = model_.description.time;
        happening.begin = begin_of(time, happening.step);
        happening.date = date_of(time, happening.step);
        happening.time = layout::stored_time(time, entry.at);
        happening.day = date_after(time, happening.time);
        return happening;
    }

    /// What could be taken away, the latest first. A decision can hang on what happened before in its own step, an
    /// event on nothing but the calendar there.
    [[nodiscard]] std::vector<Happening> before(const Happenings& happenings) const {
        std::vector<Happening> list;
        const auto step = watch_.step;
        const auto [event, last_event] = happenings.events().of_replicate(truth_.replicate);
        for (auto i = event; i < last_event && happenings.events().lines[i].step < step + (is_event_ ? 0U : 1U); ++i)
            list.push_back(happenings.event(i));
        const auto [decision, last_decision] = happenings.decisions().of_replicate(truth_.replicate);
        for (auto i = decision; i < last_decision && happenings.decisions().lines[i].step <= step; ++i) {
            const auto& line = happenings.decisions().lines[i];
            if (is_event_ && line.step == step) continue;
            if (!is_event_ && i == result_.what.number) continue;
            const auto& description = happenings.arm().decisions[line.rule];
            const auto& choices = happenings.decisions().records[line.rule];
            const auto otherwise = static_cast<std::int16_t>(description.otherwise);
            if (choices.option[line.place] != otherwise || choices.wish[line.place] != otherwise)
                list.push_back(happenings.decision(i));
        }
        for (const auto& entry : model_.declaration.calendar)
            if (entry.step <= step) list.push_back(as_happening(entry));
        std::stable_sort(list.begin(), list.end(), [](const Happening& a, const Happening& b) {
            return std::tuple(b.step, b.sort == Happening::Sort::entry) <
                   std::tuple(a.step, a.sort == Happening::Sort::entry);
        });
        return list;
    }

private:
    const Model& model_;
    const TrueReplicate& truth_;
    bool is_event_;
    Watch watch_;
    std::size_t place_ = 0;  ///< of a decision, in the record
    Explanation result_;
};

/// The row of a happening in its kind; an entry has none.
std::uint32_t row_of(const Model& model, const Happening& happening) {
    if (happening.sort == Happening::Sort::entry) return 0;
    const auto kind = happening.sort == Happening::Sort::event ? event_named(model, happening.rule)->kind
                                                               : decision_named(model, happening.rule)->kind;
    return static_cast<std::uint32_t>(row_named(model, kind, happening.row));
}

/// The same row, step and replicate of another arm.
OtherArm other_arm(const Model& model, Replayer& replayer, const TrueReplicate& truth, const Watch& watch,
                   const std::string& row_name) {
    OtherArm other;
    const auto& arm = model.description.arms.front();
    other.arm = arm.name;
    other.title = arm.title;
    const bool is_event = watch.kind == Watch::Kind::event;
    const auto* event = is_event ? event_named(model, watch.rule) : nullptr;
    const auto* decision = is_event ? nullptr : decision_named(model, watch.rule);
    if (event == nullptr && decision == nullptr) return other;
    const auto row = row_named(model, event != nullptr ? event->kind : decision->kind, row_name);
    if (row < 0) return other;
    other.has_row = true;
    ReplayQuestion question;
    question.watch = watch;
    question.watch->row = static_cast<std::uint32_t>(row);
    question.steps = std::uint64_t{watch.step} + 1;
    const auto answer = replayer.run(truth.replicate, question);
    if (event != nullptr) {
        const auto& firings = truth.record.firings[place_of(arm.events, watch.rule)];
        other.happened = place_in(firings, watch.step, question.watch->row) < firings.step.size();
        other.event = event_state(model, *event, answer.sight.events);
        return other;
    }
    const auto& choices = truth.record.choices[place_of(arm.decisions, watch.rule)];
    const auto place = place_in(choices, watch.step, question.watch->row);
    other.happened = place < choices.step.size();
    if (other.happened)
        other.decision = decision_state(model, *decision, question.watch->row, answer.sight, choices, place);
    return other;
}

/// All entries of the calendar, which come early and bear on much, and the latest of everything else.
void keep_latest(std::vector<Happening>& before, std::size_t most) {
    std::size_t others = 0;
    std::erase_if(before, [&](const Happening& one) { return one.sort != Happening::Sort::entry && ++others > most; });
}

}  // namespace

Explanation Explainer::explain(const Happening& what, const std::string& arm_name, const ExplanationOptions& options) {
    auto& parts = *parts_;
    const auto arm = parts.opened.arm(arm_name);
    const auto& model = *parts.recorded.models[arm];
    const auto& truth = parts.truth(arm, what.replicate);
    Telling telling(model, truth, what);

    ReplayQuestion question;
    question.watch = telling.watch();
    question.steps = std::uint64_t{what.step} + 1;
    telling.tell_standing(parts.replayer(arm, 0).run(what.replicate, question).sight);
    auto& result = telling.result();
    for (std::size_t other = 0; other < parts.recorded.models.size(); ++other)
        if (other != arm)
            result.other_arms.push_back(other_arm(*parts.recorded.models[other], parts.replayer(other, 0),
                                                  parts.truth(other, what.replicate), telling.watch(), what.row));

    auto before = telling.before(parts.happenings_of(arm));
    result.earlier = before.size();
    keep_latest(before, options.within);
    result.but_for.resize(before.size());
    const auto subject = telling.subject();
    auto& executor = parts.executor_for(options.threads);
    for (int worker = 0; worker < executor.threads(); ++worker) parts.replayer(arm, static_cast<std::size_t>(worker));
    // The earliest first: so each worker's steps never go back, and what was before is not run again.
    executor.for_each(before.size(), [&](std::size_t index, int worker) {
        const auto i = before.size() - 1 - index;
        result.but_for[i] = but_for(parts.replayer(arm, static_cast<std::size_t>(worker)), subject, before[i],
                                    row_of(model, before[i]));
    });
    return std::move(result);
}

}  // namespace hegemon
