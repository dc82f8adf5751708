#include <fmt/format.h>

#include <algorithm>

#include "cli/explanation_text.hpp"
#include "cli/explanation_words.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string other_arm_event(const OtherArm& other, const StepClock& clock) {
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
                           : fmt::format("; the draw says that it was {}", in_code(explanation.cause));
    if (shares.size() == 1) return fmt::format(" All of its rate came from {}.", in_code(shares.front().name));
    std::vector<std::string> words;
    for (const auto& cause : shares)
        words.push_back(
            fmt::format("{}{} from {}", chance_text(cause.share), words.empty() ? " came" : "", in_code(cause.name)));
    return fmt::format(" Of its rate {}{}.", listed(words), drawn);
}

std::string factors_text(const Explanation& explanation) {
    std::vector<std::string> words;
    for (const auto& factor : explanation.event->factors)
        if (factor.value != 1)
            words.push_back(fmt::format("{} multiplied it by {}", in_code(factor.name), short_number(factor.value)));
    for (std::size_t i = 1; i < words.size(); ++i) words[i].replace(words[i].find(" multiplied it by"), 17, " by");
    return words.empty() ? std::string() : " The factor " + listed(words) + ".";
}

std::string rivals_text(const Explanation& explanation, const StepClock& clock) {
    if (explanation.rivals.empty()) return {};
    std::vector<std::string> words;
    for (const auto& rival : explanation.rivals)
        words.push_back(fmt::format("{} ({})", in_code(rival.event), chance_text(rival.chance)));
    const bool one = words.size() == 1;
    return fmt::format(" In {} {} could have come first; beside {} the chance was {}.", clock.same(), listed(words),
                       one ? "it" : "them", chance_text(explanation.event->chance_among_rivals));
}

std::string event_opening(const Explanation& explanation, const StepClock& clock) {
    const auto& event = *explanation.event;
    const auto name =
        fmt::format("the event {} on {}", in_code(explanation.what.rule), printable(explanation.what.row));
    const auto when = clock.step(explanation.what);
    if (explanation.entry) {
        const auto note = sentence_note(explanation.entry->note);
        auto text =
            fmt::format("With a chance of 100 %, by date, {} happened in {}: the calendar's entry {} makes it so{}.",
                        name, when, in_code(explanation.entry->rule), note.empty() ? "" : " (" + note + ")");
        if (event.rate > 0)
            text += fmt::format(" By itself it would have had a chance of {} in {}.", chance_text(event.chance),
                                clock.that());
        return text;
    }
    const auto rate =
        explanation.has_probability ? std::string() : fmt::format(" (a rate of {})", clock.rate(event.rate));
    return fmt::format("With a chance of {} {} happened in {}{}.", chance_text(event.chance), name, when, rate);
}

}  // namespace

std::string event_text(const Explanation& explanation, const StepClock& clock) {
    std::string text = event_opening(explanation, clock);
    for (const auto& other : explanation.other_arms) text += ' ' + other_arm_event(other, clock);
    return text + causes_text(explanation) + factors_text(explanation) + rivals_text(explanation, clock);
}

}  // namespace hegemon::cli
