#pragma once
/// When two arms of a run part, and how columns differ through time.
#include <cstdint>
#include <hegemon/hegemon.hpp>
#include <string>
#include <vector>

#include "cli/json.hpp"

namespace hegemon::cli {

/// Whether a line stands for each column that differs, or one for all.
enum class Columns : std::uint8_t { counted, listed };

/// Some sentences, then the columns; in lines of `width` characters as far as that can be.
std::string parting_text(const Parting& parting, std::uint64_t pairs, const std::vector<StepEnd>& ends, Columns columns,
                         std::size_t width);
/// A table of at most some thirty steps, likewise.
std::string path_text(const DifferencePath& path, const Comparison& comparison, const std::vector<StepEnd>& ends,
                      std::size_t width);

/// An object each, with every step.
void write_parting(JsonWriter& json, const Parting& parting, const std::vector<StepEnd>& ends);
void write_path(JsonWriter& json, const DifferencePath& path, const std::vector<StepEnd>& ends);

}  // namespace hegemon::cli
