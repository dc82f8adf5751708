#pragma once
/// The engine as the benchmark sees it, through its public face. engine_adapter.cpp is the only file here that looks
/// behind it.
#include <cstddef>
#include <filesystem>
#include <hegemon/run.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hegemon::bench {

/// The set that the goals speak of, AVX2, or what this processor has if that is less.
std::string instructions_of_goals();

struct EngineSetup {
    std::filesystem::path scenario;
    std::vector<std::pair<std::string, std::string>> set;  ///< parameters
    Recording recording = Recording::outcomes;
    std::vector<std::string> arms;                       ///< "base" and variants; empty: just "base"
    std::string instructions = instructions_of_goals();  ///< "baseline", "avx2", "avx512"
};

/// What is run, and how, of what was set up.
struct EngineRun {
    std::uint64_t replicates = 1;  ///< of each arm
    int threads = 1;
    std::size_t lanes = 0;         ///< 0: as many as the engine thinks best
    std::filesystem::path output;  ///< the run file, which is replaced; empty: none
};

struct EngineResult {
    double seconds = 0;  ///< from the first start value to the last outcome, and to the run file's name if there is one
    Run run;
};

/// A scenario, loaded for one set of instructions.
class Engine {
public:
    /// Throws what loading throws.
    explicit Engine(EngineSetup setup);

    [[nodiscard]] EngineResult run(const EngineRun& run) const;
    /// Replicates of a batch in such a run.
    [[nodiscard]] std::size_t lanes(const EngineRun& run) const;

private:
    [[nodiscard]] RunSettings settings(const EngineRun& run) const;

    EngineSetup setup_;
    Scenario scenario_;
};

/// FOLDER/network.toml with an event probability, outcomes only.
EngineSetup network_setup(const std::filesystem::path& folder, double event_probability,
                          const std::string& instructions = instructions_of_goals());

}  // namespace hegemon::bench
