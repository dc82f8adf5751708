#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/json.hpp"
#include "cli/load.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t shown_failures = 5;

using Line = std::array<std::string, 6>;

/// Replicates that did not fail and yet have no value.
std::uint64_t missing_of(const Run& run, const Estimate& estimate) {
    return run.replicates() - run.failures().size() - estimate.count;
}

Line line_of(const OutcomeInfo& outcome, const Run& run) {
    const Estimate estimate = hegemon::estimate(run.outcome(outcome.name));
    return {outcome.name,
            number_text(estimate.mean),
            number_text(estimate.standard_error),
            number_text(estimate.half_width()),
            number_text(estimate.low) + " to " + number_text(estimate.high),
            std::to_string(missing_of(run, estimate))};
}

std::string table_of(const Scenario& scenario, const Run& run) {
    std::vector<Line> lines = {{"outcome", "mean", "std. error", "+- 95 %", "95 % interval", "missing"}};
    std::vector<std::string> units = {""};
    for (const auto& outcome : scenario.outcomes()) {
        lines.push_back(line_of(outcome, run));
        units.push_back(printable(outcome.unit));
    }
    std::array<std::size_t, 6> widths{};
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    }
    std::string text;
    for (std::size_t n = 0; n < lines.size(); ++n) {
        text += fmt::format("{:<{}}", lines[n][0], widths[0]);
        for (std::size_t i = 1; i < widths.size(); ++i) text += fmt::format("  {:>{}}", lines[n][i], widths[i]);
        text += (units[n].empty() ? "" : "  " + units[n]) + '\n';
    }
    return text;
}

std::string failures_text(const Run& run) {
    const auto& failures = run.failures();
    if (failures.empty()) return {};
    std::string text =
        fmt::format("\n{} of {} replicates failed and count in no outcome:\n", failures.size(), run.replicates());
    for (std::size_t i = 0; i < std::min(failures.size(), shown_failures); ++i) {
        const auto& failure = failures[i];
        const auto row = failure.row.empty() ? "" : ", row " + failure.row;
        text += fmt::format("  replicate {}, step {}: {}{}: {}\n", failure.replicate, failure.step, failure.rule, row,
                            printable(failure.problem));
    }
    if (failures.size() > shown_failures) text += fmt::format("  and {} more\n", failures.size() - shown_failures);
    return text;
}

void write_outcomes(JsonWriter& json, const Scenario& scenario, const Run& run) {
    json.key("outcomes").begin_object();
    for (const auto& outcome : scenario.outcomes()) {
        const Estimate estimate = hegemon::estimate(run.outcome(outcome.name));
        json.key(outcome.name).begin_object().key("unit").value(outcome.unit).key("mean").value(estimate.mean);
        json.key("standard_error").value(estimate.standard_error).key("low").value(estimate.low);
        json.key("high").value(estimate.high).key("half_width").value(estimate.half_width());
        json.key("count").value(estimate.count).key("missing").value(missing_of(run, estimate)).end();
    }
    json.end();
}

void write_failures(JsonWriter& json, const Run& run) {
    json.key("failed").value(std::uint64_t{run.failures().size()}).key("failures").begin_list();
    for (const auto& failure : run.failures()) {
        json.begin_object().key("replicate").value(failure.replicate).key("step").value(failure.step);
        json.key("rule").value(failure.rule).key("row").value(failure.row).key("problem").value(failure.problem).end();
    }
    json.end();
}

}  // namespace

std::string report_text(const Scenario& scenario, const Run& run, double seconds) {
    std::string text = table_of(scenario, run) + failures_text(run) + '\n';
    text += fmt::format("replicates  {} of {}, seed {}\n", run.replicates(), run.asked(), run.seed());
    text += fmt::format("file        {}\n", printable(run.file().string()));
    if (!run.digest().empty()) text += fmt::format("digest      {}\n", run.digest());
    return text + fmt::format("speed       {:.4g} replicates/s ({:.3g} s)\n",
                              static_cast<double>(run.replicates()) / seconds, seconds);
}

std::string report_json(const Scenario& scenario, const Run& run, double seconds) {
    JsonWriter json;
    json.begin_object().key("title").value(scenario.title()).key("seed").value(run.seed());
    json.key("replicates").value(run.replicates()).key("asked").value(run.asked());
    json.key("complete").truth(run.complete());
    write_outcomes(json, scenario, run);
    write_failures(json, run);
    json.key("file").value(run.file().string()).key("digest").value(run.digest()).key("seconds").value(seconds);
    json.key("replicates_per_second").value(static_cast<double>(run.replicates()) / seconds).key("warnings");
    write_notices(json, scenario.warnings());
    return json.end().text() + '\n';
}

}  // namespace hegemon::cli
