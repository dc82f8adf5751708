#include <algorithm>
#include <map>
#include <set>

#include "api/facts.hpp"
#include "language/syntax.hpp"

namespace hegemon {

namespace {

constexpr const char* draws[] = {"chance", "exponential", "normal", "pareto", "uniform"};

/// Names that stand for rows: binders of aggregates, arguments of functions -> kind.
using Binders = std::map<std::string, std::string>;

/// Walks formulas and keeps track of the kind of which every part of them is a row; "" for numbers and truths.
class ReadFinder {
public:
    explicit ReadFinder(Description& description) : description_(description) {
        for (const auto& kind : description.kinds)
            for (const auto& column : kind.columns)
                if (!column.reference.empty()) references_[kind.name][column.name] = column.reference;
        for (const auto& function : description.functions) functions_[function.name] = &function;
    }

    void find() {
        for (const auto& kind : description_.kinds)
            for (const auto& column : kind.columns)
                look_at("kind." + kind.name + " start." + column.name, kind.name, column.start.text);
        for (const auto& rule : description_.rules)
            for (const auto& part : rule.parts) look_at(full_name(rule, part), rule.on, part.formula.text);
        for (const auto& rule : description_.rules) look_at_payments(rule);
        for (const auto& setting : description_.settings) look_at("set " + setting.name, "", setting.formula.text);
        for (const auto& entry : description_.calendar)
            for (const auto& write : entry.writes)
                look_at("at." + entry.name + " " + write.role + " " + write.address, "", write.formula.text);
        for (const auto& [kinds, members] : reads_)
            description_.reads.push_back({kinds.first, kinds.second, {members.begin(), members.end()}});
    }

private:
    /// Whoever pays is another row, whose free capacity says what can be had; a claim binds it whatever is free.
    void look_at_payments(const RuleFacts& rule) {
        for (const auto& [key, word] : rule.keys) {
            const std::string payer = key == "actor" || key == "payer" ? target(rule.on, word) : std::string();
            if (payer.empty()) continue;
            kind_ = rule.on;
            for (const auto& part : rule.parts) {
                if (part.role == "binds" || part.role == "bind" || part.role == "spend")
                    record(payer).insert(part.name);
            }
        }
    }

    void look_at(const std::string& rule, const std::string& kind, const std::string& text) {
        if (text.empty()) return;
        rule_ = rule;
        kind_ = kind;
        visit_text(text, {});
    }

    std::string visit_text(const std::string& text, const Binders& binders) {
        Diagnostics none;
        const SyntaxPtr syntax = parse(Text{text, {}, {}}, none);
        return syntax != nullptr ? visit(*syntax, text, binders) : std::string();
    }

    std::string visit(const Syntax& syntax, const std::string& text, const Binders& binders) {
        switch (syntax.kind) {
            case SyntaxKind::this_row:
                return kind_;
            case SyntaxKind::name:
                if (const auto bound = binders.find(syntax.name); bound != binders.end()) return bound->second;
                return target(kind_, syntax.name);
            case SyntaxKind::member:
                return visit_member(syntax, text, binders);
            case SyntaxKind::call:
                return visit_call(syntax, text, binders);
            case SyntaxKind::look_up:
                record(syntax.name);
                visit_children(syntax, text, binders);
                return syntax.name;
            case SyntaxKind::aggregate: {
                record(syntax.of_kind);
                Binders inner = binders;
                inner[syntax.binder] = syntax.of_kind;
                visit_children(syntax, text, inner);
                return {};
            }
            case SyntaxKind::else_:
                return visit_children(syntax, text, binders);
            default:
                visit_children(syntax, text, binders);
                return {};
        }
    }

    /// The kind of the first child that is a row.
    std::string visit_children(const Syntax& syntax, const std::string& text, const Binders& binders) {
        std::string kind;
        for (const auto& child : syntax.children) {
            if (child == nullptr) continue;
            const std::string its_kind = visit(*child, text, binders);
            if (kind.empty()) kind = its_kind;
        }
        return kind;
    }

    std::string visit_member(const Syntax& syntax, const std::string& text, const Binders& binders) {
        const Syntax& row = *syntax.children.front();
        const std::string kind = visit(row, text, binders);
        if (kind.empty()) return {};
        if (row.kind != SyntaxKind::this_row) record(kind).insert(syntax.name);
        return target(kind, syntax.name);
    }

    std::string visit_call(const Syntax& syntax, const std::string& text, const Binders& binders) {
        if (std::find(std::begin(draws), std::end(draws), syntax.name) != std::end(draws))
            description_.draws.push_back({rule_, text.substr(syntax.begin, syntax.length)});
        const auto function = functions_.find(syntax.name);
        if (function == functions_.end()) {
            const std::string kind = visit_children(syntax, text, binders);
            return syntax.name == "if" ? kind : std::string();
        }
        Binders arguments;
        const auto& names = function->second->arguments;
        for (std::size_t i = 0; i < syntax.children.size() && i < names.size(); ++i)
            arguments[names[i]] = visit(*syntax.children[i], text, binders);
        return visit_text(function->second->body.text, arguments);
    }

    [[nodiscard]] std::string target(const std::string& kind, const std::string& reference) const {
        const auto of_kind = references_.find(kind);
        if (of_kind == references_.end()) return {};
        const auto found = of_kind->second.find(reference);
        return found == of_kind->second.end() ? std::string() : found->second;
    }

    /// The members of `kind` that the present rule's kind reads; what belongs to no kind reads unseen.
    std::set<std::string>& record(const std::string& kind) {
        if (kind_.empty()) return unseen_;
        return reads_[{kind_, kind}];
    }

    Description& description_;
    std::map<std::string, std::map<std::string, std::string>> references_;  ///< kind -> reference -> kind
    std::map<std::string, const FunctionFacts*> functions_;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> reads_;
    std::set<std::string> unseen_;
    std::string rule_, kind_;  ///< of the formula at hand
};

}  // namespace

void find_reads(Description& description) { ReadFinder(description).find(); }

}  // namespace hegemon
