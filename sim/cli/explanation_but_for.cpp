#include <fmt/format.h>

#include <algorithm>

#include "cli/explanation_text.hpp"
#include "cli/explanation_words.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t most_listed = 8;  ///< of things with one consequence
constexpr std::size_t most_changes = 3;
constexpr double worth_telling = 1.05;  ///< a chance that changes by less is as it was

std::string without_text(const Happening& happening, const StepClock& clock) {
    const auto note = sentence_note(happening.note);
    const auto option =
        happening.sort == Happening::Sort::decision ? in_code(happening.option) + " in " : std::string();
    return fmt::format("Without {}{} {}{}", option, thing_text(happening), clock.moment(happening),
                       note.empty() ? "" : " (" + note + ")");
}

/// When it comes if not in its step; a sentence.
std::string instead_text(const ButFor& test, const StepClock& clock, bool is_event) {
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
std::string consequence_text(const ButFor& test, const Explanation& explanation, const StepClock& clock) {
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
        return fmt::format("{} would have been paid, and taken.", in_code(wish));
    return fmt::format("{} would have been taken; {} would have had a chance of {}.", in_code(test.option),
                       in_code(wish), chance_text(test.chance));
}

/// Tests that decide it, those with the same consequence together.
struct Decisive {
    std::vector<std::string> without;
    std::string consequence;
};

std::vector<Decisive> decisive_tests(const Explanation& explanation, const StepClock& clock) {
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
    const auto& decision = *explanation.decision;
    return std::find_if(decision.options.begin(), decision.options.end(),
                        [&](const OptionState& option) { return option.name == decision.wish; })
        ->chance;
}

/// How far a chance is from what it was, up or down.
double change_of(const ButFor& test, double chance) {
    if (!(test.chance > 0) || !(chance > 0)) return 0;
    return std::max(test.chance / chance, chance / test.chance);
}

/// Tests that decide nothing, but change the chance most.
std::string changes_text(const Explanation& explanation, const StepClock& clock) {
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

}  // namespace

std::string but_for_text(const Explanation& explanation, const StepClock& clock) {
    std::string text = wrapped(tried_text(explanation));
    std::size_t decisive = 0;
    for (const auto& group : decisive_tests(explanation, clock)) {
        decisive += group.without.size();
        text += wrapped(joined_text(group.without) + ": " + group.consequence, "- ");
    }
    const auto rest = rest_text(explanation, decisive) + changes_text(explanation, clock);
    return rest.empty() ? text : text + wrapped(rest.substr(rest.front() == ' ' ? 1 : 0));
}

}  // namespace hegemon::cli
