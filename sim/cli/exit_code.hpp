#pragma once
/// What the program's exit code says; the numbers from 64 on are those of sysexits.h.

namespace hegemon::cli {

enum class ExitCode : int {
    done = 0,
    replicates_failed = 1,  ///< finished, but some replicates failed
    differs = 1,            ///< `verify`: what was compared is not the same
    not_reached = 1,        ///< `run --until`: finished, but the interval is not as narrow as was asked
    usage = 64,             ///< an unknown option, a number out of range
    scenario = 65,          ///< the scenario is wrong
    no_input = 66,          ///< a file that the scenario consists of cannot be read
    our_bug = 70,
    no_resources = 71,   ///< not enough memory, no more threads
    cannot_create = 73,  ///< the run file cannot be created
    input_output = 74,   ///< writing the run file failed
    stopped = 128,       ///< plus the number of the signal
};

}  // namespace hegemon::cli
