#include "sample_run_support.hpp"

#include <stdlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace hegemon::sample {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TimeDeclaration weeks() {
    TimeDeclaration time;
    time.unit = "week";
    time.days_per_unit = 7;
    time.start_date = "2022-01-01";
    time.steps = 6;
    return time;
}

TimeDeclaration years() {
    TimeDeclaration time;
    time.unit = "year";
    time.days_per_unit = 365.25;
    time.start = 1909;
    time.step = 0.5;
    time.steps = 6;
    return time;
}

KindDescription kettle() {
    KindDescription kind;
    kind.name = "kettle";
    kind.rows = {"Zürich", "blue", "日本"};
    kind.columns = {
        {"heat", "°C", "Wärme, gemessen am Boden", ColumnType::number, false, false, {}},
        {"kettle", "1", "a column called like its kind", ColumnType::number, false, false, {}},
        {"age", "days", "", ColumnType::number, false, false, {}},
        {"boiling", "", "whether it boils", ColumnType::truth, false, false, {}},
        {"origin", "years since 1900", "a unit that looks like a date", ColumnType::number, false, true, {3, 14.5, -2}},
        {"red", "", "", ColumnType::truth, false, true, {1, 0, 1}},
        {"steam", "bar", "what is left", ColumnType::number, true, false, {}},
        {"pairs", "1", "a column called like what the file uses", ColumnType::number, false, false, {}}};
    return kind;
}

KindDescription pipe() {
    KindDescription kind;
    kind.name = "pipe";
    kind.rows = {"a-b", "b-c"};
    kind.columns = {{"flow", "L/min", "", ColumnType::number, false, false, {}}};
    kind.references = {{"from", "kettle", "where it begins", {0, 1}}, {"to", "kettle", "", {1, 2}}};
    return kind;
}

ArmDescription base() {
    ArmDescription arm;
    arm.name = "base";
    arm.kinds = {kettle(), pipe()};
    arm.events = {{"burst", 0, {"heat", "frost"}, {"age"}}, {"leak", 1, {}, {}}};
    arm.decisions = {{"open", 1, "to", {"shut", "half", "wide"}, 1, {"steam", "water"}},
                     {"paint", 0, "", {"no"}, 0, {}}};
    arm.parameters = {{"decay", "1/year", "Müller 1913", "cooling", 0.25, Range{0, 1, {}}},
                      {"limit", "", "", "", 100, {}}};
    return arm;
}

/// No event `leak`, no decision `paint`, another parameter, another row of `pipe`, and `red` changes.
ArmDescription no_leak() {
    ArmDescription arm = base();
    arm.name = "no_leak";
    arm.title = "Nothing leaks: dicht";
    arm.kinds[0].columns[5].constant = false;
    arm.kinds[0].columns[5].value.clear();
    arm.kinds[1].rows = {"b-c"};
    arm.kinds[1].references = {{"from", "kettle", "where it begins", {1}}, {"to", "kettle", "", {2}}};
    arm.events.pop_back();
    arm.decisions.pop_back();
    arm.parameters[0].value = 0.5;
    return arm;
}

std::size_t rows(const RunDescription& run, std::uint32_t arm, std::size_t kind) {
    return run.arms[arm].kinds[kind].rows.size();
}

void add_failure(BatchRecord& batch, std::uint64_t replicate) {
    batch.failures.push_back({replicate, 4, "flow.kettle.heat", "Zürich", "is not a number (x = 0, y = −1)"});
}

/// `burst` fires with replicate modulo 3 firings; `leak`, which has no causes, in replicate 1 only.
void add_firings(const RunDescription& run, BatchRecord& batch, std::uint64_t replicate) {
    const double place = static_cast<double>(replicate);
    for (std::uint32_t i = 0; i < replicate % 3; ++i) {
        FiringRecord& burst = batch.firings[0];
        burst.replicate.push_back(replicate);
        burst.step.push_back(2 + i);
        burst.row.push_back(i);
        burst.time.push_back((2.25 + i) * run.time.step);
        burst.rate.push_back(place + 1);
        burst.cause.push_back(static_cast<std::int16_t>(i));
        burst.causes[0].push_back(place / 3);
        burst.causes[1].push_back(place / 7);
        burst.factors[0].push_back(2 + i);
    }
    if (replicate != 1 || batch.firings.size() < 2) return;
    FiringRecord& leak = batch.firings[1];
    leak.replicate.push_back(replicate);
    leak.step.push_back(5);
    leak.row.push_back(1);
    leak.time.push_back(5.5 * run.time.step);
    leak.rate.push_back(0.125);
    leak.cause.push_back(-1);
}

/// `open` is asked in every replicate but each fourth, on the last pipe; the wish of odd ones is refused.
void add_choices(BatchRecord& batch, std::uint64_t replicate) {
    if (batch.choices.empty() || replicate % 4 == 0) return;
    const double place = static_cast<double>(replicate);
    ChoiceRecord& open = batch.choices[0];
    open.replicate.push_back(replicate);
    open.step.push_back(3);
    open.row.push_back(batch.arm == 0 ? 1 : 0);
    open.wish.push_back(replicate % 2 == 1 ? 2 : 0);
    open.option.push_back(replicate % 2 == 1 ? 1 : 0);
    open.refused.push_back(static_cast<std::int8_t>(replicate % 2));
    open.served_before.push_back(static_cast<std::uint32_t>(replicate % 3));
    open.precision.push_back(0.5 + batch.arm);
    open.utilities[0].push_back(place / 3);
    open.utilities[1].push_back(0);
    open.utilities[2].push_back(replicate % 2 == 1 ? -place / 7 : nan);
    open.free[0].push_back(0.1 + place);
    open.free[1].push_back(0.3);
}

void add_columns(const RunDescription& run, BatchRecord& batch, std::uint64_t replicate) {
    const std::vector<KindDescription>& kinds = run.arms[batch.arm].kinds;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        for (std::size_t i = 0; i < kinds[kind].columns.size(); ++i) {
            const ColumnDescription& described = kinds[kind].columns[i];
            if (described.constant) continue;
            for (std::uint64_t step = 0; step < run.time.steps; ++step)
                for (std::uint64_t row = 0; row < rows(run, batch.arm, kind); ++row) {
                    if (described.exact) {
                        batch.exact_columns[kind][i].push_back(exact(batch.arm, replicate, step, row));
                        continue;
                    }
                    const float value = column(batch.arm, replicate, step, row);
                    const bool truth = described.type == ColumnType::truth;
                    batch.columns[kind][i].push_back(truth && value == value ? static_cast<float>((step + row) % 2)
                                                                             : value);
                }
        }
    }
}

void add_moments(Moments& moments, std::size_t size, double sum, double squares) {
    for (std::size_t i = 0; i < size; ++i) {
        moments.sum.push_back(static_cast<double>(i) + sum);
        moments.sum_of_squares.push_back(static_cast<double>(i * i) + squares);
    }
}

}  // namespace

RunDescription description(Calendar calendar) {
    RunDescription run;
    run.title = "Kettles and pipes: Wärme";
    run.time = calendar == Calendar::weeks ? weeks() : years();
    run.seed = 18446744073709551557U;
    run.replicates = 70;
    run.recorded = 5;
    run.arms = {base(), no_leak()};
    run.outcomes = {{"bursts", "sum", "count(k in kettle where k.burst)", "1", "how often it burst", true},
                    {"replicate", "", "1", "", "", false, true}};
    run.files = {{"kettles.toml", "title = \"Kettles and pipes: Wärme\"\n"},
                 {"data/pipes.csv", "from,to\nZürich,blue\n"},
                 {"text", "name\nx\n"},
                 {"data pipes.csv", "from,to\n"},
                 {"data:pipes.csv", ""}};
    return run;
}

bool fails(std::uint32_t arm, std::uint64_t replicate) { return arm == 0 && replicate % 7 == 3; }

double outcome(std::uint32_t arm, std::size_t outcome, std::uint64_t replicate) {
    if (fails(arm, replicate)) return nan;
    return static_cast<double>(replicate) / 3 + 1000.0 * arm + static_cast<double>(outcome);
}

float column(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step, std::uint64_t row) {
    if (fails(arm, replicate) && step >= 4) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(1000 * arm + 100 * replicate + 10 * step + row) + 0.5F;
}

double exact(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step, std::uint64_t row) {
    return column(arm, replicate, step, row) + 0x1p-32;
}

std::uint64_t hash(std::uint32_t arm, std::uint64_t replicate, std::uint64_t step) {
    if (fails(arm, replicate) && step >= 4) return 0;
    return (arm + 1) * 0x9E3779B97F4A7C15U + replicate * 1000003 + step;
}

BatchRecord batch(const RunDescription& run, std::uint32_t arm, std::uint64_t first, std::uint32_t lanes) {
    BatchRecord batch;
    batch.arm = arm;
    batch.first_replicate = first;
    batch.lanes = lanes;
    const ArmDescription& described = run.arms[arm];
    for (const EventDescription& event : described.events) {
        FiringRecord& firings = batch.firings.emplace_back();
        firings.causes.resize(event.causes.size());
        firings.factors.resize(event.factors.size());
    }
    for (const DecisionDescription& decision : described.decisions) {
        ChoiceRecord& choices = batch.choices.emplace_back();
        choices.utilities.resize(decision.options.size());
        choices.free.resize(decision.capacities.size());
    }
    for (const KindDescription& kind : described.kinds) {
        batch.columns.emplace_back(kind.columns.size());
        batch.exact_columns.emplace_back(kind.columns.size());
    }
    for (std::size_t i = 0; i < run.outcomes.size(); ++i)
        for (std::uint64_t replicate = first; replicate < first + lanes; ++replicate)
            batch.outcomes.push_back(outcome(arm, i, replicate));
    for (std::uint64_t replicate = first; replicate < first + lanes; ++replicate) {
        if (fails(arm, replicate)) add_failure(batch, replicate);
        for (std::uint64_t step = 0; step < run.time.steps; ++step) batch.hashes.push_back(hash(arm, replicate, step));
        add_firings(run, batch, replicate);
        add_choices(batch, replicate);
        if (replicate < run.recorded) add_columns(run, batch, replicate);
    }
    return batch;
}

ArmSummary summary(const RunDescription& run, std::uint32_t arm) {
    ArmSummary summary;
    for (std::uint64_t step = 0; step < run.time.steps; ++step)
        summary.count.push_back(arm == 0 && step >= 4 ? run.replicates - 10 : run.replicates);
    for (std::size_t kind = 0; kind < run.arms[arm].kinds.size(); ++kind) {
        summary.columns.emplace_back();
        for (const ColumnDescription& described : run.arms[arm].kinds[kind].columns) {
            Moments& moments = summary.columns.back().emplace_back();
            if (!described.constant) add_moments(moments, run.time.steps * rows(run, arm, kind), 0.25, 100.0 * arm);
        }
    }
    if (arm == 0) return summary;
    for (std::uint64_t step = 0; step < run.time.steps; ++step)
        summary.pairs.push_back(step >= 4 ? run.replicates - 10 : run.replicates);
    summary.differences = {std::vector<Moments>(run.arms[arm].kinds[0].columns.size()),
                           std::vector<Moments>(run.arms[arm].kinds[1].columns.size())};
    // Not of `pipe`, whose rows differ, nor of what is constant in either arm.
    for (const std::size_t i : {0, 1, 2, 3, 6, 7})
        add_moments(summary.differences[0][i], run.time.steps * rows(run, arm, 0), -1000.5, 2000.0 + arm);
    return summary;
}

Provenance provenance() {
    return {"run kettles.toml", "2024-05-17T08:30:00Z", "workbench", "Kettles.\n", {{"hegemon", "0.1.0"}}};
}

std::string write(const std::filesystem::path& path, const RunDescription& run, std::uint32_t lanes) {
    RunWriter writer(path, provenance(), {.commit_every = std::chrono::milliseconds(0)});
    writer.begin(run);
    for (std::uint64_t first = 0; first < run.replicates; first += lanes) {
        for (std::uint32_t arm = 0; arm < run.arms.size(); ++arm)
            writer.record(batch(run, arm, first,
                                static_cast<std::uint32_t>(std::min<std::uint64_t>(lanes, run.replicates - first))));
        writer.settle({});
    }
    std::vector<ArmSummary> summaries;
    for (std::uint32_t arm = 0; arm < run.arms.size(); ++arm) summaries.push_back(summary(run, arm));
    writer.finish(summaries);
    return writer.digest();
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hegemon-storage-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace hegemon::sample
