#pragma once
/// What is told of a run file that cannot be read.
#include <string>

#include "storage/hdf5.hpp"

namespace hegemon {

/// Our own words where the library found a file that is no longer whole; else those of the error.
inline std::string read_problem(const hdf5::Error& error) {
    const auto* damage = dynamic_cast<const hdf5::Damage*>(&error);
    if (damage == nullptr) return error.what();
    return "it is damaged, or was cut off (" + damage->failed() +
           "): copy it again from where it was made, or run its scenario again";
}

}  // namespace hegemon
