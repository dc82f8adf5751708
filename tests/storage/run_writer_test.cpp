#include "storage/run_writer.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "sample_run_support.hpp"
#include "storage/run_reader.hpp"

using namespace hegemon;
using sample::Calendar;
using std::filesystem::exists;

TEST_CASE("the digest does not depend on how replicates were grouped into batches") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    const std::string one = sample::write(folder / "one.h5", run, 1);
    CHECK(one.size() == 64);
    CHECK(sample::write(folder / "eight.h5", run, 8) == one);
    CHECK(sample::write(folder / "sixty_four.h5", run, 64) == one);
    CHECK(RunReader(folder / "eight.h5").digest() == one);
}

TEST_CASE("the digest does not depend on provenance but on every part of the content") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::none);
    const std::string digest = sample::write(folder / "a.h5", run, 64);
    const auto differs = [&](auto change) {
        RunDescription other = run;
        change(other);
        return sample::write(folder / "b.h5", other, 64) != digest;
    };
    CHECK_FALSE(differs([](RunDescription&) {}));
    CHECK(differs([](RunDescription& other) { other.seed -= 1; }));
    CHECK(differs([](RunDescription& other) { other.title += "."; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].kinds[0].columns[0].unit = "K"; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].kinds[0].columns[4].value[1] = 14.25; }));
    CHECK(differs([](RunDescription& other) {
        std::vector<std::string> rows = other.arms[0].kinds[0].rows;
        rows[0] = "Zurich";
        other.arms[0].kinds[0].rows = rows;
    }));
    CHECK(differs([](RunDescription& other) { other.arms[0].kinds[1].references[1].row[0] = 2; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].parameters[0].value = 0.5; }));
    CHECK(differs([](RunDescription& other) { other.files[1].text += "\n"; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].events[0].causes[1] = "ice"; }));
    CHECK(differs([](RunDescription& other) { other.arms[1].title += "!"; }));
    CHECK(differs([](RunDescription& other) { other.arms[1].parameters[1].value = 99; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].decisions[0].otherwise = 0; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].decisions[0].options[2] = "open"; }));
    CHECK(differs([](RunDescription& other) { other.arms[0].decisions[0].actor = "from"; }));
    CHECK(differs([](RunDescription& other) { other.outcomes[0].headline = false; }));
    CHECK(differs([](RunDescription& other) { other.outcomes[0].is_truth = true; }));

    RunWriter elsewhere(folder / "c.h5", {"another command", "2025-01-01T00:00:00Z", "elsewhere", "Pots.", {}});
    elsewhere.begin(run);
    for (std::uint32_t arm = 0; arm < 2; ++arm) elsewhere.record(sample::batch(run, arm, 0, 70));
    elsewhere.finish({sample::summary(run, 0), sample::summary(run, 1)});
    CHECK(elsewhere.digest() == digest);
}

TEST_CASE("the digest depends on every number that a batch brings") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::none);
    const auto digest = [&](auto change) {
        RunWriter writer(folder / "run.h5", sample::provenance());
        writer.begin(run);
        BatchRecord batch = sample::batch(run, 1, 0, 70);
        ArmSummary summary = sample::summary(run, 1);
        change(batch, summary);
        writer.record(sample::batch(run, 0, 0, 70));
        writer.record(batch);
        writer.finish({sample::summary(run, 0), summary});
        return writer.digest();
    };
    const std::string plain = digest([](BatchRecord&, ArmSummary&) {});
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.outcomes[69] += 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.hashes[5] ^= 1U << 30U; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.failures.push_back({3, 4, "", "", "?"}); }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.firings[0].time[3] += 0.125; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.firings[0].factors[0][1] = 9; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.columns[1][0][7] += 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.columns[0][3][7] = 1 - batch.columns[0][3][7]; }) !=
          plain);
    CHECK(digest([](BatchRecord&, ArmSummary& summary) { summary.columns[0][1].sum_of_squares[2] += 1; }) != plain);
    CHECK(digest([](BatchRecord&, ArmSummary& summary) { summary.count[5] -= 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.exact_columns[0][6][7] += 0x1p-32; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].wish[7] = 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].option[7] = 2; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].refused[0] = 0; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].served_before[9] += 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].precision[9] += 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].utilities[1][9] += 1; }) != plain);
    CHECK(digest([](BatchRecord& batch, ArmSummary&) { batch.choices[0].free[1][9] += 1; }) != plain);
    CHECK(digest([](BatchRecord&, ArmSummary& summary) { summary.pairs[5] -= 1; }) != plain);
    CHECK(digest([](BatchRecord&, ArmSummary& summary) { summary.differences[0][6].sum[2] += 1; }) != plain);
    // The sign of a NaN is no content: platforms differ in it.
    CHECK(digest([](BatchRecord& batch, ArmSummary&) {
              std::vector<double>& wide = batch.choices[0].utilities[2];
              REQUIRE(std::isnan(wide[1]));
              wide[1] = -wide[1];
          }) == plain);
}

TEST_CASE("a file under its final name is always whole") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    {
        RunWriter writer(folder / "run.h5", sample::provenance());
        writer.begin(run);
        writer.record(sample::batch(run, 0, 0, 64));
        CHECK(exists(folder / "run.h5.part"));
        CHECK_FALSE(exists(folder / "run.h5"));
    }
    CHECK(exists(folder / "run.h5.part"));
    CHECK_FALSE(exists(folder / "run.h5"));

    sample::write(folder / "run.h5", run, 64);
    CHECK(exists(folder / "run.h5"));
    CHECK_FALSE(exists(folder / "run.h5.part"));
}

TEST_CASE("what an interrupted run has done can be read from the part file") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    {
        RunWriter writer(folder / "run.h5", sample::provenance(), {.commit_every = std::chrono::hours(1)});
        writer.begin(run);
        writer.record(sample::batch(run, 0, 0, 8));
        writer.record(sample::batch(run, 1, 0, 8));
        writer.pause({});
    }
    const RunReader part(folder / "run.h5.part");
    CHECK(part.digest().empty());
    CHECK(part.done(0) == 8);
    CHECK(part.done(1) == 8);
    CHECK(part.outcome(1, "bursts")[7] == sample::outcome(1, 0, 7));
    CHECK(part.status(1)[7] == ReplicateStatus::completed);
    CHECK(part.status(1)[8] == ReplicateStatus::not_run);
    CHECK(std::isnan(part.outcome(1, "bursts")[8]));
    CHECK(part.firings(0, "burst").replicate.size() == 7);
    CHECK(part.choices(1, "open").replicate == std::vector<std::uint64_t>{1, 2, 3, 5, 6, 7});
    CHECK(part.summary(0).count.empty());
}

TEST_CASE("a process that is killed leaves a part file with what it flushed") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    const pid_t child = ::fork();
    if (child == 0) {
        RunWriter writer(folder / "run.h5", sample::provenance(), {.commit_every = std::chrono::milliseconds(0)});
        writer.begin(run);
        for (const std::uint64_t first : {0, 8}) {
            writer.record(sample::batch(run, 0, first, 8));
            writer.record(sample::batch(run, 1, first, 8));
            writer.settle({});
        }
        writer.record(sample::batch(run, 0, 16, 8));
        ::raise(SIGKILL);
    }
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
    REQUIRE(WIFSIGNALED(state));
    CHECK_FALSE(exists(folder / "run.h5"));
    const RunReader part(folder / "run.h5.part");
    CHECK(part.done(0) == 16);
    CHECK(part.done(1) == 16);
    CHECK(part.outcome(0, "bursts")[15] == sample::outcome(0, 0, 15));
    CHECK(part.firings(0, "burst").replicate.size() == 15);
    CHECK(part.column(0, "pipe", "flow", 4, 1)[3] == sample::column(0, 4, 1, 1));
}

TEST_CASE("a file that cannot be created is told at once, with the reason") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    RunWriter nowhere(folder / "no/such/folder/run.h5", sample::provenance());
    CHECK_THROWS_AS(nowhere.begin(run), CreateError);
    CHECK_THROWS_WITH(nowhere.begin(run), Catch::Contains("run.h5: cannot create it: there is no folder") &&
                                              Catch::Contains("no/such/folder"));

    std::filesystem::create_directory(folder / "folder.h5");
    RunWriter taken(folder / "folder.h5", sample::provenance());
    CHECK_THROWS_AS(taken.begin(run), CreateError);
    CHECK_FALSE(exists(folder / "folder.h5.part"));
}

TEST_CASE("a full disk is a WriteError and leaves no file under the final name") {
    const sample::Folder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        // A limit on the size of files stands in for the full disk.
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{5'000'000, 5'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        RunDescription run = sample::description(Calendar::weeks);
        run.replicates = 100'000;
        run.recorded = 0;
        int code = 1;
        try {
            sample::write(folder / "run.h5", run, 1000);
        } catch (const WriteError& error) {
            const std::string text = error.what();
            code = text.find("run.h5.part") != std::string::npos && text.find("(File too large)") != std::string::npos
                       ? 74
                       : 2;
        }
        ::_exit(code);
    }
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
    REQUIRE(WIFEXITED(state));
    CHECK(WEXITSTATUS(state) == 74);
    CHECK_FALSE(exists(folder / "run.h5"));
}

TEST_CASE("batches out of order and missing replicates are refused") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    RunWriter writer(folder / "run.h5", sample::provenance());
    CHECK_THROWS_AS(writer.record(sample::batch(run, 0, 0, 8)), std::logic_error);
    writer.begin(run);
    writer.record(sample::batch(run, 0, 0, 8));
    CHECK_THROWS_AS(writer.record(sample::batch(run, 0, 0, 8)), std::logic_error);
    CHECK_THROWS_AS(writer.record(sample::batch(run, 0, 8, 8)), std::logic_error);  // it is the other arm's turn
    CHECK_THROWS_AS(writer.record(sample::batch(run, 1, 8, 8)), std::logic_error);
    CHECK_THROWS_AS(writer.record(sample::batch(run, 1, 0, 4)), std::logic_error);
    writer.record(sample::batch(run, 1, 0, 8));
    CHECK_THROWS_AS(writer.record(sample::batch(run, 1, 8, 8)), std::logic_error);
    CHECK_THROWS_AS(writer.record(sample::batch(run, 0, 64, 6)), std::logic_error);
    CHECK_THROWS_AS(writer.record(sample::batch(run, 0, 8, 64)), std::logic_error);
    CHECK_THROWS_AS(writer.finish({}), std::logic_error);
    CHECK_FALSE(exists(folder / "run.h5"));
}

// Hidden: the tests in Python ask for a file by it.
TEST_CASE("writes the sample files", "[.sample]") {
    const char* folder = std::getenv("HEGEMON_SAMPLES");
    REQUIRE(folder != nullptr);
    sample::write(std::filesystem::path(folder) / "weeks.h5", sample::description(Calendar::weeks), 8);
    sample::write(std::filesystem::path(folder) / "years.h5", sample::description(Calendar::none), 64);
    RunDescription bare = sample::description(Calendar::weeks);
    bare.recorded = 0;
    bare.record = RecordLevel::outcomes;
    sample::write(std::filesystem::path(folder) / "bare.h5", bare, 64);
}
