#include <algorithm>

#include "api/facts.hpp"
#include "core/check.hpp"

namespace hegemon {

namespace {

using Parts = std::vector<PartFacts>;

void put(Parts& parts, const std::string& role, const std::string& option, const std::optional<Formula>& formula) {
    if (formula) parts.push_back({role, option, "", formula_facts(*formula)});
}

void put_all(Parts& parts, const std::string& role, const std::string& option,
             const std::vector<NamedFormula>& formulas) {
    for (const auto& one : formulas) parts.push_back({role, option, one.name.value, formula_facts(one.formula)});
}

void put_kind_formulas(std::vector<RuleFacts>& rules, RuleFacts::Sort sort, const std::vector<KindFormulas>& kinds) {
    for (const auto& kind : kinds) {
        for (const auto& one : kind.formulas) {
            RuleFacts rule;
            rule.sort = sort;
            rule.name = one.name.value;
            rule.on = kind.kind.value;
            rule.parts.push_back({"is", "", "", formula_facts(one.formula)});
            rules.push_back(std::move(rule));
        }
    }
}

RuleFacts named_rule(RuleFacts::Sort sort, const std::string& name, const std::string& on) {
    RuleFacts rule;
    rule.sort = sort;
    rule.name = name;
    rule.on = on;
    return rule;
}

RuleFacts event_facts(const EventDeclaration& event) {
    RuleFacts rule = named_rule(RuleFacts::Sort::event, event.name.value, event.on.value);
    rule.removed = event.removed;
    if (event.group) rule.keys.emplace_back("group", event.group->value);
    put(rule.parts, "when", "", event.when);
    put(rule.parts, "probability", "", event.probability);
    put_all(rule.parts, "rate", "", event.rates);
    put_all(rule.parts, "factor", "", event.factors);
    put_all(rule.parts, "set", "", event.sets);
    put_all(rule.parts, "add", "", event.adds);
    return rule;
}

RuleFacts claim_facts(const ClaimDeclaration& claim) {
    RuleFacts rule = named_rule(RuleFacts::Sort::claim, claim.name.value, claim.on.value);
    rule.keys.emplace_back("payer", claim.payer.value);
    put(rule.parts, "when", "", claim.when);
    put_all(rule.parts, "binds", "", claim.amounts);
    return rule;
}

void put_payments(Parts& parts, const DecisionDeclaration& decision) {
    for (const auto& payment : decision.payments) {
        const bool binds = payment.verb == PaymentDeclaration::Verb::bind;
        parts.push_back({binds ? "bind" : "spend", "", payment.capacity.value, formula_facts(payment.amount)});
        if (payment.lasting) parts.push_back({"while", "", payment.capacity.value, formula_facts(*payment.lasting)});
    }
}

RuleFacts decision_facts(const DecisionDeclaration& decision) {
    RuleFacts rule = named_rule(RuleFacts::Sort::decision, decision.name.value, decision.on.value);
    rule.removed = decision.removed;
    rule.keys.emplace_back("actor", decision.actor.value);
    if (decision.among) rule.keys.emplace_back("among", decision.among->value);
    rule.keys.emplace_back("otherwise", decision.otherwise.value);
    if (decision.forced) rule.keys.emplace_back("forced", decision.forced->value);
    for (const auto& option : decision.options) rule.options.push_back(option.name.value);
    if (decision.removed) return rule;
    put(rule.parts, "when", "", decision.when);
    rule.parts.push_back({"precision", "", "", formula_facts(decision.precision)});
    put_all(rule.parts, "utility", "", decision.utilities);
    for (const auto& option : decision.options) {
        const std::string& name = option.name.value;
        put(rule.parts, "when", name, option.when);
        put_all(rule.parts, "attribute", name, option.attributes);
        put_all(rule.parts, "utility", name, option.utilities);
        put_all(rule.parts, "set", name, option.sets);
        put_all(rule.parts, "add", name, option.adds);
    }
    put_payments(rule.parts, decision);
    put_all(rule.parts, "set", "", decision.sets);
    put_all(rule.parts, "add", "", decision.adds);
    return rule;
}

RuleFacts update_facts(const UpdateDeclaration& update) {
    RuleFacts rule = named_rule(RuleFacts::Sort::update, update.kind.value, update.kind.value);
    put_all(rule.parts, "set", "", update.sets);
    put_all(rule.parts, "add", "", update.adds);
    return rule;
}

std::vector<EntryFacts::Write> write_facts(const CalendarEntry& entry) {
    std::vector<EntryFacts::Write> writes;
    for (const auto& write : entry.sets)
        writes.push_back({"set", one_line(write.address.value), formula_facts(write.value), write.over});
    for (const auto& write : entry.adds)
        writes.push_back({"add", one_line(write.address.value), formula_facts(write.value), write.over});
    return writes;
}

}  // namespace

std::vector<RuleFacts> rule_facts(const Declaration& declaration) {
    std::vector<RuleFacts> rules;
    put_kind_formulas(rules, RuleFacts::Sort::let, declaration.lets);
    put_kind_formulas(rules, RuleFacts::Sort::flow, declaration.flows);
    for (const auto& event : declaration.events) rules.push_back(event_facts(event));
    for (const auto& claim : declaration.claims) rules.push_back(claim_facts(claim));
    for (const auto& decision : declaration.decisions) rules.push_back(decision_facts(decision));
    for (const auto& update : declaration.updates) rules.push_back(update_facts(update));
    return rules;
}

std::vector<EntryFacts> entry_facts(const Declaration& declaration) {
    std::vector<EntryFacts> entries;
    for (const auto& entry : declaration.calendar) {
        EntryFacts facts{entry.name.value, entry.note,         moment_as_written(declaration.time, entry.at),
                         entry.step,       write_facts(entry), {}};
        for (const auto& fire : entry.fires) facts.fires.push_back(one_line(fire.value));
        entries.push_back(std::move(facts));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
    return entries;
}

const char* section_of(RuleFacts::Sort sort) {
    switch (sort) {
        case RuleFacts::Sort::let:
            return "let";
        case RuleFacts::Sort::flow:
            return "flow";
        case RuleFacts::Sort::event:
            return "event";
        case RuleFacts::Sort::claim:
            return "claim";
        case RuleFacts::Sort::decision:
            return "decision";
        case RuleFacts::Sort::update:
            break;
    }
    return "update";
}

std::string full_name(const RuleFacts& rule) {
    const bool of_kind = rule.sort == RuleFacts::Sort::let || rule.sort == RuleFacts::Sort::flow;
    return std::string(section_of(rule.sort)) + "." + (of_kind ? rule.on + "." : "") + rule.name;
}

std::string key_of(const PartFacts& part) {
    if (part.role == "binds") return part.name;
    if (part.role == "bind" || part.role == "spend" || part.role == "while")
        return "pays." + part.name + "." + part.role;
    return part.name.empty() ? part.role : part.role + "." + part.name;
}

std::string full_name(const RuleFacts& rule, const PartFacts& part) {
    if (part.role == "is") return full_name(rule);
    return full_name(rule) + " " + (part.option.empty() ? "" : part.option + ".") + key_of(part);
}

}  // namespace hegemon
