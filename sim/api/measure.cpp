#include <algorithm>
#include <hegemon/run.hpp>

#include "api/compiled.hpp"
#include "api/settings.hpp"
#include "engine/run.hpp"

namespace hegemon {

namespace {

using Clock = std::chrono::steady_clock;

/// Stops a run when it has gone on for long enough.
class Stopwatch final : public Recorder {
public:
    /// One batch for each of `threads` is let through, whatever it takes: fewer would say too little of all.
    Stopwatch(Clock::duration at_least, int threads) : at_least_(at_least), batches_left_(threads) {}

    void record(const BatchRecord& batch) override {
        if (batch.arm == 0) replicates_ += batch.lanes;
    }
    void settle(const RunState& /*state*/) override {
        took_ = Clock::now() - begin_;
        if (--batches_left_ <= 0 && took_ >= at_least_) stop_.request();
    }

    [[nodiscard]] const StopFlag& stop() const { return stop_; }
    /// Up to the last batch that was done.
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(took_).count(); }
    [[nodiscard]] std::uint64_t replicates() const { return replicates_; }

private:
    Clock::duration at_least_, took_{};
    Clock::time_point begin_ = Clock::now();
    std::int64_t batches_left_;
    std::uint64_t replicates_ = 0;
    StopFlag stop_;
};

}  // namespace

RunTiming measure(const Scenario& scenario, const RunSettings& settings, std::chrono::milliseconds at_least) {
    RunOptions options = fitting_options(scenario, settings);
    options.progress = nullptr;
    const Arms arms = arms_of(scenario, settings);
    const int threads = threads_of(settings);
    const auto executor = make_executor(default_backend(), threads);
    Stopwatch watch(at_least, threads);
    with_public_errors([&] { return run(arms, options, *executor, watch.stop(), watch); });
    const double share = static_cast<double>(options.replicates) / static_cast<double>(watch.replicates());
    return {watch.replicates(), watch.seconds(), watch.seconds() * share};
}

}  // namespace hegemon
