#include "cli/description_json.hpp"

#include "cli/describe.hpp"
#include "cli/json.hpp"

namespace hegemon::cli {

namespace {

/// A list under a key, `write(one)` for each of its members.
template <class List, class Write>
void put_list(JsonWriter& json, const char* key, const List& list, const Write& write) {
    json.key(key).begin_list();
    for (const auto& one : list) write(one);
    json.end();
}

void put_words(JsonWriter& json, const char* key, const std::vector<std::string>& words) {
    put_list(json, key, words, [&](const std::string& word) { json.value(word); });
}

void put_formula(JsonWriter& json, const FormulaFacts& formula) {
    json.key("formula").value(formula.text).key("unit").value(formula.unit);
    json.key("source").value(formula.source).key("note").value(formula.note);
}

void put_range(JsonWriter& json, const std::optional<std::pair<double, double>>& range) {
    if (range) json.key("range").begin_list().value(range->first).value(range->second).end();
}

void put_clock(JsonWriter& json, const ClockFacts& clock) {
    json.key("clock").begin_object().key("unit").value(clock.unit);
    json.key("start").value(clock.start).key("end").value(clock.end).key("step").value(clock.step);
    json.key("steps").value(clock.steps).key("integrator").value(clock.integrator).end();
}

void put_column(JsonWriter& json, const ColumnFacts& column) {
    json.begin_object().key("name").value(column.name);
    if (!column.reference.empty()) {
        json.key("reference").value(column.reference);
    } else {
        json.key("unit").value(column.unit).key("start").value(column.start.text);
        json.key("start_source").value(column.start.source).key("start_note").value(column.start.note);
        json.key("given").truth(column.given).key("capacity").truth(column.capacity);
        put_range(json, column.range);
        json.key("clamp").truth(column.outside == ColumnFacts::Outside::clamped);
    }
    json.key("source").value(column.source).key("note").value(column.note).end();
}

void put_kind(JsonWriter& json, const KindFacts& kind) {
    json.begin_object().key("name").value(kind.name);
    put_words(json, "key", kind.key);
    put_words(json, "rows", kind.rows);
    json.key("table").value(kind.table).key("source").value(kind.source);
    put_list(json, "columns", kind.columns, [&](const ColumnFacts& column) { put_column(json, column); });
    json.end();
}

void put_rule(JsonWriter& json, const RuleFacts& rule) {
    json.begin_object().key("sort").value(section_of(rule.sort)).key("name").value(rule.name).key("on").value(rule.on);
    json.key("removed").truth(rule.removed);
    for (const auto& [key, word] : rule.keys) json.key(key).value(word);
    if (!rule.options.empty()) put_words(json, "options", rule.options);
    put_list(json, "parts", rule.parts, [&](const PartFacts& part) {
        json.begin_object().key("role").value(part.role);
        if (!part.option.empty()) json.key("option").value(part.option);
        if (!part.name.empty()) json.key("name").value(part.name);
        put_formula(json, part.formula);
        json.end();
    });
    json.end();
}

void put_entry(JsonWriter& json, const EntryFacts& entry) {
    json.begin_object().key("name").value(entry.name).key("date").value(entry.date).key("step").value(entry.step);
    json.key("note").value(entry.note);
    put_list(json, "writes", entry.writes, [&](const EntryFacts::Write& write) {
        json.begin_object().key("role").value(write.role).key("address").value(write.address);
        put_formula(json, write.formula);
        if (write.over) json.key("over").value(*write.over);
        json.end();
    });
    put_words(json, "fires", entry.fires);
    json.end();
}

void put_values(JsonWriter& json, const Description& description) {
    put_list(json, "parameters", description.parameters, [&](const ParameterFacts& parameter) {
        json.begin_object().key("name").value(parameter.name).key("value").value(parameter.value);
        put_formula(json, parameter.formula);
        put_range(json, parameter.range);
        json.end();
    });
    put_list(json, "functions", description.functions, [&](const FunctionFacts& function) {
        json.begin_object().key("name").value(function.name);
        put_words(json, "arguments", function.arguments);
        put_formula(json, function.body);
        json.end();
    });
    put_list(json, "settings", description.settings, [&](const NamedFormulaFacts& setting) {
        json.begin_object().key("address").value(setting.name);
        put_formula(json, setting.formula);
        json.end();
    });
}

void put_results(JsonWriter& json, const Description& description) {
    put_list(json, "outcomes", description.outcomes, [&](const OutcomeFacts& outcome) {
        json.begin_object().key("name").value(outcome.name).key("take").value(outcome.take);
        put_formula(json, outcome.formula);
        json.key("from").value(outcome.from).key("to").value(outcome.to);
        json.key("headline").truth(outcome.headline).end();
    });
    put_list(json, "variants", description.variants, [&](const VariantFacts& variant) {
        json.begin_object().key("name").value(variant.name).key("title").value(variant.title);
        json.key("note").value(variant.note).key("from").value(variant.from).end();
    });
    put_list(json, "reads", description.reads, [&](const ReadFacts& read) {
        json.begin_object().key("reader").value(read.reader).key("read").value(read.read);
        put_words(json, "members", read.members);
        json.end();
    });
    put_list(json, "draws", description.draws, [&](const DrawFacts& draw) {
        json.begin_object().key("rule").value(draw.rule).key("draw").value(draw.draw).end();
    });
    put_list(json, "sources", sources(description), [&](const SourceFacts& source) {
        json.begin_object().key("where").value(source.where).key("formula").value(source.text);
        json.key("source").value(source.source).key("assumed").truth(is_assumed(source.source)).end();
    });
}

}  // namespace

std::string description_json(const Description& description) {
    JsonWriter json;
    json.begin_object().key("title").value(description.title).key("arm").value(description.arm);
    json.key("arm_title").value(description.arm_title).key("arm_note").value(description.arm_note);
    json.key("arm_from").value(description.arm_from);
    write_files(json, description.files);
    put_list(json, "openings", description.files, [&](const FileFacts& file) { json.value(file.opening); });
    put_clock(json, description.clock);
    put_values(json, description);
    put_list(json, "kinds", description.kinds, [&](const KindFacts& kind) { put_kind(json, kind); });
    put_list(json, "rules", description.rules, [&](const RuleFacts& rule) { put_rule(json, rule); });
    put_list(json, "calendar", description.calendar, [&](const EntryFacts& entry) { put_entry(json, entry); });
    put_results(json, description);
    return json.end().text() + '\n';
}

std::string difference_json(const std::string& first, const std::string& second,
                            const std::vector<Difference>& differences) {
    JsonWriter json;
    json.begin_object().key("first").value(first).key("second").value(second);
    put_list(json, "differences", differences, [&](const Difference& one) {
        json.begin_object().key("where").value(one.where).key("what").value(one.what);
        json.key("before").value(one.before).key("after").value(one.after).end();
    });
    return json.end().text() + '\n';
}

}  // namespace hegemon::cli
