/// What happened in a few replicates, and why.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "cli/explanation_text.hpp"
#include "cli/payload.hpp"

namespace hegemon::cli {

namespace {

/// Happenings of a replicate that are told; a page lists them.
constexpr std::size_t most_happenings = 6000;
/// Events and decisions before a happening that an explanation takes away in turn.
constexpr std::size_t within = 30;

/// By which a happening is known among those of its replicate.
using Key = std::tuple<Happening::Sort, std::string, std::uint64_t>;
Key key_of(const Happening& happening) { return {happening.sort, happening.rule, happening.number}; }

/// Its place within a step.
int rank_of(Happening::Sort sort) {
    return sort == Happening::Sort::entry ? 0 : sort == Happening::Sort::event ? 1 : 2;
}

bool comes_before(const Happening& a, const Happening& b) {
    const auto place = [](const Happening& happening) {
        const bool is_event = happening.sort == Happening::Sort::event;
        return std::tuple(happening.step, rank_of(happening.sort), is_event ? happening.time : 0.0);
    };
    return place(a) < place(b);
}

/// Places of the happenings that can be explained, the rarest sorts first (by rule, option and refusal): what happens
/// every week explains itself. Equally rare ones stand in order.
std::vector<std::size_t> by_rarity(const std::vector<Happening>& happenings) {
    const auto sort_of = [](const Happening& h) { return std::tuple(h.sort, h.rule, h.option, h.refused); };
    std::map<std::tuple<Happening::Sort, std::string, std::string, bool>, std::size_t> count;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < happenings.size(); ++i) {
        if (happenings[i].sort == Happening::Sort::entry) continue;
        ++count[sort_of(happenings[i])];
        places.push_back(i);
    }
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return count[sort_of(happenings[a])] < count[sort_of(happenings[b])];
    });
    return places;
}

/// Explains the happenings of one history: rare ones, and in turn with these what they hang on, so that a reader can go
/// back along the chain.
class Telling {
public:
    Telling(Explainer& explainer, History& history, const std::string& arm, int threads)
        : explainer_(explainer), history_(history), arm_(arm) {
        options_.within = within;
        options_.threads = threads;
        rare_ = by_rarity(history.happenings);
        for (std::size_t i = 0; i < history.happenings.size(); ++i) places_[key_of(history.happenings[i])] = i;
    }

    /// At most so many; `step` is called after each.
    void explain(std::uint64_t most, const std::function<void()>& step) {
        bool is_links_turn = false;
        while (explained_.size() < most) {
            const auto place = next(is_links_turn);
            if (!place) break;
            is_links_turn = !is_links_turn;
            auto explanation = explainer_.explain(history_.happenings[*place], arm_, options_);
            for (const auto& test : explanation.but_for)
                if (!test.still) add_link(test.without);
            explained_.emplace(*place, std::move(explanation));
            step();
        }
        for (auto& one : explained_) history_.explanations.push_back(std::move(one));
    }

private:
    void add_link(const Happening& happening) {
        const auto found = places_.find(key_of(happening));
        if (found != places_.end() && happening.sort != Happening::Sort::entry) links_.push_back(found->second);
    }

    /// The first of the list that is not explained yet.
    template <class Places>
    std::optional<std::size_t> take(Places& places, std::size_t& from) {
        while (from < places.size() && explained_.contains(places[from])) ++from;
        return from < places.size() ? std::optional(places[from++]) : std::nullopt;
    }

    std::optional<std::size_t> next(bool is_links_turn) {
        if (is_links_turn)
            if (auto link = take(links_, next_link_)) return link;
        return take(rare_, next_rare_);
    }

    Explainer& explainer_;
    History& history_;
    const std::string& arm_;
    ExplanationOptions options_;
    std::map<Key, std::size_t> places_;
    std::vector<std::size_t> rare_, links_;
    std::size_t next_rare_ = 0, next_link_ = 0;
    std::map<std::size_t, Explanation> explained_;
};

History listed(Explainer* explainer, const ReportArm& arm, std::size_t index, std::uint64_t replicate) {
    History history;
    history.arm = index;
    history.replicate = replicate;
    history.happenings = arm.calendar;
    for (auto& entry : history.happenings) entry.replicate = replicate;
    if (explainer != nullptr) {
        ExplanationQuery query;
        query.arm = arm.name;
        query.replicate = replicate;
        const auto found = explainer->find(query);
        history.happenings.insert(history.happenings.end(), found.begin(), found.end());
    }
    std::stable_sort(history.happenings.begin(), history.happenings.end(), comes_before);
    history.happenings_total = history.happenings.size();
    if (history.happenings.size() > most_happenings) history.happenings.resize(most_happenings);
    return history;
}

void write_index(JsonWriter& json, const std::map<Key, std::uint64_t>& places, const Happening& happening) {
    const auto found = places.find(key_of(happening));
    found == places.end() ? json.value(std::nan("")) : json.value(found->second);  // null
}

void write_happenings(JsonWriter& json, const History& history) {
    std::map<Key, std::uint64_t> places;
    for (std::size_t i = 0; i < history.happenings.size(); ++i) places[key_of(history.happenings[i])] = i;
    auto explained = history.explanations.begin();
    json.key("happenings").begin_list();
    for (std::size_t i = 0; i < history.happenings.size(); ++i) {
        json.begin_object();
        write_happening_members(json, history.happenings[i]);
        if (explained != history.explanations.end() && explained->first == i) {
            Explanation explanation = explained++->second;
            std::erase_if(explanation.but_for,
                          [&](const ButFor& test) { return !places.contains(key_of(test.without)); });
            json.key("explanation").begin_object();
            write_explanation_members(json, explanation,
                                      [&](const Happening& happening) { write_index(json, places, happening); });
            json.end();
        }
        json.end();
    }
    json.end();
    if (history.happenings_total > history.happenings.size())
        json.key("happenings_total").value(std::uint64_t{history.happenings_total});
}

void write_paths(JsonWriter& json, ReportSource& source, const History& history) {
    const auto& arm = source.arms()[history.arm];
    json.key("paths").begin_object();
    for (std::size_t k = 0; k < arm.kinds.size(); ++k) {
        const auto& kind = arm.kinds[k];
        json.key(kind.name).begin_object();
        for (std::size_t c = 0; c < kind.columns.size(); ++c) {
            const auto path = source.path(history.arm, k, c, history.replicate);
            if (path.empty()) continue;
            json.key(kind.columns[c].name);
            write_packed(json, path, {kind.rows.size(), source.clock().shown.size()});
        }
        json.end();
    }
    json.end();
}

void explain(Histories& histories, History& history, Explainer& explainer, const std::string& arm, std::uint64_t most,
             const PayloadSettings& settings) try {
    Telling telling(explainer, history, arm, settings.threads);
    telling.explain(most, [&] {
        ++histories.explained;
        if (settings.progress) settings.progress(histories.explained, settings.explanations);
    });
} catch (const NotRepeatable& error) {
    histories.why_unexplained = error.what();
}

/// Those of one replicate in each arm; each gets an equal part of what is left of the explanations.
void tell_replicate(Histories& histories, const ReportSource& source, Explainer* explainer, std::uint64_t replicate,
                    const PayloadSettings& settings) {
    const auto all = source.told().size() * source.arms().size();
    for (std::size_t arm = 0; arm < source.arms().size(); ++arm) {
        History history = listed(explainer, source.arms()[arm], arm, replicate);
        histories.happenings += history.happenings_total - source.arms()[arm].calendar.size();
        const auto still_to_tell = all - histories.list.size();
        const std::uint64_t most = (settings.explanations - histories.explained) / still_to_tell;
        if (explainer != nullptr && histories.why_unexplained.empty())
            explain(histories, history, *explainer, source.arms()[arm].name, most, settings);
        histories.list.push_back(std::move(history));
    }
}

}  // namespace

Histories tell_histories(const ReportSource& source, const PayloadSettings& settings) {
    Histories histories;
    if (source.told().empty()) return histories;
    std::optional<Explainer> explainer;
    try {
        explainer.emplace(source.file(), source.told().back() + 1);
    } catch (const NotRepeatable& error) {
        histories.why_unexplained = error.what();
    }
    for (const auto replicate : source.told())
        tell_replicate(histories, source, explainer ? &*explainer : nullptr, replicate, settings);
    std::stable_sort(histories.list.begin(), histories.list.end(),
                     [](const History& a, const History& b) { return a.arm < b.arm; });
    return histories;
}

void write_histories(JsonWriter& json, ReportSource& source, const Histories& histories) {
    json.begin_list();
    for (const auto& history : histories.list) {
        json.begin_object().key("arm").value(source.arms()[history.arm].name).key("replicate").value(history.replicate);
        write_paths(json, source, history);
        write_happenings(json, history);
        json.end();
    }
    json.end();
}

}  // namespace hegemon::cli
