// How fast the engine is, as ratios to a loop written by hand that runs in turn with it on the same machine.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "bench/engine_adapter.hpp"
#include "bench/network_data.hpp"
#include "bench/network_kernel.hpp"
#include "bench/report.hpp"
#include "bench/same_work.hpp"
#include "bench/timing.hpp"

namespace hegemon::bench {
namespace {

constexpr int steps = 100;
constexpr double event_probability = 0.05;
constexpr double promised_small = 2.5, promised_large = 3, promised_speed_up = 1.8;
constexpr double two_free_cores = 1.95;  ///< below this even threads that share nothing do not run side by side

struct Options {
    std::string small = HEGEMON_SOURCE "/scenarios/classics";
    std::string large;
    int rounds = 7;
    int lanes = 0;
    bool strict = false;
};

/// The plain loop over replicates [first, first + count).
void run_plain(const NetworkData& network, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = first; i < first + count; ++i) run_kernel(network, steps, event_probability, i);
}

Timed plain(const NetworkData& network, std::uint64_t replicates) {
    return [&network, replicates] { return seconds_of([&] { run_plain(network, 0, replicates); }); };
}

/// The same replicates on two threads that share nothing but what they read: what the machine can give.
Timed plain_on_two_threads(const NetworkData& network, std::uint64_t replicates) {
    return [&network, half = replicates / 2] {
        return seconds_of([&] {
            const std::jthread other([&] { run_plain(network, half, half); });
            run_plain(network, 0, half);
        });
    };
}

Timed engine(const EngineNetwork& network, const EngineRun& run) {
    return [&network, run] { return network.run(run).seconds; };
}

Timed several_times(int times, const Timed& contender) {
    return [times, contender] {
        double seconds = 0;
        for (int i = 0; i < times; ++i) seconds += contender();
        return seconds;
    };
}

EngineRun run_of(const Options& options, std::uint64_t replicates, int threads = 1, Keep keep = Keep::outcomes) {
    EngineRun run;
    run.replicates = replicates;
    run.threads = threads;
    run.lanes = options.lanes;
    run.keep = keep;
    return run;
}

/// ns for each state and step.
double nanoseconds(const std::vector<double>& seconds, const NetworkData& network, double replicates) {
    return median(seconds) * 1e9 / (static_cast<double>(network.states()) * steps * replicates);
}

void against_plain_small(const Options& options, const NetworkData& network, Report& report) {
    constexpr int repeats = 5;  // one run takes some 20 ms, too short to time alone
    const EngineNetwork ours(options.small, event_probability);
    const auto seconds = take_turns(options.rounds, {several_times(repeats, plain(network, 64)),
                                                     several_times(repeats, engine(ours, run_of(options, 64)))});
    report.heading(fmt::format("N = {}, 64 replicates, one thread", network.states()));
    report.time("plain -O3 loop, xoshiro256++", nanoseconds(seconds[0], network, 64 * repeats));
    report.time("hegemon, outcomes only", nanoseconds(seconds[1], network, 64 * repeats));
    report.ratio("hegemon / plain", median_ratio(seconds[1], seconds[0]), {Bound::at_most, promised_small});
}

void against_plain_large(const Options& options, Report& report) {
    const NetworkData network = read_network(options.large);
    const EngineNetwork ours(options.large, event_probability);
    const auto seconds = take_turns(
        options.rounds, {plain(network, 1), engine(ours, run_of(options, 1)), engine(ours, run_of(options, 1, 2))});
    report.heading(fmt::format("N = {}, one replicate", network.states()));
    report.time("plain -O3 loop, xoshiro256++", nanoseconds(seconds[0], network, 1));
    report.time("hegemon, outcomes only", nanoseconds(seconds[1], network, 1));
    report.time("hegemon, outcomes only, 2 threads", nanoseconds(seconds[2], network, 1));
    report.ratio("hegemon / plain", median_ratio(seconds[1], seconds[0]), {Bound::at_most, promised_large});
    report.ratio("hegemon with 2 threads / plain", median_ratio(seconds[2], seconds[0]));
}

void two_threads(const Options& options, const NetworkData& network, Report& report) {
    constexpr std::uint64_t replicates = 1024;
    const EngineNetwork ours(options.small, event_probability);
    const auto seconds = take_turns(
        options.rounds, {plain(network, replicates), plain_on_two_threads(network, replicates),
                         engine(ours, run_of(options, replicates)), engine(ours, run_of(options, replicates, 2))});
    const double machine = median_ratio(seconds[0], seconds[1]);
    report.heading(fmt::format("N = {}, {} replicates, 2 threads against 1", network.states(), replicates));
    report.ratio("plain loop, threads that share nothing", machine);
    report.ratio("hegemon", median_ratio(seconds[2], seconds[3]), {Bound::at_least, promised_speed_up},
                 machine < two_free_cores ? "the machine had no two cores free" : "");
}

void costs_of_keeping(const Options& options, const NetworkData& network, Report& report) {
    constexpr int repeats = 3;
    const EngineNetwork ours(options.small, event_probability);
    const auto keeping = [&](Keep keep) { return several_times(repeats, engine(ours, run_of(options, 64, 1, keep))); };
    const auto seconds = take_turns(options.rounds, {keeping(Keep::outcomes), keeping(Keep::standard)});
    report.heading(fmt::format("N = {}, 64 replicates, one thread: what it costs to keep things", network.states()));
    report.time("outcomes", nanoseconds(seconds[0], network, 64 * repeats));
    report.time("and hashes, events, columns, moments (not written)", nanoseconds(seconds[1], network, 64 * repeats));
    report.ratio("by default / outcomes only", median_ratio(seconds[1], seconds[0]));
}

bool run(const Options& options) {
    const NetworkData network = read_network(options.small);
    check_same_work(options.small, network);
    Report report;
    report.heading(fmt::format("Medians of {} rounds taken in turn; ns for each state and step", options.rounds));
    against_plain_small(options, network, report);
    if (!options.large.empty()) against_plain_large(options, report);
    two_threads(options, network, report);
    costs_of_keeping(options, network, report);
    if (options.large.empty()) {
        report.heading("The large world was left out: make it with");
        report.note("tests/bench/generate_network.py 100000 FOLDER    and say --large FOLDER");
    }
    return report.all_met() || !options.strict;
}

}  // namespace
}  // namespace hegemon::bench

int main(int count, char** arguments) {
    hegemon::bench::Options options;
    CLI::App app("Times the engine against a loop written by hand.");
    app.add_option("--small", options.small, "folder of the network of 200 states")->check(CLI::ExistingDirectory);
    app.add_option("--large", options.large, "folder of a large network")->check(CLI::ExistingDirectory);
    app.add_option("--rounds", options.rounds, "how often each program has its turn")->check(CLI::Range(1, 1000));
    app.add_option("--lanes", options.lanes, "replicates of a batch; 0 leaves it to the engine")
        ->check(CLI::Range(0, 4096));
    app.add_flag("--strict", options.strict, "exit with 1 if a goal is missed");
    CLI11_PARSE(app, count, arguments);
    try {
        return hegemon::bench::run(options) ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench: {}\n", error.what());
        return 70;
    }
}
