#include "cli/load.hpp"

#include <algorithm>
#include <iostream>

#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::size_t count_of(const std::vector<Notice>& notices, Notice::Kind kind) {
    const auto is_kind = [kind](const Notice& notice) { return notice.kind == kind; };
    return static_cast<std::size_t>(std::count_if(notices.begin(), notices.end(), is_kind));
}

void complain(const InvalidScenario& invalid, Format format) {
    if (format == Format::json) {
        JsonWriter json;
        json.begin_object().key("ok").truth(false).key("notices");
        write_notices(json, invalid.notices());
        std::cout << json.end().text() << '\n';
        return;
    }
    const std::size_t warnings = count_of(invalid.notices(), Notice::Kind::warning);
    std::cerr << invalid.what() << '\n' << count_text(count_of(invalid.notices(), Notice::Kind::error), "error");
    if (warnings > 0) std::cerr << ", " << count_text(warnings, "warning");
    std::cerr << '\n';
}

}  // namespace

void write_notices(JsonWriter& json, const std::vector<Notice>& notices) {
    json.begin_list();
    for (const auto& notice : notices) {
        json.begin_object();
        json.key("kind").value(notice.kind == Notice::Kind::error ? "error" : "warning").key("id").value(notice.id);
        json.key("file").value(notice.file).key("line").value(std::uint64_t{notice.line});
        json.key("column").value(std::uint64_t{notice.column}).key("problem").value(notice.problem);
        json.key("hint").value(notice.hint).key("text").value(notice.text).end();
    }
    json.end();
}

namespace {

/// "`base`, `calm` and `frail`"
std::string listed(const std::vector<VariantInfo>& variants) {
    std::string text = "`base`";
    for (std::size_t i = 0; i < variants.size(); ++i)
        text += (i + 1 == variants.size() ? " and `" : ", `") + variants[i].name + '`';
    return text;
}

/// That arms were wanted which the scenario does not have, if that is all that is wrong; else empty.
std::string wrong_arms(const InvalidScenario& invalid, const std::string& file, ScenarioOptions options) {
    std::string problem;
    for (const auto& notice : invalid.notices()) {
        if (notice.kind == Notice::Kind::warning) continue;
        if (notice.id != "unknown-variant" || notice.file != "--arms") return {};
        if (!problem.empty()) continue;
        problem = notice.problem;
        if (!notice.hint.empty() && notice.hint.find(' ') == std::string::npos) problem += " (" + notice.hint + ")";
    }
    options.variants.reset();
    try {
        return problem + "; the arms of the scenario are " + listed(Scenario::load(file, options).variants());
    } catch (const InvalidScenario&) {  // a variant that was not wanted is wrong
        return problem;
    }
}

/// A command ends when it is done with its scenario. To take it apart first would be a good part of the time that
/// `check` takes, so it lives as long as the program.
const Scenario& kept(Scenario scenario) {
    static auto* const scenarios = new std::vector<Scenario>;
    return scenarios->emplace_back(std::move(scenario));
}

template <class Load>
std::variant<ExitCode, Scenario> load_or_complain(Format format, const Load& load) {
    try {
        return load();
    } catch (const InvalidScenario& invalid) {
        complain(invalid, format);
        return ExitCode::scenario;
    } catch (const FileError& error) {
        std::cerr << "hegemon: cannot read " << printable(error.what()) << '\n';
        return ExitCode::no_input;
    }
}

}  // namespace

std::variant<ExitCode, Scenario> load(const std::string& file, const ScenarioOptions& options, Format format) {
    return load_or_complain(format, [&]() -> std::variant<ExitCode, Scenario> {
        try {
            return kept(Scenario::load(file, options));
        } catch (const InvalidScenario& invalid) {
            const std::string problem = wrong_arms(invalid, file, options);
            if (problem.empty()) throw;
            std::cerr << "hegemon: " << printable(problem) << '\n';
            return ExitCode::usage;
        }
    });
}

std::variant<ExitCode, Scenario> load_run(const std::string& file, Format format) {
    return load_or_complain(format, [&] { return kept(Scenario::from_run(file)); });
}

}  // namespace hegemon::cli
