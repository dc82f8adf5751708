#include <hegemon/description.hpp>

namespace hegemon {

namespace {

void put(std::vector<SourceFacts>& list, const std::string& where, const FormulaFacts& formula) {
    list.push_back({where, formula.text, formula.source});
}

/// The source of a column holds for its start, too, unless that has one of its own.
void put_column(std::vector<SourceFacts>& list, const KindFacts& kind, const ColumnFacts& column) {
    const bool starts = !column.start.text.empty() && !column.given;
    const bool takes_over = starts && column.start.source.empty();
    if (starts)
        list.push_back({"kind." + kind.name + " start." + column.name, column.start.text,
                        takes_over ? column.source : column.start.source});
    if (!column.source.empty() && !takes_over)
        list.push_back({"kind." + kind.name + " " + column.name, "", column.source});
}

void put_kind(std::vector<SourceFacts>& list, const KindFacts& kind) {
    if (!kind.rows.empty()) list.push_back({"rows." + kind.name, "", kind.source});
    for (const auto& column : kind.columns) put_column(list, kind, column);
}

void put_rule(std::vector<SourceFacts>& list, const RuleFacts& rule) {
    for (const auto& part : rule.parts) put(list, full_name(rule, part), part.formula);
}

}  // namespace

std::vector<SourceFacts> sources(const Description& description) {
    std::vector<SourceFacts> list;
    for (const auto& parameter : description.parameters) put(list, "parameter." + parameter.name, parameter.formula);
    for (const auto& function : description.functions) put(list, "function." + function.name, function.body);
    for (const auto& kind : description.kinds) put_kind(list, kind);
    for (const auto& setting : description.settings) put(list, "set " + setting.name, setting.formula);
    for (const auto& rule : description.rules) put_rule(list, rule);
    for (const auto& entry : description.calendar)
        for (const auto& write : entry.writes)
            put(list, "at." + entry.name + " " + write.role + " " + write.address, write.formula);
    for (const auto& outcome : description.outcomes)
        if (!outcome.formula.source.empty()) put(list, "outcome." + outcome.name, outcome.formula);
    return list;
}

bool is_assumed(const std::string& source) {
    return source.find("assumed") != std::string::npos || source.starts_with("Assumed");
}

}  // namespace hegemon
