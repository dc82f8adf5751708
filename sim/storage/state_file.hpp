#pragma once
/// Keeps the state of a run beside its run file while that is written: RUN.h5.part.state.
#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "model/recorder.hpp"

namespace hegemon {

/// Two places are written in turn, so that the state before the one that is being written is there, whenever the
/// program is killed. Which one counts, the run file says: that of its number of replicates.
///
/// Each place: "hgmnstat", the number of replicates and of bytes (uint64), the SHA-256 of the bytes and these numbers,
/// the bytes.
class StateFile {
public:
    enum class Opening : std::uint8_t { create, go_on };
    /// Throws std::system_error.
    StateFile(const std::filesystem::path& path, Opening opening);
    ~StateFile();
    StateFile(const StateFile&) = delete;
    StateFile& operator=(const StateFile&) = delete;

    /// Throws std::system_error.
    void write(std::uint64_t replicates, const RunState& state);
    /// Fills `state`, whose sizes are those that were written. Returns whether there is a whole one of so many
    /// replicates. Throws std::system_error.
    bool read(std::uint64_t replicates, const RunState& state);

private:
    int file_ = -1;
    std::uint64_t next_ = 0;  ///< the place to be written next, 0 or 1
};

}  // namespace hegemon
