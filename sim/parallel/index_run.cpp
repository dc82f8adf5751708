#include "parallel/index_run.hpp"

namespace hegemon {

void IndexRun::work(int worker) noexcept {
    for (;;) {
        const std::size_t index = next_.fetch_add(1);
        if (index >= count_) return;
        try {
            task_(index, worker);
        } catch (...) {
            keep_current_exception(index);
        }
    }
}

void IndexRun::keep_current_exception(std::size_t index) noexcept {
    next_.store(count_);
    const std::lock_guard lock(mutex_);
    if (exception_ && exception_index_ < index) return;
    exception_ = std::current_exception();
    exception_index_ = index;
}

void IndexRun::rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
}

}  // namespace hegemon
