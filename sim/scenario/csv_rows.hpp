#pragma once
/// Rows out of a CSV file: which headings are columns, then the cells of these columns.
#include <string>
#include <vector>

#include "model/declaration.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

/// A column and the heading that it is taken from.
struct TakenColumn {
    Name column;
    Text heading;
};

/// Reads `rows.file` into `rows`. With `taken`, these columns and no others; else the headings that are columns of
/// `kind`, or all of them if there is no such kind (null).
void read_csv_rows(Reading& reading, const Text& from, const std::vector<TakenColumn>& taken,
                   const KindDeclaration* kind, RowsDeclaration& rows);

}  // namespace hegemon
