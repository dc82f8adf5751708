#pragma once
/// Values of a run file as a person reads them.
#include <cstddef>
#include <span>
#include <string>

#include "storage/value.hpp"

namespace hegemon {

/// One number as it lies in memory; the shortest text that reads as the same one. "another NaN" is one that no run
/// writes.
std::string number_text(hdf5::Type type, std::span<const std::byte> bytes);

/// Texts in quotation marks, numbers beside each other.
std::string value_text(const hdf5::Value& value);

}  // namespace hegemon
