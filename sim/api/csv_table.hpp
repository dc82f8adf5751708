#pragma once
/// One table written as CSV (RFC 4180), and what its columns are.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace hegemon {

struct CsvColumn {
    std::string name;
    const char* type;  ///< as a table schema has it: "string", "integer", "number", "boolean", "date", "datetime"
    std::string unit, note;
};

struct CsvSchema {
    std::string name;  ///< of the table; its file is NAME.csv
    std::string title;
    std::vector<CsvColumn> fields;
};

/// Throws FileError if it cannot be created or written.
class CsvTable {
public:
    /// Writes the heading.
    CsvTable(const std::filesystem::path& file, const CsvSchema& schema);

    CsvTable& cell(const std::string& text);
    CsvTable& cell(std::uint64_t number);
    /// The shortest text that reads as the same number; nothing for NaN.
    CsvTable& cell(double number);
    CsvTable& cell(float number);
    /// true, false, or nothing for NaN.
    CsvTable& truth(double number);
    CsvTable& empty();
    void end_line();
    void close();

private:
    void separate();
    void check();

    std::filesystem::path file_;
    std::ofstream stream_;
    bool first_ = true;
};

/// What datapackage.json says of these tables.
std::string data_package(const std::string& title, const std::vector<CsvSchema>& tables);

}  // namespace hegemon
