#include "scenario/late_variant.hpp"

#include <algorithm>

#include "scenario/variant_rules.hpp"

namespace hegemon {

namespace {

std::shared_ptr<const Formula> shared(Formula formula) { return std::make_shared<const Formula>(std::move(formula)); }

/// What a formula says where the base has none: nothing.
std::string nothing(const NamedFormula& /*formula*/) { return "0"; }

void begin(Formula& formula, const Formula& base) {
    if (formula.text.value != base.text.value) formula.before = shared(base);
}

void begin_new(Formula& formula, const std::string& before) {
    if (formula.text.value != before) formula.before = shared(made_formula(before, formula.text.at));
}

/// A condition that is true where it is not said.
void begin_condition(std::optional<Formula>& formula, const std::optional<Formula>& base, const Span& at) {
    if (!formula && !base) return;
    if (!formula) formula = made_formula("true", at);
    base ? begin(*formula, *base) : begin_new(*formula, "true");
}

/// `neutral(formula)`: what one in its place says that has no effect.
template <class Neutral>
void begin_all(std::vector<NamedFormula>& formulas, const std::vector<NamedFormula>& base, Neutral neutral) {
    for (NamedFormula& one : formulas) {
        const auto* old = find_named(base, one.name.value);
        old != nullptr ? begin(one.formula, old->formula) : begin_new(one.formula, neutral(one));
    }
    for (const NamedFormula& old : base) {
        if (find_named(formulas, old.name.value) != nullptr) continue;
        formulas.push_back({old.name, made_formula(neutral(old), old.name.at)});
        begin(formulas.back().formula, old.formula);
    }
    std::sort(formulas.begin(), formulas.end(),
              [](const auto& a, const auto& b) { return a.name.value < b.name.value; });
}

/// The condition of a rule that the base does not have.
void begin_rule(std::optional<Formula>& when, const Span& at) {
    if (!when) when = made_formula("true", at);
    begin_new(*when, "false");
}

bool same_writes(const std::vector<CalendarWrite>& a, const std::vector<CalendarWrite>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const CalendarWrite& x, const CalendarWrite& y) {
        return x.address.value == y.address.value && x.value.text.value == y.value.text.value && x.over == y.over;
    });
}

bool same_entry(const CalendarEntry& a, const CalendarEntry& b) {
    return a.step == b.step && same_writes(a.sets, b.sets) && same_writes(a.adds, b.adds) &&
           std::equal(a.fires.begin(), a.fires.end(), b.fires.begin(), b.fires.end(),
                      [](const Text& x, const Text& y) { return x.value == y.value; });
}

class LateVariant {
public:
    LateVariant(Reading& reading, const Declaration& base, Declaration& variant)
        : reading_(reading), base_(base), variant_(variant) {}

    void begin_all_rules() {
        for (ParameterDeclaration& parameter : variant_.parameters)
            if (const auto* old = find_named(base_.parameters, parameter.name.value))
                begin(parameter.value, old->value);
        for (KindFormulas& lets : variant_.lets) begin_lets(lets);
        for (KindFormulas& flows : variant_.flows) {
            const auto* old = find_of_kind(base_.flows, flows.kind.value);
            begin_all(flows.formulas, old != nullptr ? old->formulas : none_,
                      [&](const NamedFormula& flow) { return still_flow(variant_, flows.kind.value, flow); });
        }
        for (EventDeclaration& event : variant_.events) begin_event(event);
        for (ClaimDeclaration& claim : variant_.claims) begin_claim(claim);
        for (DecisionDeclaration& decision : variant_.decisions) begin_decision(decision);
        for (UpdateDeclaration& update : variant_.updates) begin_update(update);
    }

private:
    /// A let of the variant's own is read by what else is new only.
    void begin_lets(KindFormulas& lets) {
        const auto* old_lets = find_of_kind(base_.lets, lets.kind.value);
        if (old_lets == nullptr) return;
        for (NamedFormula& let : lets.formulas)
            if (const auto* old = find_named(old_lets->formulas, let.name.value)) begin(let.formula, old->formula);
    }

    void begin_writes(const std::string& kind, std::vector<NamedFormula>& sets, const std::vector<NamedFormula>& base) {
        begin_all(sets, base, [&](const NamedFormula& set) { return own_value(variant_, kind, set.name.value); });
    }

    void begin_event(EventDeclaration& event) {
        const auto* old = find_named(base_.events, event.name.value);
        if (old == nullptr) {
            begin_rule(event.when, event.name.at);
            begin_all(event.rates, none_, nothing);
            if (event.probability) begin_new(*event.probability, "0");
            return;
        }
        const std::string owner = "event " + event.name.value;
        if (!is_same(event.on, old->on, "'on' of " + owner)) return;
        is_same(event.group, old->group, event.name, "'group' of " + owner);
        begin_condition(event.when, old->when, event.name.at);
        if (event.probability) {
            old->probability ? begin(*event.probability, *old->probability) : begin_new(*event.probability, "0");
        }
        begin_all(event.rates, old->rates, nothing);
        begin_all(event.factors, old->factors, [](const NamedFormula&) { return "1"; });
        begin_writes(event.on.value, event.sets, old->sets);
        begin_all(event.adds, old->adds, nothing);
    }

    void begin_claim(ClaimDeclaration& claim) {
        const auto* old = find_named(base_.claims, claim.name.value);
        if (old == nullptr) return begin_rule(claim.when, claim.name.at);
        const std::string owner = "claim " + claim.name.value;
        is_same(claim.on, old->on, "'on' of " + owner);
        is_same(claim.payer, old->payer, "'payer' of " + owner);
        begin_condition(claim.when, old->when, claim.name.at);
        begin_all(claim.amounts, old->amounts, nothing);
    }

    void begin_update(UpdateDeclaration& update) {
        const auto* old = find_of_kind(base_.updates, update.kind.value);
        begin_writes(update.kind.value, update.sets, old != nullptr ? old->sets : none_);
        begin_all(update.adds, old != nullptr ? old->adds : none_, nothing);
    }

    void begin_decision(DecisionDeclaration& decision) {
        const auto* old = find_named(base_.decisions, decision.name.value);
        if (old == nullptr) return begin_rule(decision.when, decision.name.at);
        const std::string owner = "decision " + decision.name.value;
        bool same = is_same(decision.on, old->on, "'on' of " + owner);
        same = is_same(decision.actor, old->actor, "'actor' of " + owner) && same;
        same = is_same(decision.among, old->among, decision.name, "'among' of " + owner) && same;
        same = is_same(decision.otherwise, old->otherwise, "'otherwise' of " + owner) && same;
        if (!has_same_options(decision, *old) || !same) return;
        begin_condition(decision.when, old->when, decision.name.at);
        begin(decision.precision, old->precision);
        begin_all(decision.utilities, old->utilities, nothing);
        begin_writes(decision.on.value, decision.sets, old->sets);
        begin_all(decision.adds, old->adds, nothing);
        for (std::size_t i = 0; i < decision.options.size(); ++i)
            begin_option(decision.on.value, decision.options[i], old->options[i]);
        begin_payments(decision, *old);
    }

    bool has_same_options(const DecisionDeclaration& decision, const DecisionDeclaration& old) {
        const std::string what = "the list of options of decision " + decision.name.value;
        for (std::size_t i = 0; i < decision.options.size(); ++i) {
            const OptionDeclaration& option = decision.options[i];
            if (i >= old.options.size() || option.name.value != old.options[i].name.value)
                return report(option.name.at, what);
            // What holds until then may ask for any attribute that there was.
            for (const NamedFormula& attribute : old.options[i].attributes)
                if (find_named(option.attributes, attribute.name.value) == nullptr)
                    return report(option.name.at, "the list of attributes of option " + option.name.value);
        }
        return decision.options.size() == old.options.size() || report(decision.name.at, what);
    }

    void begin_option(const std::string& kind, OptionDeclaration& option, const OptionDeclaration& old) {
        for (NamedFormula& attribute : option.attributes)
            if (const auto* was = find_named(old.attributes, attribute.name.value))
                begin(attribute.formula, was->formula);
        begin_condition(option.when, old.when, option.name.at);
        begin_all(option.utilities, old.utilities, nothing);
        begin_writes(kind, option.sets, old.sets);
        begin_all(option.adds, old.adds, nothing);
    }

    void begin_payments(DecisionDeclaration& decision, const DecisionDeclaration& old) {
        for (PaymentDeclaration& payment : decision.payments) {
            const auto was = std::find_if(old.payments.begin(), old.payments.end(), [&](const auto& one) {
                return one.capacity.value == payment.capacity.value;
            });
            const bool is_new = was == old.payments.end();
            if (!is_new && was->verb != payment.verb) {
                report(payment.capacity.at, "'pays." + payment.capacity.value + "' from 'bind' to 'spend' or back");
                continue;
            }
            is_new ? begin_new(payment.amount, "0") : begin(payment.amount, was->amount);
            if (payment.lasting && !is_new && was->lasting) begin(*payment.lasting, *was->lasting);
        }
    }

    bool is_same(const Name& now, const Name& old, const std::string& what) {
        return now.value == old.value || report(now.at, what);
    }
    bool is_same(const std::optional<Name>& now, const std::optional<Name>& old, const Name& owner,
                 const std::string& what) {
        const bool same = now.has_value() == old.has_value() && (!now || now->value == old->value);
        return same || report(now ? now->at : owner.at, what);
    }
    bool report(const Span& where, const std::string& what) {
        reading_.error(where, messages::begins_late, what);
        return false;
    }

    Reading& reading_;
    const Declaration& base_;
    Declaration& variant_;
    const std::vector<NamedFormula> none_;
};

bool writes(const CalendarEntry* entry, const CalendarWrite& write) {
    return entry != nullptr && std::any_of(entry->sets.begin(), entry->sets.end(), [&](const CalendarWrite& other) {
               return other.address.value == write.address.value;
           });
}

/// What comes before the variant begins is the base's; ramps to columns that the variant freezes stop there.
void join_calendars(const Declaration& base, std::uint64_t begins, Declaration& variant) {
    std::vector<CalendarEntry> early;
    for (const CalendarEntry& entry : base.calendar) {
        if (entry.step >= begins) continue;
        const auto* own = find_named(variant.calendar, entry.name.value);
        for (CalendarWrite& write : early.emplace_back(entry).sets)
            if (write.over && !writes(own, write)) write.until = begins;
    }
    std::erase_if(variant.calendar, [&](const CalendarEntry& entry) { return entry.step < begins; });
    variant.calendar.insert(variant.calendar.end(), early.begin(), early.end());
    std::sort(variant.calendar.begin(), variant.calendar.end(),
              [](const auto& a, const auto& b) { return a.name.value < b.name.value; });
}

}  // namespace

void check_early_entries(Reading& reading, const Declaration& base, std::uint64_t begins, const Declaration& variant) {
    for (const CalendarEntry& entry : variant.calendar) {
        const auto* old = find_named(base.calendar, entry.name.value);
        const bool is_early = entry.step < begins || (old != nullptr && old->step < begins);
        if (is_early && (old == nullptr || !same_entry(entry, *old)))
            reading.error(entry.date, messages::has_happened, entry.name.value);
    }
}

void begin_late(Reading& reading, const Declaration& base, std::uint64_t begins, Declaration& variant) {
    LateVariant(reading, base, variant).begin_all_rules();
    join_calendars(base, begins, variant);
    variant.begins = begins;
}

}  // namespace hegemon
