// The only file that names TBB.
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/version.h>

#include <algorithm>

#include "parallel/executor.hpp"
#include "parallel/index_run.hpp"

namespace hegemon {
namespace {

class TbbExecutor final : public Executor {
public:
    explicit TbbExecutor(int threads)
        : threads_(threads),
          // The arena alone cannot have more threads than the library has: one for each core unless it is told so.
          limit_(tbb::global_control::max_allowed_parallelism,
                 static_cast<std::size_t>(std::max(threads, tbb::info::default_concurrency()))),
          arena_(threads) {}

    [[nodiscard]] int threads() const override { return threads_; }

    /// A runner a thread, each taking one index at a time: parallel_for over the indices themselves would halve the
    /// range, and begin in the middle of it. Isolated, because a thread that waits for the end of an inner call must
    /// not take up a task of the outer one, on top of the one it is in.
    void for_each(std::size_t count, const Task& task) override {
        IndexRun run(count, task);
        const int runners = static_cast<int>(std::min(count, static_cast<std::size_t>(threads_)));
        const auto runner = [&run](int) { run.work(tbb::this_task_arena::current_thread_index()); };
        arena_.execute([&] {
            tbb::this_task_arena::isolate([&] { tbb::parallel_for(0, runners, runner, tbb::simple_partitioner()); });
        });
        run.rethrow();
    }

private:
    const int threads_;
    tbb::global_control limit_;
    tbb::task_arena arena_;
};

}  // namespace

std::unique_ptr<Executor> make_tbb_executor(int threads) {
    return std::make_unique<TbbExecutor>(thread_count(threads));
}

std::string tbb_version() { return TBB_runtime_version(); }

}  // namespace hegemon
