#pragma once
/// What the benchmark was asked for, as all of its parts need it.
#include <filesystem>

#include "bench/contest.hpp"

namespace hegemon::bench {

struct Settings {
    ContestOptions contest;
    std::size_t lanes = 0;            ///< replicates of a batch; 0 leaves it to the engine
    std::filesystem::path worlds;     ///< folder of generated worlds, and of run files while they are written
    std::filesystem::path prototype;  ///< the numpy program of the same model as 2022-prototype.toml; empty: none
};

}  // namespace hegemon::bench
