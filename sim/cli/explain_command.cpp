#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <hegemon/explanation.hpp>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/commands.hpp"
#include "cli/explanation_text.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

struct ExplainArguments {
    std::string run;
    ExplanationQuery query;
    std::vector<std::uint64_t> events, decisions;
    ExplanationOptions options;
    enum class What : std::uint8_t { explain, list };
    What what = What::explain;
    Format format = Format::text;
};

const char* const help =
    R"(Say why an event of a run happened, or why a decision fell as it did.

The chance first, here and in the other arms; then causes and factors; then what would have been otherwise if one thing
before it had not happened: a calendar entry, an event, a decision. For each the same replicate is run again without
it, with the same random numbers, so the answer is exact.)";

const char* const footer =
    R"(Events of an arm are numbered from 0 in order of replicate, step, name and row, and so are decisions: each row that
was asked has a number. --list tells the numbers. If several fit, the first is explained.

Examples:
  hegemon explain run.h5 --list --replicate 7
  hegemon explain run.h5 --event 12
  hegemon explain run.h5 --rule clash --row karabakh --replicate 7 --date 2022-09
  hegemon explain run.h5 --arm calm --event 3,17,90 --json

Exit codes: 0 done; 64 wrong usage, or nothing fits; 65 the run cannot be repeated (another version made the file);
66 the run file cannot be read; 70 a mistake of this program; 71 not enough memory or threads.)";

/// "3,17,90"
std::vector<std::uint64_t> numbers_of(const std::string& option, const std::string& text) {
    std::vector<std::uint64_t> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true) {
        const auto [stop, error] = std::from_chars(at, end, numbers.emplace_back());
        if (error == std::errc() && stop == end) return numbers;
        if (error != std::errc() || *stop != ',')
            throw CLI::ValidationError(option, fmt::format("'{}' is not a number, or some with commas between", text));
        at = stop + 1;
    }
}

ExitCode refuse(const std::string& problem) {
    std::cerr << "hegemon: " << printable(problem) << '\n';
    return ExitCode::usage;
}

std::string word_of(ExplanationQuery::Of of) {
    return of == ExplanationQuery::Of::events      ? "event"
           : of == ExplanationQuery::Of::decisions ? "decision"
                                                   : "event or decision";
}

/// What was asked for, in words.
std::string query_text(const ExplanationQuery& query) {
    std::string text = query.rule.empty() ? word_of(query.of) : query.rule;
    if (!query.row.empty()) text += " on " + query.row;
    if (query.replicate) text += fmt::format(" in replicate {}", *query.replicate);
    if (query.step) text += fmt::format(" in step {}", *query.step);
    return query.date.empty() ? text : text + " in " + query.date;
}

bool asks_nothing(const ExplanationQuery& query) {
    return query.rule.empty() && query.row.empty() && !query.replicate && !query.step && query.date.empty();
}

/// What is to be explained; a problem in words if nothing fits.
struct Found {
    std::vector<Happening> happenings;
    std::string problem;
};

void find_numbers(Explainer& explainer, const ExplainArguments& arguments, ExplanationQuery::Of of,
                  const std::vector<std::uint64_t>& numbers, Found& found) {
    ExplanationQuery query;
    query.arm = arguments.query.arm;
    query.of = of;
    const auto count = explainer.count(of, query.arm);
    for (const auto number : numbers) {
        query.number = number;
        auto here = explainer.find(query, 1);
        if (here.empty() && found.problem.empty())
            found.problem =
                count == 0 ? fmt::format("the arm has no {}s", word_of(of))
                           : fmt::format("the arm has {0}s 0 to {1}, and no {0} {2}", word_of(of), count - 1, number);
        found.happenings.insert(found.happenings.end(), here.begin(), here.end());
    }
}

Found find(Explainer& explainer, const ExplainArguments& arguments) {
    Found found;
    find_numbers(explainer, arguments, ExplanationQuery::Of::events, arguments.events, found);
    find_numbers(explainer, arguments, ExplanationQuery::Of::decisions, arguments.decisions, found);
    if (!arguments.events.empty() || !arguments.decisions.empty()) return found;
    if (asks_nothing(arguments.query)) {
        found.problem = "say which one: --event N, or --rule NAME (--list --replicate 0 shows what there is)";
        return found;
    }
    found.happenings = explainer.find(arguments.query);
    if (!found.happenings.empty()) return found;
    found.problem = "there is no " + query_text(arguments.query);
    if (const auto near = explainer.nearest(arguments.query))
        found.problem += "; the nearest is " + happening_text(*near);
    return found;
}

ExitCode list(Explainer& explainer, const ExplainArguments& arguments) {
    const auto happenings = explainer.find(arguments.query);
    if (arguments.format == Format::text) {
        if (happenings.empty()) return refuse("there is no " + query_text(arguments.query));
        std::cout << happenings_text(happenings);
        return ExitCode::done;
    }
    JsonWriter json;
    json.begin_object().key("happenings").begin_list();
    for (const auto& happening : happenings) write_happening(json, happening);
    std::cout << json.end().end().text() << '\n';
    return ExitCode::done;
}

ExitCode explain(Explainer& explainer, const ExplainArguments& arguments) {
    auto found = find(explainer, arguments);
    if (!found.problem.empty()) return refuse(found.problem);
    const bool by_number = !arguments.events.empty() || !arguments.decisions.empty();
    if (!by_number && found.happenings.size() > 1) {
        std::cerr << fmt::format("{} fit, the first is explained; --list shows all\n", found.happenings.size());
        found.happenings.resize(1);
    }
    JsonWriter json;
    json.begin_object().key("run").value(arguments.run).key("explanations").begin_list();
    for (std::size_t i = 0; i < found.happenings.size(); ++i) {
        const auto explanation = explainer.explain(found.happenings[i], arguments.query.arm, arguments.options);
        if (arguments.format == Format::json)
            write_explanation(json, explanation);
        else
            std::cout << (i == 0 ? "" : "\n") << explanation_text(explanation);
    }
    if (arguments.format == Format::json) std::cout << json.end().end().text() << '\n';
    return ExitCode::done;
}

ExitCode execute(const ExplainArguments& arguments) {
    try {
        const RunFile file(arguments.run);
        Explainer explainer(file);
        return arguments.what == ExplainArguments::What::list ? list(explainer, arguments)
                                                              : explain(explainer, arguments);
    } catch (const FileError& error) {
        std::cerr << "hegemon: cannot read " << printable(error.what()) << '\n';
        return ExitCode::no_input;
    } catch (const NotRepeatable& error) {
        std::cerr << "hegemon: " << error.what() << '\n';
        return ExitCode::scenario;
    } catch (const std::invalid_argument& error) {
        return refuse(error.what());
    }
}

/// A whole number, which need not be given.
template <class Number>
void add_optional_number(CLI::App& app, const std::string& name, std::optional<Number>& value,
                         const std::string& meaning) {
    const auto take = [&value, name](const std::string& text) {
        Number read{};
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), read);
        if (error != std::errc() || stop != text.data() + text.size())
            throw CLI::ValidationError(name, fmt::format("'{}' is not a whole number from 0", text));
        value = read;
    };
    add_value(app, name, "N", take, meaning);
}

void add_query(CLI::App& app, ExplainArguments& explain) {
    auto& query = explain.query;
    add_value(
        app, "--event", "N,...", [&explain](const auto& text) { explain.events = numbers_of("--event", text); },
        "the events with these numbers");
    add_value(
        app, "--decision", "N,...",
        [&explain](const auto& text) { explain.decisions = numbers_of("--decision", text); },
        "the decisions with these numbers");
    add_value(
        app, "--rule", "NAME", [&query](const auto& text) { query.rule = text; }, "an event or a decision");
    add_value(
        app, "--row", "NAME", [&query](const auto& text) { query.row = text; }, "on this row");
    add_optional_number(app, "--replicate", query.replicate, "in this replicate, counted from 0");
    add_optional_number(app, "--step", query.step, "in this step, counted from 0");
    add_value(
        app, "--date", "DATE", [&query](const auto& text) { query.date = text; },
        "in the step that has this day (2022-09-10), or in this month (2022-09) or year");
    add_value(
        app, "--arm", "ARM", [&query](const auto& text) { query.arm = text; }, "in this arm (else the first)");
}

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    const auto arguments = std::make_shared<ExplainArguments>();
    auto& explain = *arguments;
    app.add_option("RUN", explain.run, "the run file")->required()->type_name("");
    add_query(app, explain);
    add_flag(
        app, "--list", [&explain] { explain.what = ExplainArguments::What::list; },
        "list what fits, with its number, and explain nothing");
    add_number(app, "--within", explain.options.within, std::size_t{0}, std::size_t{1'000'000},
               "take away the N latest things before it, one at a time (else 200)");
    add_number(app, "--threads", explain.options.threads, 0, most_threads, "threads (else one for each core)");
    add_json(app, explain.format);
    return [arguments] { return execute(*arguments); };
}

}  // namespace

const Command explain_command = {"explain", help, footer, add};

}  // namespace hegemon::cli
