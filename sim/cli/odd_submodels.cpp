#include <fmt/format.h>

#include "cli/markdown.hpp"
#include "cli/odd_text.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string parameters_text(const Description& description) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& parameter : description.parameters) {
        const auto& formula = parameter.formula;
        const std::string value = fmt::format("{}", parameter.value);
        rows.push_back({code_cell(parameter.name), value, formula.text == value ? "" : code_cell(formula.text),
                        range_text(parameter.range), prose(formula.unit),
                        formula.source.empty() ? std::string("none given") : prose(formula.source),
                        prose(formula.note)});
    }
    if (rows.empty()) return {};
    return "### Parameters\n\n" +
           markdown_table({"parameter", "value", "formula", "range", "unit", "standing (source)", "note"}, rows);
}

std::string functions_text(const Description& description) {
    std::string text;
    for (const auto& function : description.functions)
        text += equation(fmt::format("{}({})", function.name, fmt::join(function.arguments, ", ")), function.body);
    return text.empty() ? text : "### Functions\n\n" + text + '\n';
}

bool has(const RuleFacts& rule, const std::string& role) {
    for (const auto& part : rule.parts)
        if (part.role == role) return true;
    return false;
}

std::string word_of(const RuleFacts& rule, const std::string& key) {
    for (const auto& [name, word] : rule.keys)
        if (name == key) return word;
    return {};
}

std::string event_head(const RuleFacts& rule) {
    std::string text = fmt::format("on each {}", code(rule.on));
    const std::string group = word_of(rule, "group");
    if (!group.empty()) text += fmt::format(", at most one of group {} in a step", code(group));
    if (!has(rule, "rate") && !has(rule, "probability")) text += "; only the calendar makes it happen";
    return text;
}

std::string decision_head(const RuleFacts& rule) {
    std::string text = fmt::format("on each {}; {} chooses and pays; {} is left when nothing else can be paid",
                                   code(rule.on), code(word_of(rule, "actor")), code(word_of(rule, "otherwise")));
    const std::string among = word_of(rule, "among"), forced = word_of(rule, "forced");
    if (!among.empty()) text += fmt::format("; rows with the same {} are one choice", code(among));
    if (!forced.empty()) text += fmt::format("; always {}, where it is on offer and can be paid", code(forced));
    return text;
}

/// An attribute a column, an option a row.
std::string options_table(const RuleFacts& rule) {
    std::vector<std::string> headings = {"option"};
    for (const auto& part : rule.parts)
        if (part.role == "attribute" && part.option == rule.options.front()) headings.push_back(code_cell(part.name));
    std::vector<std::vector<std::string>> rows;
    for (const auto& option : rule.options) {
        rows.push_back({code_cell(option)});
        for (const auto& part : rule.parts)
            if (part.role == "attribute" && part.option == option) rows.back().push_back(code_cell(part.formula.text));
    }
    return headings.size() > 1 ? '\n' + markdown_table(headings, rows) : std::string();
}

std::string parts_text(const RuleFacts& rule) {
    std::string text;
    for (const auto& part : rule.parts) {
        const bool is_plain = part.formula.unit.empty() && part.formula.source.empty() && part.formula.note.empty();
        if (part.role == "attribute" && is_plain) continue;  // the table of options has it
        text += equation(part.option.empty() ? key_of(part) : part.option + "." + key_of(part), part.formula);
    }
    return text;
}

std::string rule_text(const RuleFacts& rule) {
    std::string head = fmt::format("on each {}", code(rule.on));
    if (rule.sort == RuleFacts::Sort::event) head = event_head(rule);
    if (rule.sort == RuleFacts::Sort::decision) head = decision_head(rule);
    if (rule.sort == RuleFacts::Sort::claim) head += fmt::format("; {} has bound", code(word_of(rule, "payer")));
    if (rule.sort == RuleFacts::Sort::update) head += ", at the end of a step";
    std::string text = fmt::format("**{}** {}: {}.\n\n", section_of(rule.sort), code(rule.name), head);
    if (rule.sort == RuleFacts::Sort::update) text = fmt::format("**update**: {}.\n\n", head);
    if (rule.removed) return fmt::format("**{}** {} never happens here.\n\n", section_of(rule.sort), code(rule.name));
    text += parts_text(rule);
    if (rule.sort == RuleFacts::Sort::decision) {
        const std::string options = options_table(rule);
        return text + (options.empty() ? "\n" : options);
    }
    return text + '\n';
}

/// The lets or flows of a kind, each one formula.
std::string formulas_text(const Description& description, const std::string& kind, RuleFacts::Sort sort) {
    std::string text;
    for (const auto& rule : description.rules) {
        if (rule.sort != sort || rule.on != kind) continue;
        const bool relaxes = rule.parts.front().formula.text.rfind("relax", 0) == 0;
        const std::string left = sort == RuleFacts::Sort::let ? rule.name
                                 : relaxes                    ? rule.name + " flow"
                                                              : "d " + rule.name + " / d time";
        text += equation(left, rule.parts.front().formula);
    }
    if (text.empty()) return text;
    return fmt::format("**{}** of each {}:\n\n{}\n", section_of(sort), code(kind), text);
}

/// How the rules that there are become changes; the language's own definitions.
std::string reading_text(const Description& description) {
    std::string text;
    bool told[6] = {};
    for (const auto& rule : description.rules) told[static_cast<std::size_t>(rule.sort)] = true;
    const auto put = [&](RuleFacts::Sort sort, const char* says) {
        if (told[static_cast<std::size_t>(sort)]) text += says;
    };
    put(RuleFacts::Sort::let, "- A **let** is a formula with a name, without memory.\n");
    put(RuleFacts::Sort::flow,
        "- A **flow** is what a column gains in a unit of time; `relax(target, half_life)` moves it by (target - x) "
        "(1 - 2^(-step/half_life)) in a step.\n");
    put(RuleFacts::Sort::event,
        "- An **event** fires in a step with probability 1 - exp(-step * rate), where `when` holds; rate = (sum of "
        "`rate.`) * (product of `factor.`).\n");
    put(RuleFacts::Sort::claim, "- A **claim** binds capacity of its payer before any decision can.\n");
    put(RuleFacts::Sort::decision,
        "- A **decision** draws an option with probability in proportion to exp(precision * sum of `utility.`), pays "
        "for it, or is refused and draws again among what can be paid.\n");
    put(RuleFacts::Sort::update, "- An **update** says what follows at the end of a step.\n");
    return text.empty() ? text : text + '\n';
}

std::string kind_rules_text(const Description& description, const std::string& kind) {
    std::string text = formulas_text(description, kind, RuleFacts::Sort::let) +
                       formulas_text(description, kind, RuleFacts::Sort::flow);
    for (const auto& rule : description.rules)
        if (rule.sort != RuleFacts::Sort::let && rule.sort != RuleFacts::Sort::flow && rule.on == kind)
            text += rule_text(rule);
    return text.empty() ? text : fmt::format("### Rules of {}\n\n", code(kind)) + text;
}

}  // namespace

std::string submodels_text(const Description& description) {
    std::string text =
        "## 7 Submodels\n\n" + reading_text(description) + parameters_text(description) + functions_text(description);
    for (const auto& kind : description.kinds) text += kind_rules_text(description, kind.name);
    return text;
}

}  // namespace hegemon::cli
