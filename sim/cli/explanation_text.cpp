#include "cli/explanation_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t line_width = 100;
constexpr std::size_t most_listed = 8;  ///< of things with one consequence; and of ledger entries
constexpr std::size_t most_changes = 3;
constexpr double worth_telling = 1.05;  ///< a chance that changes by less is as it was

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Broken at spaces; the first line begins with `first`, the others with as many blanks.
std::string wrapped(const std::string& text, const std::string& first = {}) {
    std::string result = first;
    std::size_t width = first.size(), at = 0;
    bool is_first = true;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        const bool fits = is_first || width + 1 + characters(word) <= line_width;
        if (!fits) result += '\n' + std::string(first.size(), ' ');
        if (!fits) width = first.size();
        if (fits && !is_first) ++width;
        result += fits && !is_first ? " " + word : word;
        width += characters(word);
        is_first = false;
        at = end + 1;
    }
    return result + '\n';
}

/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

std::string short_number(double value) {
    const std::string text = fmt::format("{:.3g}", value);
    return text.find('e') == std::string::npos || std::fabs(value) < 1 ? text : fmt::format("{:.0f}", value);
}

/// Amounts of the ledger: enough digits that what is free and what is asked for do not look alike.
std::string amount_text(double value) { return number_text(value); }

std::string sentence_note(std::string note) {
    while (!note.empty() && (note.back() == '.' || note.back() == ' ')) note.pop_back();
    return printable(note);
}

std::string quoted(const std::string& name) { return '`' + printable(name) + '`'; }

std::string arm_text(const std::string& arm, const std::string& title) {
    const auto words = sentence_note(title);
    return words.empty() || arm == "base" ? quoted(arm) : quoted(arm) + " (" + words + ")";
}

/// Steps as people call them.
class Clock {
public:
    explicit Clock(const Explanation& explanation)
        : unit_(explanation.step == 1 && explanation.time_unit != "step" ? explanation.time_unit : "step"),
          time_unit_(explanation.time_unit) {}

    /// "the week from 2022-09-10"
    [[nodiscard]] std::string step(const std::string& date, double begin, std::uint32_t step) const {
        if (!date.empty()) return "the " + unit_ + " from " + date;
        if (time_unit_ == "step") return fmt::format("step {}", step);
        const auto number = time_unit_ + " " + number_text(begin);
        return unit_ == "step" ? "the step from " + number : number;
    }
    [[nodiscard]] std::string step(const Happening& happening) const {
        return step(happening.date, happening.begin, happening.step);
    }
    /// "that week"
    [[nodiscard]] std::string that() const { return "that " + unit_; }
    [[nodiscard]] std::string same() const { return "the same " + unit_; }
    /// "0.03 a week"
    [[nodiscard]] std::string rate(double value) const { return short_number(value) + " a " + time_unit_; }
    /// "on 2022-09-12", "in week 3", "in step 3"
    [[nodiscard]] std::string moment(const Happening& happening) const {
        return happening.day.empty() ? "in " + step(happening) : "on " + happening.day;
    }

private:
    std::string unit_, time_unit_;
};

std::string thing_text(const Happening& happening) {
    if (happening.sort == Happening::Sort::entry) return "the calendar's " + printable(happening.rule);
    return fmt::format("{} on {}", printable(happening.rule), printable(happening.row));
}

// ------------------------------------------------------------------------------------------------ events

std::string other_arm_event(const OtherArm& other, const Clock& clock) {
    const auto arm = arm_text(other.arm, other.title);
    if (!other.has_row) return fmt::format("In {} there is no such event or row.", arm);
    if (other.happened && !(other.event->rate > 0))
        return fmt::format("In {} it happened in {}, too.", arm, clock.that());
    if (!other.event->may_happen)
        return fmt::format("In {} it could not happen in {}, whatever the draw.", arm, clock.that());
    return fmt::format("In {} the chance was {}, and it {} in {}{}.", arm, chance_text(other.event->chance),
                       other.happened ? "happened" : "did not happen", clock.that(), other.happened ? ", too" : "");
}

std::string causes_text(const Explanation& explanation) {
    const auto& causes = explanation.event->causes;
    if (causes.size() < 2) return {};
    std::vector<RatePart> shares;
    std::copy_if(causes.begin(), causes.end(), std::back_inserter(shares), [](const auto& c) { return c.share > 0; });
    std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
    if (shares.empty()) return {};
    const auto drawn = explanation.cause.empty()
                           ? std::string()
                           : fmt::format("; the draw says that it was {}", printable(explanation.cause));
    if (shares.size() == 1) return fmt::format(" All of its rate came from {}.", printable(shares.front().name));
    std::vector<std::string> words;
    for (const auto& cause : shares)
        words.push_back(
            fmt::format("{}{} from {}", chance_text(cause.share), words.empty() ? " came" : "", printable(cause.name)));
    return fmt::format(" Of its rate {}{}.", listed(words), drawn);
}

std::string factors_text(const Explanation& explanation) {
    std::vector<std::string> words;
    for (const auto& factor : explanation.event->factors)
        if (factor.value != 1)
            words.push_back(fmt::format("{} multiplied it by {}", printable(factor.name), short_number(factor.value)));
    for (std::size_t i = 1; i < words.size(); ++i) words[i].replace(words[i].find(" multiplied it by"), 17, " by");
    return words.empty() ? std::string() : " The factor " + listed(words) + ".";
}

std::string rivals_text(const Explanation& explanation, const Clock& clock) {
    if (explanation.rivals.empty()) return {};
    std::vector<std::string> words;
    for (const auto& rival : explanation.rivals)
        words.push_back(fmt::format("{} ({})", printable(rival.event), chance_text(rival.chance)));
    const bool one = words.size() == 1;
    return fmt::format(" In {} {} could have come first; beside {} the chance was {}.", clock.same(), listed(words),
                       one ? "it" : "them", chance_text(explanation.event->chance_among_rivals));
}

std::string event_opening(const Explanation& explanation, const Clock& clock) {
    const auto& event = *explanation.event;
    const auto name = fmt::format("the event {} on {}", quoted(explanation.what.rule), printable(explanation.what.row));
    const auto when = clock.step(explanation.what);
    if (explanation.entry) {
        const auto note = sentence_note(explanation.entry->note);
        auto text =
            fmt::format("With a chance of 100 %, by date, {} happened in {}: the calendar's entry {} makes it so{}.",
                        name, when, printable(explanation.entry->rule), note.empty() ? "" : " (" + note + ")");
        if (event.rate > 0)
            text += fmt::format(" By itself it would have had a chance of {} in {}.", chance_text(event.chance),
                                clock.that());
        return text;
    }
    const auto rate =
        explanation.has_probability ? std::string() : fmt::format(" (a rate of {})", clock.rate(event.rate));
    return fmt::format("With a chance of {} {} happened in {}{}.", chance_text(event.chance), name, when, rate);
}

// ------------------------------------------------------------------------------------------------ decisions

const OptionState& option_named(const DecisionState& decision, const std::string& name) {
    return *std::find_if(decision.options.begin(), decision.options.end(),
                         [&](const OptionState& option) { return option.name == name; });
}

std::string other_options(const DecisionState& decision, const std::string& taken, double OptionState::*chance,
                          const char* verb) {
    std::vector<std::string> words;
    for (const auto& option : decision.options)
        if (option.name != taken && option.offered && option.*chance > 0)
            words.push_back(fmt::format("{} {}", printable(option.name), chance_text(option.*chance)));
    return words.empty() ? std::string() : fmt::format("; {} {}", verb, listed(words));
}

std::string decision_opening(const Explanation& explanation, const Clock& clock) {
    const auto& decision = *explanation.decision;
    const auto& wish = option_named(decision, decision.wish);
    const auto where = fmt::format("in the decision {} on {}, in {}", quoted(explanation.what.rule),
                                   printable(explanation.what.row), clock.step(explanation.what));
    const auto others = other_options(decision, wish.name, &OptionState::chance, "the others had");
    const auto forced = decision.forced ? " (the variant leaves it no other wish)" : "";
    if (!decision.refused)
        return fmt::format("With a chance of {} {} chose {} {}{}{}.", chance_text(wish.chance),
                           printable(decision.actor), printable(wish.name), where, others, forced);
    return fmt::format("With a chance of {} {} wished for {} {}, and could not pay for it{}{}.",
                       chance_text(wish.chance), printable(decision.actor), printable(wish.name), where, others,
                       forced);
}

std::string utilities_text(const DecisionState& decision) {
    std::vector<std::string> words;
    for (const auto& option : decision.options)
        if (option.offered)
            words.push_back(fmt::format("{} for {}", short_number(option.utility), printable(option.name)));
    return words.size() < 2
               ? std::string()
               : fmt::format(" Utility was {}, at a precision of {}.", listed(words), short_number(decision.precision));
}

/// "2 of soldiers (1 was free) and 0.5 of money (3 was free)"
std::string costs_text(const DecisionState& decision, const OptionState& option) {
    std::vector<std::string> words;
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        if (option.costs[p] > 0)
            words.push_back(fmt::format("{} of {} ({} was free)", amount_text(option.costs[p]),
                                        printable(decision.payments[p].capacity),
                                        amount_text(decision.payments[p].free)));
    return listed(words);
}

std::string entry_text(const LedgerEntry& entry) {
    const auto name = entry.rule.substr(entry.rule.find('.') + 1);
    return fmt::format("{} by {} on {}{}", amount_text(entry.amount), printable(name), printable(entry.row),
                       entry.in_this_step ? ", served before it" : "");
}

/// What held the rest of a capacity that fell short.
std::string ledger_text(const PaymentState& payment) {
    if (payment.entries.empty()) return {};
    std::vector<std::string> words;
    for (std::size_t i = 0; i < payment.entries.size() && i < most_listed; ++i)
        words.push_back(entry_text(payment.entries[i]));
    if (payment.entries.size() > most_listed)
        words.push_back(count_text(payment.entries.size() - most_listed, "smaller one"));
    return fmt::format(" Of {} there was {} in all, and this was taken: {}.", printable(payment.capacity),
                       amount_text(payment.total), listed(words));
}

std::string payment_text(const DecisionState& decision) {
    const auto& wish = option_named(decision, decision.wish);
    const auto costs = costs_text(decision, wish);
    if (!decision.refused) return costs.empty() ? " It costs nothing." : fmt::format(" It costs {}.", costs);
    std::string text = fmt::format(" It asked for {}.", costs);
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        if (wish.costs[p] > decision.payments[p].free) text += ledger_text(decision.payments[p]);
    const auto& taken = option_named(decision, decision.option);
    return text + fmt::format(" Drawing again among what it could pay, it took {}, with a chance of {}{}.",
                              printable(taken.name), chance_text(taken.chance_again),
                              other_options(decision, taken.name, &OptionState::chance_again, "the others had"));
}

std::string other_arm_decision(const OtherArm& other, const DecisionState& own, const Clock& clock) {
    const auto arm = arm_text(other.arm, other.title);
    if (!other.has_row) return fmt::format("In {} there is no such decision or row.", arm);
    if (!other.happened) return fmt::format("In {} it was not asked in {}.", arm, clock.that());
    const auto& there = *other.decision;
    const auto outcome =
        there.refused ? fmt::format("{} was refused and {} taken", printable(there.wish), printable(there.option))
                      : fmt::format("{} was taken", printable(there.option));
    const auto& options = there.options;
    const auto found = std::find_if(options.begin(), options.end(), [&](const auto& o) { return o.name == own.wish; });
    if (found == options.end()) return fmt::format("In {} {}.", arm, outcome);
    return fmt::format("In {} {} had a chance of {}, and {}.", arm, printable(own.wish), chance_text(found->chance),
                       outcome);
}

// ------------------------------------------------------------------------------------------------ but for

std::string without_text(const Happening& happening, const Clock& clock) {
    const auto note = sentence_note(happening.note);
    const auto option =
        happening.sort == Happening::Sort::decision ? printable(happening.option) + " in " : std::string();
    return fmt::format("Without {}{} {}{}", option, thing_text(happening), clock.moment(happening),
                       note.empty() ? "" : " (" + note + ")");
}

/// When it comes if not in its step; a sentence.
std::string instead_text(const ButFor& test, const Clock& clock, bool is_event) {
    const std::string verb = is_event ? "come" : "been asked";
    const auto next = test.next ? clock.step(test.next_date, test.next_begin, *test.next) : std::string();
    if (!test.earlier && test.next)
        return fmt::format("The next {} in {}.", is_event ? "would have come" : "time would have been", next);
    if (!test.earlier) return fmt::format("Nor would it have {} later in the run.", verb);
    const auto earlier = clock.step(test.earlier_date, test.earlier_begin, *test.earlier);
    return fmt::format("It would have {} before, in {}, and {}.", verb, earlier,
                       test.next ? "next in " + next : "not again in the run");
}

/// What follows from taking one thing away; several things may have the same consequence.
std::string consequence_text(const ButFor& test, const Explanation& explanation, const Clock& clock) {
    if (test.fails) return "the replicate would have failed before.";
    if (explanation.event) {
        const auto instead = instead_text(test, clock, true);
        if (!(test.chance > 0)) return fmt::format("it could not have happened in {}. {}", clock.that(), instead);
        return fmt::format("with a chance of {} in {} and the same luck, it would not have happened. {}",
                           chance_text(test.chance), clock.that(), instead);
    }
    const auto& wish = explanation.decision->wish;
    if (!test.asked)
        return fmt::format("it would not have been asked in {}. {}", clock.that(), instead_text(test, clock, false));
    if (explanation.decision->refused && test.option == wish)
        return fmt::format("{} would have been paid, and taken.", printable(wish));
    return fmt::format("{} would have been taken; {} would have had a chance of {}.", printable(test.option),
                       printable(wish), chance_text(test.chance));
}

/// Tests that decide it, those with the same consequence together.
struct Decisive {
    std::vector<std::string> without;
    std::string consequence;
};

std::vector<Decisive> decisive_tests(const Explanation& explanation, const Clock& clock) {
    std::vector<Decisive> groups;
    auto tests = explanation.but_for;  // the calendar first: of many things the first ones are named
    std::stable_partition(tests.begin(), tests.end(),
                          [](const ButFor& test) { return test.without.sort == Happening::Sort::entry; });
    for (const auto& test : tests) {
        if (test.still) continue;
        auto consequence = consequence_text(test, explanation, clock);
        auto found =
            std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.consequence == consequence; });
        if (found == groups.end()) found = groups.insert(groups.end(), {{}, std::move(consequence)});
        found->without.push_back(without_text(test.without, clock));
    }
    return groups;
}

/// "Without A, without B or without C"; of many the first ones and how many more.
std::string joined_text(std::vector<std::string> without) {
    const auto more = without.size() > most_listed ? without.size() - most_listed : 0;
    without.resize(without.size() - more);
    for (std::size_t i = 1; i < without.size(); ++i) without[i][0] = 'w';
    if (more > 0) without.push_back(fmt::format("without any one of {}", count_text(more, "more thing")));
    std::string text = without.front();
    for (std::size_t i = 1; i < without.size(); ++i) text += (i + 1 == without.size() ? ", or " : ", ") + without[i];
    return text;
}

double own_chance(const Explanation& explanation) {
    if (explanation.event) return explanation.event->chance;
    return option_named(*explanation.decision, explanation.decision->wish).chance;
}

/// How far a chance is from what it was, up or down.
double change_of(const ButFor& test, double chance) {
    if (!(test.chance > 0) || !(chance > 0)) return 0;
    return std::max(test.chance / chance, chance / test.chance);
}

/// Tests that decide nothing, but change the chance most.
std::string changes_text(const Explanation& explanation, const Clock& clock) {
    const double chance = own_chance(explanation);
    std::vector<const ButFor*> changes;
    for (const auto& test : explanation.but_for)
        if (test.still && change_of(test, chance) >= worth_telling) changes.push_back(&test);
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const auto* a, const auto* b) { return change_of(*a, chance) > change_of(*b, chance); });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < changes.size() && i < most_changes; ++i) {
        auto without = without_text(changes[i]->without, clock);
        without[0] = 'w';
        words.push_back(fmt::format("{} {}", chance_text(changes[i]->chance), without));
    }
    return words.empty() ? std::string() : fmt::format(" The chance would have been {}.", listed(words));
}

std::string tried_text(const Explanation& explanation) {
    const auto tried = explanation.but_for.size();
    if (tried == 0)
        return explanation.earlier == 0 ? "Nothing came before it in this replicate." : "Nothing before it was tried.";
    const auto which = tried < explanation.earlier
                           ? fmt::format(
                                 "Of {} earlier things in this replicate {}, the latest and all of the calendar, "
                                 "were taken away",
                                 explanation.earlier, tried)
                       : tried == 1 ? std::string("The only earlier thing in this replicate was taken away")
                                    : fmt::format("Each of {} earlier things in this replicate was taken away", tried);
    return fmt::format("{}{}, and the replicate run again with the same random numbers.", which,
                       tried == 1 ? "" : " alone");
}

std::string rest_text(const Explanation& explanation, std::size_t decisive) {
    const auto rest = explanation.but_for.size() - decisive;
    if (rest == 0) return {};
    const auto* it = explanation.event ? "it happens all the same" : "it falls the same way";
    if (decisive == 0) return fmt::format("Without {} {}.", rest == 1 ? "it" : "any one of them", it);
    return rest == 1 ? fmt::format("Without the other one {}.", it)
                     : fmt::format("None of the other {} decides it alone.", rest);
}

std::string but_for_text(const Explanation& explanation, const Clock& clock) {
    std::string text = wrapped(tried_text(explanation));
    std::size_t decisive = 0;
    for (const auto& group : decisive_tests(explanation, clock)) {
        decisive += group.without.size();
        text += wrapped(joined_text(group.without) + ": " + group.consequence, "- ");
    }
    const auto rest = rest_text(explanation, decisive) + changes_text(explanation, clock);
    return rest.empty() ? text : text + wrapped(rest.substr(rest.front() == ' ' ? 1 : 0));
}

std::string heading(const Explanation& explanation, const Clock& clock) {
    const auto& what = explanation.what;
    return fmt::format("{} {} of {}: {}, {} (replicate {}, step {})\n\n",
                       what.sort == Happening::Sort::event ? "Event" : "Decision", what.number,
                       arm_text(explanation.arm, explanation.arm_title), thing_text(what), clock.moment(what),
                       what.replicate, what.step);
}

}  // namespace

std::string chance_text(double chance) {
    if (std::isnan(chance)) return "-";
    if (chance <= 0 || chance >= 1) return chance <= 0 ? "0 %" : "100 %";
    if (chance < 1e-5) return "under 0.001 %";
    const double percent = 100 * chance;
    const double from_edge = std::fmin(percent, 100 - percent);
    const int decimals = percent >= 9.95 && from_edge >= 0.95
                             ? 0
                             : std::min(9, 1 - static_cast<int>(std::floor(std::log10(from_edge * 1.0000001))));
    return fmt::format("{:.{}f} %", percent, std::max(0, decimals));
}

std::string happening_text(const Happening& happening) {
    const auto when = happening.date.empty() ? fmt::format("in step {}", happening.step)
                                             : fmt::format("in the step from {}", happening.date);
    return fmt::format("{} {} of replicate {} ({} {})", thing_text(happening), when, happening.replicate,
                       happening.sort == Happening::Sort::event ? "event" : "decision", happening.number);
}

std::string happenings_text(const std::vector<Happening>& happenings) {
    std::vector<std::vector<std::string>> lines = {{"", "number", "replicate", "step", "day", "rule", "row"}};
    std::vector<std::string> notes = {""};
    for (const auto& happening : happenings) {
        lines.push_back({happening.sort == Happening::Sort::event ? "event" : "decision",
                         std::to_string(happening.number), std::to_string(happening.replicate),
                         std::to_string(happening.step),
                         happening.day.empty() ? number_text(happening.time) : happening.day, printable(happening.rule),
                         printable(happening.row)});
        notes.push_back(happening.refused
                            ? printable(happening.option) + ", " + printable(happening.wish) + " was refused"
                            : printable(happening.option));
    }
    return table_text(lines, notes);
}

std::string explanation_text(const Explanation& explanation) {
    const Clock clock(explanation);
    std::string text;
    if (explanation.event) {
        text = event_opening(explanation, clock);
        for (const auto& other : explanation.other_arms) text += ' ' + other_arm_event(other, clock);
        text += causes_text(explanation) + factors_text(explanation) + rivals_text(explanation, clock);
    } else {
        text = decision_opening(explanation, clock);
        for (const auto& other : explanation.other_arms)
            text += ' ' + other_arm_decision(other, *explanation.decision, clock);
        text += utilities_text(*explanation.decision) + payment_text(*explanation.decision);
    }
    return heading(explanation, clock) + wrapped(text) + '\n' + but_for_text(explanation, clock);
}

}  // namespace hegemon::cli
