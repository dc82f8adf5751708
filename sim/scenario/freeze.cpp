#include "scenario/freeze.hpp"

#include <algorithm>

namespace hegemon {

namespace {

class Freezer {
public:
    Freezer(Declaration& declaration, Beginning beginning, std::string kind, std::string column)
        : declaration_(declaration), beginning_(beginning), kind_(std::move(kind)), column_(std::move(column)) {}

    /// How many rules and entries wrote the column.
    std::size_t freeze_column() {
        if (auto* flows = find_of_kind(declaration_.flows, kind_))
            if (const auto* flow = find_named(flows->formulas, column_))
                hold(flows->formulas, still_flow(declaration_, kind_, *flow));
        for (EventDeclaration& event : declaration_.events)
            if (event.on.value == kind_) hold(event.sets, event.adds);
        for (DecisionDeclaration& decision : declaration_.decisions) hold(decision);
        if (auto* update = find_of_kind(declaration_.updates, kind_)) hold(update->sets, update->adds);
        hold_calendar();
        return changes_;
    }

private:
    /// Takes the formula of the column out, or makes it say that nothing changes.
    void hold(std::vector<NamedFormula>& formulas, const std::string& unchanged) {
        if (beginning_ == Beginning::at_start) {
            changes_ += std::erase_if(formulas, [this](const auto& one) { return one.name.value == column_; });
        } else if (auto* one = find_named(formulas, column_)) {
            one->formula = made_formula(unchanged, one->name.at);
            ++changes_;
        }
    }

    void hold(std::vector<NamedFormula>& sets, std::vector<NamedFormula>& adds) {
        hold(sets, own_value(declaration_, kind_, column_));
        hold(adds, "0");
    }

    void hold(DecisionDeclaration& decision) {
        if (decision.on.value == kind_) {
            hold(decision.sets, decision.adds);
            for (OptionDeclaration& option : decision.options) hold(option.sets, option.adds);
        }
    }

    void hold_calendar() {
        const auto writes_it = [this](const CalendarWrite& write) {
            const AddressedColumn to = addressed_column(write.address.value);
            return to.kind == kind_ && to.column == column_;
        };
        for (CalendarEntry& entry : declaration_.calendar)
            changes_ += std::erase_if(entry.sets, writes_it) + std::erase_if(entry.adds, writes_it);
        std::erase_if(declaration_.calendar, [](const CalendarEntry& entry) {
            return entry.sets.empty() && entry.adds.empty() && entry.fires.empty();
        });
    }

    Declaration& declaration_;
    Beginning beginning_;
    std::string kind_, column_;
    std::size_t changes_ = 0;
};

/// Turns a let into a column that starts at its formula and that nothing writes.
void freeze_let(KindFormulas& lets, const std::string& name, KindDeclaration& kind) {
    const auto let = std::find_if(lets.formulas.begin(), lets.formulas.end(),
                                  [&](const auto& one) { return one.name.value == name; });
    ColumnDeclaration column;
    column.name = let->name;
    column.unit = let->formula.unit;
    column.note = let->formula.note;
    column.start = std::move(let->formula);
    lets.formulas.erase(let);
    const auto place = std::find_if(kind.columns.begin(), kind.columns.end(),
                                    [&](const auto& other) { return other.name.value > name; });
    kind.columns.insert(place, std::move(column));
}

std::vector<std::string> columns_and_lets(const Declaration& declaration) {
    std::vector<std::string> names;
    for (const KindDeclaration& kind : declaration.kinds)
        for (const ColumnDeclaration& column : kind.columns)
            if (!column.reference) names.push_back(kind.name.value + "." + column.name.value);
    for (const KindFormulas& lets : declaration.lets)
        for (const NamedFormula& let : lets.formulas) names.push_back(lets.kind.value + "." + let.name.value);
    return names;
}

}  // namespace

std::size_t freeze_column_or_let(Reading& reading, const Text& text, Beginning beginning, Declaration& declaration) {
    const std::size_t dot = std::min(text.value.find('.'), text.value.size());
    const std::string kind = text.value.substr(0, dot), name = text.value.substr(std::min(dot + 1, text.value.size()));
    auto* owner = find_named(declaration.kinds, kind);
    auto* column = owner != nullptr ? find_named(owner->columns, name) : nullptr;
    if (column != nullptr && column->capacity) {
        reading.add(complain(text.at, messages::freezes_capacity, text.value),
                    "freeze what the rules that write it read, or force the decisions that spend it");
        return 0;
    }
    if (column != nullptr && !column->reference) return Freezer(declaration, beginning, kind, name).freeze_column();
    auto* lets = find_of_kind(declaration.lets, kind);
    if (owner == nullptr || lets == nullptr || find_named(lets->formulas, name) == nullptr) {
        const std::string near = nearest(text.value, columns_and_lets(declaration));
        reading.add(complain(text.at, messages::unknown_column_or_let, text.value),
                    near.empty() ? "name it \"KIND.NAME\"" : near + "?");
        return 0;
    }
    if (beginning == Beginning::late) {
        reading.error(text.at, messages::freezes_let_late, text.value);
        return 0;
    }
    freeze_let(*lets, name, *owner);
    return 1;
}

}  // namespace hegemon
