#pragma once
/// Which events and decisions the headline outcomes of a scenario are about.
#include <hegemon/explanation.hpp>
#include <set>
#include <string>
#include <vector>

#include "language/syntax.hpp"
#include "model/declaration.hpp"

namespace hegemon {

class HeadlineNames {
public:
    HeadlineNames() = default;
    explicit HeadlineNames(const Declaration& declaration);

    /// Whether the formula of a headline outcome, or a let that it names, names the rule of the happening; and, if it
    /// looks up rows by name, a part of its row.
    [[nodiscard]] bool concern(const Happening& happening) const;

private:
    struct Names {
        std::set<std::string> all, rows;
    };
    std::vector<Names> outcomes_;
};

}  // namespace hegemon
