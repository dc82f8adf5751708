#include "api/headline_names.hpp"

#include <algorithm>

namespace hegemon {

namespace {

/// Collects the names in a formula and in the lets that it names.
template <class Names>
class Collector {
public:
    Collector(const Declaration& declaration, Names& names) : declaration_(declaration), names_(names) {}

    void add(const Text& formula) {
        Diagnostics diagnostics;
        if (const auto syntax = parse(formula, diagnostics)) add(*syntax);
    }

private:
    void add(const Syntax& syntax) {
        const bool is_name = syntax.kind == SyntaxKind::name || syntax.kind == SyntaxKind::member;
        if (is_name && names_.all.insert(syntax.name).second) add_lets(syntax.name);
        for (const auto& child : syntax.children) {
            if (child == nullptr) continue;
            // In the brackets of `town[north]` stand names of rows.
            if (syntax.kind == SyntaxKind::look_up && child->kind == SyntaxKind::name)
                names_.rows.insert(child->name);
            else
                add(*child);
        }
    }

    void add_lets(const std::string& name) {
        for (const auto& kind : declaration_.lets)
            for (const auto& let : kind.formulas)
                if (let.name.value == name) add(let.formula.text);
    }

    const Declaration& declaration_;
    Names& names_;
};

/// "karabakh/AZE" -> karabakh, AZE
std::vector<std::string> parts_of(const std::string& row) {
    std::vector<std::string> parts = {""};
    for (const char c : row) {
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

}  // namespace

HeadlineNames::HeadlineNames(const Declaration& declaration) {
    for (const auto& outcome : declaration.outcomes)
        if (outcome.headline) Collector(declaration, outcomes_.emplace_back()).add(outcome.of.text);
}

bool HeadlineNames::concern(const Happening& happening) const {
    const auto names_row = [&](const Names& names) {
        const auto parts = parts_of(happening.row);
        return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return names.rows.contains(part); });
    };
    return std::any_of(outcomes_.begin(), outcomes_.end(), [&](const Names& names) {
        return names.all.contains(happening.rule) && (names.rows.empty() || names_row(names));
    });
}

}  // namespace hegemon
