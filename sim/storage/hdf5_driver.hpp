#pragma once
/// Lets HDF5 read and write through a CommittedFile, so that what the library flushes takes effect as a whole or not at
/// all.
#include <memory>

#include "storage/committed_file.hpp"
#include "storage/hdf5.hpp"

namespace hegemon::hdf5 {

/// The library keeps `file` as long as it has the file open, which may be until the program ends, if something failed.
/// The library's own lock on the file is not taken: CommittedFile has one.
Handle create_file(const std::shared_ptr<CommittedFile>& file);
Handle open_file(const std::shared_ptr<CommittedFile>& file);

}  // namespace hegemon::hdf5
