#pragma once
/// A wish to stop, that a signal handler may express.
#include <atomic>

namespace hegemon {

/// Unlike std::stop_source it may be set from a signal handler: it is one lock-free atomic and wakes nobody.
/// Whoever does long work asks it now and then.
class StopFlag {
public:
    void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

private:
    static_assert(std::atomic<bool>::is_always_lock_free);
    std::atomic<bool> requested_{false};
};

}  // namespace hegemon
