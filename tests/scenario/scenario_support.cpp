#include "scenario/scenario_support.hpp"

#include <fmt/format.h>

namespace hegemon::test {

namespace {

std::string say(const Formula& f) {
    const std::string before = f.before ? "|before " + f.before->text.value : "";
    return fmt::format("<{}|{}|{}|{}{}>", f.text.value, f.source, f.unit, f.note, before);
}
std::string say(const std::optional<Formula>& f) { return f ? say(*f) : "-"; }
std::string say(const std::optional<Range>& r) { return r ? fmt::format("[{}, {}]", r->low, r->high) : "-"; }
std::string say(const std::optional<Name>& n) { return n ? n->value : "-"; }
std::string say(const std::optional<double>& x) { return x ? fmt::format("{}", *x) : "-"; }

std::string say(const std::vector<Name>& names) {
    std::string text;
    for (const Name& name : names) text += name.value + ",";
    return text;
}

std::string say(const std::vector<NamedFormula>& formulas) {
    std::string text;
    for (const NamedFormula& one : formulas) text += one.name.value + "=" + say(one.formula) + ",";
    return text;
}

std::string say(const TimeDeclaration& t) {
    return fmt::format("time {} {} {} {} {} {}\n", t.unit, t.days_per_unit, t.start_date.value_or("-"), t.start, t.step,
                       t.steps);
}

std::string say(const RowsDeclaration& rows) {
    std::string text = fmt::format("rows {} ({}) {}:", rows.kind.value, say(rows.columns), rows.source);
    for (const Cell& cell : rows.cells) text += fmt::format(" {}'{}'", static_cast<int>(cell.type), cell.text);
    return text + "\n";
}

std::string say(const KindDeclaration& kind) {
    std::string text = fmt::format("kind {} key {}\n", kind.name.value, say(kind.key));
    for (const ColumnDeclaration& c : kind.columns)
        text += fmt::format("  {} {} {} {} {} {} {} {}\n", c.name.value, say(c.start), say(c.reference), c.capacity,
                            say(c.range), c.clamp, c.unit, c.note);
    return text;
}

std::string say(const EventDeclaration& e) {
    return fmt::format("event {} {} {} {} {} {} | {} | {} | {} | {}\n", e.name.value, e.on.value, e.removed,
                       say(e.group), say(e.when), say(e.probability), say(e.rates), say(e.factors), say(e.sets),
                       say(e.adds));
}

std::string say(const DecisionDeclaration& d) {
    std::string text = fmt::format("decision {} {} {} {} {} {} {} {} {} | {} | {} | {}\n", d.name.value, d.on.value,
                                   d.actor.value, say(d.among), say(d.when), say(d.precision), d.otherwise.value,
                                   say(d.forced), d.removed, say(d.utilities), say(d.sets), say(d.adds));
    for (const OptionDeclaration& o : d.options)
        text += fmt::format("  option {} {} | {} | {} | {} | {}\n", o.name.value, say(o.when), say(o.attributes),
                            say(o.utilities), say(o.sets), say(o.adds));
    for (const PaymentDeclaration& p : d.payments)
        text += fmt::format("  pays {} {} {} {}\n", p.capacity.value, static_cast<int>(p.verb), say(p.amount),
                            say(p.lasting));
    return text;
}

std::string say(const std::vector<CalendarWrite>& writes) {
    std::string text;
    for (const CalendarWrite& w : writes)
        text += fmt::format("{}={} over {},", w.address.value, say(w.value), say(w.over));
    return text;
}

std::string say(const CalendarEntry& e) {
    std::string text =
        fmt::format("at {} {} {} {} | {} | {} |", e.name.value, e.note, e.at, e.step, say(e.sets), say(e.adds));
    for (const Text& fire : e.fires) text += " " + fire.value;
    return text + "\n";
}

}  // namespace

LoadedScenario load_all(const std::string& text, std::vector<ScenarioFile> others, const LoadOptions& options) {
    others.insert(others.begin(), {"s.toml", text});
    return load_scenario_text(std::move(others), options);
}

Declaration load(const std::string& text, std::vector<ScenarioFile> others, const LoadOptions& options) {
    return load_all(text, std::move(others), options).base;
}

std::string wrong_variant(const LoadedScenario& scenario) {
    if (scenario.base.diagnostics.has_errors()) return "base: " + wrong(scenario.base);
    return scenario.variants.size() == 1 ? wrong(scenario.variants[0]) : "not one variant";
}

std::string wrong(const Declaration& declaration) {
    std::string text;
    for (const Diagnostic& diagnostic : declaration.diagnostics.list()) {
        const LineColumn at = line_column(*diagnostic.where.file, diagnostic.where.begin);
        if (!text.empty()) text += "; ";
        text += fmt::format("{} {}:{}", diagnostic.id, at.line, at.column);
    }
    return text;
}

std::string describe(const Declaration& d) {
    std::string text =
        fmt::format("{} {} {} {} {} {}\n", d.title, static_cast<int>(d.integrator), static_cast<int>(d.record), d.arm,
                    d.arm_title, d.begins ? std::to_string(*d.begins) : "-");
    text += say(d.time);
    for (const auto& p : d.parameters)
        text += fmt::format("parameter {} {} {}\n", p.name.value, say(p.value), say(p.range));
    for (const auto& f : d.functions)
        text += fmt::format("function {} ({}) {}\n", f.name.value, say(f.arguments), say(f.body));
    for (const auto& kind : d.kinds) text += say(kind);
    for (const auto& rows : d.rows) text += say(rows);
    for (const auto& s : d.settings) text += fmt::format("set {} {}\n", s.address.value, say(s.value));
    for (const auto& k : d.lets) text += fmt::format("let {} {}\n", k.kind.value, say(k.formulas));
    for (const auto& k : d.flows) text += fmt::format("flow {} {}\n", k.kind.value, say(k.formulas));
    for (const auto& event : d.events) text += say(event);
    for (const auto& u : d.updates) text += fmt::format("update {} {} | {}\n", u.kind.value, say(u.sets), say(u.adds));
    for (const auto& c : d.claims)
        text +=
            fmt::format("claim {} {} {} {} {}\n", c.name.value, c.on.value, c.payer.value, say(c.when), say(c.amounts));
    for (const auto& decision : d.decisions) text += say(decision);
    for (const auto& entry : d.calendar) text += say(entry);
    for (const auto& o : d.outcomes)
        text += fmt::format("outcome {} {} {} {} {} {}\n", o.name.value, o.headline, static_cast<int>(o.take),
                            say(o.of), say(o.from), say(o.to));
    return text;
}

std::string origins(const Text& text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.value.size(); ++i) {
        const Span part = text.part(i, 1);
        bytes += part.file->text.at(part.begin);
    }
    return bytes;
}

}  // namespace hegemon::test
