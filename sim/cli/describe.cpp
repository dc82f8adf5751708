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

std::string entries_text(std::size_t entries) {
    return entries == 1 ? std::string("1 entry") : fmt::format("{} entries", entries);
}

const char* word_of(FileFacts::Place place) {
    switch (place) {
        case FileFacts::Place::own:
            return "own";
        case FileFacts::Place::library:
            return "library";
        case FileFacts::Place::memory:
            break;
    }
    return "memory";
}

/// Which file was read matters where a scenario and the library have one of the same name.
std::string files_text(const std::vector<FileFacts>& files) {
    std::string text;
    for (const auto& file : files) {
        if (file.place == FileFacts::Place::memory) continue;
        text += fmt::format("{:<12}{}", file.role == FileFacts::Role::scenario ? "file" : role_word(file.role),
                            printable(file.path));
        if (file.place == FileFacts::Place::library) text += " (the library's)";
        if (file.place == FileFacts::Place::own && file.role != FileFacts::Role::scenario)
            text += " (the scenario's own)";
        text += '\n';
    }
    return text;
}

}  // namespace

const char* role_word(FileFacts::Role role) {
    switch (role) {
        case FileFacts::Role::scenario:
            return "scenario";
        case FileFacts::Role::model:
            return "model";
        case FileFacts::Role::table:
            break;
    }
    return "table";
}

std::string description_text(const Scenario& scenario) {
    std::string text;
    if (!scenario.title().empty()) text += fmt::format("title       {}\n", printable(scenario.title()));
    text += files_text(files_of(scenario));
    text += fmt::format("time        {}\n", steps_text(scenario));
    for (const auto& kind : scenario.kinds()) {
        text += fmt::format("kind        {}: {}, {}", kind.name, count_text(kind.rows, "row"),
                            count_text(kind.columns, "column"));
        if (kind.references > 0) text += ", " + count_text(kind.references, "reference");
        text += '\n';
    }
    const auto rules = scenario.rules();
    text += fmt::format("rules       {}, {}, {}, {}", count_text(rules.lets, "let"), count_text(rules.flows, "flow"),
                        count_text(rules.events, "event"), count_text(rules.updates, "update"));
    if (rules.claims > 0) text += ", " + count_text(rules.claims, "claim");
    if (rules.decisions > 0) text += ", " + count_text(rules.decisions, "decision");
    if (rules.entries > 0) text += fmt::format("\ncalendar    {}", entries_text(rules.entries));
    text += fmt::format("\nparameters  {}\n", scenario.parameters().size());
    text += fmt::format("outcomes    {}\n", names_of(scenario.outcomes()));
    for (const auto& variant : scenario.variants())
        text += fmt::format("variant     {}{}\n", variant.name,
                            variant.title.empty() ? "" : ": " + printable(variant.title));
    return text;
}

void write_files(JsonWriter& json, const std::vector<FileFacts>& files) {
    json.key("files").begin_list();
    for (const auto& file : files) {
        json.begin_object().key("role").value(role_word(file.role)).key("name").value(file.name);
        json.key("place").value(word_of(file.place)).key("path").value(file.path).end();
    }
    json.end();
}

void write_description(JsonWriter& json, const Scenario& scenario) {
    write_files(json, files_of(scenario));
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
    json.key("updates").value(std::uint64_t{rules.updates}).key("claims").value(std::uint64_t{rules.claims});
    json.key("decisions").value(std::uint64_t{rules.decisions});
    json.key("entries").value(std::uint64_t{rules.entries}).end().key("parameters").begin_object();
    for (const auto& parameter : scenario.parameters()) json.key(parameter.name).value(parameter.value);
    json.end().key("variants").begin_list();
    for (const auto& variant : scenario.variants())
        json.begin_object().key("name").value(variant.name).key("title").value(variant.title).end();
    json.end();
}

}  // namespace hegemon::cli
