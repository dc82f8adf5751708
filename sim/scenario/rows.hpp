#pragma once
/// [rows.K]: tables of rows, written in TOML or in a CSV file.
#include <functional>
#include <optional>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

/// A value of TOML that names a file -> the file, read once; null if that was reported.
using OpenFile = std::function<SourceFilePtr(Reading& reading, const Text& name)>;

/// `kinds` decide which headings of a CSV file are columns.
void read_rows(Reading& reading, const TomlEntry& section, const std::vector<KindDeclaration>& kinds,
               const OpenFile& open_csv, std::vector<RowsDeclaration>& rows);

}  // namespace hegemon
