#include "language/random_expression_support.hpp"

#include <algorithm>
#include <limits>

#include "core/math.hpp"

namespace hegemon::test {

namespace {

using Maybe = std::optional<double>;
using Values = std::vector<ExpressionPtr>;

std::set<std::string> names_of(const Values& parts) {
    std::set<std::string> names;
    for (const auto& part : parts) names.insert(part->names.begin(), part->names.end());
    return names;
}

bool any_missing(const Values& parts) {
    return std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part->may_be_missing; });
}

/// Something made of values that are all there.
template <class Function>
Expression of_all(const Values& parts, std::string text, Function function) {
    Expression result{std::move(text), nullptr, names_of(parts), any_missing(parts)};
    result.value = [parts, function](const Where& where) -> Maybe {
        std::vector<double> values;
        for (const auto& part : parts) {
            const auto value = part->value(where);
            if (!value) return std::nullopt;
            values.push_back(*value);
        }
        return function(values);
    };
    return result;
}

double truth_of(bool value) { return value ? 1 : 0; }

const std::vector<std::string> kinds{"region", "road", "town"};

}  // namespace

RandomExpressions::RandomExpressions(std::uint64_t seed, std::string kind, Size world)
    : random_(seed), kind_(std::move(kind)), world_(world) {}

void RandomExpressions::add_let(const std::string& kind, const std::string& name, ExpressionPtr formula) {
    lets_.push_back({kind, name, std::move(formula)});
}

ExpressionPtr RandomExpressions::keep(Expression expression, bool is_truth) {
    auto kept = std::make_shared<const Expression>(std::move(expression));
    (is_truth ? truths_ : numbers_).push_back(kept);
    return kept;
}

/// One that was made before, if its names are known here.
ExpressionPtr RandomExpressions::again(bool is_truth) {
    const auto& known = is_truth ? truths_ : numbers_;
    if (known.empty()) return nullptr;
    const auto& chosen = known[known.size() - 1 - below(std::min<std::size_t>(known.size(), 12))];
    for (const auto& name : chosen->names) {
        const bool is_this = name == "this" && !kind_.empty();
        if (!is_this && std::none_of(binders_.begin(), binders_.end(), [&](const Binder& b) { return b.name == name; }))
            return nullptr;
    }
    return chosen->text.size() < 400 ? chosen : nullptr;
}

ExpressionPtr RandomExpressions::certain(ExpressionPtr expression, const std::string& otherwise) {
    if (!expression->may_be_missing) return expression;
    const double value = otherwise == "true" ? 1 : otherwise == "false" ? 0 : std::stod(otherwise);
    Expression result{"(" + expression->text + " else " + otherwise + ")", nullptr, expression->names, false};
    result.value = [expression, value](const Where& where) -> Maybe {
        return expression->value(where).value_or(value);
    };
    return std::make_shared<const Expression>(std::move(result));
}

// ---------------------------------------------------------------------------------------------------- rows

/// A row of the kind, by at most so many references; nothing if no name leads there.
std::optional<RowExpression> RandomExpressions::row(const std::string& kind, int references) {
    struct Path {
        std::string from, name, to;
    };
    static const std::vector<Path> paths{{"town", "region", "region"},
                                         {"town", "next", "town"},
                                         {"region", "capital", "town"},
                                         {"road", "from", "town"},
                                         {"road", "to", "town"}};
    const auto pick = below(12);
    if (references > 0 && kind == "road" && pick < 6) {
        const auto from = row("town", references - 1);
        const auto to = row("town", references - 1);
        if (from && to) {
            RowExpression result{"road[" + from->text + ", " + to->text + "]", "road", nullptr, from->names, true};
            result.names.insert(to->names.begin(), to->names.end());
            result.value = [from = *from, to = *to](const Where& where) -> std::optional<std::int32_t> {
                const auto a = from.value(where);
                const auto b = to.value(where);
                if (!a || !b) return std::nullopt;
                const auto& table = where.world->tables.at("road");
                for (std::size_t r = 0; r < table.rows; ++r)
                    if (table.references.at("from")[r] == *a && table.references.at("to")[r] == *b)
                        return static_cast<std::int32_t>(r);
                return std::nullopt;
            };
            return result;
        }
    }
    if (references > 0 && pick == 6) {
        const auto a = row(kind, references - 1);
        const auto b = row(kind, references - 1);
        if (a && b) {
            const auto condition = truth(0);
            RowExpression result{"if(" + condition->text + ", " + a->text + ", " + b->text + ")", kind, nullptr,
                                 a->names, a->may_be_missing || b->may_be_missing || condition->may_be_missing};
            result.names.insert(b->names.begin(), b->names.end());
            result.names.insert(condition->names.begin(), condition->names.end());
            result.value = [a = *a, b = *b, condition](const Where& where) -> std::optional<std::int32_t> {
                const auto holds = condition->value(where);
                if (!holds) return std::nullopt;
                return *holds != 0 ? a.value(where) : b.value(where);
            };
            return result;
        }
    }
    if (references > 0 && pick > 6) {
        const auto first = below(paths.size());
        for (std::size_t i = 0; i < paths.size(); ++i) {
            const auto& path = paths[(first + i) % paths.size()];
            if (path.to != kind) continue;
            auto from = row(path.from, references - 1);
            if (!from) continue;
            RowExpression result{from->text + "." + path.name, kind, nullptr, from->names, from->may_be_missing};
            result.value = [from = *from, path](const Where& where) -> std::optional<std::int32_t> {
                const auto r = from.value(where);
                if (!r) return std::nullopt;
                return where.world->tables.at(path.from).references.at(path.name)[static_cast<std::size_t>(*r)];
            };
            return result;
        }
    }
    std::vector<std::string> known;
    if (kind_ == kind) known.emplace_back("this");
    for (const auto& binder : binders_)
        if (binder.kind == kind) known.push_back(binder.name);
    if (known.empty()) return std::nullopt;
    const auto name = known[below(known.size())];
    return RowExpression{name,
                         kind,
                         [name](const Where& where) -> std::optional<std::int32_t> { return where.rows.at(name); },
                         {name},
                         false};
}

std::optional<RowExpression> RandomExpressions::any_row() {
    const auto first = below(kinds.size());
    for (std::size_t i = 0; i < 2 * kinds.size(); ++i)
        if (auto found = row(kinds[(first + i) % kinds.size()], static_cast<int>(below(3)))) return found;
    return std::nullopt;
}

// ---------------------------------------------------------------------------------------------------- values

ExpressionPtr RandomExpressions::leaf() {
    static const std::vector<std::pair<std::string, double>> constants{
        {"0", 0}, {"1", 1}, {"2", 2}, {"0.5", 0.5}, {"half", 0.5}, {"three", 3}, {"1e-3", 1e-3}, {"step", 0.5}};
    const auto pick = below(10);
    if (pick == 0)
        return std::make_shared<const Expression>(
            Expression{"time", [](const Where& where) -> Maybe { return where.world->time; }, {}, false});
    if (pick < 4) {
        const auto [text, value] = constants[below(constants.size())];
        return std::make_shared<const Expression>(
            Expression{text, [value = value](const Where&) -> Maybe { return value; }, {}, false});
    }
    return column(false);
}

ExpressionPtr RandomExpressions::column(bool is_truth) {
    const auto of = any_row();
    if (!of) {
        const double value = is_truth ? truth_of(below(2) == 0) : 0.25;
        const std::string text = is_truth ? (value != 0 ? "true" : "false") : "0.25";
        return std::make_shared<const Expression>(
            Expression{text, [value](const Where&) -> Maybe { return value; }, {}, false});
    }
    static const std::map<std::string, std::vector<std::string>> columns{
        {"town", {"x", "y", "x", "size"}}, {"region", {"wealth", "area"}}, {"road", {"flow", "km"}}};
    if (is_truth && of->kind != "town") {
        auto number_column = column(false);
        Expression positive = of_all({number_column}, "(" + number_column->text + " > 0)",
                                     [](const auto& v) { return truth_of(v[0] > 0); });
        return std::make_shared<const Expression>(std::move(positive));
    }
    std::vector<const Let*> lets;
    for (const auto& let : lets_)
        if (let.kind == of->kind && !is_truth) lets.push_back(&let);
    if (!lets.empty() && below(3) == 0) {
        const Let let = *lets[below(lets.size())];
        Expression result{of->text + "." + let.name, nullptr, of->names,
                          of->may_be_missing || let.formula->may_be_missing};
        result.value = [of = *of, let](const Where& where) -> Maybe {
            const auto r = of.value(where);
            if (!r) return std::nullopt;
            return let.formula->value({where.world, where.lane, {{"this", *r}}});
        };
        return keep(std::move(result), false);
    }
    static const std::vector<std::string> truth_columns{"open", "coastal"};
    const auto& choices = is_truth ? truth_columns : columns.at(of->kind);
    const auto name = choices[below(choices.size())];
    Expression result{of->text + "." + name, nullptr, of->names, of->may_be_missing};
    result.value = [of = *of, name](const Where& where) -> Maybe {
        const auto r = of.value(where);
        if (!r) return std::nullopt;
        return where.world->number(of.kind, name, static_cast<std::size_t>(*r), where.lane);
    };
    return keep(std::move(result), is_truth);
}

ExpressionPtr RandomExpressions::number(int depth) {
    if (depth <= 0) return leaf();
    if (below(6) == 0)
        if (const auto known = again(false)) return known;
    const auto pick = below(20);
    if (pick < 9) return binary(depth);
    if (pick < 12) return unary(depth);
    if (pick < 14) return choice(depth, false);
    if (pick < 18 && aggregates_ < 2) return aggregate(depth, false);
    return leaf();
}

ExpressionPtr RandomExpressions::truth(int depth) {
    if (depth > 0 && below(6) == 0)
        if (const auto known = again(true)) return known;
    const auto pick = depth <= 0 ? 0 : below(10);
    if (pick < 2) return column(true);
    if (pick < 6) return comparison(depth);
    if (pick < 8) return connective(depth);
    if (pick < 9 && aggregates_ < 2) return aggregate(depth, true);
    return choice(depth, true);
}

ExpressionPtr RandomExpressions::binary(int depth) {
    const auto a = number(depth - 1);
    const auto b = number(depth - 1);
    const auto text = [&](const char* op) { return "(" + a->text + " " + op + " " + b->text + ")"; };
    switch (below(9)) {
        case 0:
        case 1:
            return keep(of_all({a, b}, text("+"), [](const auto& v) { return v[0] + v[1]; }), false);
        case 2:
        case 3:
            return keep(of_all({a, b}, text("-"), [](const auto& v) { return v[0] - v[1]; }), false);
        case 4:
        case 5:
            return keep(of_all({a, b}, text("*"), [](const auto& v) { return v[0] * v[1]; }), false);
        case 6:
            return keep(of_all({a, b}, text("/"), [](const auto& v) { return v[0] / v[1]; }), false);
        case 7:
            return keep(of_all({a, b}, "min(" + a->text + ", " + b->text + ")",
                               [](const auto& v) { return math::min(v[0], v[1]); }),
                        false);
        default:
            break;
    }
    return keep(
        of_all({a, b}, "max(" + a->text + ", " + b->text + ")", [](const auto& v) { return math::max(v[0], v[1]); }),
        false);
}

ExpressionPtr RandomExpressions::unary(int depth) {
    struct Function {
        const char* name;
        double (*of)(double);
    };
    static const std::vector<Function> functions{{"exp", [](double x) { return math::exp(x); }},
                                                 {"log", [](double x) { return math::log(x); }},
                                                 {"log10", [](double x) { return math::log10(x); }},
                                                 {"sqrt", [](double x) { return math::sqrt(x); }},
                                                 {"abs", [](double x) { return math::abs(x); }},
                                                 {"tanh", [](double x) { return math::tanh(x); }},
                                                 {"logistic", [](double x) { return math::logistic(x); }},
                                                 {"logit", [](double x) { return math::logit(x); }},
                                                 {"-", [](double x) { return -x; }}};
    static const std::vector<std::pair<std::string, double>> exponents{{"2", 2}, {"0.5", 0.5}, {"3", 3}, {"(-1)", -1},
                                                                       {"1", 1}, {"1.7", 1.7}, {"0", 0}};
    const auto a = number(depth - 1);
    if (below(4) == 0) {
        const auto exponent = exponents[below(exponents.size())];
        return keep(of_all({a}, "(" + a->text + ") ^ " + exponent.first,
                           [y = exponent.second](const auto& v) { return math::pow(v[0], y); }),
                    false);
    }
    if (below(6) == 0)
        return keep(of_all({a}, "clamp(" + a->text + ", -0.5, three)",
                           [](const auto& v) { return math::min(math::max(v[0], -0.5), 3.0); }),
                    false);
    const auto function = functions[below(functions.size())];
    return keep(of_all({a}, std::string(function.name) + "(" + a->text + ")",
                       [function](const auto& v) { return function.of(v[0]); }),
                false);
}

ExpressionPtr RandomExpressions::choice(int depth, bool is_truth) {
    const auto part = [&] { return is_truth ? truth(depth - 1) : number(depth - 1); };
    const auto a = part();
    const auto b = part();
    if (a->may_be_missing && below(2) == 0) {
        Expression result{"(" + a->text + " else " + b->text + ")", nullptr, names_of({a, b}), b->may_be_missing};
        result.value = [a, b](const Where& where) -> Maybe {
            const auto value = a->value(where);
            return value ? value : b->value(where);
        };
        return keep(std::move(result), is_truth);
    }
    const auto c = truth(depth - 1);
    Expression result{"if(" + c->text + ", " + a->text + ", " + b->text + ")", nullptr, names_of({a, b, c}),
                      any_missing({a, b, c})};
    result.value = [a, b, c](const Where& where) -> Maybe {
        const auto holds = c->value(where);
        if (!holds) return std::nullopt;
        return *holds != 0 ? a->value(where) : b->value(where);
    };
    return keep(std::move(result), is_truth);
}

ExpressionPtr RandomExpressions::comparison(int depth) {
    const auto pick = below(8);
    if (pick == 0) {
        const auto left = any_row();
        if (left)
            if (const auto right = row(left->kind, 2)) {
                const bool equal = below(2) == 0;
                Expression result{"(" + left->text + (equal ? " == " : " != ") + right->text + ")", nullptr,
                                  left->names, left->may_be_missing || right->may_be_missing};
                result.names.insert(right->names.begin(), right->names.end());
                result.value = [left = *left, right = *right, equal](const Where& where) -> Maybe {
                    const auto a = left.value(where);
                    const auto b = right.value(where);
                    if (!a || !b) return std::nullopt;
                    return truth_of((*a == *b) == equal);
                };
                return keep(std::move(result), true);
            }
    }
    const auto a = number(depth - 1);
    const auto b = number(depth - 1);
    const auto text = [&](const char* op) { return "(" + a->text + " " + op + " " + b->text + ")"; };
    switch (pick % 6) {
        case 0:
            return keep(of_all({a, b}, text("<"), [](const auto& v) { return truth_of(v[0] < v[1]); }), true);
        case 1:
            return keep(of_all({a, b}, text("<="), [](const auto& v) { return truth_of(v[0] <= v[1]); }), true);
        case 2:
            return keep(of_all({a, b}, text(">"), [](const auto& v) { return truth_of(v[0] > v[1]); }), true);
        case 3:
            return keep(of_all({a, b}, text(">="), [](const auto& v) { return truth_of(v[0] >= v[1]); }), true);
        case 4:
            return keep(of_all({a, b}, text("=="), [](const auto& v) { return truth_of(v[0] == v[1]); }), true);
        default:
            break;
    }
    return keep(of_all({a, b}, text("!="), [](const auto& v) { return truth_of(v[0] != v[1]); }), true);
}

ExpressionPtr RandomExpressions::connective(int depth) {
    const auto a = truth(depth - 1);
    if (below(3) == 0)
        return keep(of_all({a}, "(not " + a->text + ")", [](const auto& v) { return truth_of(v[0] == 0); }), true);
    const auto b = truth(depth - 1);
    if (below(2) == 0)
        return keep(of_all({a, b}, "(" + a->text + " and " + b->text + ")",
                           [](const auto& v) { return truth_of(v[0] != 0 && v[1] != 0); }),
                    true);
    return keep(of_all({a, b}, "(" + a->text + " or " + b->text + ")",
                       [](const auto& v) { return truth_of(v[0] != 0 || v[1] != 0); }),
                true);
}

// ---------------------------------------------------------------------------------------------------- aggregates

/// What stands after where: mostly with an equality of references first, so that few rows are looked at.
ExpressionPtr RandomExpressions::condition(const std::string& binder, const std::string& kind, int depth) {
    static const std::map<std::string, std::vector<std::pair<std::string, std::string>>> owners{
        {"town", {{"region", "region"}, {"next", "town"}, {"", "town"}, {"next.region", "region"}}},
        {"region", {{"capital", "town"}, {"", "region"}}},
        {"road", {{"from", "town"}, {"to", "town"}, {"from.region", "region"}}}};
    const auto bound = binders_.back();
    binders_.pop_back();
    const auto& choices = owners.at(kind);
    const auto& [path, target] = choices[below(choices.size())];
    auto other = row(target, static_cast<int>(below(2)));
    binders_.push_back(bound);
    ExpressionPtr equality;
    if (other && !other->may_be_missing) {
        const auto own = path.empty() ? binder : binder + "." + path;
        Expression result{below(2) == 0 ? own + " == " + other->text : other->text + " == " + own, nullptr,
                          other->names, false};
        result.names.insert(binder);
        result.value = [binder, kind, path = path, other = *other](const Where& where) -> Maybe {
            auto r = where.rows.at(binder);
            auto of = kind;
            for (std::size_t at = 0; at < path.size();) {
                const auto end = std::min(path.find('.', at), path.size());
                const auto step = path.substr(at, end - at);
                r = where.world->tables.at(of).references.at(step)[static_cast<std::size_t>(r)];
                of = step == "region" ? "region" : "town";
                at = end + 1;
            }
            return truth_of(r == other.value(where));
        };
        equality = std::make_shared<const Expression>(std::move(result));
    }
    ExpressionPtr further;
    if (!equality && kind != "region" && world_ == Size::large) return nullptr;
    if (!equality || below(2) == 0) further = certain(truth(std::min(depth - 1, 2)), below(2) == 0 ? "true" : "false");
    if (!equality) return further;
    if (!further) return equality;
    Expression both{equality->text + " and " + further->text, nullptr, names_of({equality, further}), false};
    both.value = [equality, further](const Where& where) -> Maybe {
        if (*equality->value(where) == 0) return 0.0;
        return further->value(where);
    };
    return std::make_shared<const Expression>(std::move(both));
}

ExpressionPtr RandomExpressions::aggregate(int depth, bool is_truth) {
    // Without an index an aggregate goes over the few regions.
    const auto binder = "b" + std::to_string(binder_count_++);
    const bool some_row = any_row().has_value();
    const auto kind = some_row && below(4) != 0 ? kinds[below(kinds.size())] : std::string("region");
    static const std::vector<std::string> of_numbers{"sum", "sum", "mean", "min", "max", "count"};
    static const std::vector<std::string> of_truths{"any", "all"};
    const auto name = is_truth ? of_truths[below(2)] : of_numbers[below(of_numbers.size())];
    binders_.push_back({binder, kind});
    ++aggregates_;
    ExpressionPtr where;
    if (kind != "region" || below(3) != 0) where = condition(binder, kind, depth);
    if (!where && kind != "region") {  // too many pairs to look at
        --aggregates_;
        binders_.pop_back();
        return is_truth ? column(true) : leaf();
    }
    ExpressionPtr body;
    if (name != "count" && !(name == "any" && where && below(2) == 0)) {
        if (!is_truth && below(3) == 0) {
            const auto a = number(depth - 2);
            const auto b = number(depth - 2);
            body =
                keep(of_all({a, b}, "(" + a->text + " * " + b->text + ")", [](const auto& v) { return v[0] * v[1]; }),
                     false);
        } else {
            body = is_truth ? truth(depth - 1) : number(depth - 1);
        }
    }
    --aggregates_;
    binders_.pop_back();

    auto text = name + "(" + binder + " in " + kind;
    if (where) text += " where " + where->text;
    if (body) text += ": " + body->text;
    Expression result{text + ")", nullptr, {}, false};
    for (const auto& part : {where, body})
        if (part) result.names.insert(part->names.begin(), part->names.end());
    result.names.erase(binder);
    result.may_be_missing = (body && body->may_be_missing) || name == "mean" || name == "min" || name == "max";
    result.value = [name, binder, kind, where, body](const Where& at) -> Maybe {
        Where inside = at;
        std::vector<double> values;
        const auto rows = at.world->tables.at(kind).rows;
        for (std::size_t r = 0; r < rows; ++r) {
            inside.rows[binder] = static_cast<std::int32_t>(r);
            if (where && *where->value(inside) == 0) continue;
            const auto value = body ? body->value(inside) : Maybe(1.0);
            if (!value) return std::nullopt;
            values.push_back(*value);
        }
        double sum = 0;
        double least = std::numeric_limits<double>::infinity();
        double most = -least;
        bool any = false;
        bool all = true;
        for (const double value : values) {
            sum += value;
            least = math::min(least, value);
            most = math::max(most, value);
            any = any || value != 0;
            all = all && value != 0;
        }
        if (name == "sum" || name == "count") return sum;
        if (name == "any") return truth_of(any);
        if (name == "all") return truth_of(all);
        if (values.empty()) return std::nullopt;
        return name == "mean" ? sum / static_cast<double>(values.size()) : name == "min" ? least : most;
    };
    return keep(std::move(result), is_truth);
}

}  // namespace hegemon::test
