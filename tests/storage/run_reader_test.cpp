#include "storage/run_reader.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "sample_run_support.hpp"
#include "storage/hdf5.hpp"

using namespace hegemon;
using sample::Calendar;

namespace {

/// Each field of both, as text, so that a difference shows.
std::string text_of(const ColumnDescription& column) {
    std::string text = column.name + "|" + column.unit + "|" + column.note + "|" +
                       (column.constant ? "constant"
                        : column.exact  ? "exact"
                                        : "varies") +
                       (column.type == ColumnType::truth ? "|truth" : "|number");
    for (const double value : column.value) text += "|" + std::to_string(value);
    return text;
}

void check_kind(const KindDescription& is, const KindDescription& was) {
    CHECK(is.name == was.name);
    CHECK(is.rows == was.rows);
    REQUIRE(is.columns.size() == was.columns.size());
    for (std::size_t i = 0; i < is.columns.size(); ++i) {
        ColumnDescription expected = was.columns[i];
        if (expected.unit == "days") expected.unit = "day";
        CHECK(text_of(is.columns[i]) == text_of(expected));
    }
    REQUIRE(is.references.size() == was.references.size());
    for (std::size_t i = 0; i < is.references.size(); ++i) {
        CHECK(is.references[i].name == was.references[i].name);
        CHECK(is.references[i].kind == was.references[i].kind);
        CHECK(is.references[i].note == was.references[i].note);
        CHECK(is.references[i].row == was.references[i].row);
    }
}

void check_rules(const ArmDescription& is, const ArmDescription& was) {
    REQUIRE(is.events.size() == was.events.size());
    for (std::size_t i = 0; i < is.events.size(); ++i) {
        CHECK(is.events[i].name == was.events[i].name);
        CHECK(is.events[i].kind == was.events[i].kind);
        CHECK(is.events[i].causes == was.events[i].causes);
        CHECK(is.events[i].factors == was.events[i].factors);
    }
    REQUIRE(is.decisions.size() == was.decisions.size());
    for (std::size_t i = 0; i < is.decisions.size(); ++i) {
        CHECK(is.decisions[i].name == was.decisions[i].name);
        CHECK(is.decisions[i].kind == was.decisions[i].kind);
        CHECK(is.decisions[i].actor == was.decisions[i].actor);
        CHECK(is.decisions[i].options == was.decisions[i].options);
        CHECK(is.decisions[i].otherwise == was.decisions[i].otherwise);
        CHECK(is.decisions[i].capacities == was.decisions[i].capacities);
    }
}

void check_parameters(const std::vector<ParameterDescription>& is, const std::vector<ParameterDescription>& was) {
    REQUIRE(is.size() == was.size());
    for (std::size_t i = 0; i < is.size(); ++i) {
        CHECK(is[i].name == was[i].name);
        CHECK(is[i].unit == was[i].unit);
        CHECK(is[i].source == was[i].source);
        CHECK(is[i].note == was[i].note);
        CHECK(is[i].value == was[i].value);
        CHECK(is[i].range.has_value() == was[i].range.has_value());
    }
    CHECK(is[0].range->high == 1);
}

void check_time(const TimeDeclaration& is, const TimeDeclaration& was) {
    CHECK(is.unit == was.unit);
    CHECK(is.days_per_unit == was.days_per_unit);
    CHECK(is.start_date == was.start_date);
    CHECK(is.start == was.start);
    CHECK(is.step == was.step);
    CHECK(is.steps == was.steps);
}

}  // namespace

TEST_CASE("the description of a run comes back as it was recorded") {
    const Calendar calendar = GENERATE(Calendar::none, Calendar::weeks);
    const sample::Folder folder;
    const RunDescription was = sample::description(calendar);
    const std::string digest = sample::write(folder / "run.h5", was, 64);
    const RunReader reader(folder / "run.h5");
    const RunDescription& is = reader.run();
    CHECK(reader.digest() == digest);
    CHECK(reader.version() == std::array<std::int32_t, 2>{1, 2});
    CHECK(is.title == was.title);
    CHECK(is.seed == was.seed);
    CHECK(is.replicates == was.replicates);
    CHECK(is.recorded == was.recorded);
    CHECK(is.record == was.record);
    check_time(is.time, was.time);
    REQUIRE(is.arms.size() == was.arms.size());
    for (std::size_t arm = 0; arm < is.arms.size(); ++arm) {
        CHECK(is.arms[arm].name == was.arms[arm].name);
        CHECK(is.arms[arm].title == was.arms[arm].title);
        REQUIRE(is.arms[arm].kinds.size() == was.arms[arm].kinds.size());
        for (std::size_t i = 0; i < is.arms[arm].kinds.size(); ++i)
            check_kind(is.arms[arm].kinds[i], was.arms[arm].kinds[i]);
        check_rules(is.arms[arm], was.arms[arm]);
        check_parameters(is.arms[arm].parameters, was.arms[arm].parameters);
    }
}

TEST_CASE("outcomes, files and provenance come back as they were recorded") {
    const sample::Folder folder;
    const RunDescription was = sample::description(Calendar::weeks);
    sample::write(folder / "run.h5", was, 64);
    const RunReader reader(folder / "run.h5");
    const RunDescription& is = reader.run();
    REQUIRE(is.outcomes.size() == was.outcomes.size());
    for (std::size_t i = 0; i < is.outcomes.size(); ++i) {
        CHECK(is.outcomes[i].name == was.outcomes[i].name);
        CHECK(is.outcomes[i].take == was.outcomes[i].take);
        CHECK(is.outcomes[i].formula == was.outcomes[i].formula);
        CHECK(is.outcomes[i].unit == was.outcomes[i].unit);
        CHECK(is.outcomes[i].note == was.outcomes[i].note);
        CHECK(is.outcomes[i].headline == was.outcomes[i].headline);
        CHECK(is.outcomes[i].is_truth == was.outcomes[i].is_truth);
    }
    REQUIRE(is.files.size() == was.files.size());
    for (std::size_t i = 0; i < is.files.size(); ++i) {
        CHECK(is.files[i].name == was.files[i].name);
        CHECK(is.files[i].text == was.files[i].text);
    }
    const Provenance provenance = reader.provenance();
    CHECK(provenance.command == "run kettles.toml");
    CHECK(provenance.date == "2024-05-17T08:30:00Z");
    CHECK(provenance.host == "workbench");
    CHECK(provenance.opening == "Kettles.\n");
    CHECK(provenance.versions.size() == 2);
    CHECK(provenance.versions[1] == std::pair<std::string, std::string>("hegemon", "0.1.0"));
}

TEST_CASE("outcomes, status, failures and hashes come back for each arm") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::none);
    sample::write(folder / "run.h5", run, 8);
    const RunReader reader(folder / "run.h5");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (std::uint32_t arm = 0; arm < 2; ++arm) {
        CHECK(reader.done(arm) == 70);
        const std::vector<double> first = reader.outcome(arm, "bursts"), second = reader.outcome(arm, "replicate");
        const std::vector<ReplicateStatus> status = reader.status(arm);
        const std::vector<std::uint64_t> hashes = reader.hashes(arm);
        REQUIRE(first.size() == 70);
        REQUIRE(second.size() == 70);
        REQUIRE(hashes.size() == 420);
        for (std::uint64_t i = 0; i < 70; ++i) {
            const bool failed = sample::fails(arm, i);
            CHECK(status[i] == (failed ? ReplicateStatus::failed : ReplicateStatus::completed));
            CHECK(std::memcmp(&first[i], failed ? &nan : &first[i], 8) == 0);
            CHECK((failed || first[i] == sample::outcome(arm, 0, i)));
            CHECK((failed || second[i] == sample::outcome(arm, 1, i)));
            for (std::uint64_t step = 0; step < 6; ++step) CHECK(hashes[i * 6 + step] == sample::hash(arm, i, step));
        }
    }
    const std::vector<Failure> failures = reader.failures(0);
    REQUIRE(failures.size() == 10);
    CHECK(failures[9].replicate == 66);
    CHECK(failures[9].step == 4);
    CHECK(failures[9].rule == "flow.kettle.heat");
    CHECK(failures[9].row == "Zürich");
    CHECK(failures[9].problem == "is not a number (x = 0, y = −1)");
    CHECK(reader.failures(1).empty());
}

TEST_CASE("firings come back with their causes and factors") {
    const Calendar calendar = GENERATE(Calendar::none, Calendar::weeks);
    const sample::Folder folder;
    const RunDescription run = sample::description(calendar);
    sample::write(folder / "run.h5", run, 8);
    const RunReader reader(folder / "run.h5");
    const FiringRecord all = sample::batch(run, 1, 0, 70).firings[0];
    const FiringRecord burst = reader.firings(1, "burst");
    CHECK(burst.replicate == all.replicate);
    CHECK(burst.step == all.step);
    CHECK(burst.row == all.row);
    CHECK(burst.rate == all.rate);
    CHECK(burst.cause == all.cause);
    CHECK(burst.causes == all.causes);
    CHECK(burst.factors == all.factors);
    REQUIRE(burst.time.size() == all.time.size());
    for (std::size_t i = 0; i < all.time.size(); ++i) CHECK(burst.time[i] == Approx(all.time[i]).epsilon(1e-15));

    const FiringRecord leak = reader.firings(0, "leak");
    REQUIRE(leak.replicate.size() == 1);
    CHECK(leak.rate[0] == 0.125);
    CHECK(leak.cause[0] == -1);
    CHECK(leak.causes.empty());
}

TEST_CASE("choices come back with wishes, utilities and what was free") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    sample::write(folder / "run.h5", run, 8);
    const RunReader reader(folder / "run.h5");
    for (std::uint32_t arm = 0; arm < 2; ++arm) {
        const ChoiceRecord was = sample::batch(run, arm, 0, 70).choices[0], is = reader.choices(arm, "open");
        CHECK(is.replicate == was.replicate);
        CHECK(is.step == was.step);
        CHECK(is.row == was.row);
        CHECK(is.wish == was.wish);
        CHECK(is.option == was.option);
        CHECK(is.refused == was.refused);
        CHECK(is.served_before == was.served_before);
        CHECK(is.precision == was.precision);
        CHECK(is.free == was.free);
        REQUIRE(is.utilities.size() == 3);
        CHECK(is.utilities[0] == was.utilities[0]);
        CHECK(is.utilities[2][0] == -1.0 / 7);
        CHECK(std::isnan(is.utilities[2][1]));
    }
    CHECK(reader.choices(0, "paint").replicate.empty());
    CHECK_THROWS_WITH(reader.choices(1, "paint"), "the run has no decision called paint");
}

TEST_CASE("exact columns come back to the last bit, and rounded if asked for") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    sample::write(folder / "run.h5", run, 8);
    const RunReader reader(folder / "run.h5");
    const std::vector<double> was = sample::batch(run, 1, 0, 70).exact_columns[0][6];
    CHECK(reader.exact_column(1, "kettle", "steam") == was);
    CHECK(reader.exact_column(1, "kettle", "steam", 1, 1) == std::vector<double>(was.begin() + 18, was.begin() + 36));
    CHECK(reader.column(1, "kettle", "steam")[0] == static_cast<float>(was[0]));
    CHECK(reader.exact_column(1, "kettle", "heat")[5] == reader.column(1, "kettle", "heat")[5]);
}

TEST_CASE("columns come back for the recorded replicates, truths as 0, 1 and NaN") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    sample::write(folder / "run.h5", run, 64);
    const RunReader reader(folder / "run.h5");
    const auto same = [](const std::vector<float>& a, const std::vector<float>& b) {
        return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
    };
    for (std::uint32_t arm = 0; arm < 2; ++arm) {
        const BatchRecord all = sample::batch(run, arm, 0, 70);
        CHECK(same(reader.column(arm, "kettle", "heat"), all.columns[0][0]));
        CHECK(same(reader.column(arm, "kettle", "kettle"), all.columns[0][1]));
        CHECK(same(reader.column(arm, "kettle", "boiling"), all.columns[0][3]));
        CHECK(same(reader.column(arm, "pipe", "flow"), all.columns[1][0]));
        const std::vector<float> third = reader.column(arm, "pipe", "flow", 2, 1);
        const std::ptrdiff_t size = arm == 0 ? 12 : 6;  // six steps of the rows of `pipe`
        CHECK(same(third, {all.columns[1][0].begin() + 2 * size, all.columns[1][0].begin() + 3 * size}));
    }
    CHECK(std::isnan(reader.column(0, "kettle", "boiling")[3 * 18 + 12]));
}

TEST_CASE("summaries come back as they were handed over") {
    const sample::Folder folder;
    const RunDescription run = sample::description(Calendar::weeks);
    sample::write(folder / "run.h5", run, 64);
    const RunReader reader(folder / "run.h5");
    for (std::uint32_t arm = 0; arm < 2; ++arm) {
        const ArmSummary is = reader.summary(arm), was = sample::summary(run, arm);
        CHECK(is.count == was.count);
        for (std::size_t kind = 0; kind < 2; ++kind)
            for (std::size_t i = 0; i < was.columns[kind].size(); ++i) {
                CHECK(is.columns[kind][i].sum == was.columns[kind][i].sum);
                CHECK(is.columns[kind][i].sum_of_squares == was.columns[kind][i].sum_of_squares);
            }
        CHECK(is.pairs == was.pairs);
        REQUIRE(is.differences.size() == was.differences.size());
        for (std::size_t kind = 0; kind < is.differences.size(); ++kind)
            for (std::size_t i = 0; i < was.differences[kind].size(); ++i) {
                CHECK(is.differences[kind][i].sum == was.differences[kind][i].sum);
                CHECK(is.differences[kind][i].sum_of_squares == was.differences[kind][i].sum_of_squares);
            }
    }
}

TEST_CASE("a run that records outcomes only, without kinds, events and summaries, is a file too") {
    const sample::Folder folder;
    RunDescription run;
    run.arms.resize(1);
    run.arms[0].name = "base";
    run.replicates = 3;
    run.record = RecordLevel::outcomes;
    run.outcomes = {{"x", "final", "1", "", "", false}};
    BatchRecord batch;
    batch.lanes = 3;
    batch.outcomes = {1, 2, 3};
    RunWriter writer(folder / "run.h5", {});
    writer.begin(run);
    writer.record(batch);
    writer.finish({ArmSummary{}});
    const RunReader reader(folder / "run.h5");
    CHECK(reader.outcome(0, "x") == std::vector<double>{1, 2, 3});
    CHECK(reader.hashes(0).empty());
    CHECK(reader.summary(0).count.empty());
    CHECK(reader.run().record == RecordLevel::outcomes);
}

TEST_CASE("a name that the run does not have is refused with the name") {
    const sample::Folder folder;
    sample::write(folder / "run.h5", sample::description(Calendar::weeks), 64);
    const RunReader reader(folder / "run.h5");
    CHECK_THROWS_WITH(reader.outcome(0, "burst"), "the run has no outcome called burst");
    CHECK_THROWS_WITH(reader.firings(0, "bursts"), "the run has no event called bursts");
    CHECK_THROWS_WITH(reader.column(0, "pot", "heat"), "the run has no kind called pot");
    CHECK_THROWS_WITH(reader.column(0, "kettle", "heats"), "the run has no column of kettle called heats");
    CHECK_THROWS_AS(reader.column(0, "kettle", "origin"), std::invalid_argument);
    CHECK_THROWS_AS(reader.column(0, "kettle", "heat", 4, 2), std::invalid_argument);
    CHECK_THROWS_AS(reader.outcome(2, "bursts"), std::invalid_argument);
}

TEST_CASE("what is no run file, or one of a later major version, is refused with the reason") {
    const sample::Folder folder;
    CHECK_THROWS_WITH(RunReader(folder / "none.h5"), Catch::Contains("none.h5") && Catch::Contains("No such file"));
    std::ofstream(folder / "text.h5") << "title = 1\n";
    CHECK_THROWS_WITH(RunReader(folder / "text.h5"), Catch::Contains("is not a run file"));
    { const hdf5::Handle other = hdf5::create_file(folder / "other.h5"); }
    CHECK_THROWS_WITH(RunReader(folder / "other.h5"), Catch::Contains("file_type"));
    sample::write(folder / "later.h5", sample::description(Calendar::weeks), 64);
    {
        const hdf5::Handle later = hdf5::open_file(folder / "later.h5", hdf5::Access::write);
        hdf5::write_attribute(later, "version", std::vector<std::int32_t>{2, 3});
    }
    CHECK_THROWS_WITH(RunReader(folder / "later.h5"),
                      Catch::Contains("has format version 2.3 (this program reads version 1.x)"));
    CHECK_THROWS_AS(RunReader(folder / "later.h5"), ReadError);
}
