#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "parallel/executor.hpp"
#include "parallel/index_run.hpp"

namespace hegemon {
namespace {

/// A call of for_each that idle threads may join. Lives on the stack of its caller, who waits until `helpers` is 0.
struct Job {
    IndexRun& run;
    int helpers = 0;
};

/// Worker 0 is whoever calls for_each from outside; workers 1 to threads - 1 are threads of the pool.
class ThreadExecutor final : public Executor {
public:
    explicit ThreadExecutor(int threads) : threads_(threads) {
        pool_.reserve(static_cast<std::size_t>(threads) - 1);
        for (int worker = 1; worker < threads; ++worker) {
            pool_.emplace_back([this, worker](const std::stop_token& stop) { serve(stop, worker); });
        }
    }

    [[nodiscard]] int threads() const override { return threads_; }

    void for_each(std::size_t count, const Task& task) override {
        IndexRun run(count, task);
        Job job{run};
        if (count > 1) offer(job);
        run.work(own_worker());
        if (count > 1) withdraw(job);
        run.rethrow();
    }

private:
    void offer(Job& job) {
        {
            const std::lock_guard lock(mutex_);
            offered_.push_back(&job);
        }
        offer_made_.notify_all();
    }

    /// Waits for the helpers of this job alone. Taking up other work meanwhile would put a task on top of another one
    /// of the same worker, and could wait for what lies below it.
    void withdraw(Job& job) {
        std::unique_lock lock(mutex_);
        std::erase(offered_, &job);
        helper_left_.wait(lock, [&job] { return job.helpers == 0; });
    }

    /// The life of a thread of the pool. The latest job goes first: it is the innermost, others wait for it.
    void serve(const std::stop_token& stop, int worker) {
        std::unique_lock lock(mutex_);
        while (offer_made_.wait(lock, stop, [this] { return !offered_.empty(); })) {
            Job& job = *offered_.back();
            ++job.helpers;
            lock.unlock();
            job.run.work(worker);
            lock.lock();
            std::erase(offered_, &job);  // no index is left, or `work` would not have returned
            --job.helpers;
            helper_left_.notify_all();
        }
    }

    /// A task that calls for_each stays the worker that it is.
    [[nodiscard]] int own_worker() const {
        const auto self = std::find_if(pool_.begin(), pool_.end(), [](const std::jthread& thread) {
            return thread.get_id() == std::this_thread::get_id();
        });
        return self == pool_.end() ? 0 : static_cast<int>(self - pool_.begin()) + 1;
    }

    const int threads_;
    std::mutex mutex_;  ///< guards `offered_` and the helpers of each job
    std::condition_variable_any offer_made_;
    std::condition_variable_any helper_left_;
    std::vector<Job*> offered_;
    std::vector<std::jthread> pool_;  ///< last, so that it is joined before anything it uses is gone
};

}  // namespace

std::unique_ptr<Executor> make_thread_executor(int threads) {
    return std::make_unique<ThreadExecutor>(thread_count(threads));
}

}  // namespace hegemon
