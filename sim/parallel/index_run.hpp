#pragma once
/// What all executors share: one call of for_each as its workers see it.
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>

#include "parallel/executor.hpp"

namespace hegemon {

/// Hands out the indices [0, count) in ascending order and keeps the exception of the lowest index that threw.
///
/// An index that has been handed out is always run, even after another one has thrown: so the lowest index that throws
/// is always reached, and which exception is kept does not depend on timing.
class IndexRun {
public:
    /// `task` must outlive this object.
    IndexRun(std::size_t count, const Executor::Task& task) : count_(count), task_(task) {}

    /// Takes indices and runs them until none is left. Called by each worker that takes part; never throws.
    void work(int worker) noexcept;

    /// Throws what was kept, if anything. Call it after all workers have left `work`.
    void rethrow() const;

private:
    void keep_current_exception(std::size_t index) noexcept;

    const std::size_t count_;
    const Executor::Task& task_;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;  ///< guards the two below
    std::exception_ptr exception_;
    std::size_t exception_index_ = 0;
};

}  // namespace hegemon
