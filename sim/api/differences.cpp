#include <algorithm>
#include <hegemon/description.hpp>
#include <map>

#include "api/compiled.hpp"
#include "api/facts.hpp"
#include "scenario/toml_value.hpp"

namespace hegemon {

namespace {

/// (place, what) -> text. In order of place, since a variant may say things in another order.
using Facts = std::map<std::pair<std::string, std::string>, std::string>;

class FactList {
public:
    explicit FactList(const Description& description) {
        for (const auto& parameter : description.parameters) put_parameter(parameter);
        for (const auto& function : description.functions) {
            const std::string where = "function." + function.name;
            put_formula(where, function.body);
            put(where, "arguments", joined(function.arguments));
        }
        for (const auto& kind : description.kinds) put_kind(kind);
        for (const auto& setting : description.settings) put_formula("set " + setting.name, setting.formula);
        for (const auto& rule : description.rules) put_rule(rule);
        for (const auto& entry : description.calendar) put_entry(entry);
    }

    [[nodiscard]] Facts take() { return std::move(facts_); }

private:
    void put(const std::string& where, const std::string& what, const std::string& text) {
        if (!text.empty()) facts_[{where, what}] = text;
    }

    void put_formula(const std::string& where, const FormulaFacts& formula) {
        put(where, "formula", formula.text);
        put(where, "unit", formula.unit);
        put(where, "source", formula.source);
        put(where, "note", formula.note);
    }

    void put_range(const std::string& where, const std::optional<std::pair<double, double>>& range) {
        if (range) put(where, "range", shortest(range->first) + " to " + shortest(range->second));
    }

    void put_parameter(const ParameterFacts& parameter) {
        const std::string where = "parameter." + parameter.name;
        put_formula(where, parameter.formula);
        put_range(where, parameter.range);
    }

    void put_kind(const KindFacts& kind) {
        put("kind." + kind.name, "key", joined(kind.key));
        put("rows." + kind.name, "from", kind.table);
        put("rows." + kind.name, "source", kind.source);
        for (const auto& column : kind.columns) {
            const std::string where = "kind." + kind.name + " " + column.name;
            put(where, "is", column.reference.empty() ? "a column" : "a reference to " + column.reference);
            put_formula("kind." + kind.name + " start." + column.name, column.start);
            put_range(where, column.range);
            put(where, "outside its range",
                column.outside == ColumnFacts::Outside::clamped ? "moved to the edge" : std::string());
            put(where, "capacity", column.capacity ? "yes" : "");
            put(where, "unit", column.unit);
            put(where, "source", column.source);
            put(where, "note", column.note);
        }
    }

    void put_rule(const RuleFacts& rule) {
        const std::string where = full_name(rule);
        if (rule.sort == RuleFacts::Sort::event || rule.sort == RuleFacts::Sort::claim ||
            rule.sort == RuleFacts::Sort::decision)
            put(where, "happens", rule.removed ? "never" : "on each " + rule.on);
        if (rule.removed) return;
        for (const auto& [key, word] : rule.keys) put(where, key, word);
        put(where, "options", joined(rule.options));
        for (const auto& part : rule.parts) put_formula(full_name(rule, part), part.formula);
    }

    void put_entry(const EntryFacts& entry) {
        const std::string where = "at." + entry.name;
        put(where, "date", entry.date);
        put(where, "note", entry.note);
        put(where, "fire", joined(entry.fires));
        for (const auto& write : entry.writes) {
            put_formula(where + " " + write.role + " " + write.address, write.formula);
            if (write.over) put(where + " " + write.role + " " + write.address, "over", shortest(*write.over));
        }
    }

    static std::string joined(const std::vector<std::string>& words) {
        std::string text;
        for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
        return text;
    }

    Facts facts_;
};

Facts facts_of(const Scenario& scenario, const std::string& arm) { return FactList(describe(scenario, arm)).take(); }

const RowChanges& row_changes(const Scenario& scenario, const std::string& arm) {
    const auto& compiled = scenario.compiled();
    for (std::size_t i = 0; i < compiled.models.size(); ++i)
        if (compiled.models[i]->declaration.arm == arm) return compiled.rows[i].changes;
    return compiled.rows.front().changes;
}

/// Both arms' rows are known by how they differ from the base.
void put_rows(const RowChanges& first, const RowChanges& second, std::vector<Difference>& differences) {
    std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> cells;
    for (const auto& [place, texts] : first) cells[place] = {texts.second, texts.first};
    for (const auto& [place, texts] : second) {
        const auto known = cells.find(place);
        if (known == cells.end()) {
            cells[place] = texts;
        } else {
            known->second.second = texts.second;
        }
    }
    for (const auto& [place, texts] : cells)
        if (texts.first != texts.second)
            differences.push_back({"rows " + place.first, place.second, texts.first, texts.second});
}

}  // namespace

std::vector<Difference> differences(const Scenario& scenario, const std::string& first, const std::string& second) {
    Facts before = facts_of(scenario, first), after = facts_of(scenario, second);
    std::vector<Difference> differences;
    for (const auto& [place, text] : before) {
        const auto now = after.find(place);
        const std::string other = now == after.end() ? std::string() : now->second;
        if (other != text) differences.push_back({place.first, place.second, text, other});
    }
    for (const auto& [place, text] : after)
        if (before.find(place) == before.end()) differences.push_back({place.first, place.second, "", text});
    put_rows(row_changes(scenario, first), row_changes(scenario, second), differences);
    std::stable_sort(differences.begin(), differences.end(), [](const auto& a, const auto& b) {
        return std::tie(a.where, a.what) < std::tie(b.where, b.what);
    });
    return differences;
}

}  // namespace hegemon
