#pragma once
/// What every section is read with: values of the wanted type, names, formulas, and tables by their fields.
/// A function that returns std::optional has reported what was wrong if it returns nothing.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/message.hpp"
#include "model/declaration.hpp"
#include "scenario/limits.hpp"
#include "scenario/messages.hpp"
#include "scenario/toml_value.hpp"

namespace hegemon {

/// A word of the language that stands for a choice.
template <class Choice>
struct ChoiceWord {
    const char* word;
    Choice choice;
};

class Reading {
public:
    /// Diagnostics go to `diagnostics`, at most limits.diagnostics of them.
    Reading(Diagnostics& diagnostics, const Limits& limits) : diagnostics_(diagnostics), limits_(limits) {}

    [[nodiscard]] const Limits& limits() const { return limits_; }

    void add(Diagnostic diagnostic);
    void add(Diagnostic diagnostic, std::string hint);
    template <class... Arguments>
    void error(const Span& where, const Message& message, const Arguments&... arguments) {
        add(complain(where, message, arguments...));
    }
    /// Whether so much is wrong that looking on helps nobody.
    [[nodiscard]] bool is_full() const;

    void wrong_type(const TomlEntry& entry, std::string_view wanted);

    const TomlTable* table(const TomlEntry& entry);
    const TomlArray* array(const TomlEntry& entry);
    const Text* string(const TomlEntry& entry);
    std::optional<double> number(const TomlEntry& entry);
    std::optional<bool> truth(const TomlEntry& entry);
    void take_string(const TomlEntry& entry, std::string& into);

    /// One of a few words; the nearest is suggested.
    template <class Choice, std::size_t count>
    void take_choice(const TomlEntry& entry, const ChoiceWord<Choice> (&choices)[count], Choice& into) {
        const Text* word = string(entry);
        if (word == nullptr) return;
        std::vector<std::string> words;
        for (const auto& [name, choice] : choices) {
            if (word->value == name) return void(into = choice);
            words.emplace_back(name);
        }
        wrong_choice(entry, words);
    }

    /// Whether a text is short enough and written like a name; reports it if not.
    void check_name(std::string_view text, const Span& at);
    /// A name that expressions may use: of a kind, a column, an event ...
    Name name(const Text& text);
    /// A name that only tells causes apart: `rate.in`.
    Name label(const Text& text);
    std::optional<Name> name(const TomlEntry& entry);
    /// A reference of the rule's kind, or `this`.
    std::optional<Name> reference(const TomlEntry& entry);
    /// An array of strings, none twice, at least one. `owner` for messages: "the key of tie"; `thing`: "column".
    std::vector<Text> strings(const TomlEntry& entry, std::string_view owner, std::string_view thing);
    /// The same of names.
    std::vector<Name> names(const TomlEntry& entry, std::string_view owner, std::string_view thing);

    /// An expression in any of its forms.
    std::optional<Formula> formula(const TomlEntry& entry);
    /// A table of expressions.
    std::vector<NamedFormula> formulas(const TomlEntry& entry);
    std::vector<NamedFormula> labelled_formulas(const TomlEntry& entry);
    /// A table of what a rule writes: COLUMN = expression. Keys that lead to another row are told as such.
    std::vector<NamedFormula> writes(const TomlEntry& entry);
    /// The name is that of a kind or a reference: what a rule writes cannot stand behind it.
    void leads_to_rows(const std::string& name) { leading_.insert(name); }

private:
    bool writes_other_row(const TomlEntry& entry);
    void wrong_choice(const TomlEntry& entry, const std::vector<std::string>& words);
    template <class MakeName>
    std::vector<NamedFormula> read_formulas(const TomlEntry& entry, MakeName make_name);

    Diagnostics& diagnostics_;
    const Limits& limits_;
    std::set<std::string> leading_;  ///< names of kinds and references
};

/// Of what Reading::formula reads.
std::string formula_schema();

/// Text of a scalar as an expression; nothing if it is none.
std::optional<Text> expression_text(const TomlValue& value);

bool is_name(std::string_view text);

/// "a", "b" or "c"
std::string list_words(const std::vector<std::string>& words);

}  // namespace hegemon
