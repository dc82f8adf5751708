#include <fmt/format.h>

#include <hegemon/table_export.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/file_error_code.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

struct ExportArguments {
    std::string run, folder;
    ExportSettings settings;
    Format format = Format::text;
};

const char* const help = "Write a run file as CSV tables.";
const char* const footer =
    R"(outcomes.csv has a line for each replicate, events_NAME.csv and decisions_NAME.csv for each time that it happened,
columns_KIND.csv for each row and step of the replicates that are kept, summary_KIND.csv the means over all; datapackage.json
says what each column is and in what unit. In R: read.csv("tables/outcomes.csv").

Examples:
  hegemon export run.h5 --csv tables
  hegemon export run.h5 --csv tables --force

Exit codes: 0 done; 64 wrong usage; 66 the run file cannot be read; 73 a file is there already or cannot be created; 74 it
cannot be written.)";

void print(const ExportArguments& arguments, const std::vector<std::filesystem::path>& files) {
    if (arguments.format == Format::json) {
        JsonWriter json;
        json.begin_object().key("files").begin_list();
        for (const auto& file : files) json.value(file.string());
        std::cout << json.end().end().text() << '\n';
        return;
    }
    for (const auto& file : files) std::cout << printable(file.string()) << '\n';
}

ExitCode execute(const ExportArguments& arguments) {
    try {
        const auto files = export_csv(arguments.run, arguments.folder, arguments.settings);
        print(arguments, files);
        return ExitCode::done;
    } catch (const FileError& error) {
        const bool is_kept = std::string(error.what()).ends_with("is there already");
        std::cerr << "hegemon: " << printable(error.what()) << (is_kept ? "; --force overwrites it" : "") << '\n';
        return code_of(error);
    }
}

Action add(CLI::App& app, const Surroundings& /*surroundings*/) {
    const auto arguments = std::make_shared<ExportArguments>();
    app.add_option("RUN", arguments->run, "a run file")->required()->type_name("");
    add_value(
        app, "--csv", "DIR", [arguments](const std::string& folder) { arguments->folder = folder; },
        "the folder for the tables; it is made if it is not there");
    app.get_option("--csv")->required();
    add_flag(
        app, "--force", [arguments] { arguments->settings.existing = ExportSettings::Existing::overwrite; },
        "overwrite tables that are there");
    add_json(app, arguments->format);
    return [arguments] { return execute(*arguments); };
}

}  // namespace

const Command export_command = {"export", help, footer, add};

}  // namespace hegemon::cli
