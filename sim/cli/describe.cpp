#include "cli/describe.hpp"

#include <fmt/format.h>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string steps_text(const Scenario& scenario) {
    if (scenario.time_unit() == "step") return count_text(scenario.steps(), "step");
    return fmt::format("{} of {} {}", count_text(scenario.steps(), "step"), number_text(scenario.step()),
                       scenario.time_unit());
}

std::string names_of(const std::vector<OutcomeInfo>& outcomes) {
    std::string names;
    for (const auto& outcome : outcomes) names += (names.empty() ? "" : ", ") + outcome.name;
    return names.empty() ? "none" : names;
}

}  // namespace

std::string description_text(const Scenario& scenario) {
    std::string text;
    if (!scenario.title().empty()) text += fmt::format("title       {}\n", printable(scenario.title()));
    text += fmt::format("time        {}\n", steps_text(scenario));
    for (const auto& kind : scenario.kinds()) {
        text += fmt::format("kind        {}: {}, {}", kind.name, count_text(kind.rows, "row"),
                            count_text(kind.columns, "column"));
        if (kind.references > 0) text += ", " + count_text(kind.references, "reference");
        text += '\n';
    }
    const auto rules = scenario.rules();
    text += fmt::format("rules       {}, {}, {}, {}\n", count_text(rules.lets, "let"), count_text(rules.flows, "flow"),
                        count_text(rules.events, "event"), count_text(rules.updates, "update"));
    text += fmt::format("parameters  {}\n", scenario.parameters().size());
    return text + fmt::format("outcomes    {}\n", names_of(scenario.outcomes()));
}

void write_description(JsonWriter& json, const Scenario& scenario) {
    json.key("title").value(scenario.title()).key("steps").value(scenario.steps());
    json.key("step").value(scenario.step()).key("time_unit").value(scenario.time_unit());
    json.key("kinds").begin_object();
    for (const auto& kind : scenario.kinds()) {
        json.key(kind.name).begin_object().key("rows").value(std::uint64_t{kind.rows});
        json.key("columns").value(std::uint64_t{kind.columns});
        json.key("references").value(std::uint64_t{kind.references}).end();
    }
    const auto rules = scenario.rules();
    json.end().key("rules").begin_object().key("lets").value(std::uint64_t{rules.lets});
    json.key("flows").value(std::uint64_t{rules.flows}).key("events").value(std::uint64_t{rules.events});
    json.key("updates").value(std::uint64_t{rules.updates}).end().key("parameters").begin_object();
    for (const auto& parameter : scenario.parameters()) json.key(parameter.name).value(parameter.value);
    json.end();
}

}  // namespace hegemon::cli
