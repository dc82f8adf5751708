#include "storage/run_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <set>
#include <stdexcept>
#include <system_error>

#include "core/sha256.hpp"
#include "storage/arm_writer.hpp"
#include "storage/committed_file.hpp"
#include "storage/damage.hpp"
#include "storage/earlier_run.hpp"
#include "storage/hdf5_driver.hpp"
#include "storage/run_description.hpp"
#include "storage/run_layout.hpp"
#include "storage/state_file.hpp"

namespace hegemon {

namespace {

using Clock = std::chrono::steady_clock;

std::string system_text(int error) { return std::generic_category().message(error); }

/// HDF5 does not say why it cannot create a file, the system does.
void try_create(const std::filesystem::path& part, const std::filesystem::path& path) {
    const int file = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        if (errno == ENOENT && part.has_parent_path())  // of a file that is to be created, that can be its folder alone
            throw CreateError(path, "cannot create it: there is no folder " + part.parent_path().string());
        throw CreateError(part, "cannot create it: " + system_text(errno));
    }
    ::close(file);
    // Found out now, not when hours of work are to be renamed.
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        std::filesystem::remove(part, ignored);
        throw CreateError(path, "cannot create it: " + system_text(EISDIR));
    }
}

/// Waits until the file, or the entries of the folder, are on the disk.
void sync(const std::filesystem::path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) throw WriteError(path, "cannot open it: " + system_text(errno));
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    // Some file systems cannot sync a folder; that is no fault of the run.
    if (error != 0 && error != EINVAL) throw WriteError(path, "cannot write it to the disk: " + system_text(error));
}

std::vector<std::string> names_of(const std::vector<ArmDescription>& arms) {
    std::vector<std::string> names;
    for (const ArmDescription& arm : arms) names.push_back(arm.name);
    return names;
}

void write_root(const ContentGroup& root, const RunDescription& run) {
    root.attribute("Conventions", "CF-1.10").attribute("file_type", layout::file_type);
    root.attribute("version", std::vector<std::int32_t>(layout::version.begin(), layout::version.end()));
    root.text("title", run.title).attribute("seed", run.seed).attribute("arms", names_of(run.arms));
    root.attribute("replicates", static_cast<std::int64_t>(run.replicates));
    root.attribute("recorded", static_cast<std::int64_t>(run.recorded));
    root.attribute("record", std::string(name_of(run.record)));
    root.attribute("time_unit", run.time.unit).attribute("time_days_per_unit", run.time.days_per_unit);
    if (run.time.start_date) root.attribute("time_start_date", *run.time.start_date);
    root.attribute("time_start", run.time.start).attribute("time_step", run.time.step);
    root.attribute("time_steps", static_cast<std::int64_t>(run.time.steps));
}

/// The texts of the scenario: the first is called `text`, each other like its file.
void write_scenario(const ContentGroup& root, const RunDescription& run) {
    const ContentGroup group = root.group("scenario");
    std::set<std::string> taken;
    for (const ScenarioFile& file : run.files) {
        const std::string plain = taken.empty() ? "text" : layout::plain_name(file.name);
        std::string name = plain;
        for (int i = 2; taken.contains(name); ++i) name = plain + "_" + std::to_string(i);
        taken.insert(name);
        group.scalar(name, file.text).attribute("file", file.name).attribute("sha256", sha256_hex(file.text));
    }
}

void write_provenance(const hdf5::Handle& file, const Provenance& provenance) {
    const hdf5::Handle group = hdf5::create_group(file, "provenance");
    hdf5::write_attribute(group, "command", provenance.command);
    hdf5::write_attribute(group, "date", provenance.date);
    hdf5::write_attribute(group, "host", provenance.host);
    if (!provenance.opening.empty()) hdf5::write_attribute(group, "opening", provenance.opening);
    for (const auto& [name, version] : provenance.versions) hdf5::write_attribute(group, name + "_version", version);
    hdf5::write_attribute(group, "hdf5_version", hdf5::library_version());
}

constexpr const char* digest_so_far = "digest_so_far";
constexpr std::size_t most_held = 8 << 20;  // bytes; more waits for no clock

enum class Begun : std::uint8_t { nothing, part_of_run, another_file };

/// A run file begins with HDF5's signature once something was committed, and with zeros before.
Begun look_at(const CommittedFile& file) {
    constexpr std::array<unsigned char, 8> signature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    std::array<unsigned char, 8> begin{};
    file.read(0, std::as_writable_bytes(std::span(begin)));
    if (begin == signature) return Begun::part_of_run;
    return begin == std::array<unsigned char, 8>{} ? Begun::nothing : Begun::another_file;
}

std::string of_replicates(std::uint64_t done, std::uint64_t all) {
    return std::to_string(done) + " of " + std::to_string(all) + " replicates";
}

/// What CommittedFile and StateFile throw, as one of ours.
template <class Error, class Work>
auto without_system_errors(const std::filesystem::path& path, const Work& work) {
    try {
        return work();
    } catch (const std::system_error& error) {
        throw Error(path, error.what());
    }
}

}  // namespace

/// What is open while a run is written. Members are closed from the last to the first.
struct RunWriter::File {
    File(const RunDescription& description, std::shared_ptr<CommittedFile> on_disk, hdf5::Handle opened,
         std::unique_ptr<StateFile> kept, const WriterOptions& options)
        : run(description), disk(std::move(on_disk)), state(std::move(kept)), file(std::move(opened)) {
        content.compression = options.compression;
        content.executor = options.executor;
    }
    ~File() {
        disk->give_up();  // what is not committed now never will be
    }

    void create(const Provenance& provenance) {
        make();
        write_provenance(file, provenance);
        commit();
    }

    /// Opens what an earlier run has made, and reads it all: the digest goes on from there.
    void reopen(std::uint64_t replicates) {
        content.making = Content::Making::reopen;
        make();
        for (ArmWriter& arm : arms) arm.restore(replicates);
        if (content.digest.finish() != text_or_empty(file, digest_so_far))
            throw hdf5::Error("is damaged, or belongs to another run: what it holds has another digest than it tells");
        content.making = Content::Making::create;
        committed = restored = replicates;
        let_rests_pass();
    }

    void commit() {
        for (ArmWriter& arm : arms) arm.flush();
        for (const ArmWriter& arm : arms) arm.mark_done();
        hdf5::write_attribute(file, digest_so_far, content.digest.finish());
        hdf5::flush(file);
        disk->commit();
        committed = arms.front().done();
        let_rests_pass();
    }

    /// Rows of replicates that are not done, which the committed state does not speak of.
    void let_rests_pass() {
        std::vector<FileRange> ranges;
        for (const ArmWriter& arm : arms) arm.add_rests(ranges);
        disk->let_pass(std::move(ranges));
    }

    void finish(const std::vector<ArmSummary>& summaries) {
        for (std::size_t i = 0; i < arms.size(); ++i) {
            if (i < summaries.size()) arms[i].finish(summaries[i]);
            arms[i].unmark_done();
        }
        digest = content.digest.finish();
        hdf5::remove_attribute(file, digest_so_far);
        hdf5::write_attribute(file, "digest", digest);
        arms.clear();
        if (!file.close()) throw hdf5::Error("cannot close it");
        disk->commit();
    }

    RunDescription run;
    Content content;
    std::shared_ptr<CommittedFile> disk;
    std::unique_ptr<StateFile> state;
    hdf5::Handle file;
    std::deque<ArmWriter> arms;
    std::string digest;
    std::uint32_t next = 0;                     ///< arm that the next batch comes from
    std::uint64_t committed = 0, restored = 0;  ///< replicates of each arm
    Clock::time_point last_commit = Clock::now();
    Clock::duration commit_took{};

private:
    void make() {
        const ContentGroup root(hdf5::open_group(file, "/"), "/", content);
        write_root(root, run);
        write_scenario(root, run);
        for (std::uint32_t i = 0; i < run.arms.size(); ++i) arms.emplace_back(root, run, i);
    }
};

struct RunWriter::Whole {
    hdf5::Handle file;
    RunDescription run;
};

RunWriter::RunWriter(std::filesystem::path path, Provenance provenance, WriterOptions options)
    : path_(std::move(path)), provenance_(std::move(provenance)), options_(options) {}

RunWriter::~RunWriter() = default;

std::filesystem::path RunWriter::part_path() const { return path_.string() + ".part"; }

std::filesystem::path RunWriter::state_path() const { return part_path().string() + ".state"; }

std::string RunWriter::version() const {
    for (const auto& [name, number] : provenance_.versions)
        if (name == "hegemon") return number;
    return {};
}

template <class Work>
void RunWriter::guarded(const Work& work) {
    try {
        work();
        file_->disk->throw_if_failed();
    } catch (const std::runtime_error& error) {  // of the library, or of the system
        const std::string system = file_->disk->failure();
        const std::string kept = "; " + of_replicates(file_->committed, file_->run.replicates) + " are kept in it";
        file_.reset();
        throw WriteError(part_path(), (system.empty() ? error.what() : "cannot write it (" + system + ")") + kept);
    }
}

void RunWriter::begin(const RunDescription& run) {
    if (file_) throw std::logic_error("RunWriter::begin: a run is being written already");
    digest_.clear();
    whole_.reset();
    std::error_code ignored;
    const bool was_there = std::filesystem::exists(part_path(), ignored);
    if (!was_there && options_.earlier == EarlierPart::resume && take_whole(run)) return;
    try_create(part_path(), path_);
    if (was_there && options_.earlier != EarlierPart::replace && take_part(run)) return;
    try {
        auto state = std::make_unique<StateFile>(state_path(), StateFile::Opening::create);
        auto disk = std::make_shared<CommittedFile>(part_path(), CommittedFile::Opening::create);
        hdf5::Handle file = hdf5::create_file(disk);
        file_ = std::make_unique<File>(run, std::move(disk), std::move(file), std::move(state), options_);
        file_->create(provenance_);
    } catch (const std::runtime_error& error) {
        const std::string system = file_ ? file_->disk->failure() : "";
        file_.reset();
        throw CreateError(part_path(), system.empty() ? error.what() : "cannot write it (" + system + ")");
    }
}

/// Whether the run is in its file already, whole. Throws if another one is: who goes on with a run does not mean to
/// lose it.
bool RunWriter::take_whole(const RunDescription& run) {
    std::error_code ignored;
    if (!std::filesystem::exists(path_, ignored)) return false;
    const std::string otherwise = " (without --resume it is replaced)";
    try {
        hdf5::Handle file = hdf5::open_file(path_, hdf5::Access::read);
        static_cast<void>(replicates_in(file));  // says what is no run file
        const std::string other = difference(file, run, version());
        if (!other.empty()) throw hdf5::Error("is the whole file of another run: it has " + other);
        if (text_or_empty(file, "digest").empty()) throw hdf5::Error("is no whole run file");
        whole_ = std::make_unique<Whole>(Whole{std::move(file), run});
        return true;
    } catch (const hdf5::Error& error) {
        throw CreateError(path_, "nothing to resume: " + read_problem(error) + otherwise);
    }
}

/// Whether PATH.part is what the run goes on with.
bool RunWriter::take_part(const RunDescription& run) {
    try {
        auto disk = std::make_shared<CommittedFile>(part_path(), CommittedFile::Opening::go_on);
        const Begun begun = look_at(*disk);
        if (begun == Begun::nothing) return false;
        if (begun == Begun::another_file) throw hdf5::Error("is in the way, and no part of a run file: move it away");
        hdf5::Handle file = hdf5::open_file(disk);
        const bool goes_on = check_part(file, run);
        const bool is_whole = !text_or_empty(file, "digest").empty();
        if (!goes_on || is_whole) disk->give_up();
        if (!goes_on) return false;
        if (is_whole) {
            file.close();
            disk.reset();
            put_in_place();
            return take_whole(run);
        }
        const std::uint64_t done = replicates_in(file);
        auto state = std::make_unique<StateFile>(state_path(), StateFile::Opening::go_on);
        file_ = std::make_unique<File>(run, std::move(disk), std::move(file), std::move(state), options_);
        file_->reopen(done);
        return true;
    } catch (const std::system_error& error) {
        file_.reset();
        throw CreateError(part_path(), error.what());
    } catch (const hdf5::Error& error) {
        file_.reset();
        throw CreateError(part_path(), std::string(error.what()) + " (to begin anew, delete it)");
    }
}

/// Whether there is something in it that the run can go on with; throws if the run must not.
bool RunWriter::check_part(const hdf5::Handle& file, const RunDescription& run) const {
    const std::uint64_t done = replicates_in(file);
    if (done == 0) return false;
    if (options_.earlier == EarlierPart::refuse)
        throw hdf5::Error("holds " + of_replicates(done, attribute_or<std::uint64_t>(file, "replicates", 0)) +
                          " of an earlier run: --resume goes on with it");
    const std::string other = difference(file, run, version());
    if (!other.empty()) throw hdf5::Error("belongs to another run: it has " + other);
    return true;
}

std::uint64_t RunWriter::restore(const RunState& state, const TakeRecord& earlier) {
    const auto work = [&]() -> std::uint64_t {
        if (whole_) {
            replay(whole_->file, whole_->run, whole_->run.replicates, earlier);
            return whole_->run.replicates;
        }
        if (!file_ || file_->restored == 0) return 0;
        if (!file_->state->read(file_->restored, state))
            throw hdf5::Error("does not have what the run must know after " +
                              of_replicates(file_->restored, file_->run.replicates) + " (to begin anew, delete " +
                              part_path().string() + ")");
        replay(file_->file, file_->run, file_->restored, earlier);
        return file_->restored;
    };
    try {
        return without_system_errors<CreateError>(state_path(), work);
    } catch (const hdf5::Error& error) {
        throw CreateError(state_path(), error.what());
    }
}

void RunWriter::check_next(const BatchRecord& batch) const {
    if (!file_) throw std::logic_error("RunWriter::record: no run was begun");
    const std::uint64_t end = batch.first_replicate + batch.lanes;
    const bool is_next = batch.arm < file_->arms.size() && batch.arm == file_->next &&
                         batch.first_replicate == file_->arms[batch.arm].done() && end <= file_->run.replicates &&
                         (batch.arm == 0 || end == file_->arms.front().done());
    if (!is_next)
        throw std::logic_error("RunWriter::record: batches must come in order of replicate, and each arm by arm");
}

void RunWriter::record(const BatchRecord& batch) {
    check_next(batch);
    guarded([&] {
        file_->arms[batch.arm].record(batch);
        file_->next = batch.arm + 1 < file_->arms.size() ? batch.arm + 1 : 0;
    });
}

/// The state must be on its way before the run file says that it counts.
void RunWriter::commit(const RunState& state) {
    const std::uint64_t done = file_->arms.front().done();
    if (done == file_->committed) return;
    guarded([&] {
        const auto begin = Clock::now();
        file_->state->write(done, state);
        file_->commit();
        file_->last_commit = Clock::now();
        file_->commit_took = file_->last_commit - begin;
    });
}

void RunWriter::settle(const RunState& state) {
    if (!file_) return;  // the run is whole
    constexpr int share = 20;
    const Clock::duration every = options_.commit_every;
    const auto wait = every == Clock::duration::zero() ? every : std::max(every, share * file_->commit_took);
    if (Clock::now() - file_->last_commit >= wait || file_->disk->held_bytes() > most_held) commit(state);
}

void RunWriter::pause(const RunState& state) {
    if (file_) commit(state);
    file_.reset();
}

void RunWriter::finish(const std::vector<ArmSummary>& arms) {
    if (whole_) {
        digest_ = text_or_empty(whole_->file, "digest");
        return whole_.reset();
    }
    if (!file_) throw std::logic_error("RunWriter::finish: no run was begun");
    for (const ArmWriter& arm : file_->arms)
        if (arm.done() != file_->run.replicates) throw std::logic_error("RunWriter::finish: replicates are missing");
    guarded([&] { file_->finish(arms); });
    const std::string digest = file_->digest;
    file_.reset();
    put_in_place();
    digest_ = digest;
}

void RunWriter::put_in_place() {
    sync(part_path(), O_RDONLY);
    std::error_code error;
    // First: a state without its run file would stay for ever, the other way round nothing is missed.
    std::filesystem::remove(state_path(), error);
    std::filesystem::rename(part_path(), path_, error);
    if (error) throw WriteError(path_, "cannot rename it from " + part_path().string() + ": " + error.message());
    const std::filesystem::path folder = path_.parent_path();
    sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace hegemon
