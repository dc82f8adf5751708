#include "api/settings.hpp"

#include <stdexcept>
#include <string>

namespace hegemon {

RunOptions run_options(const RunSettings& settings) {
    if (settings.replicates < 1 || settings.replicates > most_replicates) {
        throw std::invalid_argument("replicates must be 1 to " + std::to_string(most_replicates));
    }
    if (settings.threads < 0 || settings.threads > most_threads) {
        throw std::invalid_argument("threads must be 0 to " + std::to_string(most_threads));
    }
    if (settings.lanes != 0 && settings.lanes != 1 && settings.lanes != 8 && settings.lanes != 64) {
        throw std::invalid_argument("lanes must be 1, 8 or 64, or 0 for what is fastest");
    }
    RunOptions options;
    options.seed = settings.seed;
    options.replicates = settings.replicates;
    options.lanes = settings.lanes;
    options.progress = settings.progress;
    return options;
}

int threads_of(const RunSettings& settings) { return thread_count(settings.threads); }

}  // namespace hegemon
