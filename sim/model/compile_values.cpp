/// Parameters, functions and start values.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/ledger_grid.hpp"
#include "language/messages.hpp"
#include "model/compiler.hpp"
#include "model/messages.hpp"

namespace hegemon {

namespace {

std::optional<double> read_number(std::string_view text) {
    if (!text.empty() && text[0] == '+') text.remove_prefix(1);
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> read_truth(std::string_view text) {
    if (text == "true") return 1;
    if (text == "false") return 0;
    return std::nullopt;
}

std::optional<double> read_cell(const Cell& cell, ValueType type) {
    if (type == ValueType::truth)
        return cell.type == Cell::Type::truth || cell.type == Cell::Type::csv ? read_truth(cell.text) : std::nullopt;
    return cell.type == Cell::Type::number || cell.type == Cell::Type::csv ? read_number(cell.text) : std::nullopt;
}

}  // namespace

void Compiler::compile_parameters() {
    for (const auto& parameter : declaration_.parameters) {
        const auto& name = parameter.name.value;
        if (is_constant_name(name))
            error(parameter.name.at, "", messages::two_meanings, name, "a parameter", "a constant of the language");
    }
    const auto compile_all = [&](Version version) {
        std::vector<std::string> busy;
        parameters_.clear();
        for (const auto& parameter : declaration_.parameters) compile_parameter(parameter, version, busy);
    };
    auto& schema = model_->schema;
    if (declaration_.begins) {
        compile_all(Version::begun);
        schema.later_parameters = schema.parameters;
    }
    compile_all(Version::before);
    std::erase_if(schema.later_parameters,
                  [&](const auto& later) { return schema.parameters[later.first] == later.second; });
}

void Compiler::compile_parameter(const ParameterDeclaration& parameter, Version version,
                                 std::vector<std::string>& busy) {
    const auto& formula =
        version == Version::before && parameter.value.before ? *parameter.value.before : parameter.value;
    auto& progress = parameters_[parameter.name.value];
    if (progress == Progress::done) return;
    if (progress == Progress::under_way) {
        std::string circle;
        for (const auto& name : busy) circle += circle.empty() && name != parameter.name.value ? "" : name + " -> ";
        error(formula.text.at, "", messages::parameter_circle, circle + parameter.name.value);
        return;
    }
    // Not a number: what asks for it before it is known, or after it was found wrong, is not reported as well.
    auto& value = model_->schema.parameters[parameter.name.value] = std::numeric_limits<double>::quiet_NaN();
    if (busy.size() >= max_chain) {
        error(formula.text.at, "", messages::too_deep_in_all, max_chain);
        return;
    }
    progress = Progress::under_way;
    busy.push_back(parameter.name.value);
    const auto* expression = syntax(formula);
    // The parameters it names come first.
    const std::function<void(const Syntax&)> follow = [&](const Syntax& part) {
        if (part.kind == SyntaxKind::name)
            if (const auto other = parameter_of_.find(part.name); other != parameter_of_.end())
                compile_parameter(*other->second, version, busy);
        for (const auto& child : part.children)
            if (child) follow(*child);
    };
    if (expression != nullptr) follow(*expression);
    busy.pop_back();
    parameters_[parameter.name.value] = Progress::done;
    Place place;
    place.name = "parameter." + parameter.name.value;
    const auto node = lower_version(start_lowering_, model_->start.graph, formula, place, ValueType::number);
    if (!node) return;
    if (!model_->start.graph.is_constant(*node)) {
        error(formula.text.at, "what changes in a run is a let", messages::parameter_not_constant);
        return;
    }
    const auto constant = model_->start.graph.node(*node).constant;
    const auto& range = parameter.range;
    if (!std::isfinite(constant))
        error(formula.text.at, "", messages::parameter_not_finite, parameter.name.value, constant);
    else if (range && range->low <= range->high && (constant < range->low || constant > range->high))
        error(formula.text.at, "", messages::parameter_out_of_range, parameter.name.value, constant, range->low,
              range->high);
    else
        value = constant;
}

void Compiler::compile_functions() {
    for (const auto& function : declaration_.functions) {
        FunctionSchema schema;
        const auto two_meanings = [&](const Name& name, const char* one, const char* other) {
            error(name.at, "rename it", messages::two_meanings, name.value, one, other);
        };
        if (is_function_of_language(function.name.value))
            two_meanings(function.name, "a function", "a function of the language");
        for (const auto& argument : function.arguments) {
            if (parameter_of_.contains(argument.value)) two_meanings(argument, "an argument", "a parameter");
            if (is_constant_name(argument.value)) two_meanings(argument, "an argument", "a constant of the language");
        }
        for (const auto& argument : function.arguments) schema.arguments.push_back(argument.value);
        schema.body = {function.name.value, &function.body.text, syntax(function.body)};
        model_->schema.functions[function.name.value] = std::move(schema);
    }
}

void Compiler::resolve_settings() {
    for (const auto& setting : declaration_.settings) {
        const auto parsed = parse(setting.address, diagnostics_);
        const auto address = start_lowering_.lower_address(setting.address, parsed.get(), "set");
        if (address)
            settings_[{static_cast<std::uint32_t>(address->kind), address->member.index}].push_back(
                {address->row, &setting});
    }
}

/// Start values, each worked out when first asked for.
void Compiler::compile_starts() {
    for (std::size_t k = 0; k < model_->schema.kinds.size(); ++k)
        for (std::size_t c = 0; c < model_->schema.kinds[k].columns.size(); ++c) (void)start(static_cast<KindId>(k), c);
}

std::optional<Lowered> Compiler::start(KindId id, std::size_t column) {
    const std::pair key{static_cast<std::uint32_t>(id), column};
    const auto& kind = model_->schema.kind(id);
    const auto name = fmt::format("{}.{}", kind.name, kind.columns[column].name);
    if (starts_[key].progress == Progress::done) return starts_[key].value;
    if (starts_[key].progress == Progress::under_way) {
        std::string circle;
        for (const auto& busy : busy_) circle += circle.empty() && busy != name ? "" : busy + " -> ";
        const auto& declaration = column_declaration(id, column);
        error(declaration.start ? declaration.start->text.at : declaration.name.at, "", messages::start_circle,
              circle + name);
        return std::nullopt;
    }
    starts_[key].progress = Progress::under_way;
    busy_.push_back(name);
    auto value = work_out_start(id, column);
    if (value) value = overwritten(id, column, *value);
    if (value && column_declaration(id, column).capacity) value = capacity_start(id, column, *value);
    busy_.pop_back();
    starts_[key].progress = Progress::done;
    starts_[key].value = value;
    start_order_.push_back(key);
    if (!value) {
        model_->schema.kind(id).columns[column].wrong = true;
        return value;
    }
    const auto slot = kind.columns[column].slot;
    model_->schema.kind(id).columns[column].type = value->type;
    model_->start.graph.slot(slot).type = value->type;
    model_->graph.slot(slot).type = value->type;
    if (model_->start.graph.is_static(value->node)) check_start_range(id, column, value->node);
    return value;
}

std::optional<Lowered> Compiler::work_out_start(KindId id, std::size_t column) {
    const auto& kind = model_->schema.kind(id);
    const auto& declaration = column_declaration(id, column);
    const auto name = fmt::format("{}.{}", kind.name, declaration.name.value);
    const bool given = !kind.rows.empty() && cell(id, declaration.name.value, 0) != nullptr;
    std::optional<Lowered> started;
    if (declaration.start) {
        Place place;
        place.name = "start of " + name;
        place.kind = id;
        place.draws = Place::Draws::allowed;
        place.draw_rule = "kind." + kind.name;
        place.draw_name = "start." + declaration.name.value;
        place.knows = Place::Knows::state;
        const auto expression = syntax(*declaration.start);
        started = start_lowering_.lower(declaration.start->text, expression, place);
        if (started && !given) {
            const auto node = settle(model_->start.graph, *declaration.start, place, *started);
            started = node ? std::optional<Lowered>{{*node, NodeId::none, started->type}} : std::nullopt;
        }
        if (!started) return std::nullopt;
    }
    if (given) return given_start(id, column, started ? started->type : ValueType::number);
    if (started) return started;
    if (kind.rows.empty()) return Lowered{model_->start.graph.constant(0), NodeId::none, ValueType::number};
    const auto* rows = rows_of(id);
    error(rows->kind.at, "give it a start in the kind, or a column in the rows", messages::column_not_given, name);
    return std::nullopt;
}

std::optional<Lowered> Compiler::given_start(KindId id, std::size_t column, ValueType type) {
    const auto& kind = model_->schema.kind(id);
    const auto& name = kind.columns[column].name;
    auto values = std::make_shared<Field>(kind.rows.size());
    bool good = true;
    const auto* rows = rows_of(id);
    const auto found =
        std::find_if(rows->columns.begin(), rows->columns.end(), [&](const Name& c) { return c.value == name; });
    const auto offset = static_cast<std::size_t>(found - rows->columns.begin());
    for (std::size_t r = 0; r < kind.rows.size(); ++r) {
        const auto& given = rows->cells[row_order_[index_of(id)][r] * rows->columns.size() + offset];
        const auto value = read_cell(given, type);
        if (!value) {
            const bool is_truth = type == ValueType::number && read_truth(given.text).has_value();
            error(rows->where(given),
                  is_truth ? fmt::format("a column of truths says so: {} = {{ start = false }}", name) : "",
                  messages::bad_cell, given.text, word_for(type), fmt::format("{}.{}", kind.name, name));
            good = false;
        }
        (*values)[r] = value.value_or(0);
    }
    if (!good) return std::nullopt;
    auto& graph = model_->start.graph;
    return Lowered{graph.field(graph.rows_of(id, kind.rows.size()), std::move(values), type), NodeId::none, type};
}

std::optional<Lowered> Compiler::overwritten(KindId id, std::size_t column, Lowered value) {
    const auto found = settings_.find({static_cast<std::uint32_t>(id), column});
    if (found == settings_.end()) return value;
    auto& graph = model_->start.graph;
    const auto& kind = model_->schema.kind(id);
    const auto domain = graph.rows_of(id, kind.rows.size());
    for (const auto& setting : found->second) {
        Place place;
        place.name = "set " + setting.declaration->address.value;
        place.rows = Place::Rows::by_name;
        place.knows = Place::Knows::state;
        const auto node = lower(start_lowering_, graph, setting.declaration->value, place, value.type);
        if (!node) return std::nullopt;
        auto here = std::make_shared<Field>(kind.rows.size(), 0.0);
        (*here)[static_cast<std::size_t>(setting.row)] = 1;
        value.node = graph.apply(Op::select, value.type, graph.field(domain, std::move(here), ValueType::truth), *node,
                                 value.node);
    }
    return value;
}

/// The start of a capacity's total, on the ledger's grid.
std::optional<Lowered> Compiler::capacity_start(KindId id, std::size_t column, Lowered value) {
    const auto& kind = model_->schema.kind(id);
    const auto& declaration = column_declaration(id, column);
    if (value.type == ValueType::truth) {
        error(declaration.start ? declaration.start->text.at : declaration.name.at, "", messages::capacity_is_truth,
              fmt::format("{}.{}", kind.name, kind.columns[column].name));
        return std::nullopt;
    }
    auto& graph = model_->start.graph;
    const auto rounded = rounded_to_grid(graph, value.node);
    const auto changes = graph.apply(Op::less, ValueType::truth, graph.constant(0), value.node);  // what is wrong stays
    value.node = graph.apply(Op::select, ValueType::number, changes, rounded, value.node);
    return value;
}

void Compiler::check_start_range(KindId id, std::size_t column, NodeId value) {
    auto& graph = model_->start.graph;
    const auto& kind = model_->schema.kind(id);
    const auto& declaration = column_declaration(id, column);
    const auto name = fmt::format("{}.{}", kind.name, declaration.name.value);
    const bool changes = graph.node(value).domain == DomainId::scalar;
    for (std::size_t r = 0; r < kind.rows.size(); ++r) {
        const auto number = graph.static_value(value, changes ? 0 : r);
        const auto& row = kind.rows[r];
        auto where = declaration.name.at;
        if (const auto* given = cell(id, declaration.name.value, r))
            where = rows_of(id)->where(*given);
        else if (declaration.start)
            where = declaration.start->text.at;
        if (const auto set = settings_.find({static_cast<std::uint32_t>(id), column}); set != settings_.end())
            for (const auto& setting : set->second)
                if (setting.row == static_cast<std::int32_t>(r)) where = setting.declaration->value.text.at;
        if (!std::isfinite(number)) {
            error(where, "", messages::start_not_finite, name, row);
            return;
        }
        const auto range = declaration.range      ? declaration.range
                           : declaration.capacity ? std::optional(Range{0, most_amount, {}})
                                                  : std::nullopt;
        if (range && range->low <= range->high && (number < range->low || number > range->high)) {
            error(where, "", messages::start_out_of_range, name, row, number, range->low, range->high);
            return;
        }
    }
}

}  // namespace hegemon
