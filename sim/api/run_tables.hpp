#pragma once
/// The tables of a run as CSV: which there are, with which fields, and how each is filled.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/csv_table.hpp"
#include "storage/field_reader.hpp"
#include "storage/run_reader.hpp"

namespace hegemon {

/// Names of all arms' things of a sort, without repetition, in order of first appearance.
class Names {
public:
    /// Whether it is new.
    bool add(const std::string& name) {
        if (!known_.insert(name).second) return false;
        list_.push_back(name);
        return true;
    }
    [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

private:
    std::set<std::string> known_;
    std::vector<std::string> list_;
};

class RunTables {
public:
    using Fill = std::function<void(CsvTable& table)>;

    /// Throws ReadError.
    explicit RunTables(const std::filesystem::path& run);
    RunTables(const RunTables&) = delete;
    RunTables& operator=(const RunTables&) = delete;

    [[nodiscard]] const RunDescription& run() const { return run_; }
    /// Each with what writes its lines; good as long as this lives.
    [[nodiscard]] const std::vector<std::pair<CsvSchema, Fill>>& list() const { return tables_; }

private:
    static constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

    void add(CsvSchema schema, Fill fill) { tables_.emplace_back(std::move(schema), std::move(fill)); }
    void plan();

    // run_tables.cpp
    void add_time_fields(CsvSchema& schema) const;
    /// The end of the step.
    void add_time(CsvTable& table, std::uint64_t step) const;
    /// Calls visit(first, count) for [0, entries) in blocks: a chunk of the file at a time.
    static void for_each_block(std::uint64_t entries,
                               const std::function<void(std::uint64_t first, std::uint64_t count)>& visit);
    void plan_outcomes();
    void write_outcomes(CsvTable& table);
    void plan_parameters();
    void plan_failures();

    // entry_tables.cpp: events and decisions
    /// What the tables of events and decisions begin with.
    [[nodiscard]] CsvSchema entry_schema(const std::string& name, const std::string& title) const;
    void plan_event(const std::string& name);
    /// Numbers of the fields that the arm has; of others none.
    std::vector<std::vector<double>> values_of(const std::string& path, const std::string& prefix, const Names& names,
                                               std::uint64_t first, std::uint64_t count);
    void write_event(CsvTable& table, const ArmDescription& arm, const EventDescription& event, const Names& causes,
                     const Names& factors);
    void plan_decision(const std::string& name);
    void write_decision(CsvTable& table, const ArmDescription& arm, const DecisionDescription& decision,
                        const Names& options, const Names& capacities);

    // kind_tables.cpp: rows, columns, sums
    void plan_kind(const std::string& name);
    static void add_field(Names& names, CsvSchema& schema, const std::string& name, const char* type,
                          const std::string& unit, const std::string& note);
    void write_rows(CsvTable& table, const std::string& name, const std::vector<CsvColumn>& order);
    static void write_constant(CsvTable& table, const ArmDescription& arm, const KindDescription& kind,
                               const std::string& name, std::size_t row);
    void write_states(CsvTable& table, const std::string& name, const Names& columns);
    void write_replicate(CsvTable& table, const std::string& arm, const KindDescription& kind, const Names& columns,
                         std::uint64_t replicate);
    void plan_summary(const std::string& name);
    /// Mean and standard deviation (over count - 1), or nothing.
    static void write_moments(CsvTable& table, std::uint64_t count, double sum, double squares);
    void write_summary(CsvTable& table, std::size_t a, std::size_t k);

    RunReader reader_;
    FieldReader fields_;
    const RunDescription& run_;
    std::vector<std::uint64_t> done_;  ///< [arm]
    std::vector<std::pair<CsvSchema, Fill>> tables_;
};

/// The one of that name, or null.
template <class Thing>
const Thing* find(const std::vector<Thing>& things, const std::string& name) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

/// As a table says it: nothing for "1".
inline std::string percent_free(const std::string& unit) { return unit == "1" ? std::string() : unit; }

}  // namespace hegemon
