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

/// What counts as the same sort of happening.
using SortKey = std::tuple<Happening::Sort, std::string, std::string, bool>;
SortKey sort_of(const Happening& happening) {
    return {happening.sort, happening.rule, happening.option, happening.refused};
}

/// How many there are of each sort.
using Counts = std::map<SortKey, std::size_t>;
void add_to(Counts& counts, const std::vector<Happening>& happenings) {
    for (const auto& happening : happenings)
        if (happening.sort != Happening::Sort::entry) ++counts[sort_of(happening)];
}

/// How much more, or less, often a sort happens than beside it: 0 for as often, log 2 for twice or half as often.
double change_of(const SortKey& sort, const Counts& here, const Counts& beside) {
    const auto count = [&](const Counts& counts) {
        const auto found = counts.find(sort);
        return 1 + (found == counts.end() ? 0.0 : static_cast<double>(found->second));
    };
    return std::fabs(std::log(count(here) / count(beside)));
}

/// Places of the happenings that can be explained: first those that headlines are about, then what is rare (what
/// happens every week explains itself) and what the arms differ in (`here` and `beside`: counts over all that is told).
/// Equals stand in order.
std::vector<std::size_t> most_telling(const ReportSource& source, const History& history, const Counts& here,
                                      const Counts& beside) {
    constexpr double weight = 10;  // something ten times in a replicate counts as once if the arms differ by a factor e
    const auto& happenings = history.happenings;
    Counts count;
    add_to(count, happenings);
    std::vector<double> rank;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < happenings.size(); ++i) {
        const auto sort = sort_of(happenings[i]);
        const bool is_first = source.is_of_headline(history.arm, happenings[i]);
        rank.push_back(is_first ? 0 : static_cast<double>(count[sort]) / (1 + weight * change_of(sort, here, beside)));
        if (happenings[i].sort != Happening::Sort::entry) places.push_back(i);
    }
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
    return places;
}

/// Explains the happenings of one history: the most telling ones, and in turn with these what they hang on, so that a
/// reader can go back along the chain.
class Telling {
public:
    Telling(Explainer& explainer, History& history, const std::string& arm, std::vector<std::size_t> telling,
            int threads)
        : explainer_(explainer), history_(history), arm_(arm), telling_(std::move(telling)) {
        options_.within = within;
        options_.threads = threads;
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
        return take(telling_, next_telling_);
    }

    Explainer& explainer_;
    History& history_;
    const std::string& arm_;
    ExplanationOptions options_;
    std::map<Key, std::size_t> places_;
    std::vector<std::size_t> telling_, links_;
    std::size_t next_telling_ = 0, next_link_ = 0;
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

void write_happenings(JsonWriter& json, const ReportSource& source, const History& history) {
    std::map<Key, std::uint64_t> places;
    for (std::size_t i = 0; i < history.happenings.size(); ++i) places[key_of(history.happenings[i])] = i;
    auto explained = history.explanations.begin();
    json.key("happenings").begin_list();
    for (std::size_t i = 0; i < history.happenings.size(); ++i) {
        json.begin_object();
        write_happening_members(json, history.happenings[i]);
        if (source.is_of_headline(history.arm, history.happenings[i])) json.key("headline").truth(true);
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

/// [arm]: of all that is told.
std::vector<Counts> counts_of(const std::vector<History>& list, std::size_t arms) {
    std::vector<Counts> counts(arms);
    for (const auto& history : list) add_to(counts[history.arm], history.happenings);
    return counts;
}

/// Each history gets an equal part of what is left of the explanations. The first arm stands beside the second, each
/// other one beside the first.
void explain(Histories& histories, const ReportSource& source, Explainer& explainer,
             const PayloadSettings& settings) try {
    const auto counts = counts_of(histories.list, source.arms().size());
    auto still_to_tell = histories.list.size();
    for (auto& history : histories.list) {
        const std::size_t beside = history.arm > 0 ? 0 : std::min<std::size_t>(1, counts.size() - 1);
        const std::uint64_t most = (settings.explanations - histories.explained) / still_to_tell--;
        Telling telling(explainer, history, source.arms()[history.arm].name,
                        most_telling(source, history, counts[history.arm], counts[beside]), settings.threads);
        telling.explain(most, [&] {
            ++histories.explained;
            if (settings.progress) settings.progress(histories.explained, settings.explanations);
        });
    }
} catch (const NotRepeatable& error) {
    histories.why_unexplained = error.what();
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
    // Replicate by replicate, since an explainer keeps the last one of each arm.
    for (const auto replicate : source.told())
        for (std::size_t arm = 0; arm < source.arms().size(); ++arm) {
            histories.list.push_back(listed(explainer ? &*explainer : nullptr, source.arms()[arm], arm, replicate));
            histories.happenings += histories.list.back().happenings_total - source.arms()[arm].calendar.size();
        }
    if (explainer) explain(histories, source, *explainer, settings);
    std::stable_sort(histories.list.begin(), histories.list.end(),
                     [](const History& a, const History& b) { return a.arm < b.arm; });
    return histories;
}

void write_histories(JsonWriter& json, ReportSource& source, const Histories& histories) {
    json.begin_list();
    for (const auto& history : histories.list) {
        json.begin_object().key("arm").value(source.arms()[history.arm].name).key("replicate").value(history.replicate);
        write_paths(json, source, history);
        write_happenings(json, source, history);
        json.end();
    }
    json.end();
}

}  // namespace hegemon::cli
