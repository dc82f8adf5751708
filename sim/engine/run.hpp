#pragma once
/// All replicates of a model, batch by batch, on all threads; what they yield goes to a recorder in order.
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/profiler.hpp"
#include "model/model.hpp"
#include "model/recorder.hpp"
#include "parallel/executor.hpp"
#include "parallel/stop_flag.hpp"

namespace hegemon {

/// The models of a run's arms, from compile_arms(): equal clocks and outcomes. The first is what the others are
/// compared with.
using Arms = std::vector<const Model*>;

/// How many replicates may run side by side.
inline constexpr std::array<std::size_t, 5> lane_counts = {64, 32, 16, 8, 1};

struct RunOptions {
    std::uint64_t seed = 1;
    std::uint64_t replicates = 100;
    std::size_t lanes = 0;  ///< replicates a batch, one of lane_counts; 0: as fits the model, the threads and the cache
    std::size_t waiting = 0;  ///< batches whose turn to be recorded has not come, at most; 0: as many as threads
    bool profiles = false;    ///< measures what costs time, which costs some itself
    /// Called before the first batch and after each, by one thread at a time: replicates (of each arm) done, of how
    /// many.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct RunSummary {
    std::uint64_t replicates = 0;       ///< of each arm, done, also by an earlier part; fewer than asked for if stopped
    std::vector<std::uint64_t> failed;  ///< [arm]
    std::vector<std::vector<CoarseStep>> coarse_steps;  ///< [arm][event]
    std::vector<ProfileEntry> profile;  ///< of all threads; the costliest come first; empty if it was not asked for
    [[nodiscard]] bool complete(const RunOptions& options) const { return replicates == options.replicates; }
};

/// What a run with these options is: the models' descriptions with seed, replicates and what is recorded filled in.
RunDescription describe_run(const Arms& arms, const RunOptions& options);

/// Replicates that a batch holds: as asked for, or as fits the model, the threads and the cache.
/// Throws std::invalid_argument if others than lane_counts has are asked for.
std::size_t lanes_per_batch(const Arms& arms, const RunOptions& options, int threads);

/// Batches with their results that are in memory at most: one in each thread, and those that wait to be recorded.
std::size_t batches_in_flight(const RunOptions& options, int threads);

/// Bytes that one replicate's columns take while it runs, in all arms together.
std::size_t bytes_per_lane(const Arms& arms);

/// Runs `options.replicates` replicates of each arm, side by side: equal replicates of the arms share all random
/// numbers. The same record comes out at any number of threads and lanes.
/// Begins behind the replicates that the recorder restores. If `stop` is requested, replicates [0, summary.replicates)
/// have been recorded, and recorder.pause() is called instead of finish().
RunSummary run(const Arms& arms, const RunOptions& options, Executor& executor, const StopFlag& stop,
               Recorder& recorder);

}  // namespace hegemon
