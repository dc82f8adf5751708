#pragma once
/// What a variant says of whole rules, carried out on its declaration: `without`, `force`, `freeze`.
#include <string>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

/// When a variant begins. One that begins late keeps all that it takes away, without effect, so that it can hold until
/// then.
enum class Beginning : std::uint8_t { at_start, late };

/// Those keys of a variant that are there.
struct VariantRules {
    const TomlEntry* without = nullptr;
    const TomlEntry* force = nullptr;
    const TomlEntry* freeze = nullptr;
};

/// Takes rules and entries away, forces decisions, freezes columns and lets. `tree` is the whole scenario with the
/// variant's patch; `begins` the step from which a late variant holds. Returns how many things that changed.
std::size_t apply_variant_rules(Reading& reading, const VariantRules& rules, const TomlTable& tree,
                                std::optional<std::uint64_t> begins, Declaration& declaration);

/// Kind and column of an address such as `tie[north].share`; empty where it is none.
struct AddressedColumn {
    std::string kind, column;
};
AddressedColumn addressed_column(const std::string& address);

/// A formula of the loader's own making, which stands nowhere: messages point at `at`.
Formula made_formula(std::string text, const Span& at);

/// How a rule says that a column stays what it is.
std::string own_value(const Declaration& declaration, const std::string& kind, const std::string& column);

/// How a flow in the place of another, of the same form, says that the column stays what it is.
std::string still_flow(const Declaration& declaration, const std::string& kind, const NamedFormula& flow);

/// The one of that name, or null.
template <class List>
auto* find_named(List& list, const std::string& name) {
    for (auto& one : list)
        if (one.name.value == name) return &one;
    return static_cast<decltype(list.data())>(nullptr);
}

/// The formulas of a kind, or null.
template <class List>
auto* find_of_kind(List& list, const std::string& kind) {
    for (auto& one : list)
        if (one.kind.value == kind) return &one;
    return static_cast<decltype(list.data())>(nullptr);
}

}  // namespace hegemon
