#pragma once
/// What an earlier run left in its file, for a run that is to go on with it.
#include <cstdint>
#include <string>

#include "model/recorder.hpp"
#include "storage/hdf5.hpp"

namespace hegemon {

/// Replicates that all arms of the file have, read from the attribute `done` of each; of a whole file, all.
/// Throws hdf5::Error if it is no run file that this program can go on with.
std::uint64_t replicates_in(const hdf5::Handle& file);

/// How the run that the file belongs to differs from `run`, made by this version of the program: "seed 7 instead of 8";
/// empty if it does not. Throws hdf5::Error.
std::string difference(const hdf5::Handle& file, const RunDescription& run, const std::string& version);

/// Outcomes and failures of replicates [0, done) of each arm, some thousand replicates a record. Throws hdf5::Error.
void replay(const hdf5::Handle& file, const RunDescription& run, std::uint64_t done, const Recorder::TakeRecord& take);

}  // namespace hegemon
