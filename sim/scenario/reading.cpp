#include "scenario/reading.hpp"

#include <algorithm>

#include "language/syntax.hpp"
#include "scenario/fields.hpp"

namespace hegemon {

namespace {

std::string quoted(std::string_view text) { return fmt::format("'{}'", text); }

constexpr std::string_view expression_words = "an expression (a string, a number, a truth or { is = ... })";

constexpr TableField<Formula> formula_fields[] = {
    {"is",
     [](Reading& reading, const TomlEntry& entry, Formula& formula) {
         if (auto text = expression_text(entry.value)) return void(formula.text = std::move(*text));
         reading.wrong_type(entry, "an expression (a string, a number or a truth)");
     },
     schema::expression, "the formula", Need::required},
    {"source", [](Reading& r, const TomlEntry& entry, Formula& formula) { r.take_string(entry, formula.source); },
     schema::text, says_source},
    {"unit", [](Reading& r, const TomlEntry& entry, Formula& formula) { r.take_string(entry, formula.unit); },
     schema::text, says_unit},
    {"note", [](Reading& r, const TomlEntry& entry, Formula& formula) { r.take_string(entry, formula.note); },
     schema::text, says_note},
};

}  // namespace

void Reading::add(Diagnostic diagnostic) {
    if (diagnostics_.list().size() == limits_.diagnostics)
        diagnostics_.add(complain(diagnostic.where, messages::more_errors, limits_.diagnostics));
    if (!is_full()) diagnostics_.add(std::move(diagnostic));
}

void Reading::add(Diagnostic diagnostic, std::string hint) {
    diagnostic.hint = std::move(hint);
    add(std::move(diagnostic));
}

bool Reading::is_full() const { return diagnostics_.list().size() > limits_.diagnostics; }

void Reading::wrong_type(const TomlEntry& entry, std::string_view wanted) {
    error(entry.value.at, messages::wrong_type, quoted(entry.key.value), wanted, type_words(entry.value));
}

const TomlTable* Reading::table(const TomlEntry& entry) {
    const auto* table = entry.value.as<TomlTable>();
    if (table == nullptr) wrong_type(entry, "a table");
    return table;
}

const TomlArray* Reading::array(const TomlEntry& entry) {
    const auto* array = entry.value.as<TomlArray>();
    if (array == nullptr) wrong_type(entry, "an array");
    return array;
}

const Text* Reading::string(const TomlEntry& entry) {
    const auto* text = entry.value.as<Text>();
    if (text == nullptr) wrong_type(entry, "a string");
    return text;
}

std::optional<double> Reading::number(const TomlEntry& entry) {
    if (entry.value.is_number()) return entry.value.number();
    wrong_type(entry, "a number");
    return std::nullopt;
}

std::optional<bool> Reading::truth(const TomlEntry& entry) {
    if (const auto* truth = entry.value.as<bool>()) return *truth;
    wrong_type(entry, "true or false");
    return std::nullopt;
}

void Reading::take_string(const TomlEntry& entry, std::string& into) {
    if (const Text* text = string(entry)) into = text->value;
}

void Reading::wrong_choice(const TomlEntry& entry, const std::vector<std::string>& words) {
    const std::string& word = entry.value.as<Text>()->value;
    const std::string near = nearest(word, words);
    add(complain(entry.value.at, messages::wrong_choice, quoted(entry.key.value), list_words(words), word),
        near.empty() ? "" : near + "?");
}

void Reading::check_name(std::string_view text, const Span& at) {
    if (text.size() > limits_.name_bytes) {
        error(at, messages::name_too_long, limits_.name_bytes);
    } else if (!is_name(text)) {
        error(at, messages::invalid_name, text);
    }
}

Name Reading::label(const Text& text) {
    check_name(text.value, text.at);
    return {text.value, text.at};
}

Name Reading::name(const Text& text) {
    if (is_reserved(text.value)) error(text.at, messages::reserved_name, text.value);
    return label(text);
}

std::optional<Name> Reading::name(const TomlEntry& entry) {
    const Text* text = string(entry);
    if (text == nullptr) return std::nullopt;
    return name(*text);
}

std::optional<Name> Reading::reference(const TomlEntry& entry) {
    const Text* text = string(entry);
    if (text == nullptr) return std::nullopt;
    return text->value == "this" ? label(*text) : name(*text);
}

std::vector<Name> Reading::names(const TomlEntry& entry, std::string_view owner, std::string_view thing) {
    std::vector<Name> names;
    for (const Text& text : strings(entry, owner, thing)) names.push_back(name(text));
    return names;
}

std::vector<Text> Reading::strings(const TomlEntry& entry, std::string_view owner, std::string_view thing) {
    std::vector<Text> strings;
    const TomlArray* values = array(entry);
    if (values == nullptr) return strings;
    for (const TomlValue& value : *values) {
        const auto* text = value.as<Text>();
        if (text == nullptr) {
            error(value.at, messages::wrong_type, fmt::format("a {} in {}", thing, owner), "a string",
                  type_words(value));
            continue;
        }
        const bool twice =
            std::any_of(strings.begin(), strings.end(), [&](const Text& t) { return t.value == text->value; });
        if (twice) error(text->at, messages::repeated_name, text->value, owner);
        strings.push_back(*text);
    }
    if (values->empty()) error(entry.value.at, messages::empty_list, owner, thing);
    return strings;
}

std::optional<Formula> Reading::formula(const TomlEntry& entry) {
    Formula formula;
    if (auto text = expression_text(entry.value)) {
        formula.text = std::move(*text);
        return formula;
    }
    const auto* table = entry.value.as<TomlTable>();
    if (table == nullptr) {
        wrong_type(entry, expression_words);
        return std::nullopt;
    }
    read_fields(*this, *table, formula_fields, formula, {quoted(entry.key.value), entry.key.at});
    if (const TomlEntry* is = table->find("is"); is == nullptr || !expression_text(is->value)) return std::nullopt;
    return formula;
}

/// Whether a key says `to.prey`, `town[north].prey` or, unquoted, to = { prey = ... }; reports it if so.
bool Reading::writes_other_row(const TomlEntry& entry) {
    const auto report = [&](const Span& at, const std::string& name) {
        add(complain(at, messages::writes_other_row, name),
            "let an update of the other kind look for it (scenarios/README.md, From row to row)");
    };
    const std::string& key = entry.key.value;
    if (key.find_first_of(".[") != std::string::npos) return report(entry.key.at, key), true;
    const auto* inner = entry.value.as<TomlTable>();
    if (inner == nullptr || !leading_.contains(key)) return false;
    for (const auto& field : formula_fields)
        if (inner->find(field.key) != nullptr) return false;
    for (const TomlEntry& one : inner->entries) report(one.key.at, key + "." + one.key.value);
    return !inner->entries.empty();
}

std::string formula_schema() { return schema::any_of(schema::expression(), table_schema(formula_fields)); }

template <class MakeName>
std::vector<NamedFormula> Reading::read_formulas(const TomlEntry& entry, MakeName make_name) {
    std::vector<NamedFormula> formulas;
    const TomlTable* entries = table(entry);
    if (entries == nullptr) return formulas;
    for (const TomlEntry& one : entries->entries) {
        Name its_name = make_name(one.key);
        if (auto its_formula = formula(one)) formulas.push_back({std::move(its_name), std::move(*its_formula)});
    }
    return formulas;
}

std::vector<NamedFormula> Reading::formulas(const TomlEntry& entry) {
    return read_formulas(entry, [this](const Text& key) { return name(key); });
}

std::vector<NamedFormula> Reading::writes(const TomlEntry& entry) {
    std::vector<NamedFormula> formulas;
    const TomlTable* entries = table(entry);
    if (entries == nullptr) return formulas;
    for (const TomlEntry& one : entries->entries) {
        if (writes_other_row(one)) continue;
        Name column = name(one.key);
        if (auto its_formula = formula(one)) formulas.push_back({std::move(column), std::move(*its_formula)});
    }
    return formulas;
}

std::vector<NamedFormula> Reading::labelled_formulas(const TomlEntry& entry) {
    return read_formulas(entry, [this](const Text& key) { return label(key); });
}

std::optional<Text> expression_text(const TomlValue& value) {
    if (const auto* text = value.as<Text>()) return *text;
    if (value.is_number()) return number_text(value);
    if (const auto* truth = value.as<bool>()) return Text{*truth ? "true" : "false", value.at, {}};
    return std::nullopt;
}

bool is_name(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && !is_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return is_digit(c) || is_letter(c); });
}

std::string list_words(const std::vector<std::string>& words) {
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) list += i + 1 < words.size() ? ", " : " or ";
        list += words[i];
    }
    return list;
}

}  // namespace hegemon
