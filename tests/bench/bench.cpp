// How fast the engine is, as ratios to programs written by hand that run in turn with it on the same machine.
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "bench/machine.hpp"
#include "bench/network_data.hpp"
#include "bench/page.hpp"
#include "bench/parts.hpp"
#include "bench/report.hpp"
#include "bench/same_work.hpp"
#include "bench/settings.hpp"
#include "bench/timing.hpp"
#include "bench/world.hpp"

namespace hegemon::bench {
namespace {

enum ExitCode : int { done = 0, missed = 1, wrong_usage = 64, our_mistake = 70, cannot_write = 73 };

struct Options {
    std::vector<std::string> words;
    bool all = false, list = false, strict = false;
    std::string table, json;
    Settings settings;
};

constexpr const char* footer = R"(
PART is a name that --list shows, or a word in it: batch, single, threads, keeping, flagship, world, 200x64 ...
Without one those run that take some seconds each, about three minutes in all. The others are for --all, or to be named:
  single/1000000, single/1000000-local   up to five minutes and 4.5 GB each, and half a minute to make the world, once
  batch/10000x64                         two minutes
  flagship/2022-prototype-20000          two minutes
  flagship/2022                          one minute

Ratios are medians over rounds in which all take turns, with the middle half of them. Before each round two threads that
share nothing are timed against one: below 1.95 a core was not free, the round is repeated, and if that happens too often
the ratios are marked and no goal is judged.

Examples:
  ./dev bench                                           the quick parts
  ./dev bench batch --rounds 15                         the network model with many replicates
  ./dev bench batch/1000x64 --lanes 8                   one part, eight replicates side by side
  ./dev bench flagship --prototype PROTOTYPE.py         beside the numpy program of the same model
  ./dev bench --all --table tests/bench/README.md       the page's table anew

Exit codes: 0 done; 1 --strict and a goal was missed with both cores free; 64 wrong usage; 70 the programs do not compute
the same, or another mistake of ours; 73 a file cannot be written)";

void describe(CLI::App& app, Options& options) {
    app.footer(footer);
    app.add_option("PART", options.words, "what to time");
    app.add_flag("--all", options.all, "everything, also what takes minutes");
    app.add_flag("--list", options.list, "say what there is, and time nothing");
    app.add_option("--rounds", options.settings.contest.rounds, "how often each program has its turn (7)")
        ->check(CLI::Range(1, 1000));
    app.add_option("--min-time", options.settings.contest.least_seconds, "seconds that a turn lasts at least (0.1)")
        ->check(CLI::Range(0.001, 1000.0));
    app.add_option("--lanes", options.settings.lanes, "replicates side by side; else the engine chooses")
        ->check(CLI::IsMember({1, 8, 16, 32, 64}));
    app.add_option("--prototype", options.settings.prototype, "the numpy program of the flagship's model")
        ->check(CLI::ExistingFile);
    app.add_option("--worlds", options.settings.worlds, "folder for worlds, made when they are needed, and run files")
        ->default_str("in the build folder");
    app.add_option("--table", options.table,
                   "write the results to FILE as Markdown, in place of what an earlier --table wrote; - for here");
    app.add_option("--json", options.json, "write every turn to FILE, in Google Benchmark's form");
    app.add_flag("--strict", options.strict, "exit with 1 if a goal is missed");
}

[[noreturn]] void refuse(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

/// Asked before minutes are spent on what is to be written there.
void require_writable(const std::string& path) {
    if (!std::ofstream(path, std::ios::app)) refuse(path);
}

/// Google Benchmark's JSON of all turns; without a file it does nothing.
class Log {
public:
    explicit Log(const std::string& path) {
        if (path.empty()) return;
        file_.open(path);
        if (!file_) refuse(path);
        reporter_.SetOutputStream(&file_);
        reporter_.SetErrorStream(&std::cerr);
        reporter_.ReportContext(benchmark::BenchmarkReporter::Context());
    }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log() {
        if (file_.is_open()) reporter_.Finalize();
    }
    benchmark::BenchmarkReporter* reporter() { return file_.is_open() ? &reporter_ : nullptr; }

private:
    std::ofstream file_;
    benchmark::JSONReporter reporter_;
};

int list() {
    for (const Part& part : parts())
        fmt::print("{}{}\n", part.name, part.length == Length::slow ? "   (named, or --all)" : "");
    return done;
}

std::string how_measured(const Settings& settings) {
    return fmt::format("{}. Medians of {} rounds{}.", machine(), settings.contest.rounds,
                       settings.lanes == 0 ? "" : fmt::format(", {} lanes", settings.lanes));
}

int run(Options options) {
    if (options.list) return list();
    const auto wanted = options.all ? parts() : chosen(parts(), options.words);
    if (wanted.empty()) {
        fmt::print(stderr, "bench: no part has such a name; --list shows them\n");
        return wrong_usage;
    }
    if (!options.table.empty() && options.table != "-") require_writable(options.table);
    Log log(options.json);
    options.settings.contest.log = log.reporter();
    const auto folder = folder_of({}, options.settings.worlds);
    check_same_work(folder, read_network(folder));
    Report report;
    const std::string how = how_measured(options.settings);
    fmt::print("{}\n", how);
    for (const Part& part : wanted) report.add(part.time(options.settings));
    if (options.table == "-")
        fmt::print("\n{}", page(how, report));
    else if (!options.table.empty())
        write_page(options.table, page(how, report));
    return options.strict && report.missed() ? missed : done;
}

}  // namespace
}  // namespace hegemon::bench

int main(int count, char** arguments) {
    using namespace hegemon::bench;
    Options options;
    options.settings.worlds = HEGEMON_BENCH_WORLDS;
    CLI::App app("Times the engine against programs written by hand that do the same work.", "./dev bench");
    describe(app, options);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? done : wrong_usage;
    }
    keep_freed_memory();
    try {
        return run(options);
    } catch (const std::system_error& error) {
        fmt::print(stderr, "bench: {}\n", error.what());
        return cannot_write;
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench: {}\n", error.what());
        return our_mistake;
    }
}
