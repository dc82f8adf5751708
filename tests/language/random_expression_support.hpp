#pragma once
/// Random typed expressions over the little world, and what they come to by plain recursion over doubles: an oracle for
/// the compiler that shares no code with it but the scalar functions of core/math.hpp.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "language/expression_support.hpp"

namespace hegemon::test {

/// Rows that names stand for, while an expression is worked out: "this" and binders.
using Rows = std::map<std::string, std::int32_t>;

struct Where {
    const LittleWorld* world;
    std::size_t lane;
    Rows rows;
};

/// A number or truth (0 or 1); nothing: missing.
struct Expression {
    std::string text;
    std::function<std::optional<double>(const Where&)> value;
    std::set<std::string> names;  ///< "this" and binders that it mentions and does not bind itself
    bool may_be_missing = false;
};
using ExpressionPtr = std::shared_ptr<const Expression>;

struct RowExpression {
    std::string text, kind;
    std::function<std::optional<std::int32_t>(const Where&)> value;
    std::set<std::string> names;
    bool may_be_missing = false;
};

class RandomExpressions {
public:
    /// In a large world aggregates over towns and roads always have an index.
    enum class Size : std::uint8_t { small, large };
    /// `kind`: whose row `this` is; "" for none.
    RandomExpressions(std::uint64_t seed, std::string kind, Size world);

    /// A number with at most `depth` operations within one another.
    ExpressionPtr number(int depth);
    ExpressionPtr truth(int depth);

    /// A let that the world has; its oracle by the rows `this`.
    void add_let(const std::string& kind, const std::string& name, ExpressionPtr formula);

private:
    struct Binder {
        std::string name, kind;
    };
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
    ExpressionPtr keep(Expression expression, bool is_truth);
    ExpressionPtr again(bool is_truth);
    ExpressionPtr certain(ExpressionPtr expression, const std::string& otherwise);
    ExpressionPtr leaf();
    ExpressionPtr column(bool is_truth);
    ExpressionPtr binary(int depth);
    ExpressionPtr unary(int depth);
    ExpressionPtr choice(int depth, bool is_truth);
    ExpressionPtr aggregate(int depth, bool is_truth);
    ExpressionPtr comparison(int depth);
    ExpressionPtr connective(int depth);
    std::optional<RowExpression> row(const std::string& kind, int references);
    std::optional<RowExpression> any_row();
    ExpressionPtr condition(const std::string& binder, const std::string& kind, int depth);

    std::mt19937_64 random_;
    std::string kind_;
    Size world_;
    std::vector<Binder> binders_;
    struct Let {
        std::string kind, name;
        ExpressionPtr formula;
    };
    std::vector<Let> lets_;
    std::vector<ExpressionPtr> numbers_, truths_;  ///< made before: said again, they are shared
    int aggregates_ = 0;
    int binder_count_ = 0;
};

}  // namespace hegemon::test
