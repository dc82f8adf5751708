#include "storage/run_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <set>
#include <stdexcept>
#include <system_error>

#include "core/sha256.hpp"
#include "storage/arm_writer.hpp"
#include "storage/content.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

namespace {

using Clock = std::chrono::steady_clock;

std::string system_text(int error) { return std::generic_category().message(error); }

/// HDF5 does not say why it cannot create a file, the system does.
void try_create(const std::filesystem::path& part, const std::filesystem::path& path) {
    const int file = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) throw CreateError(part, "cannot create it: " + system_text(errno));
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
    root.attribute("record", std::string(layout::record_name(run.record)));
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
    for (const auto& [name, version] : provenance.versions) hdf5::write_attribute(group, name + "_version", version);
    hdf5::write_attribute(group, "hdf5_version", hdf5::library_version());
}

}  // namespace

/// What is open while a run is written. Members are closed from the last to the first.
struct RunWriter::File {
    File(const std::filesystem::path& part, const RunDescription& description, const Provenance& provenance)
        : run(description), file(hdf5::create_file(part)) {
        const ContentGroup root(hdf5::open_group(file, "/"), "/", digest);
        write_root(root, run);
        write_provenance(file, provenance);
        write_scenario(root, run);
        for (std::uint32_t i = 0; i < run.arms.size(); ++i) arms.emplace_back(root, run, i);
        hdf5::flush(file);
    }

    /// What an arm has done may be told only when its data are out of the library's hands.
    void commit() {
        for (ArmWriter& arm : arms) arm.flush();
        hdf5::flush(file);
        for (const ArmWriter& arm : arms) arm.mark_done();
        hdf5::flush(file);
        flushed = Clock::now();
    }

    RunDescription run;
    ContentDigest digest;
    hdf5::Handle file;
    std::deque<ArmWriter> arms;
    std::uint32_t next = 0;  ///< arm that the next batch comes from
    Clock::time_point flushed = Clock::now();
};

RunWriter::RunWriter(std::filesystem::path path, Provenance provenance, std::chrono::milliseconds flush_every)
    : path_(std::move(path)), provenance_(std::move(provenance)), flush_every_(flush_every) {}

RunWriter::~RunWriter() {
    if (!file_) return;
    // Interrupted: keep what there is.
    try {
        file_->commit();
    } catch (const hdf5::Error&) {  // NOLINT: then the last `done` stands
    }
}

std::filesystem::path RunWriter::part_path() const { return path_.string() + ".part"; }

template <class Work>
void RunWriter::guarded(const Work& work) {
    try {
        work();
    } catch (const hdf5::Error& error) {
        file_.reset();
        throw WriteError(part_path(), error.what());
    }
}

void RunWriter::begin(const RunDescription& run) {
    if (file_) throw std::logic_error("RunWriter::begin: a run is being written already");
    try_create(part_path(), path_);
    digest_.clear();
    try {
        file_ = std::make_unique<File>(part_path(), run, provenance_);
    } catch (const hdf5::Error& error) {
        throw CreateError(part_path(), error.what());
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
        if (Clock::now() - file_->flushed >= flush_every_) file_->commit();
    });
}

void RunWriter::finish(const std::vector<ArmSummary>& arms) {
    if (!file_) throw std::logic_error("RunWriter::finish: no run was begun");
    for (const ArmWriter& arm : file_->arms)
        if (arm.done() != file_->run.replicates) throw std::logic_error("RunWriter::finish: replicates are missing");
    std::string digest;
    guarded([&] {
        for (std::size_t i = 0; i < file_->arms.size(); ++i) {
            if (i < arms.size()) file_->arms[i].finish(arms[i]);
            file_->arms[i].unmark_done();
        }
        digest = file_->digest.finish();
        hdf5::write_attribute(file_->file, "digest", digest);
        hdf5::flush(file_->file);
        file_->arms.clear();
        if (!file_->file.close()) throw hdf5::Error("cannot close it");
    });
    file_.reset();
    put_in_place();
    digest_ = std::move(digest);
}

void RunWriter::put_in_place() {
    sync(part_path(), O_RDONLY);
    std::error_code error;
    std::filesystem::rename(part_path(), path_, error);
    if (error) throw WriteError(path_, "cannot rename it from " + part_path().string() + ": " + error.message());
    const std::filesystem::path folder = path_.parent_path();
    sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace hegemon
