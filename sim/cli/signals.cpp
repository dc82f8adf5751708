#include "cli/signals.hpp"

#include <pthread.h>

namespace hegemon::cli {

namespace {

constexpr int wake_up = SIGUSR1;  // from the destructor

bool is_ignored(int signal) {
    struct sigaction action {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// As if nobody had listened.
void die_of(int signal) {
    std::signal(signal, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
    std::raise(signal);
}

}  // namespace

SignalListener::SignalListener(StopSignal& stop) : stop_(stop) {
    sigemptyset(&awaited_);
    sigaddset(&awaited_, wake_up);
    for (const int signal : {SIGINT, SIGTERM}) {
        if (!is_ignored(signal)) sigaddset(&awaited_, signal);
    }
    ::pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
    thread_ = std::thread([this] { listen(); });
}

SignalListener::~SignalListener() {
    over_ = true;
    ::pthread_kill(thread_.native_handle(), wake_up);
    thread_.join();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void SignalListener::listen() {
    for (;;) {
        int signal = 0;
        if (::sigwait(&awaited_, &signal) != 0) return;
        if (over_) return;
        if (signal == wake_up) continue;
        if (signal_ != 0) die_of(signal);
        signal_ = signal;
        stop_.request();
    }
}

}  // namespace hegemon::cli
