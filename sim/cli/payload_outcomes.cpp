/// Outcomes of an arm, their differences between arms, parameters.
#include <cmath>
#include <hegemon/comparison.hpp>
#include <hegemon/estimate.hpp>

#include "cli/comparison.hpp"
#include "cli/payload.hpp"
#include "cli/sentences.hpp"

namespace hegemon::cli {

namespace {

/// Of all arms, so that their histograms can lie on each other.
std::vector<double> common_edges(const RunFile& file, const std::string& outcome) {
    std::vector<Eigen::ArrayXd> values;
    for (const auto& arm : file.arms()) values.push_back(file.outcome(outcome, arm));
    return histogram_edges(values);
}

void write_parting_moment(JsonWriter& json, const RunFile& file, const Comparison& comparison) {
    const auto first = parting(file, comparison.first, comparison.other).first_step;
    json.key("parting").begin_object();
    if (first) {
        const StepEnd end = step_ends(file).at(*first);
        json.key("first").begin_object().key("step").value(*first).key("time").value(end.time);
        write_text(json, "date", end.date);
        json.end();
    }
    json.end();
}

void write_comparison(JsonWriter& json, const RunFile& file, const Comparison& comparison) {
    json.begin_object().key("first").value(comparison.first).key("other").value(comparison.other);
    write_text(json, "other_title", comparison.other_title);
    json.key("pairs").value(comparison.pairs).key("outcomes").begin_object();
    for (const auto& outcome : comparison.outcomes) {
        const std::string& name = outcome.outcome.name;
        json.key(name).begin_object();
        write_outcome(json, outcome);
        const Eigen::ArrayXd differences = file.outcome(name, comparison.first) - file.outcome(name, comparison.other);
        json.key("histogram");
        write_histogram(json, differences, histogram_edges({differences}));
        json.end();
    }
    json.end().key("sentences").begin_list();
    for (const auto& sentence : sentences_of(comparison)) json.value(sentence);
    json.end().key("outcomes_looked_at").value(std::uint64_t{comparison.outcomes.size()});
    json.key("pairs_to_halve").value(4 * comparison.pairs);
    write_parting_moment(json, file, comparison);
    json.end();
}

}  // namespace

void write_histogram(JsonWriter& json, const Eigen::ArrayXd& values, const std::vector<double>& edges) {
    if (edges.empty()) {
        json.value(std::nan(""));  // null
        return;
    }
    const auto bins = histogram(values, edges);
    json.begin_object().key("edges").begin_list();
    for (const double edge : bins.edges) json.value(edge);
    json.end().key("counts").begin_list();
    for (const auto count : bins.counts) json.value(count);
    json.end().end();
}

void write_outcomes(JsonWriter& json, const RunFile& file, const std::string& arm) {
    json.begin_object();
    for (const auto& outcome : file.outcomes()) {
        const auto values = file.outcome(outcome.name, arm);
        const auto mean = estimate(values, file.seed(), outcome.kind);
        json.key(outcome.name).begin_object();
        write_text(json, "unit", outcome.unit);
        write_text(json, "note", outcome.note);
        write_text(json, "take", outcome.take);
        write_text(json, "formula", outcome.formula);
        json.key("headline").truth(outcome.headline).key("count").value(mean.count);
        json.key("missing").value(static_cast<std::uint64_t>(values.size()) - mean.count);
        json.key("mean").value(mean.mean).key("standard_error").value(mean.standard_error);
        json.key("low").value(mean.low).key("high").value(mean.high).key("histogram");
        write_histogram(json, values, common_edges(file, outcome.name));
        json.end();
    }
    json.end();
}

void write_parameters(JsonWriter& json, const RunFile& file, const std::string& arm) {
    json.begin_list();
    for (const auto& parameter : file.parameters(arm)) {
        json.begin_object().key("name").value(parameter.name).key("value").value(parameter.value);
        write_text(json, "unit", parameter.unit);
        write_text(json, "note", parameter.note);
        write_text(json, "source", parameter.source);
        if (parameter.range)
            json.key("range").begin_list().value(parameter.range->first).value(parameter.range->second).end();
        json.end();
    }
    json.end();
}

void write_arm_comparisons(JsonWriter& json, const RunFile& file) {
    json.begin_list();
    const auto arms = file.arms();
    for (std::size_t i = 1; i < arms.size(); ++i) write_comparison(json, file, compare(file, arms[0], arms[i]));
    json.end();
}

}  // namespace hegemon::cli
