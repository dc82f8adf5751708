#pragma once
/// The engine as the benchmark sees it. engine_adapter.cpp is the only file here that knows the engine.
#include <cstdint>
#include <memory>
#include <string>

namespace hegemon::bench {

/// What a run keeps.
enum class Keep : std::uint8_t {
    outcomes,  ///< outcomes alone
    standard,  ///< and hashes, events, columns and moments as in a run by default, given to a recorder that throws them
               ///< away
};

struct EngineRun {
    std::uint64_t replicates = 1;
    int threads = 1;
    int lanes = 0;  ///< replicates of a batch; 0: as many as the engine thinks best
    std::uint64_t seed = 1;
    Keep keep = Keep::outcomes;
};

struct EngineResult {
    double seconds = 0;  ///< from the first start value to the last outcome: nothing is read or compiled in it
    /// Means over the replicates of the outcomes of network.toml.
    double crises = 0, influence = 0, military = 0, political = 0;
};

/// FOLDER/network.toml, read and compiled.
class EngineNetwork {
public:
    /// Throws what loading throws.
    EngineNetwork(const std::string& folder, double event_probability);
    EngineNetwork(EngineNetwork&&) noexcept;
    ~EngineNetwork();

    [[nodiscard]] EngineResult run(const EngineRun& run) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hegemon::bench
