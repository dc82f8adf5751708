#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "cli/load.hpp"
#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

const char* word_of(Recording recording) {
    switch (recording) {
        case Recording::outcomes:
            return "outcomes";
        case Recording::all:
            return "all";
        case Recording::standard:
            break;
    }
    return "default";
}

std::string plan_text(const Scenario& scenario, const RunArguments& arguments, const RunPlan& plan) {
    const auto& settings = arguments.settings;
    std::string text = description_text(scenario);
    if (!settings.arms.empty()) text += fmt::format("arms        {}\n", fmt::join(settings.arms, ", "));
    text += fmt::format("replicates  {}{}, seed {}, {}\n", settings.replicates,
                        settings.arms.size() > 1 ? " of each arm" : "", settings.seed,
                        count_text(static_cast<std::size_t>(plan.threads), "thread"));
    text += fmt::format("record      {} (columns of {})\n", word_of(scenario.recording()),
                        count_text(plan.recorded, "replicate"));
    text += fmt::format("file        {}, at most {}", printable(settings.output.string()), bytes_text(plan.file_bytes));
    if (plan.bytes_per_firing > 0)
        text += fmt::format(" and {} for each event that happens", bytes_text(plan.bytes_per_firing));
    if (plan.bytes_per_choice > 0)
        text += fmt::format(" and {} for each decision that is asked", bytes_text(plan.bytes_per_choice));
    return text + fmt::format("\nmemory      about {}\nThis was a dry run: nothing was run or written.\n",
                              bytes_text(plan.memory_bytes));
}

std::string plan_json(const Scenario& scenario, const RunArguments& arguments, const RunPlan& plan) {
    JsonWriter json;
    json.begin_object();
    write_description(json, scenario);
    json.key("replicates").value(arguments.settings.replicates).key("seed").value(arguments.settings.seed);
    json.key("arms").begin_list();
    for (const auto& arm : arguments.settings.arms) json.value(arm);
    if (arguments.settings.arms.empty()) json.value("base");
    json.end()
        .key("threads")
        .value(static_cast<std::uint64_t>(plan.threads))
        .key("record")
        .value(word_of(scenario.recording()));
    json.key("recorded").value(plan.recorded).key("file").value(arguments.settings.output.string());
    json.key("file_bytes").value(plan.file_bytes).key("bytes_per_firing").value(plan.bytes_per_firing);
    json.key("bytes_per_choice").value(plan.bytes_per_choice);
    json.key("memory_bytes").value(plan.memory_bytes).key("notices");
    write_notices(json, scenario.warnings());
    return json.end().text() + '\n';
}

ExitCode dry_run(const Scenario& scenario, const RunArguments& arguments) {
    const RunPlan planned = plan(scenario, arguments.settings);
    std::cout << (arguments.format == Format::json ? plan_json(scenario, arguments, planned)
                                                   : plan_text(scenario, arguments, planned));
    return ExitCode::done;
}

/// A run file may take the place of an earlier one, never of another file, which the user may have written.
bool would_overwrite_another(const std::filesystem::path& output) {
    constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
    std::error_code none;
    if (!std::filesystem::is_regular_file(output, none)) return false;
    std::ifstream file(output, std::ios::binary);
    std::string begin(signature.size(), '\0');
    return !file.read(begin.data(), static_cast<std::streamsize>(begin.size())) || begin != signature;
}

void print_report(const Scenario& scenario, const Run& run, const RunArguments& arguments, double seconds) {
    if (arguments.format == Format::json) {
        std::cout << report_json(scenario, run, seconds);
    } else if (arguments.talk == Talk::normal) {
        std::cout << report_text(scenario, run, seconds);
    } else if (run.failed() > 0) {
        std::cerr << "hegemon: " << failed_text(run) << '\n';
    }
}

ExitCode run_loaded(const Scenario& scenario, const RunArguments& arguments) {
    StopSignal stop;
    const SignalListener listener(stop);
    Progress progress(arguments.talk == Talk::quiet ? Progress::Show::never : Progress::Show::on_terminal);
    RunSettings settings = arguments.settings;
    settings.stop = &stop;
    settings.progress = [&progress](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
    const Run result = run(scenario, settings);
    const double seconds = progress.seconds();
    progress.clear();
    print_report(scenario, result, arguments, seconds);
    if (!result.complete()) {
        std::cerr << fmt::format("hegemon: stopped; {} of {} replicates are done and kept in {}\n", result.replicates(),
                                 result.asked(), printable(result.file().string()));
        return static_cast<ExitCode>(static_cast<int>(ExitCode::stopped) + listener.signal());
    }
    return result.failed() == 0 ? ExitCode::done : ExitCode::replicates_failed;
}

}  // namespace

ExitCode run_command(const RunArguments& arguments) {
    if (would_overwrite_another(arguments.settings.output)) {
        std::cerr << fmt::format(
            "hegemon: '{}' is no run file, and a run file would take its place: choose another with -o\n",
            printable(arguments.settings.output.string()));
        return ExitCode::usage;
    }
    const auto loaded = load(arguments.scenario, arguments.options, arguments.format);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    const auto& scenario = std::get<Scenario>(loaded);
    if (arguments.talk == Talk::normal && arguments.format == Format::text) {
        for (const auto& warning : scenario.warnings()) std::cerr << warning.text << '\n';
    }
    if (arguments.execution == Execution::dry_run) return dry_run(scenario, arguments);
    try {
        return run_loaded(scenario, arguments);
    } catch (const FileError& error) {
        std::cerr << "hegemon: " << printable(error.what()) << '\n';
        return error.action() == FileError::Action::create ? ExitCode::cannot_create : ExitCode::input_output;
    }
}

}  // namespace hegemon::cli
