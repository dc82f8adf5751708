#pragma once
/// Results are computed in any order and committed in order of index, without a thread of their own for it.
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "parallel/executor.hpp"
#include "parallel/stop_flag.hpp"

namespace hegemon {

/// Takes results from many threads and commits them strictly in order of index, from 0 on. Whoever delivers the next
/// one commits it and all that wait behind it; the others go back to their work. One thread commits at a time.
///
/// `for_each_in_order` below is the way to use it.
template <class Result>
class OrderedCommit {
public:
    using Commit = std::function<void(std::size_t index, Result&& result)>;

    /// A result whose index is `window` (at least 1) or more above the next to be committed makes its thread wait, so
    /// fewer than `window` results are kept. No thread waits for ever if indices are begun in ascending order and each
    /// one is either delivered or abandoned.
    OrderedCommit(std::size_t window, Commit commit)
        : window_(std::max<std::size_t>(window, 1)), commit_(std::move(commit)) {}

    /// Hands over the result of `index`, each index once. Throws what `commit` throws, to the thread that committed:
    /// nothing is committed after that, and the thread must then abandon `index`.
    void deliver(std::size_t index, Result result) {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return index >= end_ || index - next_ < window_; });
        if (index >= end_) return;
        waiting_.emplace(index, std::move(result));
        while (next_ < end_ && !waiting_.empty() && waiting_.begin()->first == next_) commit_next(lock);
    }

    /// The result of `index` will never come: those above it can no longer be committed and are dropped.
    void abandon(std::size_t index) {
        const std::lock_guard lock(mutex_);
        end_ = std::min(end_, index);
        waiting_.erase(waiting_.lower_bound(end_), waiting_.end());
        moved_.notify_all();
    }

    /// Whether the result of `index` could still be committed.
    [[nodiscard]] bool wanted(std::size_t index) const {
        const std::lock_guard lock(mutex_);
        return index < end_;
    }

    /// Results [0, committed()) have been committed, no others.
    [[nodiscard]] std::size_t committed() const {
        const std::lock_guard lock(mutex_);
        return next_;
    }

private:
    /// The lock is open during the commit, so that others can deliver meanwhile. They cannot commit: the next result is
    /// no longer among those that wait, and it remains the next until it is done.
    void commit_next(std::unique_lock<std::mutex>& lock) {
        auto taken = waiting_.extract(waiting_.begin());
        lock.unlock();
        commit_(taken.key(), std::move(taken.mapped()));
        lock.lock();
        ++next_;
        moved_.notify_all();
    }

    const std::size_t window_;
    const Commit commit_;
    mutable std::mutex mutex_;  ///< guards all below
    std::condition_variable moved_;
    std::map<std::size_t, Result> waiting_;
    std::size_t next_ = 0;
    std::size_t end_ = std::numeric_limits<std::size_t>::max();  ///< the lowest index that will never be committed
};

/// Computes the results of [0, count) on all threads of the executor, commits them in order, and returns how many were
/// committed: always those of the lowest indices, without a gap.
///
/// `compute(index, worker)` may return nothing if it saw `stop`; `commit(index, result)` is called by one thread at a
/// time. After `stop` no further index is begun; what is under way is still committed if there is no gap before it.
/// If compute throws, all below the lowest index that threw are committed and its exception is thrown, at any number of
/// threads. If commit throws, nothing more is committed and its exception is thrown.
///
/// Fewer than `window` results wait to be committed; twice the number of threads is a good value.
template <class Result>
std::size_t for_each_in_order(Executor& executor, std::size_t count, std::size_t window, const StopFlag& stop,
                              const std::function<std::optional<Result>(std::size_t index, int worker)>& compute,
                              const std::function<void(std::size_t index, Result&& result)>& commit) {
    OrderedCommit<Result> order(window, commit);
    executor.for_each(count, [&](std::size_t index, int worker) {
        try {
            std::optional<Result> result;
            if (!stop.requested() && order.wanted(index)) result = compute(index, worker);
            if (!result) return order.abandon(index);
            order.deliver(index, std::move(*result));
        } catch (...) {
            order.abandon(index);
            throw;
        }
    });
    return order.committed();
}

}  // namespace hegemon
