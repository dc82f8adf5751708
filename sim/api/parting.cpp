#include <algorithm>
#include <cmath>
#include <hegemon/comparison.hpp>
#include <stdexcept>
#include <utility>

#include "api/compiled.hpp"
#include "api/happenings.hpp"
#include "api/opened.hpp"
#include "api/unknown_name.hpp"
#include "storage/run_layout.hpp"
#include "study/paired_interval.hpp"

namespace hegemon {

namespace {

/// Two arms of a run file, and whether the sums over pairs that it holds are of them.
struct TwoArms {
    TwoArms(const RunFile& file, const std::string& first_name, const std::string& other_name)
        : reader(file.opened().reader), first(file.opened().arm(first_name)), other(file.opened().arm(other_name)) {}

    [[nodiscard]] const ArmDescription& arm(std::size_t index) const { return reader.run().arms[index]; }
    /// The arm whose sums are of the run's first arm minus itself.
    [[nodiscard]] std::size_t summed() const { return first == 0 ? other : first; }
    [[nodiscard]] double sign() const { return first == 0 ? 1 : -1; }
    [[nodiscard]] Parting::Why sums() const {
        if ((first == 0) == (other == 0)) return Parting::Why::other_arms;
        if (!keeps_columns(reader.run().record)) return Parting::Why::not_recorded;
        return reader.digest().empty() ? Parting::Why::stopped : Parting::Why::there;
    }
    [[nodiscard]] std::uint64_t steps() const { return reader.run().time.steps; }

    const RunReader& reader;
    std::size_t first, other;
};

/// What the hash of a state is of, but for entries of ledgers: those of 0 count as none.
std::vector<std::pair<std::string, std::string>> hashed(const ArmDescription& arm) {
    std::vector<std::pair<std::string, std::string>> places;
    for (const auto& kind : arm.kinds)
        for (const auto& column : kind.columns) {
            if (column.constant || column.exact) continue;
            for (const auto& row : kind.rows) places.emplace_back(kind.name + '.' + column.name, row);
        }
    return places;
}

/// In which step the states of each pair begin to differ; `steps` if they never do.
std::vector<std::uint64_t> first_steps_apart(const TwoArms& arms) {
    const auto first = arms.reader.hashes(arms.first), other = arms.reader.hashes(arms.other);
    const auto pairs = std::min(arms.reader.done(arms.first), arms.reader.done(arms.other));
    std::vector<std::uint64_t> apart;
    for (std::uint64_t pair = 0; pair < pairs && !first.empty(); ++pair) {
        const auto begin = static_cast<std::ptrdiff_t>(pair * arms.steps());
        const auto end = begin + static_cast<std::ptrdiff_t>(arms.steps());
        const auto [at, ignored] =
            std::mismatch(first.begin() + begin, first.begin() + end, other.begin() + begin, other.begin() + end);
        apart.push_back(static_cast<std::uint64_t>(at - first.begin() - begin));
    }
    return apart;
}

void set_parted(Parting& parting, const TwoArms& arms) {
    if (!keeps_columns(arms.reader.run().record)) {
        parting.no_hashes = Parting::Why::not_recorded;
        return;
    }
    if (hashed(arms.arm(arms.first)) != hashed(arms.arm(arms.other))) {
        parting.no_hashes = Parting::Why::other_rows;
        return;
    }
    const auto apart = first_steps_apart(arms);
    parting.parted.assign(arms.steps(), 0);
    for (const auto step : apart)
        if (step < arms.steps()) ++parting.parted[step];
    double sum = 0;
    for (double& parted : parting.parted) {
        sum += parted;
        parted = sum / static_cast<double>(apart.size());
    }
    const auto begun =
        std::find_if(parting.parted.begin(), parting.parted.end(), [](double share) { return share > 0; });
    if (begun != parting.parted.end()) parting.first_step = static_cast<std::uint32_t>(begun - parting.parted.begin());
}

DifferencePath::Point point_of(const TwoArms& arms, std::uint64_t pairs, const Moments& moments, std::size_t at,
                               ColumnType type) {
    const auto are = type == ColumnType::truth ? ValuesAre::truths : ValuesAre::numbers;
    const auto interval = interval_from_sums(pairs, arms.sign() * moments.sum[at], moments.sum_of_squares[at], are);
    return {pairs, interval.mean, interval.interval.low, interval.interval.high};
}

Parting::Column column_parting(const TwoArms& arms, const KindDescription& kind, const ColumnDescription& column,
                               const Moments& moments, const std::vector<std::uint64_t>& pairs) {
    const std::size_t rows = kind.rows.size(), steps = arms.steps();
    Parting::Column result{kind.name, column.name, column.unit, rows, 0, std::nullopt, {}, {}};
    std::optional<std::size_t> largest;
    for (std::size_t row = 0; row < rows; ++row) {
        std::size_t step = 0;
        while (step < steps && !(moments.sum_of_squares[step * rows + row] > 0)) ++step;
        if (step < steps) {
            ++result.rows_apart;
            result.first_step = std::min(result.first_step.value_or(~0U), static_cast<std::uint32_t>(step));
        }
        const auto size = [&](std::size_t at) { return std::fabs(moments.sum[(steps - 1) * rows + at]); };
        if (!largest || size(row) > size(*largest)) largest = row;
    }
    if (!largest || steps == 0) return result;
    result.row = kind.rows[*largest];
    result.end = point_of(arms, pairs.back(), moments, (steps - 1) * rows + *largest, column.type);
    return result;
}

void set_columns(Parting& parting, const TwoArms& arms) {
    parting.no_columns = arms.sums();
    if (parting.no_columns != Parting::Why::there) return;
    const ArmSummary summary = arms.reader.summary(arms.summed());
    const auto& kinds = arms.arm(arms.summed()).kinds;
    for (std::size_t k = 0; k < kinds.size() && k < summary.differences.size(); ++k)
        for (std::size_t c = 0; c < kinds[k].columns.size(); ++c) {
            const Moments& moments = summary.differences[k][c];
            if (moments.sum.empty()) continue;
            parting.columns.push_back(column_parting(arms, kinds[k], kinds[k].columns[c], moments, summary.pairs));
            const auto first = parting.columns.back().first_step;
            // Where states cannot be compared the columns tell.
            if (parting.parted.empty() && first && *first < parting.first_step.value_or(~0U))
                parting.first_step = first;
        }
}

/// "kind[row].column" in its parts; without a row that is empty.
struct Address {
    std::string kind, row, column;
};

Address address_of(const std::string& text) {
    const auto dot = text.find('.'), open = text.find('['), close = text.rfind("].");
    if (open != std::string::npos && open < dot && close != std::string::npos && close > open)
        return {text.substr(0, open), text.substr(open + 1, close - open - 1), text.substr(close + 2)};
    if (open != std::string::npos || dot == std::string::npos || dot == 0 || dot + 1 == text.size())
        throw std::invalid_argument("'" + text + "' is not KIND[ROW].COLUMN or KIND.COLUMN");
    return {text.substr(0, dot), {}, text.substr(dot + 1)};
}

/// "a, b" as the file names it: "a/b".
std::string keyed(const std::string& row) {
    std::string name;
    for (const char c : row)
        if (c != ' ') name += c == ',' ? '/' : c;
    return name;
}

/// Index of the thing of that name. Throws std::invalid_argument.
template <class Name, class Thing>
std::size_t index_of(const std::vector<Thing>& things, const std::string& name, const std::string& what,
                     const Name& name_of) {
    std::vector<std::string> names;
    for (const auto& thing : things) names.push_back(name_of(thing));
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    refuse_unknown("the run", what, name, names);
}

void refuse(Parting::Why why) {
    if (why == Parting::Why::other_arms)
        throw std::invalid_argument(
            "sums over pairs are kept of the run's first arm and each other one, not of these two; run the scenario "
            "with --arms and these two alone");
    if (why == Parting::Why::not_recorded)
        throw std::invalid_argument("the run kept no columns (run it again with --record default)");
    if (why == Parting::Why::stopped)
        throw std::invalid_argument("the run was stopped, and sums are written at its end");
}

DifferencePath path_of(const TwoArms& arms, const KindDescription& kind, const ColumnDescription& column,
                       std::size_t row, const Moments& moments, const std::vector<std::uint64_t>& pairs) {
    DifferencePath path{kind.name, kind.rows[row], column.name, column.unit, {}};
    for (std::size_t step = 0; step < arms.steps(); ++step)
        path.points.push_back(point_of(arms, pairs[step], moments, step * kind.rows.size() + row, column.type));
    return path;
}

}  // namespace

std::vector<StepEnd> step_ends(const RunFile& file) {
    const auto& time = file.opened().reader.run().time;
    std::vector<StepEnd> ends;
    for (const double stored : layout::time_axis(time)) ends.push_back({stored, date_after(time, stored)});
    return ends;
}

Parting parting(const RunFile& file, const std::string& first, const std::string& other) {
    return with_public_errors([&] {
        const TwoArms arms(file, first, other);
        Parting parting;
        set_parted(parting, arms);
        set_columns(parting, arms);
        return parting;
    });
}

std::vector<DifferencePath> difference_paths(const RunFile& file, const std::string& first, const std::string& other,
                                             const std::string& address) {
    return with_public_errors([&] {
        const TwoArms arms(file, first, other);
        refuse(arms.sums());
        const Address wanted = address_of(address);
        const auto& kinds = arms.arm(arms.summed()).kinds;
        const auto name = [](const auto& thing) { return thing.name; };
        const std::size_t k = index_of(kinds, wanted.kind, "kind", name);
        const std::size_t c = index_of(kinds[k].columns, wanted.column, "column of " + wanted.kind, name);
        const ArmSummary summary = arms.reader.summary(arms.summed());
        const Moments& moments = summary.differences.at(k).at(c);
        if (moments.sum.empty())
            throw std::invalid_argument("'" + address + "' is constant in an arm, or its rows differ between them");
        std::vector<DifferencePath> paths;
        const auto same = [](const std::string& row) { return row; };
        const std::string row = keyed(wanted.row);
        const std::vector<std::string>& rows = kinds[k].rows;
        const std::size_t only = row.empty() ? 0 : index_of(rows, row, "row of " + wanted.kind, same);
        const std::size_t end = row.empty() ? rows.size() : only + 1;
        for (std::size_t at = only; at < end; ++at)
            paths.push_back(path_of(arms, kinds[k], kinds[k].columns[c], at, moments, summary.pairs));
        return paths;
    });
}

}  // namespace hegemon
