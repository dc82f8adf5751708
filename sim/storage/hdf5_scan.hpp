#pragma once
/// Reading what one does not know yet: attributes of any type, and datasets from beginning to end.
#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "storage/hdf5.hpp"

namespace hegemon::hdf5 {

/// The attribute as it lies in the file, to the bit. Throws Error for a type that no run file has.
Value read_value(const Handle& object, const std::string& name);

/// A text of fixed length, as the library keeps NAME and CLASS of dimensions; empty if there is none.
std::string read_fixed_text(const Handle& object, const std::string& name);

/// As open_dataset, but the library keeps one chunk of it in memory instead of up to 1 MB.
Handle open_to_scan(const Handle& group, const std::string& path);

/// Elements in one row: all dimensions but the leading one; 1 for a scalar.
std::uint64_t row_elements(const Shape& shape);

/// Calls `take` with some megabytes of rows after the other, from the first to the last; `first` is the number of the
/// first row. Not of texts.
using TakeRows = std::function<void(std::uint64_t first, std::span<const std::byte> bytes)>;
void scan(const Handle& dataset, const TakeRows& take);

}  // namespace hegemon::hdf5
