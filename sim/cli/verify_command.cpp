#include <fmt/format.h>

#include <hegemon/verification.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verification_text.hpp"

namespace hegemon::cli {

namespace {

struct VerifyArguments {
    std::string file, other;
    VerifySettings settings;
    Format format = Format::text;
};

const char* const help =
    "Run the scenario inside a run file again and compare every value, or compare two run files with each other.";
const char* const footer =
    R"(With one file: its digest is computed from its content, then all replicates are run again from the scenario in the
file, and every value is held against them, to the bit. What differs is named with dataset, arm, replicate, step and row.
It does not matter how many threads, which compiler or which machine made the file. Of FILE.part, what is done is
compared. With two files: what was asked of the two runs otherwise (a parameter, the seed, the recording ...), how many
of the replicates that both have came out the same, and what differs.

Examples:
  hegemon verify run.h5
  hegemon verify run.h5 --sample 20
  hegemon verify mine.h5 yours.h5

Exit codes: 0 the same; 1 it differs, or the run cannot be computed again; 64 wrong usage; 66 a file cannot be read or is
no run file; 71 not enough memory or threads; 130 stopped by Ctrl-C.)";

ExitCode verify_one(const VerifyArguments& arguments) {
    StopSignal stop;
    const SignalListener listener(stop);
    Progress progress(Progress::Show::on_terminal);
    VerifySettings settings = arguments.settings;
    settings.stop = &stop;
    settings.progress = [&progress](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
    const auto found = verify(arguments.file, settings);
    progress.clear();
    std::cout << (arguments.format == Format::json ? verification_json(arguments.file, found)
                                                   : verification_text(arguments.file, found));
    if (stop.requested()) return static_cast<ExitCode>(static_cast<int>(ExitCode::stopped) + listener.signal());
    return found.same() ? ExitCode::done : ExitCode::differs;
}

ExitCode verify_two(const VerifyArguments& arguments) {
    const auto found = compare_files(arguments.file, arguments.other);
    std::cout << (arguments.format == Format::json ? files_json(arguments.file, arguments.other, found)
                                                   : files_text(arguments.file, arguments.other, found));
    return found.same() ? ExitCode::done : ExitCode::differs;
}

ExitCode execute(const VerifyArguments& arguments) {
    try {
        return arguments.other.empty() ? verify_one(arguments) : verify_two(arguments);
    } catch (const FileError& error) {
        std::cerr << "hegemon: " << printable(error.what()) << '\n';
        return ExitCode::no_input;
    }
}

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    const auto arguments = std::make_shared<VerifyArguments>();
    app.add_option("RUN", arguments->file, "a run file")->required()->type_name("");
    auto* const other = app.add_option("OTHER", arguments->other, "another one, to compare it with")->type_name("");
    add_number<std::uint64_t>(app, "--sample", arguments->settings.sample, 1, most_replicates,
                              "compute only so many replicates again, always the same ones (default: all)");
    app.get_option("--sample")->excludes(other);
    add_number<int>(app, "--threads", arguments->settings.threads, 0, most_threads,
                    "how many (default: 0, one for each core)");
    add_json(app, arguments->format);
    return [arguments] { return execute(*arguments); };
}

}  // namespace

const Command verify_command = {"verify", help, footer, add};

}  // namespace hegemon::cli
