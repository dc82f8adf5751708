#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>

#include "parallel/executor.hpp"

namespace hegemon {

int thread_count(int requested) {
    if (requested < 0) {
        throw std::invalid_argument("number of threads is " + std::to_string(requested) +
                                    " (it must be 0, for all cores, or more)");
    }
    if (requested > 0) return requested;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace hegemon
