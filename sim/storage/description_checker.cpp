#include "storage/description_checker.hpp"

#include <algorithm>

#include "core/sha256.hpp"
#include "storage/hdf5_scan.hpp"
#include "storage/run_paths.hpp"
#include "storage/value_text.hpp"

namespace hegemon {

using hdf5::Value;

namespace {

DatasetChecker::Locate row_of(const KindDescription& kind) {
    return [&kind](std::size_t row) { return ContentPlace{{}, {}, kind.rows.at(row)}; };
}

ContentPlace nowhere(std::size_t /*index*/) { return {}; }

bool same(const Value& a, const Value& b) {
    return a.type() == b.type() && a.shape() == b.shape() && a.bytes() == b.bytes() && a.texts() == b.texts();
}

/// Files before version 1.2 do not say which outcomes are yes or no.
bool names_truths(const hdf5::Handle& file) {
    const auto version = hdf5::read_attribute<std::int64_t>(file, "version");
    return version && version->size() == 2 && version->back() >= 2;
}

std::vector<std::string> names_of(const std::vector<ArmDescription>& arms) {
    std::vector<std::string> names;
    for (const auto& arm : arms) names.push_back(arm.name);
    return names;
}

std::vector<std::int8_t> truths(const std::vector<double>& numbers) {
    std::vector<std::int8_t> list;
    for (const double number : numbers) list.push_back(number != number ? std::int8_t{-1} : std::int8_t{number != 0});
    return list;
}

}  // namespace

hdf5::Handle DescriptionChecker::object(const std::string& path) const {
    // Groups and datasets are opened by different functions; a path that is not a group is a dataset.
    try {
        return hdf5::open_group(file_, path);
    } catch (const hdf5::Error&) {
        return hdf5::open_dataset(file_, path);
    }
}

void DescriptionChecker::check_attribute(const std::string& arm, const std::string& path, const std::string& name,
                                         const Value& value) {
    try {
        const auto thing = object(path);
        const auto names = hdf5::attribute_names(thing);
        if (std::find(names.begin(), names.end(), name) == names.end())
            return log_.add({path, name, arm, {}, "", value_text(value), "is missing", 1});
        const Value stored = hdf5::read_value(thing, name);
        if (!same(stored, value)) log_.add({path, name, arm, {}, value_text(stored), value_text(value), "", 1});
    } catch (const hdf5::Error& error) {
        log_.add({path, name, arm, {}, "", "", std::string("cannot be read: ") + error.what(), 1});
    }
}

void DescriptionChecker::check_text(const std::string& arm, const std::string& path, const std::string& name,
                                    const std::string& text) {
    if (!text.empty()) check_attribute(arm, path, name, text);
}

void DescriptionChecker::check_unit(const std::string& arm, const std::string& path, const std::string& unit,
                                    const std::string& note) {
    check_text(arm, path, layout::looks_like_date(unit) ? "unit" : "units", layout::units_text(unit));
    check_text(arm, path, "long_name", note);
}

template <class T>
void DescriptionChecker::check_numbers(const std::string& arm, const std::string& path, std::uint64_t length) {
    constexpr std::uint64_t block = 1 << 16;
    datasets_.check_rows(arm, path, length, "entries");
    std::vector<T> numbers;
    for (std::uint64_t first = 0; first < length; first += block) {
        numbers.clear();
        for (std::uint64_t i = first; i < std::min(first + block, length); ++i) numbers.push_back(static_cast<T>(i));
        datasets_.check(arm, path, first, numbers, nowhere);
    }
    datasets_.mark_seen(path);
}

void DescriptionChecker::check_root(const RunDescription& run) {
    check_text("", "/", "title", run.title);
    check_attribute("", "/", "seed", run.seed);
    check_attribute("", "/", "arms", names_of(run.arms));
    check_attribute("", "/", "replicates", static_cast<std::int64_t>(run.replicates));
    check_attribute("", "/", "recorded", static_cast<std::int64_t>(run.recorded));
    check_attribute("", "/", "record", std::string(name_of(run.record)));
    check_attribute("", "/", "time_unit", run.time.unit);
    check_attribute("", "/", "time_days_per_unit", run.time.days_per_unit);
    check_text("", "/", "time_start_date", run.time.start_date.value_or(""));
    check_attribute("", "/", "time_start", run.time.start);
    check_attribute("", "/", "time_step", run.time.step);
    check_attribute("", "/", "time_steps", static_cast<std::int64_t>(run.time.steps));
}

void DescriptionChecker::check_outcomes(const RunDescription& run, const ArmDescription& arm) {
    check_numbers<std::int64_t>(arm.name, layout::arm_path(arm.name) + "/outcomes/replicate", run.replicates);
    for (const auto& outcome : run.outcomes) {
        const auto path = layout::outcome_path(arm.name, outcome.name);
        check_unit(arm.name, path, outcome.unit, outcome.note);
        check_text(arm.name, path, "take", outcome.take);
        check_text(arm.name, path, "formula", outcome.formula);
        if (outcome.headline) check_attribute(arm.name, path, "headline", std::int8_t{1});
        if (outcome.is_truth && names_truths(file_)) check_attribute(arm.name, path, "truth", std::int8_t{1});
        datasets_.check_rows(arm.name, path, run.replicates, "replicates");
    }
}

void DescriptionChecker::check_parameters(const ArmDescription& arm) {
    for (const auto& parameter : arm.parameters) {
        const auto path = layout::arm_path(arm.name) + "/parameters/" + parameter.name;
        datasets_.check(arm.name, path, 0, std::vector<double>{parameter.value}, nowhere);
        check_unit(arm.name, path, parameter.unit, parameter.note);
        check_text(arm.name, path, "source", parameter.source);
        if (parameter.range)
            check_attribute(arm.name, path, "range", std::vector<double>{parameter.range->low, parameter.range->high});
    }
}

void DescriptionChecker::check_rules(const ArmDescription& arm) {
    const auto root = layout::arm_path(arm.name);
    for (const auto& event : arm.events) {
        const auto path = root + "/events/" + event.name;
        check_attribute(arm.name, path, "kind", arm.kinds.at(event.kind).name);
        check_attribute(arm.name, path + "/cause", "flag_meanings",
                        "none" + (event.causes.empty() ? "" : " " + layout::joined(event.causes)));
    }
    for (const auto& decision : arm.decisions) {
        const auto path = root + "/decisions/" + decision.name;
        check_attribute(arm.name, path, "kind", arm.kinds.at(decision.kind).name);
        check_attribute(arm.name, path, "actor", decision.actor);
        check_attribute(arm.name, path, "otherwise", decision.options.at(decision.otherwise));
        for (const char* field : {"/wish", "/option"})
            check_attribute(arm.name, path + field, "flag_meanings", layout::joined(decision.options));
    }
}

void DescriptionChecker::check_column(const ArmDescription& arm, const KindDescription& kind,
                                      const ColumnDescription& column) {
    const auto path = layout::column_path(arm.name, kind.name, column.name);
    check_attribute(arm.name, path, "role", column.constant ? "constant" : "column");
    check_unit(arm.name, path, column.unit, column.note);
    if (!column.constant) return;
    if (column.type == ColumnType::truth)
        datasets_.check(arm.name, path, 0, truths(column.value), row_of(kind));
    else
        datasets_.check(arm.name, path, 0, column.value, row_of(kind));
}

void DescriptionChecker::check_kind(const RunDescription& run, const ArmDescription& arm, const KindDescription& kind) {
    const auto path = layout::kind_path(arm.name, kind.name);
    check_attribute(arm.name, path, "kind", kind.name);
    check_numbers<std::int64_t>(arm.name, path + "/replicate", run.recorded);
    datasets_.check(arm.name, path + "/time", 0, layout::time_axis(run.time), [](std::size_t step) {
        return ContentPlace{{}, static_cast<std::uint32_t>(step), ""};
    });
    check_attribute(arm.name, path + "/time", "units", layout::time_units(run.time));
    datasets_.check_texts(arm.name, path + "/" + kind.name, kind.rows, row_of(kind));
    for (const auto& reference : kind.references) {
        const auto at = layout::column_path(arm.name, kind.name, reference.name);
        check_attribute(arm.name, at, "kind", reference.kind);
        check_text(arm.name, at, "long_name", reference.note);
        datasets_.check(arm.name, at, 0, reference.row, row_of(kind));
    }
    for (const auto& column : kind.columns) check_column(arm, kind, column);
}

void DescriptionChecker::check_arm(const RunDescription& run, const ArmDescription& arm) {
    const auto path = layout::arm_path(arm.name);
    check_attribute(arm.name, path, "arm", arm.name);
    check_text(arm.name, path, "title", arm.title);
    check_numbers<std::int64_t>(arm.name, path + "/replicate", run.replicates);
    datasets_.check_rows(arm.name, path + "/status", run.replicates, "replicates");
    check_outcomes(run, arm);
    check_parameters(arm);
    for (const auto& kind : arm.kinds) check_kind(run, arm, kind);
    check_rules(arm);
    if (keeps_columns(run.record) && hdf5::has_link(object(path), "step"))
        check_numbers<std::int32_t>(arm.name, path + "/step", run.time.steps);
}

bool DescriptionChecker::check_texts() {
    bool is_whole = true;
    const auto group = hdf5::open_group(file_, "/scenario");
    for (const auto& link : hdf5::links(group)) {
        const std::string path = "/scenario/" + link.name;
        datasets_.mark_seen(path);
        const auto dataset = hdf5::open_dataset(group, link.name);
        const auto texts = hdf5::read_texts(dataset);
        const auto told = hdf5::read_attribute<std::string>(dataset, "sha256").value_or(std::vector<std::string>{""});
        if (sha256_hex(texts.empty() ? "" : texts.front()) == told.front()) continue;
        log_.add({path, "", "", {}, "", "", "does not have the SHA-256 that its attribute says", 1});
        is_whole = false;
    }
    return is_whole;
}

void DescriptionChecker::check(const RunDescription& run) {
    check_root(run);
    for (const auto& arm : run.arms) check_arm(run, arm);
}

}  // namespace hegemon
