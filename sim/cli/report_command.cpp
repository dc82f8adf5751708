#include <fmt/format.h>

#include <csignal>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/file_error_code.hpp"
#include "cli/options.hpp"
#include "cli/payload.hpp"
#include "cli/progress.hpp"
#include "cli/report_page.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

struct ReportArguments {
    std::string run;
    std::filesystem::path output;  ///< empty: not said
    std::filesystem::path page;    ///< the folder of what came with the program
    ReportLimits limits;
    PayloadSettings settings;
    Format format = Format::text;
};

const char* const help =
    R"(Write a run as one HTML page to look at: open it in a browser, give it away, print it.

It begins with what differs between the arms, in a sentence and a picture. Then columns through time (on a map where rows
are states), the calendar, what happened in a few replicates and why, who was bound by what, parameters and where their
values come from, the scenario itself. All is in the file: it needs no network and asks for nothing.)";

const char* const footer =
    R"(What happened is told of a few replicates in full. Some hundred of these events and decisions are explained (as
`explain` does): what is rare, and what that hangs on. Very long or large runs are thinned: the page says so. The same run
and options give the same page.

Examples:
  hegemon run scenario.toml --arms base,no_leak --replicates 500 -o run.h5
  hegemon report run.h5
  hegemon report run.h5 -o leak.html --replicates 8 --explanations 2000

Exit codes: 0 done; 64 wrong usage, or another file stands where the page is to be; 66 the run file, or the page that
comes with the program, cannot be read; 70 a mistake of this program; 71 not enough memory or threads; 73 the page cannot
be created; 74 it cannot be written.)";

/// What was written, in numbers.
struct Written {
    std::string file;
    std::size_t bytes = 0, data_bytes = 0;
    std::uint64_t told = 0, happenings = 0, explained = 0, steps = 0, steps_shown = 0;
};

void print_json(const Written& written) {
    JsonWriter json;
    json.begin_object().key("file").value(written.file).key("bytes").value(std::uint64_t{written.bytes});
    json.key("data_bytes").value(std::uint64_t{written.data_bytes}).key("told").value(written.told);
    json.key("happenings").value(written.happenings).key("explained").value(written.explained);
    json.key("steps").value(written.steps).key("steps_shown").value(written.steps_shown);
    std::cout << json.end().text() << '\n';
}

void print_text(const ReportArguments& arguments, const Written& written) {
    std::cout << fmt::format("{}: {}\n", printable(written.file), bytes_text(static_cast<double>(written.bytes)));
    if (written.told == 0) {
        std::cout << (arguments.limits.told == 0
                          ? "No replicate is told in full (--replicates 0).\n"
                          : "No replicate is told in full: the run kept the columns of none that did not fail.\n");
        return;
    }
    std::cout << fmt::format("{} told in full, in each arm: {} events and decisions, {} of them explained{}.\n",
                             written.told == 1 ? "1 replicate is" : fmt::format("{} replicates are", written.told),
                             thousands_text(written.happenings), thousands_text(written.explained),
                             written.explained < written.happenings ? " (--explanations N: up to N)" : "");
}

/// What the page leaves out because the run cannot be run again here.
void warn(const ReportSource& source, const Histories& histories) {
    if (!source.not_understood().empty())
        std::cerr
            << "hegemon: this version does not understand the scenario in the run file, so the page has no calendar, "
               "no ledger and no explanations; run the scenario again\n";
    else if (!histories.why_unexplained.empty())
        std::cerr << "hegemon: the page has no explanations, or not all: " << printable(histories.why_unexplained)
                  << '\n';
}

Written write(const ReportArguments& arguments) {
    const std::string page = page_template(arguments.page);
    ReportSource source(arguments.run, arguments.limits);
    Progress progress(Progress::Show::on_terminal);
    PayloadSettings settings = arguments.settings;
    settings.progress = [&progress](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
    const Histories histories = tell_histories(source, settings);
    progress.clear();
    warn(source, histories);
    const std::string data = packed_text(payload(source, histories));
    const std::string whole = filled_page(page, source.file().title(), data);
    write_page(arguments.output, whole);
    return {arguments.output.string(), whole.size(),        data.size(),          source.told().size(),
            histories.happenings,      histories.explained, source.clock().steps, source.clock().shown.size()};
}

ExitCode execute(const ReportArguments& arguments) {
    if (is_another_file(arguments.output)) {
        std::cerr << fmt::format(
            "hegemon: '{}' is no report, and a report would take its place: choose another with -o\n",
            printable(arguments.output.string()));
        return ExitCode::usage;
    }
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of writing, not the end
    try {
        const Written written = write(arguments);
        arguments.format == Format::json ? print_json(written) : print_text(arguments, written);
        return ExitCode::done;
    } catch (const FileError& error) {
        const bool is_of_run = error.action() == FileError::Action::read && error.path() == arguments.run;
        std::cerr << "hegemon: " << (is_of_run ? "cannot read " : "") << printable(error.what()) << '\n';
        return code_of(error);
    }
}

Action add(CLI::App& app, const Surroundings& surroundings) {
    const auto report = std::make_shared<ReportArguments>();
    app.add_option("RUN", report->run, "the run file")->required()->type_name("");
    add_value(
        app, "-o,--output", "FILE", [report](const std::string& file) { report->output = file; },
        "the page (default: the run file's name with .html, in this folder)");
    add_number<std::uint64_t>(app, "--replicates", report->limits.told, 0, 64, "so many are told in full (default: 4)");
    add_number<std::uint64_t>(app, "--explanations", report->settings.explanations, 0, 1'000'000,
                              "explain at most so many of their events and decisions (default: 400; 0: none)");
    add_number<int>(app, "--threads", report->settings.threads, 0, most_threads,
                    "that explain (default: 0, one for each core)");
    add_json(app, report->format);
    // Beside the scenarios that came with the program.
    if (!surroundings.library.empty()) report->page = surroundings.library.parent_path() / "report";
    return [report] {
        if (report->output.empty()) report->output = std::filesystem::path(report->run).stem().concat(".html");
        return execute(*report);
    };
}

}  // namespace

const Command report_command = {"report", help, footer, add};

}  // namespace hegemon::cli
