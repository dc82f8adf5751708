#pragma once
/// Runs many independent tasks at once. The rest of the program sees this interface, never the library behind it.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace hegemon {

/// Threads that call a task for each index of a range. Any number of threads may use one executor at the same time,
/// and a task may use the executor that it runs in: nobody waits for a thread that waits for him.
class Executor {
public:
    using Task = std::function<void(std::size_t index, int worker)>;

    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;

    /// How many tasks of one for_each can run at the same time, at least 1. The thread that calls for_each counts.
    [[nodiscard]] virtual int threads() const = 0;

    /// Calls task(index, worker) once for each index in [0, count) and returns when all are done.
    ///
    /// `worker` is in [0, threads()) and may be used as an index into scratch memory: tasks that run at the same time
    /// have different workers, in calls within calls too. Only a task that another one called for on its own thread has
    /// the same worker as that one. (This holds among all that begins with one call from outside; two threads that use
    /// the executor at the same time may meet the same workers.) Indices are handed out one at a time in ascending
    /// order: when one begins, every lower one has been handed to a thread that is about to run it.
    ///
    /// If a task throws, indices not yet handed out are skipped, and after the running ones have stopped the exception
    /// of the lowest index is thrown here. That is the same one at any number of threads.
    ///
    /// Costs a few microseconds a call where threads must be woken: give each task some hundred microseconds of work.
    virtual void for_each(std::size_t count, const Task& task) = 0;
};

/// Runs everything on the calling thread; for WebAssembly and as the reference for tests.
std::unique_ptr<Executor> make_serial_executor();

/// std::thread alone, so that ThreadSanitizer sees all of it. `threads` 0 means one for each core.
/// Throws std::invalid_argument if `threads` is negative, std::system_error if the system refuses a thread.
std::unique_ptr<Executor> make_thread_executor(int threads);

/// oneTBB. `threads` as above, also when more than there are cores. Throws std::invalid_argument if it is negative.
std::unique_ptr<Executor> make_tbb_executor(int threads);

enum class Backend : std::uint8_t { serial, threads, tbb };

/// Of the oneTBB that runs, "2021.8"; empty where it was left out.
std::string tbb_version();

/// The best backend that this build has: oneTBB, or std::thread where it was left out.
Backend default_backend();

/// The executor of that backend; the serial one has one thread whatever `threads` says. Throws std::invalid_argument
/// for Backend::tbb where it was left out.
std::unique_ptr<Executor> make_executor(Backend backend, int threads);

/// `requested`, or the number of cores this process may use if it is 0. Throws std::invalid_argument if negative.
int thread_count(int requested);

}  // namespace hegemon
