#include <algorithm>
#include <hegemon/verification.hpp>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "api/compiled.hpp"
#include "api/differences.hpp"
#include "api/recorded_scenario.hpp"
#include "api/stop_signal.hpp"
#include "core/philox.hpp"
#include "engine/arm_batches.hpp"
#include "parallel/ordered_commit.hpp"
#include "storage/run_checker.hpp"
#include "storage/stored_content.hpp"

namespace hegemon {

namespace {

/// `count` of the replicates [0, of), each as likely, in order (Floyd's algorithm: Bentley 1987, "A sample of
/// brilliance", Communications of the ACM 30, 754-757). The same ones for the same seed.
std::vector<std::uint64_t> drawn(std::uint64_t count, std::uint64_t of, std::uint64_t seed) {
    const DrawKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
    std::set<std::uint64_t> chosen;
    for (std::uint64_t last = of - count; last < of; ++last) {
        const auto place = static_cast<std::uint64_t>(uniform(key, last, 0, 0) * static_cast<double>(last + 1));
        if (!chosen.insert(std::min(place, last)).second) chosen.insert(last);
    }
    return {chosen.begin(), chosen.end()};
}

/// Hands a run to a checker that knows already what is run.
class IntoChecker final : public Recorder {
public:
    IntoChecker(RunChecker& checker, Checking checking) : checker_(checker), checking_(checking) {}
    void record(const BatchRecord& batch) override { checker_.record(batch); }
    void finish(const std::vector<ArmSummary>& arms) override {
        if (checking_ == Checking::all) checker_.finish(arms);
    }

private:
    RunChecker& checker_;
    Checking checking_;
};

/// One file being verified.
class Verifier {
public:
    Verifier(const std::filesystem::path& path, const VerifySettings& settings)
        : path_(path), settings_(settings), reader_(path) {}

    Verification run() {
        const auto& run = reader_.run();
        found_.digest_stored = reader_.digest();
        found_.part = found_.digest_stored.empty();
        found_.replicates = run.arms.empty() ? 0 : run.replicates;
        for (std::size_t arm = 0; arm < run.arms.size(); ++arm)
            found_.replicates = std::min(found_.replicates, reader_.done(arm));
        digest();
        const bool is_sample = settings_.sample > 0 && settings_.sample < found_.replicates;
        checking_ = is_sample ? Checking::sample : found_.part ? Checking::done : Checking::all;
        RunChecker checker(path_, checking_);
        if (checker.check_texts())
            compute(checker);
        else
            found_.not_repeatable = "the scenario in it was changed after it was stored";
        add(checker.mismatches());
        return std::move(found_);
    }

private:
    void digest() {
        if (found_.part) return;
        found_.digest_found = stored_digest(path_, [&](const std::string& dataset, const std::string& reason) {
            FileDifference difference;
            difference.dataset = dataset;
            difference.problem = "cannot be read: " + reason;
            found_.differences.push_back(std::move(difference));
        });
    }

    void compute(RunChecker& checker) {
        try {
            const auto recompiled = recompiled_scenario(reader_);
            const Arms arms = recompiled.scenario.arms();
            RunOptions options = recompiled.scenario.options;
            checker.begin(describe_run(arms, options));
            const auto executor = make_executor(default_backend(), thread_count(settings_.threads));
            if (checking_ == Checking::sample)
                compute_sample(arms, options, *executor, checker);
            else
                compute_all(arms, options, *executor, checker);
        } catch (const NotRepeatable& error) {
            found_.not_repeatable = error.what();
        }
    }

    void compute_all(const Arms& arms, RunOptions& options, Executor& executor, RunChecker& checker) {
        if (found_.replicates == 0) {
            found_.complete = true;
            return;
        }
        options.replicates = found_.replicates;
        options.progress = settings_.progress;
        IntoChecker recorder(checker, checking_);
        const auto summary = hegemon::run(arms, options, executor, stop(), recorder);
        found_.compared = summary.replicates;
        found_.complete = summary.complete(options);
    }

    void compute_sample(const Arms& arms, const RunOptions& options, Executor& executor, RunChecker& checker) {
        const auto description = describe_run(arms, options);
        const auto replicates = drawn(settings_.sample, found_.replicates, options.seed);
        using Results = std::vector<BatchResult>;
        std::vector<std::unique_ptr<ArmBatches>> batches(static_cast<std::size_t>(executor.threads()));
        const std::function<std::optional<Results>(std::size_t, int)> work = [&](std::size_t index, int worker) {
            auto& batch = batches[static_cast<std::size_t>(worker)];
            if (!batch) batch = std::make_unique<ArmBatches>(arms, description, 1);
            return batch->run(replicates[index], 1, stop());
        };
        const std::function<void(std::size_t, Results &&)> take = [&](std::size_t, Results&& results) {
            for (const auto& result : results) checker.record(result.record);
            ++found_.compared;
            if (settings_.progress) settings_.progress(found_.compared, replicates.size());
        };
        for_each_in_order<Results>(executor, replicates.size(), batches.size() * 2, stop(), work, take);
        found_.complete = found_.compared == replicates.size();
    }

    /// What is not yet known, in order.
    void add(const std::vector<Mismatch>& mismatches) {
        for (const auto& mismatch : mismatches) {
            const auto known =
                std::find_if(found_.differences.begin(), found_.differences.end(), [&](const FileDifference& other) {
                    return other.dataset == mismatch.path && other.attribute == mismatch.attribute;
                });
            // The run says where in the dataset it is that cannot be read.
            if (known != found_.differences.end())
                *known = to_public(mismatch);
            else
                found_.differences.push_back(to_public(mismatch));
        }
        const auto order = [](const FileDifference& difference) {
            return std::tuple(difference.replicate.has_value(), difference.replicate,
                              difference.step.value_or(std::numeric_limits<std::uint32_t>::max()));
        };
        std::stable_sort(found_.differences.begin(), found_.differences.end(),
                         [&](const FileDifference& a, const FileDifference& b) { return order(a) < order(b); });
    }

    [[nodiscard]] const StopFlag& stop() const {
        return settings_.stop != nullptr ? settings_.stop->flag().value : never_;
    }

    const std::filesystem::path& path_;
    const VerifySettings& settings_;
    RunReader reader_;
    StopFlag never_;
    Checking checking_ = Checking::all;
    Verification found_;
};

}  // namespace

FileDifference to_public(const Mismatch& mismatch) {
    return {mismatch.path,      mismatch.attribute, mismatch.arm,      mismatch.place.replicate, mismatch.place.step,
            mismatch.place.row, mismatch.stored,    mismatch.computed, mismatch.problem,         mismatch.count};
}

Verification verify(const std::filesystem::path& file, const VerifySettings& settings) {
    if (settings.threads < 0 || settings.threads > most_threads)
        throw std::invalid_argument("threads must be 0 to " + std::to_string(most_threads));
    return with_public_errors([&] { return Verifier(file, settings).run(); });
}

}  // namespace hegemon
