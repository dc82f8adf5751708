#pragma once
/// How much of a long or large run a report shows, and which of its columns are entries of a ledger.
#include <cstdint>
#include <hegemon/report.hpp>
#include <string>
#include <vector>

#include "model/recorder.hpp"

namespace hegemon {

struct ReportExtent {
    std::vector<std::uint32_t> shown;  ///< steps
    std::size_t rows = 0;              ///< most of a kind
};

/// `told`: replicates told in full. Some hundred steps are left before rows are cut.
ReportExtent report_extent(const RunDescription& run, const ReportLimits& limits, std::uint64_t told);

/// A column that is an entry of a ledger.
struct LedgerColumn {
    std::string kind, column;
    ReportEntry entry;
};
/// Those of an arm as it was declared; what decisions spend is none.
std::vector<LedgerColumn> ledger_columns(const Declaration& arm);

}  // namespace hegemon
