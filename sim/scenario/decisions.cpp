#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

template <Name DecisionDeclaration::*member>
void read_name(Reading& reading, const TomlEntry& entry, DecisionDeclaration& decision) {
    if (auto name = reading.name(entry)) decision.*member = std::move(*name);
}

// options

constexpr TableField<OptionDeclaration> option_fields[] = {
    {"name",
     [](Reading& reading, const TomlEntry& entry, OptionDeclaration& option) {
         if (auto name = reading.name(entry)) option.name = std::move(*name);
     },
     schema::name, "what rules and outcomes call it", Need::required},
    {"when", [](Reading& r, const TomlEntry& e, OptionDeclaration& option) { option.when = r.formula(e); },
     schema::formula, "only then is it on offer"},
    {"utility",
     [](Reading& r, const TomlEntry& e, OptionDeclaration& option) { option.utilities = r.labelled_formulas(e); },
     schema::formulas, "TERM = what speaks for this option only"},
    {"set", [](Reading& r, const TomlEntry& e, OptionDeclaration& option) { option.sets = r.writes(e); },
     schema::formulas, says_set},
    {"add", [](Reading& r, const TomlEntry& e, OptionDeclaration& option) { option.adds = r.writes(e); },
     schema::formulas, says_add},
};

OptionDeclaration read_option(Reading& reading, const TomlTable& table, const Span& at) {
    OptionDeclaration option;
    option.name.at = at;
    const auto read_attribute = [&](const TomlEntry& entry) {
        Name name = reading.name(entry.key);
        if (auto formula = reading.formula(entry)) option.attributes.push_back({std::move(name), std::move(*formula)});
    };
    read_fields(reading, table, option_fields, option, {"an option", at}, read_attribute);
    // `decision.refused` asks whether a wish was refused.
    if (option.name.value == "refused") reading.error(option.name.at, messages::reserved_name, "refused");
    return option;
}

void read_options(Reading& reading, const TomlEntry& entry, DecisionDeclaration& decision) {
    const TomlArray* options = reading.array(entry);
    if (options == nullptr) return;
    if (options->size() > reading.limits().options)
        return reading.error(entry.value.at, messages::too_many_options, reading.limits().options);
    for (const TomlValue& value : *options) {
        if (const auto* table = value.as<TomlTable>()) {
            decision.options.push_back(read_option(reading, *table, value.at));
        } else {
            reading.error(value.at, messages::wrong_type, "an option", "a table such as { name = \"stay\", cost = 0 }",
                          type_words(value));
        }
    }
    if (options->empty()) reading.error(entry.value.at, messages::no_options, decision.name.value);
}

bool has(const std::vector<NamedFormula>& formulas, const std::string& name) {
    return std::any_of(formulas.begin(), formulas.end(), [&](const auto& one) { return one.name.value == name; });
}

/// Each attribute that one option has and another lacks, told once: at the first option that lacks it.
void check_attributes(Reading& reading, const DecisionDeclaration& decision) {
    std::vector<std::string> told;
    for (const OptionDeclaration& with : decision.options) {
        for (const NamedFormula& attribute : with.attributes) {
            const std::string& name = attribute.name.value;
            if (std::find(told.begin(), told.end(), name) != told.end()) continue;
            told.push_back(name);
            const auto without = std::find_if(decision.options.begin(), decision.options.end(),
                                              [&](const auto& option) { return !has(option.attributes, name); });
            if (without == decision.options.end()) continue;
            std::vector<std::string> known;
            for (const NamedFormula& own : without->attributes) known.push_back(own.name.value);
            const std::string near = nearest(name, known);
            reading.add(
                complain(without->name.at, messages::attribute_missing, without->name.value, name, with.name.value),
                near.empty() ? "all options of a decision have the same attributes" : near + "?");
        }
    }
}

void check_options(Reading& reading, const DecisionDeclaration& decision) {
    std::vector<std::string> names;
    for (const OptionDeclaration& option : decision.options) {
        const std::string& name = option.name.value;
        if (!name.empty() && std::find(names.begin(), names.end(), name) != names.end())
            reading.error(option.name.at, messages::repeated_name, name, "the options of " + decision.name.value);
        names.push_back(name);
    }
    // Without all names, what else is wrong cannot be told.
    if (std::find(names.begin(), names.end(), "") != names.end()) return;
    check_attributes(reading, decision);
    const std::string& otherwise = decision.otherwise.value;
    if (names.empty() || otherwise.empty() || std::find(names.begin(), names.end(), otherwise) != names.end()) return;
    const std::string near = nearest(otherwise, names);
    reading.add(complain(decision.otherwise.at, messages::unknown_option, decision.name.value, otherwise),
                (near.empty() ? list_words(names) : near) + "?");
}

// payments

struct PaymentEntry {
    std::optional<Formula> bind, spend, lasting;
};

constexpr TableField<PaymentEntry> payment_fields[] = {
    {"bind", [](Reading& r, const TomlEntry& e, PaymentEntry& payment) { payment.bind = r.formula(e); },
     schema::formula, "how much is bound, for as long as `while` says"},
    {"spend", [](Reading& r, const TomlEntry& e, PaymentEntry& payment) { payment.spend = r.formula(e); },
     schema::formula, "how much is gone for good"},
    {"while", [](Reading& r, const TomlEntry& e, PaymentEntry& payment) { payment.lasting = r.formula(e); },
     schema::formula, "what is bound is released when this is false"},
};

/// Whether the keys of a payment go together.
bool check_payment(Reading& reading, const TomlEntry& entry, const TomlTable& table) {
    const TomlEntry *bind = table.find("bind"), *spend = table.find("spend"), *lasting = table.find("while");
    if ((bind == nullptr) == (spend == nullptr)) {
        reading.error(spend != nullptr ? spend->key.at : entry.key.at, messages::bind_or_spend, entry.key.value,
                      spend != nullptr ? "here are both" : "here is neither");
    } else if (bind != nullptr && lasting == nullptr) {
        reading.add(complain(bind->key.at, messages::bind_without_while),
                    "say while = \"true\" if what is bound is never released");
    } else if (bind == nullptr && lasting != nullptr) {
        reading.add(complain(lasting->key.at, messages::while_without_bind), "what is spent is gone for good");
    } else {
        return true;
    }
    return false;
}

void read_payments(Reading& reading, const TomlEntry& section, DecisionDeclaration& decision) {
    const TomlTable* entries = reading.table(section);
    if (entries == nullptr) return;
    for (const TomlEntry& entry : entries->entries) {
        const auto* table = entry.value.as<TomlTable>();
        if (table == nullptr) {
            reading.wrong_type(entry, "a table: { spend = ... } or { bind = ..., while = ... }");
            continue;
        }
        PaymentEntry keys;
        PaymentDeclaration payment;
        payment.capacity = reading.name(entry.key);
        read_fields(reading, *table, payment_fields, keys, {"pays." + entry.key.value, entry.key.at});
        if (!check_payment(reading, entry, *table)) continue;
        payment.verb = keys.bind ? PaymentDeclaration::Verb::bind : PaymentDeclaration::Verb::spend;
        payment.lasting = std::move(keys.lasting);
        if (auto& amount = keys.bind ? keys.bind : keys.spend) payment.amount = std::move(*amount);
        decision.payments.push_back(std::move(payment));
    }
}

/// A list is taken whole, so that each option must have its name even in a patch.
std::string options_schema() {
    const std::string option = table_schema(option_fields, schema::described(schema::formula(), "an attribute"));
    return schema::list_of(schema::both(option, needs_schema(option_fields)));
}

std::string payments_schema() { return schema::map_of(table_schema(payment_fields)); }

constexpr TableField<DecisionDeclaration> decision_fields[] = {
    {"on", read_name<&DecisionDeclaration::on>, schema::name, "the kind on whose rows it is asked", Need::required},
    {"actor",
     [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) {
         if (auto actor = r.reference(e)) decision.actor = std::move(*actor);
     },
     schema::name, "who chooses and pays: a reference of the kind, or `this`", Need::required},
    {"among", [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) { decision.among = r.reference(e); },
     schema::name, "a reference: all rows with the same one are a single choice"},
    {"when", [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) { decision.when = r.formula(e); },
     schema::formula, "only where this holds"},
    {"precision",
     [](Reading& reading, const TomlEntry& entry, DecisionDeclaration& decision) {
         if (auto formula = reading.formula(entry)) decision.precision = std::move(*formula);
     },
     schema::formula, "how sure the choice is: chances go with exp(precision * utility)", Need::required},
    {"otherwise", read_name<&DecisionDeclaration::otherwise>, schema::name,
     "the option that is left when nothing else can be paid; it costs nothing", Need::required},
    {"option", read_options, options_schema, "what there is to choose from: a list of tables", Need::required},
    {"utility",
     [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) { decision.utilities = r.labelled_formulas(e); },
     schema::formulas, "TERM = what speaks for an option; terms add up"},
    {"pays", read_payments, payments_schema, "CAPACITY = { bind = ..., while = ... } or { spend = ... }, of the actor"},
    {"set", [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) { decision.sets = r.writes(e); },
     schema::formulas, says_set},
    {"add", [](Reading& r, const TomlEntry& e, DecisionDeclaration& decision) { decision.adds = r.writes(e); },
     schema::formulas, says_add},
};

}  // namespace

std::string decisions_schema() { return schema::map_of(table_schema(decision_fields)); }
std::string decisions_needs() { return schema::each(needs_schema(decision_fields)); }

void read_decisions(Reading& reading, const TomlEntry& section, std::vector<DecisionDeclaration>& decisions) {
    read_each(reading, section, decisions, [&](const TomlEntry& entry, const TomlTable& table) {
        DecisionDeclaration decision;
        decision.name = reading.name(entry.key);
        read_fields(reading, table, decision_fields, decision, {"decision " + entry.key.value, entry.key.at});
        check_options(reading, decision);
        return decision;
    });
}

}  // namespace hegemon
