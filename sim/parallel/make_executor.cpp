#include <stdexcept>

#include "parallel/executor.hpp"

namespace hegemon {

Backend default_backend() { return HEGEMON_WITH_TBB ? Backend::tbb : Backend::threads; }

std::unique_ptr<Executor> make_executor(Backend backend, int threads) {
    switch (backend) {
        case Backend::serial:
            return make_serial_executor();
        case Backend::threads:
            return make_thread_executor(threads);
        case Backend::tbb:
#if HEGEMON_WITH_TBB
            return make_tbb_executor(threads);
#else
            throw std::invalid_argument("this build has no oneTBB");
#endif
    }
    throw std::invalid_argument("no such executor backend");
}

#if !HEGEMON_WITH_TBB
std::string tbb_version() { return {}; }
#endif

}  // namespace hegemon
