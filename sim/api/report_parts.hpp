#pragma once
/// What a ReportSource is inside.
#include <cstdint>
#include <filesystem>
#include <hegemon/report.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/headline_names.hpp"
#include "api/report_limits.hpp"
#include "storage/field_reader.hpp"
#include "storage/run_reader.hpp"

namespace hegemon {

struct ReportSource::Parts {
    Parts(const std::filesystem::path& path, const ReportLimits& limits);

    /// The scenario's own words: notes, sources, calendar, ledger. Throws InvalidScenario.
    void add_scenario(const std::filesystem::path& path);

    /// A dataset of a column: "" its values, ".sum" and so on.
    [[nodiscard]] std::string path_of(std::size_t arm, std::size_t kind, std::size_t column,
                                      const std::string& ending = {}) const;
    [[nodiscard]] const ColumnDescription* described(std::size_t arm, std::size_t kind, std::size_t column) const;
    [[nodiscard]] std::size_t rows(std::size_t arm, std::size_t kind) const {
        return arms[arm].kinds[kind].rows.size();
    }
    [[nodiscard]] std::size_t times() const { return clock.shown.size(); }
    /// A dataset that lies [step][row]: [shown step][row], all rows.
    std::vector<double> at_shown(const std::string& dataset);
    /// The same of one replicate of a dataset that lies [replicate][step][row].
    std::vector<double> at_shown(const std::string& dataset, std::uint64_t replicate, std::size_t rows_there);

    RunFile file;
    FieldReader fields;
    const RunDescription& run;
    ReportClock clock;
    std::vector<ReportArm> arms;
    std::vector<HeadlineNames> headlines;  ///< [arm]
    std::vector<ReportText> texts;
    std::vector<std::uint64_t> told;
    std::uint64_t recorded = 0;
    std::string not_understood;
};

}  // namespace hegemon
