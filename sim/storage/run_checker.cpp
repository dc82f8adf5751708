#include "storage/run_checker.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "storage/damage.hpp"
#include "storage/description_checker.hpp"
#include "storage/errors.hpp"
#include "storage/run_paths.hpp"
#include "storage/stored_content.hpp"

namespace hegemon {

namespace {

hdf5::Handle open(const std::filesystem::path& path) {
    try {
        return hdf5::open_file(path, hdf5::Access::read);
    } catch (const hdf5::Error& error) {
        throw ReadError(path, read_problem(error));
    }
}

template <class To, class From>
std::vector<To> converted(const std::vector<From>& numbers) {
    std::vector<To> list(numbers.size());
    std::transform(numbers.begin(), numbers.end(), list.begin(), [](From number) { return static_cast<To>(number); });
    return list;
}

std::vector<std::int8_t> truths(const std::vector<float>& numbers) {
    std::vector<std::int8_t> list(numbers.size());
    std::transform(numbers.begin(), numbers.end(), list.begin(),
                   [](float number) { return number != number ? std::int8_t{-1} : std::int8_t{number != 0}; });
    return list;
}

/// Where value i of [replicate][step][row] belongs.
DatasetChecker::Locate place_in(std::uint64_t first_replicate, std::uint64_t steps, const KindDescription& kind) {
    return [first_replicate, steps, &kind](std::size_t i) {
        const std::size_t rows = kind.rows.size();
        return ContentPlace{first_replicate + i / (steps * rows), static_cast<std::uint32_t>(i / rows % steps),
                            kind.rows[i % rows]};
    };
}

/// Where value i of [step][row] belongs.
DatasetChecker::Locate place_in(const KindDescription& kind) {
    return [&kind](std::size_t i) {
        const std::size_t rows = kind.rows.size();
        return ContentPlace{{}, static_cast<std::uint32_t>(i / rows), kind.rows[i % rows]};
    };
}

}  // namespace

/// The fields of the entries that one batch adds to the table of an event or a decision.
struct RunChecker::Table {
    DatasetChecker& datasets;
    std::string arm, path;
    std::uint64_t begin;
    DatasetChecker::Locate locate;

    template <class T>
    std::uint64_t check(const std::string& field, const std::vector<T>& values) {
        return datasets.check(arm, path + "/" + field, begin, values, locate);
    }
    /// What both sorts of tables have. Returns how many entries are of other replicates.
    template <class Record>
    std::uint64_t check_places(const Record& record) {
        const std::uint64_t others = check("replicate", converted<std::int64_t>(record.replicate));
        check("step", converted<std::int32_t>(record.step));
        check("row", converted<std::int32_t>(record.row));
        return others;
    }
};

RunChecker::RunChecker(const std::filesystem::path& path, Checking checking)
    : path_(path), checking_(checking), file_(open(path)), datasets_(file_, log_) {}

bool RunChecker::check_texts() {
    try {
        return DescriptionChecker(file_, datasets_, log_).check_texts();
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, read_problem(error));
    }
}

void RunChecker::begin(const RunDescription& run) {
    run_ = run;
    arms_.clear();
    try {
        DescriptionChecker(file_, datasets_, log_).check(run_);
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, read_problem(error));
    }
    for (const auto& arm : run_.arms) {
        ArmState& state = arms_.emplace_back();
        state.path = layout::arm_path(arm.name);
        read_failures(arm.name, state);
    }
}

void RunChecker::read_failures(const std::string& arm, ArmState& state) {
    const std::string path = state.path + "/failures/";
    for (const char* field : {"replicate", "step", "rule", "row", "problem"}) datasets_.mark_seen(path + field);
    try {
        const auto group = hdf5::open_group(file_, state.path + "/failures");
        const auto texts = [&](const char* name) { return hdf5::read_texts(hdf5::open_dataset(group, name)); };
        const auto rule = texts("rule"), row = texts("row"), problem = texts("problem");
        std::vector<std::int64_t> replicate(rule.size());
        std::vector<std::int32_t> step(rule.size());
        if (rule.empty()) return;
        hdf5::read(hdf5::open_dataset(group, "replicate"), 0, rule.size(), hdf5::Type::int64, replicate.data());
        hdf5::read(hdf5::open_dataset(group, "step"), 0, rule.size(), hdf5::Type::int32, step.data());
        for (std::size_t i = 0; i < rule.size(); ++i)
            state.failures.emplace(
                static_cast<std::uint64_t>(replicate[i]),
                Failure{static_cast<std::uint64_t>(replicate[i]), static_cast<std::uint32_t>(step[i]), rule[i],
                        i < row.size() ? row[i] : "", i < problem.size() ? problem[i] : ""});
    } catch (const hdf5::Error& error) {
        log_.add({state.path + "/failures", "", arm, {}, "", "", std::string("cannot be read: ") + error.what(), 1});
    }
}

void RunChecker::check_failures(const BatchRecord& batch) {
    ArmState& state = arms_[batch.arm];
    std::vector<std::int8_t> status(batch.lanes, 0);
    for (const Failure& failure : batch.failures) {
        status.at(failure.replicate - batch.first_replicate) = 1;
        const auto found = state.failures.find(failure.replicate);
        const ContentPlace place{failure.replicate, failure.step, failure.row};
        const auto tell = [&](const char* field, const std::string& stored, const std::string& computed) {
            if (stored == computed) return;
            log_.add({state.path + "/failures/" + field, "", name_of(batch.arm), place, stored, computed, "", 1});
        };
        if (found == state.failures.end()) {
            tell("replicate", "", std::to_string(failure.replicate));
            continue;
        }
        tell("step", std::to_string(found->second.step), std::to_string(failure.step));
        tell("rule", found->second.rule, failure.rule);
        tell("row", found->second.row, failure.row);
        tell("problem", found->second.problem, failure.problem);
    }
    state.failed += batch.failures.size();
    datasets_.check(name_of(batch.arm), state.path + "/status", batch.first_replicate, status, [&](std::size_t lane) {
        return ContentPlace{batch.first_replicate + lane, {}, ""};
    });
}

void RunChecker::record(const BatchRecord& batch) {
    const std::string& arm = name_of(batch.arm);
    const std::uint64_t first = batch.first_replicate;
    check_failures(batch);
    for (std::size_t i = 0; i < run_.outcomes.size(); ++i)
        datasets_.check(arm, layout::outcome_path(arm, run_.outcomes[i].name), first,
                        std::span<const double>(batch.outcomes).subspan(i * batch.lanes, batch.lanes),
                        [first](std::size_t lane) {
                            return ContentPlace{first + lane, {}, ""};
                        });
    const std::uint64_t steps = run_.time.steps;
    datasets_.check(arm, arms_[batch.arm].path + "/hash", first, batch.hashes, [first, steps](std::size_t i) {
        return ContentPlace{first + i / steps, static_cast<std::uint32_t>(i % steps), ""};
    });
    if (!batch.hashes.empty()) arms_[batch.arm].has_hashes = true;
    check_firings(batch);
    check_choices(batch);
    check_columns(batch);
}

std::uint64_t RunChecker::begin_of(Cursor& cursor, const std::string& path, const BatchRecord& batch,
                                   std::size_t entries) {
    const auto place = [&](std::uint64_t replicate) {
        return datasets_.lower_bound(path + "/replicate", static_cast<std::int64_t>(replicate));
    };
    if (checking_ != Checking::sample && !cursor.lost) return std::exchange(cursor.next, cursor.next + entries);
    const std::uint64_t begin = place(batch.first_replicate), end = place(batch.first_replicate + batch.lanes);
    if (end - begin != entries)
        log_.add({path + "/replicate",
                  "",
                  name_of(batch.arm),
                  {batch.first_replicate, {}, ""},
                  std::to_string(end - begin) + " entries",
                  std::to_string(entries),
                  "",
                  1});
    cursor = {end, false};
    return begin;
}

void RunChecker::check_firings(const BatchRecord& batch) {
    const ArmDescription& arm = run_.arms[batch.arm];
    for (std::size_t e = 0; e < batch.firings.size(); ++e) {
        const FiringRecord& firings = batch.firings[e];
        const EventDescription& event = arm.events[e];
        const KindDescription& kind = arm.kinds[event.kind];
        const std::string path = arms_[batch.arm].path + "/events/" + event.name;
        Cursor& cursor = arms_[batch.arm].tables[path];
        const std::uint64_t begin = begin_of(cursor, path, batch, firings.replicate.size());
        Table table{datasets_, arm.name, path, begin, [&](std::size_t i) {
                        return ContentPlace{firings.replicate[i], firings.step[i], kind.rows[firings.row[i]]};
                    }};
        cursor.lost = table.check_places(firings) > 1;
        std::vector<double> times = firings.time;
        for (double& time : times) time = layout::stored_time(run_.time, time);
        table.check("time", times);
        table.check("rate", firings.rate);
        table.check("cause", firings.cause);
        for (std::size_t i = 0; i < event.causes.size(); ++i)
            if (i < firings.causes.size()) table.check("cause_" + event.causes[i], firings.causes[i]);
        for (std::size_t i = 0; i < event.factors.size(); ++i)
            if (i < firings.factors.size()) table.check("factor_" + event.factors[i], firings.factors[i]);
    }
}

void RunChecker::check_choices(const BatchRecord& batch) {
    const ArmDescription& arm = run_.arms[batch.arm];
    for (std::size_t d = 0; d < batch.choices.size(); ++d) {
        const ChoiceRecord& choices = batch.choices[d];
        const DecisionDescription& decision = arm.decisions[d];
        const KindDescription& kind = arm.kinds[decision.kind];
        const std::string path = arms_[batch.arm].path + "/decisions/" + decision.name;
        Cursor& cursor = arms_[batch.arm].tables[path];
        const std::uint64_t begin = begin_of(cursor, path, batch, choices.replicate.size());
        Table table{datasets_, arm.name, path, begin, [&](std::size_t i) {
                        return ContentPlace{choices.replicate[i], choices.step[i], kind.rows[choices.row[i]]};
                    }};
        cursor.lost = table.check_places(choices) > 1;
        table.check("wish", choices.wish);
        table.check("option", choices.option);
        table.check("refused", choices.refused);
        table.check("served_before", converted<std::int32_t>(choices.served_before));
        table.check("precision", choices.precision);
        for (std::size_t i = 0; i < decision.options.size(); ++i)
            if (i < choices.utilities.size()) table.check("utility_" + decision.options[i], choices.utilities[i]);
        for (std::size_t i = 0; i < decision.capacities.size(); ++i)
            if (i < choices.free.size()) table.check("free_" + decision.capacities[i], choices.free[i]);
    }
}

void RunChecker::check_columns(const BatchRecord& batch) {
    const ArmDescription& arm = run_.arms[batch.arm];
    for (std::size_t k = 0; k < arm.kinds.size(); ++k) {
        const KindDescription& kind = arm.kinds[k];
        const auto locate = place_in(batch.first_replicate, run_.time.steps, kind);
        for (std::size_t c = 0; c < kind.columns.size(); ++c) {
            const ColumnDescription& column = kind.columns[c];
            if (column.constant) continue;
            const std::string path = layout::column_path(arm.name, kind.name, column.name);
            datasets_.mark_seen(path);
            if (column.exact && !batch.exact_columns.empty())
                datasets_.check(arm.name, path, batch.first_replicate, batch.exact_columns[k][c], locate);
            if (column.exact || batch.columns.empty()) continue;
            const std::vector<float>& values = batch.columns[k][c];
            if (column.type == ColumnType::truth)
                datasets_.check(arm.name, path, batch.first_replicate, truths(values), locate);
            else
                datasets_.check(arm.name, path, batch.first_replicate, values, locate);
        }
    }
}

void RunChecker::check_moments(const ArmDescription& arm, const std::string& path, const KindDescription& kind,
                               const std::string& of, const Moments& moments) {
    datasets_.check(arm.name, path + "/" + of + ".sum", 0, moments.sum, place_in(kind));
    datasets_.check(arm.name, path + "/" + of + ".sum_of_squares", 0, moments.sum_of_squares, place_in(kind));
}

void RunChecker::check_summary(std::size_t number, const ArmSummary& summary) {
    const ArmDescription& arm = run_.arms[number];
    const auto step = [](std::size_t i) { return ContentPlace{{}, static_cast<std::uint32_t>(i), ""}; };
    for (std::size_t k = 0; k < arm.kinds.size(); ++k) {
        const KindDescription& kind = arm.kinds[k];
        const std::string path = layout::kind_path(arm.name, kind.name);
        if (!summary.count.empty())
            datasets_.check(arm.name, path + "/count", 0, converted<std::int64_t>(summary.count), step);
        if (!summary.pairs.empty())
            datasets_.check(arm.name, path + "/pairs", 0, converted<std::int64_t>(summary.pairs), step);
        for (std::size_t c = 0; c < kind.columns.size(); ++c) {
            const ColumnDescription& column = kind.columns[c];
            if (!summary.count.empty() && !column.constant)
                check_moments(arm, path, kind, column.name, summary.columns[k][c]);
            if (!summary.pairs.empty() && !summary.differences[k][c].sum.empty())
                check_moments(arm, path, kind, column.name + ".difference", summary.differences[k][c]);
        }
    }
}

void RunChecker::finish(const std::vector<ArmSummary>& arms) {
    if (checking_ == Checking::sample) return;
    check_ends();
    if (checking_ != Checking::all) return;
    for (std::size_t i = 0; i < arms.size(); ++i) check_summary(i, arms[i]);
    try {
        check_strangers();
    } catch (const hdf5::Error& error) {
        throw ReadError(path_, read_problem(error));
    }
}

void RunChecker::check_ends() {
    for (std::size_t i = 0; i < arms_.size(); ++i) {
        const std::string& arm = run_.arms[i].name;
        for (const auto& [path, cursor] : arms_[i].tables)
            if (checking_ == Checking::all && keeps_events(run_.record))
                datasets_.check_rows(arm, path + "/replicate", cursor.next, "entries");
        if (checking_ == Checking::all)
            datasets_.check_rows(arm, arms_[i].path + "/failures/replicate", arms_[i].failed, "failures");
    }
}

void RunChecker::check_strangers() {
    for (const StoredObject& object : stored_objects(file_))
        // The tables of a run that kept no events are there, and empty.
        if (!object.group && !datasets_.seen().contains(object.path) &&
            hdf5::elements(hdf5::shape_of(open_object(file_, object))) > 0)
            log_.add({object.path, "", "", {}, "", "", "is not part of the run", 1});
}

}  // namespace hegemon
