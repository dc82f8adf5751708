#include <fmt/format.h>

#include <algorithm>

#include "cli/explanation_text.hpp"
#include "cli/explanation_words.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t most_listed = 8;  ///< entries of the ledger

const OptionState& option_named(const DecisionState& decision, const std::string& name) {
    return *std::find_if(decision.options.begin(), decision.options.end(),
                         [&](const OptionState& option) { return option.name == name; });
}

/// "; the chance of `wait` was 66 %, that of `help` 2.8 %"; empty if there was no other.
std::string other_options(const DecisionState& decision, const std::string& taken, double OptionState::*chance) {
    std::vector<std::string> words;
    for (const auto& option : decision.options)
        if (option.name != taken && option.offered && option.*chance > 0)
            words.push_back(fmt::format("{} of {} {}{}", words.empty() ? "the chance" : "that", in_code(option.name),
                                        words.empty() ? "was " : "", chance_text(option.*chance)));
    return words.empty() ? std::string() : "; " + listed(words);
}

std::string decision_opening(const Explanation& explanation, const StepClock& clock) {
    const auto& decision = *explanation.decision;
    const auto& wish = option_named(decision, decision.wish);
    const auto where = fmt::format("in the decision {} on {}, {}", in_code(explanation.what.rule),
                                   printable(explanation.what.row), clock.moment(explanation.what));
    const auto others = other_options(decision, wish.name, &OptionState::chance);
    const auto forced = decision.forced ? " (the variant leaves it no other wish)" : "";
    if (!decision.refused)
        return fmt::format("With a chance of {} {} chose {} {}{}{}.", chance_text(wish.chance),
                           printable(decision.actor), in_code(wish.name), where, others, forced);
    return fmt::format("With a chance of {} {} wished for {} {}, and could not pay for it{}{}.",
                       chance_text(wish.chance), printable(decision.actor), in_code(wish.name), where, others, forced);
}

std::string utilities_text(const DecisionState& decision) {
    std::vector<std::string> words;
    for (const auto& option : decision.options)
        if (option.offered)
            words.push_back(fmt::format("{} for {}", short_number(option.utility), in_code(option.name)));
    return words.size() < 2
               ? std::string()
               : fmt::format(" Utility was {}, at a precision of {}.", listed(words), short_number(decision.precision));
}

/// Amounts of the ledger: enough digits that what is free and what is asked for do not look alike.
std::string amount_text(double value) { return number_text(value); }

std::string unit_before(const std::string& unit) {
    const auto text = unit_text(unit);
    return text.empty() ? text : "in " + printable(text) + "; ";
}

/// "2 of `soldiers` (in companies; 1 was free) and 0.5 of `money` (3 was free)"
std::string costs_text(const DecisionState& decision, const OptionState& option) {
    std::vector<std::string> words;
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        if (option.costs[p] > 0)
            words.push_back(fmt::format("{} of {} ({}{} was free)", amount_text(option.costs[p]),
                                        in_code(decision.payments[p].capacity), unit_before(decision.payments[p].unit),
                                        amount_text(decision.payments[p].free)));
    return listed(words);
}

std::string entry_text(const LedgerEntry& entry) {
    const auto name = entry.rule.substr(entry.rule.find('.') + 1);
    return fmt::format("{} by {} on {}{}", amount_text(entry.amount), in_code(name), printable(entry.row),
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
    return fmt::format(" Of {} there was {} in all, and the rest was bound: {}.", in_code(payment.capacity),
                       amount_text(payment.total), listed(words));
}

/// What it took once its wish was refused.
std::string again_text(const DecisionState& decision) {
    const auto& taken = option_named(decision, decision.option);
    if (!(taken.chance_again < 1))
        return fmt::format(" It could pay for nothing but {}, and took that.", in_code(taken.name));
    return fmt::format(" It drew again among what it could pay, and took {}, which then had a chance of {}{}.",
                       in_code(taken.name), chance_text(taken.chance_again),
                       other_options(decision, taken.name, &OptionState::chance_again));
}

std::string payment_text(const DecisionState& decision) {
    const auto& wish = option_named(decision, decision.wish);
    const auto costs = costs_text(decision, wish);
    if (!decision.refused) return costs.empty() ? " It costs nothing." : fmt::format(" It costs {}.", costs);
    std::string text = fmt::format(" It asked for {}.", costs);
    for (std::size_t p = 0; p < decision.payments.size(); ++p)
        if (wish.costs[p] > decision.payments[p].free) text += ledger_text(decision.payments[p]);
    return text + again_text(decision);
}

std::string other_arm_decision(const OtherArm& other, const DecisionState& own, const StepClock& clock) {
    const auto arm = arm_text(other.arm, other.title);
    if (!other.has_row) return fmt::format("In {} there is no such decision or row.", arm);
    if (!other.happened) return fmt::format("In {} it was not asked in {}.", arm, clock.that());
    const auto& there = *other.decision;
    const auto outcome = there.refused
                             ? fmt::format("{} was refused and {} taken", in_code(there.wish), in_code(there.option))
                             : fmt::format("{} was taken", in_code(there.option));
    const auto& options = there.options;
    const auto found = std::find_if(options.begin(), options.end(), [&](const auto& o) { return o.name == own.wish; });
    if (found == options.end()) return fmt::format("In {} {}.", arm, outcome);
    return fmt::format("In {} {} had a chance of {}, and {}.", arm, in_code(own.wish), chance_text(found->chance),
                       outcome);
}

}  // namespace

std::string decision_text(const Explanation& explanation, const StepClock& clock) {
    std::string text = decision_opening(explanation, clock);
    for (const auto& other : explanation.other_arms)
        text += ' ' + other_arm_decision(other, *explanation.decision, clock);
    return text + utilities_text(*explanation.decision) + payment_text(*explanation.decision);
}

}  // namespace hegemon::cli
