/// What a report is about: clock, arms, kinds and columns, the calendar, the texts.
#include <algorithm>
#include <cmath>
#include <hegemon/report.hpp>
#include <limits>

#include "api/compiled.hpp"
#include "api/happenings.hpp"
#include "api/opened.hpp"
#include "api/report_parts.hpp"
#include "core/sha256.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

namespace {

ReportClock clock_of(const RunDescription& run) {
    ReportClock clock;
    clock.unit = run.time.unit;
    clock.days_per_unit = run.time.days_per_unit;
    if (layout::has_calendar(run.time)) clock.start_date = run.time.start_date.value_or("");
    clock.start = run.time.start;
    clock.step = run.time.step;
    clock.steps = run.time.steps;
    return clock;
}

ReportColumn column_of(const ColumnDescription& described, std::size_t rows) {
    ReportColumn column;
    column.sort = described.constant ? ReportColumn::Sort::constant : ReportColumn::Sort::column;
    column.name = described.name;
    column.unit = described.unit;
    column.note = described.note;
    column.is_truth = described.type == ColumnType::truth;
    for (std::size_t row = 0; described.constant && row < rows; ++row) {
        const double value = described.value.at(row);
        const bool is_missing = column.is_truth && value < 0;
        column.values.push_back(is_missing ? std::numeric_limits<double>::quiet_NaN() : value);
    }
    return column;
}

ReportColumn column_of(const ReferenceDescription& described, std::size_t rows) {
    ReportColumn column;
    column.sort = ReportColumn::Sort::reference;
    column.name = described.name;
    column.note = described.note;
    column.kind = described.kind;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto target = described.row.at(row);
        column.values.push_back(target < 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(target));
    }
    return column;
}

/// Columns come first, in the order of the description.
ReportKind kind_of(const KindDescription& described, std::size_t most_rows) {
    ReportKind kind;
    kind.name = described.name;
    kind.rows_total = described.rows.size();
    kind.rows = described.rows;
    kind.rows.resize(std::min(kind.rows.size(), most_rows));
    for (const auto& column : described.columns) kind.columns.push_back(column_of(column, kind.rows.size()));
    for (const auto& reference : described.references) kind.columns.push_back(column_of(reference, kind.rows.size()));
    return kind;
}

ReportArm arm_of(const ArmDescription& described, std::size_t most_rows) {
    ReportArm arm;
    arm.name = described.name;
    arm.title = described.title;
    for (const auto& kind : described.kinds) arm.kinds.push_back(kind_of(kind, most_rows));
    for (const auto& event : described.events) arm.events.push_back({event.name, described.kinds.at(event.kind).name});
    return arm;
}

/// The first recorded replicates that failed in no arm.
std::vector<std::uint64_t> told_of(const RunReader& reader, std::uint64_t most) {
    const auto& run = reader.run();
    std::vector<char> failed(std::min(run.recorded, run.replicates));
    for (std::size_t arm = 0; arm < run.arms.size(); ++arm)
        for (const auto& failure : reader.failures(arm))
            if (failure.replicate < failed.size()) failed[failure.replicate] = 1;
    std::vector<std::uint64_t> told;
    for (std::uint64_t i = 0; i < failed.size() && told.size() < most; ++i)
        if (failed[i] == 0) told.push_back(i);
    return told;
}

/// Replicates behind the quantiles, of which one column is held in memory: about 100 MB of it.
std::uint64_t most_quantiled(const ReportLimits& limits, std::size_t numbers) {
    constexpr std::size_t held = 25'000'000, always = 64;
    return std::min<std::uint64_t>(limits.quantiles, std::max(always, held / std::max<std::size_t>(1, numbers)));
}

Happening happening_of(const CalendarEntry& entry, const TimeDeclaration& time) {
    Happening happening;
    happening.sort = Happening::Sort::entry;
    happening.rule = entry.name.value;
    happening.note = entry.note;
    happening.step = static_cast<std::uint32_t>(entry.step);
    happening.begin = begin_of(time, happening.step);
    happening.time = layout::stored_time(time, entry.at);
    happening.date = date_of(time, happening.step);
    happening.day = date_after(time, happening.time);
    return happening;
}

std::vector<Happening> calendar_of(const Declaration& arm) {
    std::vector<Happening> calendar;
    for (const auto& entry : arm.calendar)
        if (entry.step < arm.time.steps) calendar.push_back(happening_of(entry, arm.time));
    std::stable_sort(calendar.begin(), calendar.end(),
                     [](const Happening& a, const Happening& b) { return a.step < b.step; });
    return calendar;
}

void add_ledger(ReportArm& arm, const Declaration& declared) {
    for (const auto& ledger : ledger_columns(declared))
        for (auto& kind : arm.kinds)
            for (auto& column : kind.columns)
                if (kind.name == ledger.kind && column.name == ledger.column) column.entry = ledger.entry;
}

}  // namespace

ReportSource::Parts::Parts(const std::filesystem::path& path, const ReportLimits& limits)
    : file(path), fields(path), run(file.opened().reader.run()) {
    if (file.digest().empty())
        throw ReadError(path, "belongs to a run that was cut short: `hegemon run ... --resume` goes on with it");
    told = told_of(file.opened().reader, limits.told);
    const auto extent = report_extent(run, limits, told.size());
    clock = clock_of(run);
    clock.shown = extent.shown;
    recorded = std::min(run.recorded, most_quantiled(limits, extent.rows * extent.shown.size()));
    for (const auto& arm : run.arms) arms.push_back(arm_of(arm, extent.rows));
    headlines.resize(arms.size());
    for (const auto& text : run.files) texts.push_back({text.name, sha256_hex(text.text), text.text});
    try {
        add_scenario(path);
    } catch (const InvalidScenario& error) {
        not_understood = error.what();
    }
}

void ReportSource::Parts::add_scenario(const std::filesystem::path& path) {
    const auto scenario = Scenario::from_run(path);
    const auto& compiled = scenario.compiled();
    for (std::size_t place = 0; place < arms.size(); ++place)
        for (std::size_t i = 0; i < compiled.models.size(); ++i) {
            auto& arm = arms[place];
            const auto& declared = compiled.models[i]->declaration;
            if (declared.arm != arm.name) continue;
            headlines[place] = HeadlineNames(declared);
            arm.note = declared.arm_note;
            arm.calendar = calendar_of(declared);
            for (const auto& one : declared.decisions)
                arm.decisions.push_back({one.name.value, one.on.value, one.actor.value});
            add_ledger(arm, declared);
            for (const auto& table : compiled.rows.at(i).tables)
                for (auto& kind : arm.kinds)
                    if (kind.name == table.kind) kind.source = table.source;
        }
}

ReportSource::ReportSource(const std::filesystem::path& path, const ReportLimits& limits)
    : parts_(with_public_errors([&] { return std::make_unique<Parts>(path, limits); })) {}
ReportSource::~ReportSource() = default;

const RunFile& ReportSource::file() const { return parts_->file; }
const ReportClock& ReportSource::clock() const { return parts_->clock; }
const std::vector<ReportArm>& ReportSource::arms() const { return parts_->arms; }
const std::vector<ReportText>& ReportSource::texts() const { return parts_->texts; }
const std::vector<std::uint64_t>& ReportSource::told() const { return parts_->told; }
const std::string& ReportSource::not_understood() const { return parts_->not_understood; }
bool ReportSource::is_of_headline(std::size_t arm, const Happening& happening) const {
    return parts_->headlines.at(arm).concern(happening);
}
std::uint64_t ReportSource::recorded() const { return parts_->recorded; }

std::vector<std::pair<std::string, std::string>> ReportSource::provenance() const {
    return with_public_errors([&] {
        const auto provenance = parts_->file.opened().reader.provenance();
        std::vector<std::pair<std::string, std::string>> list = {{"command", provenance.command},
                                                                 {"date", provenance.date}};
        for (const auto& [name, version] : provenance.versions) list.emplace_back(name + "_version", version);
        return list;
    });
}

std::string ReportSource::opening() const {
    return with_public_errors([&] { return parts_->file.opened().reader.provenance().opening; });
}

}  // namespace hegemon
