#include "storage/hdf5_driver.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <memory>
#include <span>

#include "storage/hdf5_library.hpp"

namespace hegemon::hdf5 {

namespace {

/// What the library hands about as an open file. It begins with the library's own part.
struct DriverFile {
    H5FD_t library{};
    std::shared_ptr<CommittedFile> file;
    haddr_t end = 0;  ///< of what the library has allocated
};

/// Read while a file is opened, never later.
struct DriverInfo {
    const std::shared_ptr<CommittedFile>* file = nullptr;
};

DriverFile& ours(H5FD_t* file) { return *reinterpret_cast<DriverFile*>(file); }
const DriverFile& ours(const H5FD_t* file) { return *reinterpret_cast<const DriverFile*>(file); }

/// The library is written in C: no exception may pass through it. CommittedFile remembers what happened.
template <class Work>
herr_t without_exceptions(const Work& work) noexcept {
    try {
        work();
        return 0;
    } catch (const std::exception&) {
        return -1;
    }
}

H5FD_t* open(const char*, unsigned, hid_t access, haddr_t) {
    const auto* info = static_cast<const DriverInfo*>(H5Pget_driver_info(access));
    if (info == nullptr) return nullptr;
    auto opened = std::make_unique<DriverFile>();
    opened->file = *info->file;
    return &opened.release()->library;
}

herr_t close(H5FD_t* file) {
    const std::unique_ptr<DriverFile> owned(&ours(file));
    return 0;
}

herr_t query(const H5FD_t*, unsigned long* features) {
    // Small pieces of metadata are gathered, as the library's standard driver lets it do. Raw data come in larger
    // ones: a sieve buffer would be 64 kB for each open dataset.
    *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

haddr_t get_eoa(const H5FD_t* file, H5FD_mem_t) { return ours(file).end; }

herr_t set_eoa(H5FD_t* file, H5FD_mem_t, haddr_t address) {
    ours(file).end = address;
    return 0;
}

haddr_t get_eof(const H5FD_t* file, H5FD_mem_t) { return ours(file).file->size(); }

herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, void* buffer) {
    return without_exceptions(
        [&] { ours(file).file->read(address, std::span(static_cast<std::byte*>(buffer), size)); });
}

/// The library cannot close a file some of whose writes have failed, and falls over it when the program ends. So it
/// hears of none; CommittedFile remembers, and refuses the next commit.
herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, const void* buffer) {
    without_exceptions(
        [&] { ours(file).file->write(address, std::span(static_cast<const std::byte*>(buffer), size)); });
    return 0;
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
    ours(file).file->resize(ours(file).end);
    return 0;
}

H5FD_class_t make_driver() {
    H5FD_class_t driver{};
    driver.name = "hegemon";
    driver.maxaddr = (haddr_t{1} << 63U) - 1;
    driver.fc_degree = H5F_CLOSE_SEMI;
    driver.fapl_size = sizeof(DriverInfo);
    driver.open = open;
    driver.close = close;
    driver.query = query;
    driver.get_eoa = get_eoa;
    driver.set_eoa = set_eoa;
    driver.get_eof = get_eof;
    driver.read = read;
    driver.write = write;
    driver.truncate = truncate;
    const H5FD_mem_t one_list[] = H5FD_FLMAP_SINGLE;
    std::copy(std::begin(one_list), std::end(one_list), std::begin(driver.fl_map));
    return driver;
}

/// `open` gets an access list with the driver. The library keeps the driver as long as it is in use.
template <class Open>
Handle with_driver(const std::shared_ptr<CommittedFile>& file, const Open& open) {
    const Silence silence;
    const H5FD_class_t description = make_driver();
    const Handle driver(check(H5FDregister(&description), "set up file access"),
                        [](Id id) { return static_cast<int>(H5FDunregister(id)); });
    const Handle access = access_list();
    const DriverInfo info{&file};
    check(H5Pset_driver(access.id(), driver.id(), &info), "set up file access");
    return {open(access.id()), [](Id id) { return static_cast<int>(H5Fclose(id)); }};
}

}  // namespace

Handle create_file(const std::shared_ptr<CommittedFile>& file) {
    const Handle creation = creation_list();
    return with_driver(
        file, [&](hid_t access) { return check(H5Fcreate("run", H5F_ACC_TRUNC, creation.id(), access), "create it"); });
}

Handle open_file(const std::shared_ptr<CommittedFile>& file) {
    return with_driver(file, [](hid_t access) { return check(H5Fopen("run", H5F_ACC_RDWR, access), "open it"); });
}

}  // namespace hegemon::hdf5
