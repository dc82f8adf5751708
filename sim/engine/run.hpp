#pragma once
/// All replicates of a model, batch by batch, on all threads; what they yield goes to a recorder in order.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "model/recorder.hpp"
#include "parallel/executor.hpp"
#include "parallel/stop_flag.hpp"

namespace hegemon {

struct RunOptions {
    std::uint64_t seed = 1;
    std::uint64_t replicates = 100;
    std::size_t lanes = 0;  ///< replicates a batch: 1, 8 or 64; 0: as fits the model, the threads and the cache
    /// Called after each batch, by one thread at a time: replicates done, of how many.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct RunSummary {
    std::uint64_t replicates = 0;  ///< done; fewer than asked for if the run was stopped
    std::uint64_t failed = 0;
    std::vector<Failure> first_failures;  ///< the first few
    [[nodiscard]] bool complete(const RunOptions& options) const { return replicates == options.replicates; }
};

/// What a run with these options is: the model's description with seed, replicates and what is recorded filled in.
RunDescription describe_run(const Model& model, const RunOptions& options);

/// Replicates that a batch holds: as asked for, or as fits the model, the threads and the cache.
/// Throws std::invalid_argument if other than 1, 8 or 64 are asked for.
std::size_t lanes_per_batch(const Model& model, const RunOptions& options, int threads);

/// Bytes that one replicate's columns take while it runs.
std::size_t bytes_per_lane(const Model& model);

/// Runs `options.replicates` replicates of each arm. The same record comes out at any number of threads and lanes.
/// If `stop` is requested, replicates [0, summary.replicates) have been recorded and recorder.finish() is not called.
RunSummary run(const Model& model, const RunOptions& options, Executor& executor, const StopFlag& stop,
               Recorder& recorder);

}  // namespace hegemon
