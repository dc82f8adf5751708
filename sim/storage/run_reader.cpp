#include "storage/run_reader.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <system_error>
#include <type_traits>

#include "storage/damage.hpp"
#include "storage/run_description.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Handle;

namespace {

/// The thing of that name; `what` says what it is, for the message.
template <class Thing>
const Thing& named(const std::vector<Thing>& things, const std::string& name, const std::string& what) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    if (found == things.end()) throw std::invalid_argument("the run has no " + what + " called " + name);
    return *found;
}

template <class To>
std::vector<To> read_as(const Handle& group, const std::string& name) {
    const std::vector<std::int64_t> numbers = read_all<std::int64_t>(group, name);
    std::vector<To> list(numbers.size());
    std::transform(numbers.begin(), numbers.end(), list.begin(),
                   [](std::int64_t number) { return static_cast<To>(number); });
    return list;
}

/// The first `count` rows of a one-dimensional dataset.
template <class T>
std::vector<T> read_first(const Handle& group, const std::string& name, std::uint64_t count) {
    std::vector<T> values(count);
    if (count > 0) hdf5::read(hdf5::open_dataset(group, name), 0, count, hdf5::type_for<T>(), values.data());
    return values;
}

template <class To>
std::vector<To> read_first_as(const Handle& group, const std::string& name, std::uint64_t count) {
    const auto numbers = read_first<std::int64_t>(group, name, count);
    std::vector<To> list(numbers.size());
    std::transform(numbers.begin(), numbers.end(), list.begin(),
                   [](std::int64_t number) { return static_cast<To>(number); });
    return list;
}

/// How many entries of a table, which is in order of replicate, belong to replicates [0, replicates).
std::uint64_t entries_below(const Handle& group, std::uint64_t replicates) {
    const Handle dataset = hdf5::open_dataset(group, "replicate");
    std::uint64_t low = 0, high = hdf5::shape_of(dataset).at(0);
    if (replicates == RunReader::all_replicates) return high;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        std::uint64_t replicate = 0;
        hdf5::read(dataset, middle, 1, hdf5::Type::uint64, &replicate);
        (replicate < replicates ? low : high) = replicate < replicates ? middle + 1 : middle;
    }
    return low;
}

std::set<std::string> names_in(const Handle& group) {
    std::set<std::string> names;
    for (const hdf5::Link& link : hdf5::links(group)) names.insert(link.name);
    return names;
}

/// COLUMN.sum and COLUMN.sum_of_squares, or those of COLUMN.difference, of the columns that have them; [column].
std::vector<Moments> moments(const Handle& group, const std::set<std::string>& there, const KindDescription& kind,
                             const std::string& ending) {
    std::vector<Moments> list;
    for (const ColumnDescription& column : kind.columns) {
        Moments& moments = list.emplace_back();
        const std::string name = column.name + ending;
        if (!there.contains(name + ".sum")) continue;
        moments.sum = read_all<double>(group, name + ".sum");
        moments.sum_of_squares = read_all<double>(group, name + ".sum_of_squares");
    }
    return list;
}

std::string kind_path(const std::string& kind) { return layout::free_name(kind, layout::reserved_in_arm(), "kind"); }

}  // namespace

template <class Work>
auto RunReader::guarded(const Work& work) const {
    try {
        return work();
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, read_problem(error));
    } catch (const std::out_of_range&) {
        throw ReadError(path_,
                        "it is damaged (a dataset is shorter than it must be): copy it again from where it was "
                        "made, or run its scenario again");
    }
}

RunReader::RunReader(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error, ignored;
    if (!std::filesystem::exists(path_, error)) {
        auto part = path_;
        part += ".part";
        if (std::filesystem::exists(part, ignored))
            throw ReadError(path_, "it is not there yet: its run goes on, or was broken off (" + part.string() + ")");
        throw ReadError(path_, "cannot open it: " + std::generic_category().message(error ? error.value() : ENOENT));
    }
    if (!hdf5::is_hdf5(path_)) throw ReadError(path_, "is not a run file (it is not HDF5, or it was cut off)");
    guarded([&] { read_root(); });
}

void RunReader::read_root() {
    file_ = hdf5::open_file(path_, hdf5::Access::read);
    if (text_or_empty(file_, "file_type") != layout::file_type)
        throw hdf5::Error("is not a run file (its file_type is not \"" + std::string(layout::file_type) + "\")");
    const auto version = hdf5::read_attribute<std::int64_t>(file_, "version");
    if (!version || version->size() != 2) throw hdf5::Error("is not a run file (it has no version)");
    version_ = {static_cast<std::int32_t>(version->front()), static_cast<std::int32_t>(version->back())};
    if (version_[0] != layout::version[0])
        throw hdf5::Error("has format version " + std::to_string(version_[0]) + "." + std::to_string(version_[1]) +
                          " (this program reads version " + std::to_string(layout::version[0]) + ".x)");
    digest_ = text_or_empty(file_, "digest");
    run_ = read_description(file_);
}

Provenance RunReader::provenance() const {
    return guarded([&] {
        const Handle group = hdf5::open_group(file_, "provenance");
        Provenance provenance{text_or_empty(group, "command"),
                              text_or_empty(group, "date"),
                              text_or_empty(group, "host"),
                              text_or_empty(group, "opening"),
                              {}};
        const std::string ending = "_version";
        for (const std::string& name : hdf5::attribute_names(group))
            if (name.ends_with(ending))
                provenance.versions.emplace_back(name.substr(0, name.size() - ending.size()),
                                                 text_or_empty(group, name));
        return provenance;
    });
}

const ArmDescription& RunReader::arm_description(std::size_t arm) const {
    if (arm >= run_.arms.size()) throw std::invalid_argument("the run has no arm number " + std::to_string(arm));
    return run_.arms[arm];
}

Handle RunReader::arm_group(std::size_t arm) const {
    return hdf5::open_group(file_, layout::free_name(arm_description(arm).name, layout::reserved_at_root(), "arm"));
}

std::uint64_t RunReader::done(std::size_t arm) const {
    return guarded([&] { return attribute_or<std::uint64_t>(arm_group(arm), "done", run_.replicates); });
}

std::vector<ReplicateStatus> RunReader::status(std::size_t arm) const {
    return guarded([&] { return read_as<ReplicateStatus>(arm_group(arm), "status"); });
}

std::vector<Failure> RunReader::failures(std::size_t arm) const {
    return guarded([&] {
        const Handle group = hdf5::open_group(arm_group(arm), "failures");
        const auto texts = [&](const char* name) { return hdf5::read_texts(hdf5::open_dataset(group, name)); };
        const std::vector<std::uint64_t> replicate = read_as<std::uint64_t>(group, "replicate");
        const std::vector<std::uint32_t> step = read_as<std::uint32_t>(group, "step");
        const std::vector<std::string> rule = texts("rule"), row = texts("row"), problem = texts("problem");
        std::vector<Failure> list;
        for (std::size_t i = 0; i < replicate.size(); ++i)
            list.push_back({replicate[i], step.at(i), rule.at(i), row.at(i), problem.at(i)});
        return list;
    });
}

std::vector<double> RunReader::outcome(std::size_t arm, const std::string& name) const {
    named(run_.outcomes, name, "outcome");
    return guarded([&] {
        const Handle group = hdf5::open_group(arm_group(arm), "outcomes");
        return read_all<double>(group, layout::free_name(name, layout::reserved_in_outcomes(), "value"));
    });
}

std::vector<std::uint64_t> RunReader::hashes(std::size_t arm, std::uint64_t replicates) const {
    return guarded([&] {
        const Handle group = arm_group(arm);
        if (!names_in(group).contains("hash")) return std::vector<std::uint64_t>{};
        const Handle dataset = hdf5::open_dataset(group, "hash");
        const hdf5::Shape shape = hdf5::shape_of(dataset);
        const std::uint64_t count = std::min(replicates, shape.at(0));
        std::vector<std::uint64_t> values(count * shape.at(1));
        if (!values.empty()) hdf5::read(dataset, 0, count, hdf5::Type::uint64, values.data());
        return values;
    });
}

FiringRecord RunReader::firings(std::size_t arm, const std::string& event, std::uint64_t replicates) const {
    const EventDescription& description = named(arm_description(arm).events, event, "event");
    return guarded([&] {
        const Handle group = hdf5::open_group(arm_group(arm), "events/" + event);
        const std::uint64_t count = entries_below(group, replicates);
        FiringRecord firings;
        firings.replicate = read_first_as<std::uint64_t>(group, "replicate", count);
        firings.step = read_first_as<std::uint32_t>(group, "step", count);
        firings.row = read_first_as<std::uint32_t>(group, "row", count);
        firings.time = read_first<double>(group, "time", count);
        for (double& time : firings.time) time = layout::since_start(run_.time, time);
        firings.rate = read_first<double>(group, "rate", count);
        firings.cause = read_first_as<std::int16_t>(group, "cause", count);
        for (const std::string& cause : description.causes)
            firings.causes.push_back(read_first<double>(group, "cause_" + cause, count));
        for (const std::string& factor : description.factors)
            firings.factors.push_back(read_first<double>(group, "factor_" + factor, count));
        return firings;
    });
}

ChoiceRecord RunReader::choices(std::size_t arm, const std::string& decision, std::uint64_t replicates) const {
    const DecisionDescription& description = named(arm_description(arm).decisions, decision, "decision");
    return guarded([&] {
        const Handle group = hdf5::open_group(arm_group(arm), "decisions/" + decision);
        const std::uint64_t count = entries_below(group, replicates);
        ChoiceRecord choices;
        choices.replicate = read_first_as<std::uint64_t>(group, "replicate", count);
        choices.step = read_first_as<std::uint32_t>(group, "step", count);
        choices.row = read_first_as<std::uint32_t>(group, "row", count);
        choices.wish = read_first_as<std::int16_t>(group, "wish", count);
        choices.option = read_first_as<std::int16_t>(group, "option", count);
        choices.refused = read_first_as<std::int8_t>(group, "refused", count);
        choices.served_before = read_first_as<std::uint32_t>(group, "served_before", count);
        choices.precision = read_first<double>(group, "precision", count);
        for (const std::string& option : description.options)
            choices.utilities.push_back(read_first<double>(group, "utility_" + option, count));
        for (const std::string& capacity : description.capacities)
            choices.free.push_back(read_first<double>(group, "free_" + capacity, count));
        return choices;
    });
}

template <class Number>
std::vector<Number> RunReader::column_as(std::size_t arm, const std::string& kind, const std::string& column,
                                         std::uint64_t first, std::uint64_t count) const {
    const KindDescription& rows = named(arm_description(arm).kinds, kind, "kind");
    const ColumnDescription& description = named(rows.columns, column, "column of " + kind);
    if (description.constant)
        throw std::invalid_argument(kind + "." + column + " is a constant: its description has it");
    if (first > run_.recorded || count > run_.recorded - first)
        throw std::invalid_argument("only replicates 0 to " + std::to_string(run_.recorded) + " are recorded");
    return guarded([&] {
        const Handle group = hdf5::open_group(arm_group(arm), kind_path(kind));
        const Handle dataset =
            hdf5::open_dataset(group, layout::free_name(column, layout::reserved_in_kind(kind), "value"));
        const hdf5::Shape shape = hdf5::shape_of(dataset);
        if (shape != hdf5::Shape{run_.recorded, run_.time.steps, rows.rows.size()})
            throw hdf5::Error("column " + column + " has another shape than the run");
        std::vector<Number> values(count * shape[1] * shape[2]);
        if (!values.empty()) hdf5::read(dataset, first, count, hdf5::type_for<Number>(), values.data());
        if (description.type == ColumnType::truth)
            std::replace(values.begin(), values.end(), Number{-1}, std::numeric_limits<Number>::quiet_NaN());
        return values;
    });
}

std::vector<float> RunReader::column(std::size_t arm, const std::string& kind, const std::string& column,
                                     std::uint64_t first, std::uint64_t count) const {
    return column_as<float>(arm, kind, column, first, count);
}

std::vector<float> RunReader::column(std::size_t arm, const std::string& kind, const std::string& column) const {
    return column_as<float>(arm, kind, column, 0, run_.recorded);
}

std::vector<double> RunReader::exact_column(std::size_t arm, const std::string& kind, const std::string& column,
                                            std::uint64_t first, std::uint64_t count) const {
    return column_as<double>(arm, kind, column, first, count);
}

std::vector<double> RunReader::exact_column(std::size_t arm, const std::string& kind, const std::string& column) const {
    return column_as<double>(arm, kind, column, 0, run_.recorded);
}

ArmSummary RunReader::summary(std::size_t arm) const {
    return guarded([&] {
        ArmSummary summary;
        const std::vector<KindDescription>& kinds = arm_description(arm).kinds;
        const Handle group = arm_group(arm);
        for (const KindDescription& kind : kinds) {
            const Handle child = hdf5::open_group(group, kind_path(kind.name));
            const std::set<std::string> there = names_in(child);
            if (there.contains("count")) {
                summary.count = read_as<std::uint64_t>(child, "count");
                summary.columns.push_back(moments(child, there, kind, ""));
            }
            if (there.contains("pairs") && text_or_empty(hdf5::open_dataset(child, "pairs"), "role") == "summary") {
                summary.pairs = read_as<std::uint64_t>(child, "pairs");
                summary.differences.push_back(moments(child, there, kind, ".difference"));
            }
        }
        return summary;
    });
}

}  // namespace hegemon
