#include "scenario/variant_rules.hpp"

#include <algorithm>

#include "scenario/freeze.hpp"

namespace hegemon {

namespace {

void make_all(std::vector<NamedFormula>& formulas, const char* text) {
    for (NamedFormula& one : formulas) one.formula = made_formula(text, one.name.at);
}

void remove_event(EventDeclaration& event, Beginning beginning) {
    if (beginning == Beginning::late) {
        event.when = made_formula("false", event.name.at);
        make_all(event.rates, "0");
        if (event.probability) event.probability = made_formula("0", event.name.at);
        return;
    }
    Name name = std::move(event.name), on = std::move(event.on);
    event = {};
    event.name = std::move(name);
    event.on = std::move(on);
    event.removed = true;
}

void remove_decision(DecisionDeclaration& decision, Beginning beginning) {
    if (beginning == Beginning::late) {
        decision.when = made_formula("false", decision.name.at);
        return;
    }
    decision.removed = true;
    decision.when.reset();
    decision.precision = made_formula("1", decision.name.at);
    decision.utilities.clear();
    decision.sets.clear();
    decision.adds.clear();
    decision.payments.clear();
    for (OptionDeclaration& option : decision.options) {
        Name name = std::move(option.name);
        option = {};
        option.name = std::move(name);
    }
}

class VariantEditor {
public:
    VariantEditor(Reading& reading, const TomlTable& tree, std::optional<std::uint64_t> begins,
                  Declaration& declaration)
        : reading_(reading),
          tree_(tree),
          begins_(begins),
          beginning_(begins ? Beginning::late : Beginning::at_start),
          declaration_(declaration) {}

    std::size_t edit(const VariantRules& rules) {
        std::size_t changes = 0;
        if (rules.force != nullptr) changes += force(*rules.force);
        if (rules.without != nullptr) changes += take_away(*rules.without);
        if (rules.freeze != nullptr) changes += freeze(*rules.freeze);
        return changes;
    }

private:
    std::size_t take_away(const TomlEntry& entry) {
        const std::vector<std::string> known = rules_and_entries();
        std::size_t changes = 0;
        for (const Text& text : reading_.strings(entry, "'without'", "rule or entry")) {
            if (std::find(known.begin(), known.end(), text.value) == known.end()) {
                const std::string near = nearest(text.value, known);
                reading_.add(complain(text.at, messages::unknown_rule, text.value),
                             near.empty() ? "name an entry or a rule: \"at.NAME\", \"event.NAME\", \"decision.NAME\" "
                                            "or \"claim.NAME\""
                                          : near + "?");
                continue;
            }
            take_away(text);
            ++changes;
        }
        return changes;
    }

    void take_away(const Text& text) {
        const std::size_t dot = text.value.find('.');
        const std::string section = text.value.substr(0, dot), name = text.value.substr(dot + 1);
        if (section == "at") remove_entry(text, name);
        if (section == "event")
            if (auto* event = find_named(declaration_.events, name)) remove_event(*event, beginning_);
        if (section == "claim") remove_claim(name);
        if (section != "decision") return;
        auto* decision = find_named(declaration_.decisions, name);
        if (decision == nullptr) return;
        if (decision->forced) reading_.error(text.at, messages::forced_and_removed, name);
        remove_decision(*decision, beginning_);
    }

    void remove_entry(const Text& text, const std::string& name) {
        const auto* entry = find_named(declaration_.calendar, name);
        if (entry != nullptr && begins_ && entry->step < *begins_)
            reading_.error(text.at, messages::has_happened, name);
        std::erase_if(declaration_.calendar, [&](const auto& one) { return one.name.value == name; });
    }

    void remove_claim(const std::string& name) {
        auto* claim = find_named(declaration_.claims, name);
        if (claim == nullptr) return;
        if (beginning_ == Beginning::late) {
            claim->when = made_formula("false", claim->name.at);
        } else {
            declaration_.claims.erase(declaration_.claims.begin() + (claim - declaration_.claims.data()));
        }
    }

    [[nodiscard]] std::vector<std::string> rules_and_entries() const {
        std::vector<std::string> names;
        for (const auto* section : {"at", "claim", "decision", "event"}) {
            const TomlEntry* entry = tree_.find(section);
            const auto* entries = entry != nullptr ? entry->value.as<TomlTable>() : nullptr;
            if (entries == nullptr) continue;
            for (const TomlEntry& one : entries->entries) names.push_back(std::string(section) + "." + one.key.value);
        }
        return names;
    }

    std::size_t force(const TomlEntry& section) {
        const TomlTable* entries = reading_.table(section);
        if (entries == nullptr) return 0;
        if (entries->entries.empty()) reading_.error(section.value.at, messages::empty_list, "'force'", "decision");
        std::size_t changes = 0;
        for (const TomlEntry& entry : entries->entries) {
            const Text* option = reading_.string(entry);
            auto* decision = find_named(declaration_.decisions, entry.key.value);
            if (decision == nullptr) {
                suggest(complain(entry.key.at, messages::unknown_decision, entry.key.value), entry.key.value,
                        names_of(declaration_.decisions));
            } else if (option != nullptr && find_named(decision->options, option->value) == nullptr) {
                suggest(complain(option->at, messages::unknown_option, entry.key.value, option->value), option->value,
                        names_of(decision->options));
            } else if (option != nullptr) {
                decision->forced = Name{option->value, option->at};
                ++changes;
            }
        }
        return changes;
    }

    std::size_t freeze(const TomlEntry& entry) {
        std::size_t changes = 0;
        for (const Text& text : reading_.strings(entry, "'freeze'", "column or let"))
            changes += freeze_column_or_let(reading_, text, beginning_, declaration_);
        return changes;
    }

    template <class List>
    static std::vector<std::string> names_of(const List& list) {
        std::vector<std::string> names;
        for (const auto& one : list) names.push_back(one.name.value);
        return names;
    }

    void suggest(Diagnostic diagnostic, const std::string& name, const std::vector<std::string>& known) {
        const std::string near = nearest(name, known);
        reading_.add(std::move(diagnostic), known.empty() ? "" : (near.empty() ? list_words(known) : near) + "?");
    }

    Reading& reading_;
    const TomlTable& tree_;
    std::optional<std::uint64_t> begins_;
    Beginning beginning_;
    Declaration& declaration_;
};

}  // namespace

std::size_t apply_variant_rules(Reading& reading, const VariantRules& rules, const TomlTable& tree,
                                std::optional<std::uint64_t> begins, Declaration& declaration) {
    return VariantEditor(reading, tree, begins, declaration).edit(rules);
}

AddressedColumn addressed_column(const std::string& address) {
    const auto trimmed = [](std::string text) {
        const std::size_t begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
        return begin == std::string::npos ? std::string() : text.substr(begin, end + 1 - begin);
    };
    const std::size_t open = address.find('['), close = address.rfind(']');
    const std::size_t dot = close == std::string::npos ? close : address.find('.', close);
    if (open == std::string::npos || dot == std::string::npos) return {};
    const std::size_t member = address.find('.', dot + 1);  // of a capacity: `.total`
    const std::size_t length = member == std::string::npos ? member : member - dot - 1;
    return {trimmed(address.substr(0, open)), trimmed(address.substr(dot + 1, length))};
}

Formula made_formula(std::string text, const Span& at) {
    Formula formula;
    formula.text.origin.assign(text.size(), at.begin);
    formula.text.value = std::move(text);
    formula.text.at = at;
    return formula;
}

std::string still_flow(const Declaration& declaration, const std::string& kind, const NamedFormula& flow) {
    const std::string_view text = flow.formula.text.value;
    const bool relaxes = text.substr(std::min(text.find_first_not_of(" \t\n("), text.size())).starts_with("relax");
    return relaxes ? "relax(" + own_value(declaration, kind, flow.name.value) + ", 1)" : "0";
}

std::string own_value(const Declaration& declaration, const std::string& kind, const std::string& column) {
    const auto* owner = find_named(declaration.kinds, kind);
    const auto* it = owner != nullptr ? find_named(owner->columns, column) : nullptr;
    return it != nullptr && it->capacity ? column + ".total" : column;
}

}  // namespace hegemon
