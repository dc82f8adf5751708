#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/description_json.hpp"
#include "cli/load.hpp"
#include "cli/odd_text.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

enum class Wanted : std::uint8_t { description, difference, schema };

struct DescribeArguments {
    std::string scenario;
    ScenarioOptions options;
    Format format = Format::text;
    Wanted wanted = Wanted::description;
    std::string arm = "base";
    std::vector<std::string> beside;  ///< two arms
};

const char* const help =
    R"(Write a scenario up as an ODD protocol in Markdown: kinds, every equation with its source, parameters, calendar, variants, and what is assumed.

SCENARIO may also be a run file, whose scenario and arms are then described. Nothing is run or written to a file.)";

const char* const footer = R"(Examples:
  hegemon describe scenario.toml > scenario.md
  hegemon describe scenario.toml --diff base no_leak       what the variant no_leak changes, old and new
  hegemon describe run.h5                                  what was run
  hegemon describe --schema > hegemon.schema.json          so that editors complete the keys of scenarios

Exit codes: 0 done; 64 wrong usage; 65 an error in the scenario; 66 a file cannot be read.)";

bool is_run_file(const std::string& path) {
    constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none)) return false;
    std::ifstream file(path, std::ios::binary);
    std::string begin(signature.size(), '\0');
    return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == signature;
}

ExitCode wrong_usage(const std::string& problem) {
    std::cerr << "hegemon: " << printable(problem) << "\nsee `hegemon describe --help`\n";
    return ExitCode::usage;
}

std::vector<std::string> arms_of(const DescribeArguments& arguments) {
    return arguments.wanted == Wanted::difference ? arguments.beside : std::vector<std::string>{arguments.arm};
}

/// What is not described need not be right; but the base tells of all its variants.
void choose_variants(DescribeArguments& arguments) {
    if (arguments.wanted == Wanted::description && arguments.arm == "base") return;
    arguments.options.variants.emplace();
    for (const auto& arm : arms_of(arguments))
        if (arm != "base") arguments.options.variants->push_back(arm);
}

/// Nothing if the scenario has all the arms that are wanted; a run file has those that were run.
std::string missing_arm(const Scenario& scenario, const DescribeArguments& arguments) {
    for (const auto& arm : arms_of(arguments)) {
        const auto& known = scenario.variants();
        const bool is_known = arm == "base" || std::any_of(known.begin(), known.end(),
                                                           [&](const auto& variant) { return variant.name == arm; });
        if (!is_known) return arm;
    }
    return {};
}

ExitCode print(const Scenario& scenario, const DescribeArguments& arguments) {
    const std::string missing = missing_arm(scenario, arguments);
    if (!missing.empty()) return wrong_usage(fmt::format("'{}' is not among the arms that were run", missing));
    const bool is_json = arguments.format == Format::json;
    if (arguments.wanted == Wanted::description) {
        std::cout << (is_json ? description_json(describe(scenario, arguments.arm))
                              : odd_text(scenario, arguments.arm));
        return ExitCode::done;
    }
    const auto &first = arguments.beside[0], &second = arguments.beside[1];
    std::cout << (is_json ? difference_json(first, second, differences(scenario, first, second))
                          : difference_text(scenario, first, second));
    return ExitCode::done;
}

ExitCode execute(const DescribeArguments& arguments) {
    if (arguments.wanted == Wanted::schema) {
        std::cout << scenario_schema();
        return ExitCode::done;
    }
    if (arguments.scenario.empty()) return wrong_usage("SCENARIO is required");
    if (is_run_file(arguments.scenario)) {
        if (!arguments.options.set.empty()) return wrong_usage("--set cannot change what was run");
        const auto recorded = load_run(arguments.scenario, arguments.format);
        if (const auto* code = std::get_if<ExitCode>(&recorded)) return *code;
        return print(std::get<Scenario>(recorded), arguments);
    }
    const auto loaded = load(arguments.scenario, arguments.options, arguments.format);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    return print(std::get<Scenario>(loaded), arguments);
}

Action add(CLI::App& app, const Surroundings& surroundings) {
    const auto describe = std::make_shared<DescribeArguments>();
    add_scenario(app, describe->scenario, describe->options);
    app.get_option("SCENARIO")->required(false);
    const auto beside = [describe](const std::vector<std::string>& arms) {
        describe->beside = arms;
        describe->wanted = Wanted::difference;
    };
    app.add_option_function<std::vector<std::string>>("--diff", beside,
                                                      "what the second of two arms changes in the first; `base` is the "
                                                      "scenario as written, the others are its variants")
        ->expected(2)
        ->type_name("ARM ARM");
    add_value(
        app, "--arm", "ARM", [describe](const std::string& arm) { describe->arm = arm; },
        "describe a variant, whole, instead of the scenario as written");
    add_flag(
        app, "--schema", [describe] { describe->wanted = Wanted::schema; },
        "print a JSON schema of scenario files, for editors; needs no SCENARIO");
    add_json(app, describe->format);
    return [describe, &surroundings] {
        describe->options.library = surroundings.library;
        choose_variants(*describe);
        return execute(*describe);
    };
}

}  // namespace

const Command describe_command = {"describe", help, footer, add};

}  // namespace hegemon::cli
