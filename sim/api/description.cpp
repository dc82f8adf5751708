#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <hegemon/description.hpp>
#include <stdexcept>

#include "api/compiled.hpp"
#include "api/facts.hpp"
#include "api/run_dates.hpp"
#include "scenario/schema.hpp"
#include "scenario/toml_value.hpp"

namespace hegemon {

namespace {

std::optional<std::pair<double, double>> pair_of(const std::optional<Range>& range) {
    if (!range) return std::nullopt;
    return std::pair(range->low, range->high);
}

ClockFacts clock_facts(const Declaration& declaration) {
    const auto& time = declaration.time;
    ClockFacts clock;
    clock.unit = time.unit;
    clock.start = moment_as_written(time, 0);
    clock.end = moment_as_written(time, time.step * static_cast<double>(time.steps));
    clock.step = time.step;
    clock.steps = time.steps;
    clock.integrator = declaration.integrator == Integrator::rk4 ? "rk4" : "euler";
    return clock;
}

FileFacts file_facts(const FileRead& file) {
    FileFacts facts;
    facts.role = file.role == FileRead::Role::scenario ? FileFacts::Role::scenario
                 : file.role == FileRead::Role::model  ? FileFacts::Role::model
                                                       : FileFacts::Role::table;
    facts.place = file.place == FilePlace::folder    ? FileFacts::Place::own
                  : file.place == FilePlace::library ? FileFacts::Place::library
                                                     : FileFacts::Place::memory;
    facts.name = file.name;
    facts.path = file.path;
    facts.opening = file.opening;
    return facts;
}

std::vector<ParameterFacts> parameter_facts(const Declaration& declaration, const ArmDescription& arm) {
    std::vector<ParameterFacts> parameters;
    for (const auto& one : declaration.parameters) {
        ParameterFacts facts{one.name.value, formula_facts(one.value), 0, pair_of(one.range)};
        for (const auto& known : arm.parameters)
            if (known.name == facts.name) facts.value = known.value;
        parameters.push_back(std::move(facts));
    }
    return parameters;
}

std::vector<FunctionFacts> function_facts(const Declaration& declaration) {
    std::vector<FunctionFacts> functions;
    for (const auto& one : declaration.functions) {
        FunctionFacts facts{one.name.value, {}, formula_facts(one.body)};
        for (const auto& argument : one.arguments) facts.arguments.push_back(argument.value);
        functions.push_back(std::move(facts));
    }
    return functions;
}

ColumnFacts column_facts(const ColumnDeclaration& column, const RowListing* table) {
    ColumnFacts facts;
    facts.name = column.name.value;
    facts.unit = column.unit;
    facts.source = column.source;
    facts.note = column.note;
    if (column.reference) facts.reference = column.reference->value;
    facts.capacity = column.capacity;
    facts.given = table != nullptr &&
                  std::find(table->columns.begin(), table->columns.end(), column.name.value) != table->columns.end();
    if (column.start) facts.start = formula_facts(*column.start);
    facts.range = pair_of(column.range);
    facts.outside = column.clamp ? ColumnFacts::Outside::clamped : ColumnFacts::Outside::fails;
    return facts;
}

std::vector<KindFacts> kind_facts(const Declaration& declaration, const ArmDescription& arm, const ArmRows& rows) {
    std::vector<KindFacts> kinds;
    for (const auto& kind : declaration.kinds) {
        KindFacts facts;
        facts.name = kind.name.value;
        for (const auto& column : kind.key) facts.key.push_back(column.value);
        const auto table = std::find_if(rows.tables.begin(), rows.tables.end(),
                                        [&](const RowListing& one) { return one.kind == facts.name; });
        const RowListing* found = table == rows.tables.end() ? nullptr : &*table;
        if (found != nullptr) {
            facts.table = found->from;
            facts.source = found->source;
        }
        for (const auto& column : kind.columns) facts.columns.push_back(column_facts(column, found));
        for (const auto& described : arm.kinds)
            if (described.name == facts.name) facts.rows = described.rows;
        kinds.push_back(std::move(facts));
    }
    return kinds;
}

std::vector<OutcomeFacts> outcome_facts(const Model& model) {
    const auto& declaration = model.declaration;
    std::vector<OutcomeFacts> outcomes;
    for (const auto& one : declaration.outcomes) {
        OutcomeFacts facts{one.name.value, "", formula_facts(one.of), "", "", one.headline};
        for (const auto& described : model.description.outcomes)
            if (described.name == facts.name) facts.take = described.take;
        if (one.from) facts.from = moment_as_written(declaration.time, *one.from);
        if (one.to) facts.to = moment_as_written(declaration.time, *one.to);
        outcomes.push_back(std::move(facts));
    }
    return outcomes;
}

std::string beginning(const Declaration& arm) {
    return arm.begins ? moment_as_written(arm.time, arm.time.step * static_cast<double>(*arm.begins)) : std::string();
}

std::vector<VariantFacts> variant_facts(const Scenario::Compiled& compiled) {
    std::vector<VariantFacts> variants;
    for (std::size_t i = 1; i < compiled.models.size(); ++i) {
        const auto& arm = compiled.models[i]->declaration;
        variants.push_back({arm.arm, arm.arm_title, arm.arm_note, beginning(arm)});
    }
    return variants;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_blank) line += c;
        if (is_blank && !line.empty() && line.back() != ' ') line += ' ';
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

FormulaFacts formula_facts(const Formula& formula) {
    return {one_line(formula.text.value), formula.unit, formula.source, formula.note};
}

std::string moment_as_written(const TimeDeclaration& time, double at) {
    if (time.start_date) {
        const double days = at * time.days_per_unit, whole = std::nearbyint(days);
        if (std::fabs(days - whole) < 1e-6) return iso_day(time, whole);
        return fmt::format("{} + {} {}s", *time.start_date, shortest(at), time.unit);
    }
    return shortest(time.start + at);
}

Description describe(const Scenario& scenario, const std::string& arm) {
    const auto& compiled = scenario.compiled();
    const auto found = std::find_if(compiled.models.begin(), compiled.models.end(),
                                    [&](const auto& model) { return model->declaration.arm == arm; });
    if (found == compiled.models.end()) throw std::invalid_argument("the scenario has no variant '" + arm + "'");
    const Model& model = **found;
    const auto& declaration = model.declaration;
    const auto& rows = compiled.rows[static_cast<std::size_t>(found - compiled.models.begin())];
    Description result;
    result.title = declaration.title;
    result.arm = arm;
    result.arm_title = declaration.arm_title;
    result.arm_note = declaration.arm_note;
    result.arm_from = beginning(declaration);
    result.files = files_of(scenario);
    result.clock = clock_facts(declaration);
    result.parameters = parameter_facts(declaration, model.description.arms.front());
    result.functions = function_facts(declaration);
    result.kinds = kind_facts(declaration, model.description.arms.front(), rows);
    for (const auto& setting : declaration.settings)
        result.settings.push_back({one_line(setting.address.value), formula_facts(setting.value)});
    result.rules = rule_facts(declaration);
    result.calendar = entry_facts(declaration);
    result.outcomes = outcome_facts(model);
    result.variants = variant_facts(compiled);
    find_reads(result);
    return result;
}

std::vector<FileFacts> files_of(const Scenario& scenario) {
    std::vector<FileFacts> files;
    for (const auto& file : scenario.compiled().read) files.push_back(file_facts(file));
    return files;
}

std::string scenario_schema() { return schema_text(); }

}  // namespace hegemon
