#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "cli/commands.hpp"
#include "cli/comparison_report.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

struct CompareArguments {
    std::string run;
    std::vector<std::string> arms, outcomes, paths;
    Columns columns = Columns::counted;
    Format format = Format::text;
};

const char* const help =
    R"(Say how the arms of a run differ, pair by pair: outcomes with intervals, when the arms part, columns through time.

Reads the run file alone. Pairs are equal replicates of two arms, which share all random numbers.)";

const char* const footer =
    R"(The interval of a difference is Tango's score interval where the outcome is yes or no (or a count that is at most 1
apart in each pair), Student's where the differences are so little skewed that pairs >= 28 + 25 skewness^2 (and below
10 pairs), else bootstrap-t with 9,999 samples drawn by the seed of the run; the table says which. p-values are adjusted
for the number of outcomes looked at (Holm), so choose with --outcome before you look.

Examples:
  hegemon run scenario.toml --arms base,no_leak --replicates 500 -o run.h5
  hegemon compare run.h5
  hegemon compare run.h5 --outcome bursts --path "kettle[blue].heat"
  hegemon compare run.h5 --arms calm,no_leak --json

Exit codes: 0 done; 64 wrong usage, or the run has nothing to compare; 66 the run file cannot be read; 70 a mistake of
this program; 71 not enough memory.)";

/// Which arms are compared, the first with each other one.
std::vector<std::string> arms_of(const CompareArguments& arguments, const RunFile& file) {
    const auto there = file.arms();
    const auto arms = arguments.arms.empty() ? there : arguments.arms;
    if (there.size() < 2)
        throw std::invalid_argument(
            fmt::format("the run has one arm, `{}`, and nothing to compare it with: run the scenario with --arms "
                        "base,VARIANT",
                        there.empty() ? "" : there.front()));
    if (arms.size() < 2) throw std::invalid_argument("--arms needs two arms at least");
    return arms;
}

std::vector<ArmReport> reports_of(const CompareArguments& arguments, const RunFile& file) {
    std::vector<ArmReport> reports;
    const auto arms = arms_of(arguments, file);
    for (std::size_t i = 1; i < arms.size(); ++i) {
        ArmReport report{compare(file, arms[0], arms[i], arguments.outcomes), parting(file, arms[0], arms[i]), {}};
        for (const auto& address : arguments.paths)
            for (auto& path : difference_paths(file, arms[0], arms[i], address))
                report.paths.push_back(std::move(path));
        reports.push_back(std::move(report));
    }
    return reports;
}

/// "12 of 500 replicates of `frail` failed, and are in no pair": a note for each arm of which it is true.
std::string failures_text(const CompareArguments& arguments, const RunFile& file) {
    std::string text;
    for (const auto& arm : arms_of(arguments, file))
        if (const auto failed = file.failures(arm).size(); failed > 0)
            text += fmt::format("{} of {} replicates of `{}` failed: their pairs count as missing.\n", failed,
                                file.replicates(arm), arm);
    return text;
}

void print_text(const CompareArguments& arguments, const RunFile& file) {
    const auto ends = step_ends(file);
    if (file.digest().empty()) std::cout << "The run was stopped: what it had done is compared.\n\n";
    bool is_first = true;
    for (const auto& report : reports_of(arguments, file)) {
        std::cout << (is_first ? "" : "\n") << report_text(report, ends, arguments.columns, output_width());
        is_first = false;
    }
    if (const auto failures = failures_text(arguments, file); !failures.empty()) std::cout << '\n' << failures;
}

void print_json(const CompareArguments& arguments, const RunFile& file) {
    JsonWriter json;
    const auto ends = step_ends(file);
    json.begin_object().key("file").value(arguments.run).key("title").value(file.title());
    json.key("seed").value(file.seed()).key("digest").value(file.digest()).key("failed").begin_object();
    for (const auto& arm : arms_of(arguments, file)) json.key(arm).value(std::uint64_t{file.failures(arm).size()});
    json.end().key("comparisons").begin_list();
    for (const auto& report : reports_of(arguments, file)) {
        json.begin_object();
        write_report(json, report, ends);
        json.end();
    }
    std::cout << json.end().end().text() << '\n';
}

ExitCode execute(const CompareArguments& arguments) {
    try {
        const RunFile file(arguments.run);
        (arguments.format == Format::json ? print_json : print_text)(arguments, file);
        return ExitCode::done;
    } catch (const FileError& error) {
        std::cerr << "hegemon: cannot read " << printable(error.what()) << '\n';
        return ExitCode::no_input;
    } catch (const std::invalid_argument& error) {
        std::cerr << "hegemon: " << printable(error.what()) << "\nsee `hegemon compare --help`\n";
        return ExitCode::usage;
    }
}

/// An option whose names add up when it is given often.
void add_names(CLI::App& app, const std::string& name, const std::string& type, std::vector<std::string>& names,
               const std::string& what) {
    app.add_option(name, names, what)->allow_extra_args(false)->type_name(type);
}

Action add(CLI::App& app, const Surroundings&) {
    const auto compare = std::make_shared<CompareArguments>();
    app.add_option("RUN", compare->run, "the run file (or FILE.part of a run that was stopped)")
        ->required()
        ->type_name("");
    add_value(
        app, "--arms", "ARM,ARM...",
        [compare](const std::string& text) { compare->arms = split_names("--arms", text); },
        "which arms: the first with each other one (default: all of the run)");
    add_names(app, "--outcome", "OUTCOME", compare->outcomes, "this one alone; may be given often (default: all)");
    add_names(app, "--path", "KIND[ROW].COLUMN", compare->paths,
              "a column's mean difference by date (KIND.COLUMN: of all rows); may be given often");
    add_flag(
        app, "--columns", [compare] { compare->columns = Columns::listed; },
        "list the columns that differ: since when, in how many rows, by how much at the end");
    add_json(app, compare->format);
    return [compare] { return execute(*compare); };
}

}  // namespace

const Command compare_command = {"compare", help, footer, add};

}  // namespace hegemon::cli
