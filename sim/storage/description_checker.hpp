#pragma once
/// Holds what a run file says about its run (names, units, constants, parameters, coordinates) against a description.
#include "model/recorder.hpp"
#include "storage/dataset_checker.hpp"
#include "storage/hdf5.hpp"
#include "storage/mismatch.hpp"

namespace hegemon {

class DescriptionChecker {
public:
    /// All must outlive the checker.
    DescriptionChecker(const hdf5::Handle& file, DatasetChecker& datasets, MismatchLog& log)
        : file_(file), datasets_(datasets), log_(log) {}

    /// Whether the texts of the scenario are those that were stored: each carries its SHA-256.
    bool check_texts();
    void check(const RunDescription& run);

private:
    void check_root(const RunDescription& run);
    void check_arm(const RunDescription& run, const ArmDescription& arm);
    void check_outcomes(const RunDescription& run, const ArmDescription& arm);
    void check_parameters(const ArmDescription& arm);
    void check_rules(const ArmDescription& arm);
    void check_kind(const RunDescription& run, const ArmDescription& arm, const KindDescription& kind);
    void check_column(const ArmDescription& arm, const KindDescription& kind, const ColumnDescription& column);
    /// 0, 1, ..., length - 1.
    template <class T>
    void check_numbers(const std::string& arm, const std::string& path, std::uint64_t length);
    void check_unit(const std::string& arm, const std::string& path, const std::string& unit, const std::string& note);
    /// An empty text is one that is not there.
    void check_text(const std::string& arm, const std::string& path, const std::string& name, const std::string& text);
    void check_attribute(const std::string& arm, const std::string& path, const std::string& name,
                         const hdf5::Value& value);
    [[nodiscard]] hdf5::Handle object(const std::string& path) const;

    const hdf5::Handle& file_;
    DatasetChecker& datasets_;
    MismatchLog& log_;
};

}  // namespace hegemon
