#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "cli/comparison.hpp"
#include "cli/json.hpp"
#include "cli/load.hpp"
#include "cli/profile_text.hpp"
#include "cli/sentences.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/until_text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t shown_failures = 5;

/// Replicates that did not fail and yet have no value.
std::uint64_t missing_of(const Run& run, const std::string& arm, const Estimate& estimate) {
    return run.replicates() - run.failures(arm).size() - estimate.count;
}

Estimate estimate_of(const OutcomeInfo& outcome, const Run& run, const std::string& arm) {
    return hegemon::estimate(run.outcome(outcome.name, arm), run.seed(), outcome.kind);
}

/// Rounded to two digits of half the interval's width.
std::vector<std::string> line_of(const OutcomeInfo& outcome, const Run& run) {
    const std::string& arm = run.arms().front();
    const Estimate estimate = estimate_of(outcome, run, arm);
    const Rounding rounding = rounding_for(estimate.low, estimate.high);
    const auto text = [&](double value) { return value == 0 ? std::string("0") : rounded_text(value, rounding); };
    return {outcome.name,
            text(estimate.mean),
            text(estimate.standard_error),
            text(estimate.half_width()),
            std::isnan(estimate.low) ? "-" : text(estimate.low) + " to " + text(estimate.high),
            std::to_string(missing_of(run, arm, estimate))};
}

std::string table_of(const Scenario& scenario, const Run& run, std::size_t width) {
    std::vector<std::vector<std::string>> lines = {
        {"outcome", "mean", "std. error", "+- 95 %", "95 % interval", "missing"}};
    std::vector<std::string> units = {""};
    for (const auto& outcome : scenario.outcomes()) {
        lines.push_back(line_of(outcome, run));
        units.push_back(unit_text(outcome.unit));
    }
    return table_text(lines, units, {width, {4, 5}}) +
           (run.replicates() == 1 ? "One replicate tells no interval: take more `--replicates`.\n" : "");
}

/// One arm: its outcomes. More: how each differs from the first, and then the headlines in words.
std::string outcomes_text(const Scenario& scenario, const Run& run) {
    const std::size_t width = output_width();
    if (run.arms().size() == 1) return table_of(scenario, run, width);
    std::string text, words;
    for (const auto& comparison : comparisons_of(scenario, run)) {
        text += (text.empty() ? "" : "\n") + comparison_table(comparison, width);
        words += sentences_text(comparison, std::min(width, widest_prose));
    }
    return text + (words.empty() ? "" : "\nIn this model:\n" + words);
}

std::string failures_text(const Run& run) {
    if (run.failed() == 0) return {};
    std::string text = fmt::format("\n{} and count in no outcome:\n", failed_text(run));
    std::size_t shown = 0;
    for (const auto& arm : run.arms()) {
        for (const auto& failure : run.failures(arm)) {
            if (++shown > shown_failures) continue;
            const auto row = failure.row.empty() ? "" : ", row " + failure.row;
            text +=
                fmt::format("  {}replicate {}, step {}: {}{}: {}\n", run.arms().size() > 1 ? "arm " + arm + ", " : "",
                            failure.replicate, failure.step, failure.rule, row, printable(failure.problem));
        }
    }
    if (shown > shown_failures) text += fmt::format("  and {} more\n", shown - shown_failures);
    return text;
}

/// Events for which the step is long, each in the arm where it is longest.
std::string long_steps_text(const Run& run) {
    std::map<std::string, std::pair<LongStep, std::string>> longest;
    for (const auto& arm : run.arms())
        for (const auto& at : run.long_steps(arm)) {
            const auto [known, is_new] = longest.try_emplace(at.event, at, arm);
            if (!is_new && at.expected > known->second.first.expected) known->second = {at, arm};
        }
    if (longest.empty()) return {};
    std::string text =
        "\nLong steps: an event happens at most once in a step, where these were expected more than 0.3 times\n";
    for (const auto& [event, found] : longest) {
        const auto& [at, arm] = found;
        text += fmt::format("  event.{}: up to {:.2g} (row {}, step {}, replicate {}{})\n", event, at.expected, at.row,
                            at.step, at.replicate, run.arms().size() > 1 ? ", arm " + arm : "");
    }
    return text;
}

/// "replicates", or what is counted where there are several arms.
const char* counted(const Run& run) { return run.arms().size() > 1 ? "arm-replicates" : "replicates"; }

double per_second(const Run& run, double seconds) {
    return static_cast<double>(run.replicates() - run.resumed()) * static_cast<double>(run.arms().size()) / seconds;
}

void write_outcomes(JsonWriter& json, const Scenario& scenario, const Run& run, const std::string& arm) {
    json.key("outcomes").begin_object();
    for (const auto& outcome : scenario.outcomes()) {
        const Estimate estimate = estimate_of(outcome, run, arm);
        json.key(outcome.name).begin_object().key("unit").value(outcome.unit).key("mean").value(estimate.mean);
        json.key("standard_error").value(estimate.standard_error).key("low").value(estimate.low);
        json.key("high").value(estimate.high).key("half_width").value(estimate.half_width());
        json.key("interval").value(word_of(estimate.kind));
        json.key("count").value(estimate.count).key("missing").value(missing_of(run, arm, estimate)).end();
    }
    json.end();
}

void write_arms(JsonWriter& json, const Scenario& scenario, const Run& run) {
    json.key("arms").begin_list();
    for (const auto& arm : run.arms()) {
        json.begin_object().key("name").value(arm);
        write_outcomes(json, scenario, run, arm);
        json.key("failed").value(std::uint64_t{run.failures(arm).size()}).end();
    }
    json.end().key("comparisons");
    write_comparisons(json, comparisons_of(scenario, run));
}

void write_failures(JsonWriter& json, const Run& run) {
    json.key("failed").value(run.failed()).key("failures").begin_list();
    for (const auto& arm : run.arms()) {
        for (const auto& failure : run.failures(arm)) {
            json.begin_object().key("arm").value(arm).key("replicate").value(failure.replicate);
            json.key("step").value(failure.step).key("rule").value(failure.rule).key("row").value(failure.row);
            json.key("problem").value(failure.problem).end();
        }
    }
    json.end();
}

void write_long_steps(JsonWriter& json, const Run& run) {
    json.key("long_steps").begin_list();
    for (const auto& arm : run.arms()) {
        for (const auto& at : run.long_steps(arm)) {
            json.begin_object().key("arm").value(arm).key("event").value(at.event).key("row").value(at.row);
            json.key("step")
                .value(at.step)
                .key("replicate")
                .value(at.replicate)
                .key("expected")
                .value(at.expected)
                .end();
        }
    }
    json.end();
}

}  // namespace

std::string failed_text(const Run& run) {
    return fmt::format("{} of {} {} failed", run.failed(), run.replicates() * run.arms().size(), counted(run));
}

std::string report_text(const Scenario& scenario, const Run& run, double seconds) {
    std::string text = outcomes_text(scenario, run) + failures_text(run) + long_steps_text(run) + '\n';
    if (run.arms().size() > 1 || run.arms().front() != "base")
        text += fmt::format("arms        {}\n", fmt::join(run.arms(), ", "));
    text += fmt::format("replicates  {} of {}{}, seed {}\n", run.replicates(), run.asked(),
                        run.arms().size() > 1 ? " of each arm" : "", run.seed());
    text += fmt::format("file        {}\n", printable(run.file().string()));
    if (!run.digest().empty()) text += fmt::format("digest      {}\n", run.digest());
    text += fmt::format("speed       {:.4g} {}/s ({:.3g} s)\n", per_second(run, seconds), counted(run), seconds);
    return run.profile() ? text + '\n' + profile_text(*run.profile(), output_width()) : text;
}

std::string report_json(const Scenario& scenario, const Run& run, double seconds, const std::optional<Looks>& looks) {
    JsonWriter json;
    json.begin_object().key("title").value(scenario.title()).key("seed").value(run.seed());
    json.key("replicates").value(run.replicates()).key("asked").value(run.asked());
    json.key("complete").truth(run.complete());
    if (looks) {
        json.key("until");
        write_looks(json, *looks);
    }
    write_outcomes(json, scenario, run, run.arms().front());
    write_arms(json, scenario, run);
    write_failures(json, run);
    write_long_steps(json, run);
    json.key("file").value(run.file().string()).key("digest").value(run.digest()).key("seconds").value(seconds);
    json.key(run.arms().size() > 1 ? "arm_replicates_per_second" : "replicates_per_second");
    json.value(per_second(run, seconds));
    if (run.profile()) {
        json.key("profile");
        write_profile(json, *run.profile());
    }
    json.key("warnings");
    write_notices(json, scenario.warnings());
    return json.end().text() + '\n';
}

}  // namespace hegemon::cli
