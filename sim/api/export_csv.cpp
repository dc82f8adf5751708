#include <algorithm>
#include <fstream>
#include <hegemon/table_export.hpp>
#include <system_error>

#include "api/compiled.hpp"
#include "api/run_tables.hpp"

namespace hegemon {

namespace {

constexpr const char* package_name = "datapackage.json";

/// One run being written.
class Exporter {
public:
    Exporter(const std::filesystem::path& run, std::filesystem::path folder, const ExportSettings& settings)
        : tables_(run), folder_(std::move(folder)), settings_(settings) {}

    std::vector<std::filesystem::path> write() {
        prepare();
        std::vector<std::filesystem::path> files;
        for (const auto& [schema, fill] : tables_.list()) {
            files.push_back(folder_ / (schema.name + ".csv"));
            CsvTable table(files.back(), schema);
            fill(table);
            table.close();
        }
        files.push_back(folder_ / package_name);
        write_package(files.back());
        std::sort(files.begin(), files.end());
        return files;
    }

private:
    /// The folder, and no file of ours in it that is to be kept.
    void prepare() const {
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        if (error)
            throw FileError(FileError::Action::create, folder_,
                            folder_.string() + ": cannot create it: " + error.message());
        if (settings_.existing == ExportSettings::Existing::overwrite) return;
        std::vector<std::string> names = {package_name};
        for (const auto& table : tables_.list()) names.push_back(table.first.name + ".csv");
        for (const auto& name : names)
            if (const auto file = folder_ / name; std::filesystem::exists(file, error))
                throw FileError(FileError::Action::create, file, file.string() + ": is there already");
    }

    void write_package(const std::filesystem::path& file) const {
        std::vector<CsvSchema> schemas;
        for (const auto& table : tables_.list()) schemas.push_back(table.first);
        std::ofstream stream(file, std::ios::binary | std::ios::trunc);
        stream << data_package(tables_.run().title, schemas);
        stream.close();
        if (!stream) throw FileError(FileError::Action::write, file, file.string() + ": cannot write it");
    }

    RunTables tables_;
    std::filesystem::path folder_;
    const ExportSettings& settings_;
};

}  // namespace

std::vector<std::filesystem::path> export_csv(const std::filesystem::path& run, const std::filesystem::path& folder,
                                              const ExportSettings& settings) {
    return with_public_errors([&] { return Exporter(run, folder, settings).write(); });
}

}  // namespace hegemon
