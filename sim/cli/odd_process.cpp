#include <fmt/format.h>

#include <map>

#include "cli/markdown.hpp"
#include "cli/odd_text.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

/// The rules of a sort, "`people` of `town`; `rain`, `flood` on `town`".
std::string rules_of(const Description& description, RuleFacts::Sort sort) {
    std::map<std::string, std::vector<std::string>> names;
    for (const auto& rule : description.rules)
        if (rule.sort == sort && !rule.removed) names[rule.on].push_back(rule.name);
    std::string text;
    for (const auto& [kind, list] : names) {
        text += text.empty() ? "" : "; ";
        if (sort == RuleFacts::Sort::update) {
            text += code(kind);
        } else {
            text += fmt::format("{} {} {}", code_list(list, list.size()), sort == RuleFacts::Sort::flow ? "of" : "on",
                                code(kind));
        }
    }
    return text;
}

std::string entries_of(const Description& description) {
    std::vector<std::string> names;
    for (const auto& entry : description.calendar) names.push_back(entry.name);
    return code_list(names, names.size());
}

std::string payers_of(const Description& description) {
    std::vector<std::string> names;
    for (const auto& rule : description.rules)
        for (const auto& part : rule.parts)
            if (part.role == "bind" && (names.empty() || names.back() != rule.name)) names.push_back(rule.name);
    return code_list(names, names.size());
}

struct Phase {
    const char* name;
    std::string what, rules;
};

std::vector<Phase> phases_of(const Description& description) {
    const std::string claims = rules_of(description, RuleFacts::Sort::claim), payers = payers_of(description);
    std::string bound = claims.empty() ? claims : "claims: " + claims;
    if (!payers.empty()) bound += (bound.empty() ? "" : "; ") + ("what decisions bind: " + payers);
    std::string outcomes = count_text(description.outcomes.size(), "outcome");
    const bool rk4 = description.clock.integrator == "rk4";
    return {
        {"calendar", "entries that are due write, ramps move", entries_of(description)},
        {"ledger", "commitments whose `while` is false are released, the rest is added up", bound},
        {"flows",
         rk4 ? "columns drift, by the classical Runge-Kutta method of order four"
             : "columns drift, by Euler's rule; `relax` exactly",
         rules_of(description, RuleFacts::Sort::flow)},
        {"events", "clocks run, what fires sets, then adds", rules_of(description, RuleFacts::Sort::event)},
        {"decisions", "wishes are drawn, paid or refused; then sets, then adds",
         rules_of(description, RuleFacts::Sort::decision)},
        {"updates", "what follows is set, then added", rules_of(description, RuleFacts::Sort::update)},
        {"outcomes and record", "what is looked at is read off", outcomes},
    };
}

std::string decision_concepts(const Description& description) {
    std::string text;
    for (const auto& rule : description.rules) {
        if (rule.sort != RuleFacts::Sort::decision || rule.removed) continue;
        std::vector<std::string> terms;
        std::string actor;
        for (const auto& [key, word] : rule.keys)
            if (key == "actor") actor = word;
        for (const auto& part : rule.parts)
            if (part.role == "utility") terms.push_back(part.name);
        text += fmt::format("- {}: {} of each {} chooses among {}", code(rule.name), code(actor), code(rule.on),
                            code_list(rule.options, rule.options.size()));
        if (!terms.empty()) text += fmt::format("; its utility adds up {}", code_list(terms, terms.size()));
        text += ".\n";
    }
    return text;
}

std::string reads_table(const Description& description) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& read : description.reads) {
        std::string members;
        for (const auto& member : read.members) members += (members.empty() ? "" : ", ") + code_cell(member);
        rows.push_back({code_cell(read.reader), code_cell(read.read),
                        members.empty() ? "whether and how many there are" : members});
    }
    return markdown_table({"rules of", "read of", "what"}, rows);
}

std::size_t count_rules(const Description& description, RuleFacts::Sort sort) {
    std::size_t count = 0;
    for (const auto& rule : description.rules) count += rule.sort == sort && !rule.removed ? 1U : 0U;
    return count;
}

std::string chance_text(const Description& description) {
    std::string text = "**Stochasticity.** ";
    const std::size_t events = count_rules(description, RuleFacts::Sort::event),
                      decisions = count_rules(description, RuleFacts::Sort::decision);
    if (events + decisions + description.draws.size() == 0) return text + "Nothing is drawn.\n\n";
    if (events > 0) text += "Drawn is, in each step and on each row, whether an event happens. ";
    if (decisions > 0) text += "Drawn is what a decision wishes for. ";
    if (!description.draws.empty()) text += "These draw:";
    while (text.back() == ' ') text.pop_back();
    text += "\n\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& draw : description.draws) rows.push_back({code_cell(draw.rule), code_cell(draw.draw)});
    return text + markdown_table({"rule", "draw"}, rows);
}

std::string window_text(const OutcomeFacts& outcome) {
    std::string text = outcome.from.empty() ? "" : "from " + outcome.from;
    if (!outcome.to.empty()) text += (text.empty() ? "before " : ", before ") + outcome.to;
    return text;
}

}  // namespace

std::string process_text(const Description& description) {
    std::string text = "## 3 Process overview and scheduling\n\n";
    text +=
        "Each step goes through these phases. A phase sees what those before it left; within a phase all rules read "
        "the same\nstate and write at once, so the order of rules and rows does not matter.\n\n";
    int number = 0;
    for (const auto& phase : phases_of(description))
        text += fmt::format("{}. **{}**: {}. {}\n", ++number, phase.name, phase.what,
                            phase.rules.empty() ? "Nothing here." : "Here: " + phase.rules + ".");
    return text + '\n';
}

std::string concepts_text(const Description& description) {
    std::string text = "## 4 Design concepts\n\n";
    const std::string decisions = decision_concepts(description);
    text += "**Adaptation and objectives.** ";
    text += decisions.empty()
                ? "Nothing decides.\n\n"
                : "These decide, with chances in proportion to exp(precision * utility):\n\n" + decisions + '\n';
    text += "**Sensing and interaction.** ";
    text += description.reads.empty()
                ? "No row reads another one.\n\n"
                : "What rules know of other rows, and bind or spend there:\n\n" + reads_table(description);
    text += chance_text(description);
    std::vector<std::vector<std::string>> rows;
    for (const auto& outcome : description.outcomes)
        rows.push_back({code_cell(outcome.name), outcome.take, code_cell(outcome.formula.text), window_text(outcome),
                        prose(outcome.formula.unit), prose(outcome.formula.note)});
    text += "**Observation.** ";
    text += rows.empty() ? "No outcome is declared.\n\n" : "One number a replicate for each of these:\n\n";
    text += markdown_table({"outcome", "over the steps", "of", "steps", "unit", "note"}, rows);
    return text +
           "Basic principles, emergence, learning, prediction and collectives have no keys of their own in a scenario: "
           "where\nits author tells of them, it is in the comments of section 1 and in the notes of section 7.\n\n";
}

}  // namespace hegemon::cli
