#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "cli/load.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/signals.hpp"
#include "cli/size_text.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/until_text.hpp"

namespace hegemon::cli {

namespace {

enum class Talk : std::uint8_t { normal, quiet };      ///< quiet: no progress, no warnings, no table
enum class Execution : std::uint8_t { run, dry_run };  ///< dry run: says what would be run

struct RunArguments {
    std::string scenario;
    ScenarioOptions options;
    RunSettings settings;  ///< output filled in; without progress and stop
    std::optional<std::size_t> lanes;
    Format format = Format::text;
    Talk talk = Talk::normal;
    Execution execution = Execution::run;
    std::optional<Until> until;  ///< replicates are then the most that may be run
};

constexpr std::uint64_t default_replicates = 100, default_most = 65'536;  // the latter with --until

const std::map<std::string, Recording> recordings = {{"outcomes", Recording::outcomes},
                                                     {"events", Recording::events},
                                                     {"default", Recording::standard},
                                                     {"all", Recording::all}};

const std::map<std::string, std::size_t> lane_words = {{"1", 1}, {"8", 8}, {"16", 16}, {"32", 32}, {"64", 64}};

const char* const help =
    R"(Run all replicates of a scenario into a run file (HDF5, netCDF-4), and print the outcomes.

The same scenario and seed give the same content, with the same digest, at any number of threads and lanes.)";

const char* const footer = R"(Examples:
  hegemon run scenario.toml --replicates 1000 --seed 7 --set rate=0.2 -o rate02.h5
  hegemon run scenario.toml --arms base,no_leak        the scenario beside its variant no_leak, pair by pair
  hegemon run scenario.toml --arms base,no_leak --until "bursts +- 0.05"      as many pairs as that takes
  hegemon run scenario.toml --replicates 1000 --seed 7 --set rate=0.2 -o rate02.h5 --resume      goes on with the first
  hegemon run scenario.toml --profile                  also tells which rule takes how much time

Exit codes: 0 done; 1 done and written, but replicates failed, or --until was not reached with the most replicates; 64
wrong usage; 65 an error in the scenario; 66 a file cannot be read; 70 a mistake of this program; 71 not enough memory
or threads; 73 the run file cannot be created, or --resume found another run there; 74 it cannot be written; 130 stopped
by Ctrl-C. What was done when a run was cut short is in FILE.part, for --resume.)";

/// As --record has it.
const std::string& word_of(Recording recording) {
    return std::find_if(recordings.begin(), recordings.end(), [&](const auto& one) { return one.second == recording; })
        ->first;
}

/// "about 3 min on 2 threads (measured on 64 replicates)"
std::string timing_text(const RunPlan& plan, const RunTiming& timing) {
    const double seconds = timing.seconds;
    return fmt::format("{} on {} (measured on {})", seconds < 1 ? "below 1 s" : "about " + duration_text(seconds),
                       count_text(static_cast<std::size_t>(plan.threads), "thread"),
                       count_text(timing.replicates, "replicate"));
}

std::string plan_text(const Scenario& scenario, const RunArguments& arguments, const RunPlan& plan,
                      const RunTiming& timing) {
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
    return text + fmt::format("\nmemory      about {}\ntime        {}\nThis was a dry run: nothing was written.\n",
                              bytes_text(plan.memory_bytes), timing_text(plan, timing));
}

std::string plan_json(const Scenario& scenario, const RunArguments& arguments, const RunPlan& plan,
                      const RunTiming& timing) {
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
    json.key("memory_bytes").value(plan.memory_bytes).key("seconds").value(timing.seconds);
    json.key("measured_replicates").value(timing.replicates).key("measured_seconds").value(timing.measured_seconds);
    json.key("notices");
    write_notices(json, scenario.warnings());
    return json.end().text() + '\n';
}

ExitCode dry_run(const Scenario& scenario, const RunArguments& arguments) {
    const RunPlan planned = plan(scenario, arguments.settings);
    const RunTiming timing = measure(scenario, arguments.settings);
    std::cout << (arguments.format == Format::json ? plan_json(scenario, arguments, planned, timing)
                                                   : plan_text(scenario, arguments, planned, timing));
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

void print_report(const Scenario& scenario, const Run& run, const RunArguments& arguments, double seconds,
                  const std::optional<Looks>& looks) {
    if (arguments.format == Format::json) {
        std::cout << report_json(scenario, run, seconds, looks);
    } else if (arguments.talk == Talk::normal) {
        std::cout << report_text(scenario, run, seconds);
    } else if (run.failed() > 0) {
        std::cerr << "hegemon: " << failed_text(run) << '\n';
    }
}

/// What --resume found.
std::string resumed_text(std::uint64_t done, std::uint64_t all, const std::string& file) {
    if (done == 0) return fmt::format("nothing to resume: there is no {}.part of this run; it begins anew", file);
    if (done == all) return fmt::format("nothing to resume: {} is whole", file);
    return fmt::format("goes on after {} of {} replicates, which {}.part holds", done, all, file);
}

/// Finds how many replicates --until takes. What is looked at needs outcomes alone.
std::optional<Looks> looks_for(const RunArguments& arguments, const RunSettings& settings) {
    if (!arguments.until) return std::nullopt;
    ScenarioOptions options = arguments.options;
    options.recording = Recording::outcomes;
    const Looks looks = look_until(Scenario::load(arguments.scenario, options), settings, *arguments.until);
    if (arguments.format == Format::text && arguments.talk == Talk::normal) {
        std::cout << looks_text(looks, output_width()) << '\n';
    } else if (!looks.enough && !looks.stopped) {
        std::cerr << "hegemon: " << not_reached_text(looks) << '\n';
    }
    return looks;
}

ExitCode run_loaded(const Scenario& scenario, const RunArguments& arguments) {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of writing, not the end
    StopSignal stop;
    const SignalListener listener(stop);
    Progress progress(arguments.talk == Talk::quiet ? Progress::Show::never : Progress::Show::on_terminal);
    RunSettings settings = arguments.settings;
    settings.stop = &stop;
    settings.progress = [&progress](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
    const auto looks = looks_for(arguments, settings);
    if (looks && looks->stopped) {
        std::cerr << "hegemon: stopped while it was looked for how many replicates are enough; nothing is written\n";
        return static_cast<ExitCode>(static_cast<int>(ExitCode::stopped) + listener.signal());
    }
    if (looks) settings.replicates = looks->replicates;
    bool told = arguments.talk == Talk::quiet || settings.earlier != PartOfEarlierRun::resume;
    settings.progress = [&](std::uint64_t done, std::uint64_t all) {
        if (!std::exchange(told, true))
            std::cerr << "hegemon: " << resumed_text(done, all, printable(settings.output.string())) << '\n';
        progress.update(done, all);
    };
    const double before = progress.seconds();
    const Run result = run(scenario, settings);
    const double seconds = progress.seconds() - before;
    progress.clear();
    print_report(scenario, result, arguments, seconds, looks);
    if (!result.complete()) {
        std::cerr << fmt::format("hegemon: stopped; {} of {} replicates are done and kept in {}; --resume goes on\n",
                                 result.replicates(), result.asked(), printable(result.file().string()));
        return static_cast<ExitCode>(static_cast<int>(ExitCode::stopped) + listener.signal());
    }
    if (looks && !looks->enough) return ExitCode::not_reached;
    return result.failed() == 0 ? ExitCode::done : ExitCode::replicates_failed;
}

/// Why --until makes no sense here; empty if it does.
std::string until_problem(const Scenario& scenario, const RunArguments& arguments) {
    if (!arguments.until) return {};
    if (arguments.settings.replicates < first_look)
        return fmt::format("the first look is at {} replicates, and --replicates, the most, is {}", first_look,
                           arguments.settings.replicates);
    std::string names;
    for (const auto& outcome : scenario.outcomes()) {
        if (outcome.name == arguments.until->outcome) return {};
        names += (names.empty() ? "" : ", ") + outcome.name;
    }
    return fmt::format("the scenario has no outcome '{}' (it has {})", arguments.until->outcome,
                       names.empty() ? "none" : names);
}

/// In MB, rounded up: what is told must be enough.
std::string memory_problem(const RunSettings& settings, const NotEnoughMemory& error) {
    const bool has_threads = settings.threads != 1;
    return fmt::format("hegemon: --memory: {} is too little: this run takes at least {:.0f} MB{}",
                       bytes_text(static_cast<double>(settings.memory)), std::ceil(error.least_bytes() / 1e6) + 1,
                       has_threads ? "; fewer --threads take less" : "");
}

std::uint64_t size_of(const std::string& text) {
    if (const auto size = parse_size(text)) return *size;
    throw CLI::ValidationError("--memory", "'" + text + "' is not a size such as \"500 MB\" or \"2 GB\"");
}

/// Why --profile makes no sense here; empty if it does.
std::string profile_problem(const RunArguments& arguments) {
    if (arguments.settings.profiling == Profiling::off) return {};
    if (arguments.execution == Execution::dry_run) return "a dry run measures no rules: leave out --dry-run";
    if (arguments.talk == Talk::quiet && arguments.format == Format::text)
        return "it would be printed, and --quiet prints nothing: leave out one of them, or add --json";
    return {};
}

ExitCode execute(const RunArguments& arguments) {
    if (const std::string problem = profile_problem(arguments); !problem.empty()) {
        std::cerr << "hegemon: --profile: " << problem << "\nsee `hegemon run --help`\n";
        return ExitCode::usage;
    }
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
    if (const std::string problem = until_problem(scenario, arguments); !problem.empty()) {
        std::cerr << "hegemon: --until: " << printable(problem) << "\nsee `hegemon run --help`\n";
        return ExitCode::usage;
    }
    try {
        return arguments.execution == Execution::dry_run ? dry_run(scenario, arguments)
                                                         : run_loaded(scenario, arguments);
    } catch (const NotEnoughMemory& error) {
        std::cerr << memory_problem(arguments.settings, error) << '\n';
        return ExitCode::no_resources;
    } catch (const FileError& error) {
        std::cerr << "hegemon: " << printable(error.what()) << '\n';
        return error.action() == FileError::Action::create ? ExitCode::cannot_create : ExitCode::input_output;
    }
}

Until until_of(const std::string& text) {
    if (auto until = parse_until(text)) return *until;
    throw CLI::ValidationError("--until", "'" + text + "' is not \"OUTCOME +- X\" with an X above 0");
}

void choose_instructions(const std::string& name) {
    try {
        use_instruction_set(name);
    } catch (const std::invalid_argument& error) {
        throw CLI::ValidationError("--isa", error.what());
    }
}

/// What is run, and how.
void add_settings(CLI::App& app, RunArguments& run) {
    auto& settings = run.settings;
    add_value(
        app, "-o,--output", "FILE", [&settings](const std::string& file) { settings.output = file; },
        "the run file (default: the scenario's name with .h5, in this folder)");
    add_value(
        app, "--arms", "ARM,ARM...",
        [&settings](const std::string& text) { settings.arms = split_names("--arms", text); },
        "run side by side, each compared with the first: variants, `base` is the scenario as written");
    settings.replicates = 0;  // not said
    add_number<std::uint64_t>(app, "--replicates", settings.replicates, 1, most_replicates,
                              "how many of each arm (default: 100); with --until the most (default: 65536)");
    add_value(
        app, "--until", "\"OUTCOME +- X\"", [&run](const std::string& text) { run.until = until_of(text); },
        "so many that the 95 % interval of the outcome's difference between the first two arms, or of its mean, is "
        "at most +- X: looks at 256, 512, 1024 ... replicates");
    add_number<std::uint64_t>(app, "--seed", settings.seed, 0, ~std::uint64_t{0}, "which random numbers (default: 1)");
    add_number<int>(app, "--threads", settings.threads, 0, most_threads, "how many (default: 0, one for each core)");
    add_value(
        app, "--memory", "SIZE", [&settings](const std::string& text) { settings.memory = size_of(text); },
        "the most that the program may take, as --dry-run tells it, such as \"500 MB\" or \"2 GB\": fewer replicates "
        "are held at once; the results are the same (default: no limit)");
    add_choice(app, "--lanes", run.lanes, lane_words, "1, 8, 16, 32 or 64",
               "replicates computed side by side (default: what is fastest)");
    add_value(
        app, "--isa", "SET", [](const std::string& name) { choose_instructions(name); },
        "which instructions of the processor: baseline, avx2 or avx512; the results are the same (default: the widest "
        "that it has)");
}

/// What the options leave open.
void complete(RunArguments& run, const Surroundings& surroundings) {
    run.options.library = surroundings.library;
    run.options.variants.emplace();  // what is not run need not be right
    for (const auto& arm : run.settings.arms)
        if (arm != "base") run.options.variants->push_back(arm);
    run.settings.lanes = run.lanes.value_or(0);
    if (run.settings.replicates == 0) run.settings.replicates = run.until ? default_most : default_replicates;
    run.settings.command = surroundings.command_line;
    if (run.settings.output.empty()) run.settings.output = std::filesystem::path(run.scenario).stem().concat(".h5");
}

Action add(CLI::App& app, const Surroundings& surroundings) {
    const auto run = std::make_shared<RunArguments>();
    add_scenario(app, run->scenario, run->options);
    add_settings(app, *run);
    add_choice(app, "--record", run->options.recording, recordings, "outcomes, events, default or all",
               "what the run file keeps (default: what the scenario says)");
    add_flag(
        app, "--resume", [run] { run->settings.earlier = PartOfEarlierRun::resume; },
        "go on with FILE.part, which a run of the same scenario and options left that was cut short");
    add_flag(
        app, "--no-compress", [run] { run->settings.compress = false; }, "write a larger run file faster");
    add_flag(
        app, "--dry-run", [run] { run->execution = Execution::dry_run; },
        "say what would be run, how large the file and how long it takes, measured for about a second; write nothing");
    add_flag(
        app, "--profile", [run] { run->settings.profiling = Profiling::on; },
        "print what each rule and phase cost, the costliest first; same results, a little slower");
    add_flag(
        app, "-q,--quiet", [run] { run->talk = Talk::quiet; }, "print nothing but errors");
    add_json(app, run->format);
    return [run, &surroundings] {
        complete(*run, surroundings);
        return execute(*run);
    };
}

}  // namespace

const Command run_command = {"run", help, footer, add};

}  // namespace hegemon::cli
