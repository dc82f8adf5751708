/// The program is killed in the middle of a system call that changes a file, in one after the other of a whole run.
/// What it leaves goes on to the same digest, each time.
#include <dlfcn.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "sample_run_support.hpp"
#include "storage/run_reader.hpp"
#include "storage/run_writer.hpp"

using namespace hegemon;
using sample::Calendar;

namespace {

long calls_to_live = -1;  // system calls until the process kills itself; below 0: it does not

/// Whether this is the call in which the process dies.
bool is_last() { return calls_to_live >= 0 && calls_to_live-- == 0; }

}  // namespace

// These stand before the system's own in every call of the storage layer.
extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset) {
    using Call = ssize_t (*)(int, const void*, size_t, off_t);
    static const auto system = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "pwrite"));
    if (!is_last()) return system(file, bytes, count, offset);
    system(file, bytes, count / 2, offset);
    ::raise(SIGKILL);
    return -1;
}
extern "C" int ftruncate(int file, off_t size) noexcept {
    using Call = int (*)(int, off_t);
    static const auto system = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "ftruncate"));
    if (is_last()) ::raise(SIGKILL);
    return system(file, size);
}

namespace {

/// The engine's part: a state that grows with the replicates, as its sums do.
struct Engine {
    std::vector<double> sums = std::vector<double>(500);
    RunState state() { return {{std::as_writable_bytes(std::span(sums))}}; }
};

/// Runs what is missing of the sample run, and returns the digest.
std::string run_on(const std::filesystem::path& path, const RunDescription& run) {
    Engine engine;
    RunWriter writer(path, sample::provenance(),
                     {.earlier = EarlierPart::resume, .commit_every = std::chrono::milliseconds(0)});
    writer.begin(run);
    std::uint64_t outcomes = 0;
    const std::uint64_t done =
        writer.restore(engine.state(), [&](const BatchRecord& record) { outcomes += record.outcomes.size(); });
    if (outcomes != done * run.outcomes.size() * run.arms.size()) throw std::logic_error("records are missing");
    for (const double sum : engine.sums)  // of a whole run nobody needs the state
        if (done < run.replicates && sum != static_cast<double>(done))
            throw std::logic_error("this is the state of another moment");
    for (std::uint64_t first = done; first < run.replicates;) {
        const std::uint64_t end = std::min((first / 8 + 1) * 8, run.replicates);
        for (std::uint32_t arm = 0; arm < run.arms.size(); ++arm)
            writer.record(sample::batch(run, arm, first, static_cast<std::uint32_t>(end - first)));
        engine.sums.assign(engine.sums.size(), static_cast<double>(end));
        writer.settle(engine.state());
        first = end;
    }
    writer.finish({sample::summary(run, 0), sample::summary(run, 1)});
    return writer.digest();
}

/// Whether the child was killed; else it was through.
bool killed_in_call(long number, const std::filesystem::path& path, const RunDescription& run) {
    const pid_t child = ::fork();
    if (child == 0) {
        calls_to_live = number;
        int code = 0;
        try {
            run_on(path, run);
        } catch (const std::exception&) {
            code = 1;
        }
        ::_exit(code);
    }
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
    if (WIFEXITED(state)) REQUIRE(WEXITSTATUS(state) == 0);
    return WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL;
}

}  // namespace

TEST_CASE("a run that is killed in any of its writes goes on to the same digest") {
    const sample::Folder folder;
    RunDescription run = sample::description(Calendar::weeks);
    run.recorded = 20;
    const std::string digest = sample::write(folder / "whole.h5", run, 64);
    const auto path = folder / "run.h5";
    long call = 0;
    for (; killed_in_call(call, path, run); call += 23) {
        CAPTURE(call);
        // A whole file under the final name, or none.
        if (std::filesystem::exists(path)) CHECK(RunReader(path).digest() == digest);
        // Half of them are killed again on the way.
        if (call % 2 == 0) killed_in_call(call / 5, path, run);
        REQUIRE(run_on(path, run) == digest);
        CHECK(RunReader(path).digest() == digest);
        CHECK_FALSE(std::filesystem::exists(folder / "run.h5.part"));
        CHECK_FALSE(std::filesystem::exists(folder / "run.h5.part.state"));
        std::filesystem::remove(path);
    }
    CHECK(call > 100);
}

TEST_CASE("a run that is killed again and again gets done") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::none);
    const std::string digest = sample::write(folder / "whole.h5", run, 64);
    int kills = 0;
    // Enough for a commit or two each time.
    while (killed_in_call(400, folder / "run.h5", run)) REQUIRE(++kills < 100);
    CHECK(kills > 1);
    CHECK(RunReader(folder / "run.h5").digest() == digest);
}
