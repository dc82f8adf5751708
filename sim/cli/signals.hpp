#pragma once
/// Ctrl-C and SIGTERM end a run in good order.
#include <atomic>
#include <csignal>
#include <hegemon/run.hpp>
#include <thread>

namespace hegemon::cli {

/// While it lives, SIGINT and SIGTERM request a stop instead of ending the program; a second one ends it at once.
/// Make it before the threads that work: they take over which signals are held back. Signals that were ignored before
/// (a job in the background) stay ignored.
class SignalListener {
public:
    explicit SignalListener(StopSignal& stop);
    ~SignalListener();
    SignalListener(const SignalListener&) = delete;
    SignalListener& operator=(const SignalListener&) = delete;

    /// The signal that came, or 0.
    [[nodiscard]] int signal() const { return signal_; }

private:
    void listen();

    StopSignal& stop_;
    std::atomic<int> signal_{0};
    std::atomic<bool> over_{false};
    sigset_t awaited_{}, before_{};
    std::thread thread_;
};

}  // namespace hegemon::cli
