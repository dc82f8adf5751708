#pragma once
/// What happened in one arm of a run file, in order and numbered; steps as moments and dates.
#include <cstdint>
#include <hegemon/explanation.hpp>
#include <string>
#include <utility>
#include <vector>

#include "storage/run_reader.hpp"

namespace hegemon {

/// "2022-09-10", `days` after the date that the run starts on; empty without a calendar.
std::string date_after(const TimeDeclaration& time, double days);
/// On which a step begins; empty without a calendar.
std::string date_of(const TimeDeclaration& time, std::uint32_t step);
/// When a step begins, as the run file has times: days since the start, or a number in the unit of `time`.
double begin_of(const TimeDeclaration& time, std::uint32_t step);

/// On which it happened; a decision comes at the end of its step, so on its last day. Empty without a calendar.
std::string day_of(const TimeDeclaration& time, const Happening& happening);

/// Days [first, last) since the start that a date of a query means, and whether it is one day.
struct DateRange {
    double first = 0, last = 0;
    bool is_day = false;
};
/// Throws std::invalid_argument if it is no date, or if the run has no calendar.
DateRange date_range(const TimeDeclaration& time, const std::string& date);

/// The events, or the decisions, of one arm: all fields of the record, and their numbers.
template <class Record>
struct Table {
    struct Line {
        std::uint64_t replicate = 0;
        std::uint32_t step = 0;
        std::uint32_t rule = 0;  ///< index into ArmDescription::events or decisions
        std::uint32_t row = 0;
        std::size_t place = 0;  ///< in `records[rule]`
    };
    std::vector<Record> records;  ///< [rule]
    std::vector<Line> lines;      ///< [number], in order of replicate, step, name of the rule, row
    /// The numbers [first, second) of one replicate.
    [[nodiscard]] std::pair<std::size_t, std::size_t> of_replicate(std::uint64_t replicate) const;
};

/// Reads an arm once, of it replicates [0, replicates).
class Happenings {
public:
    Happenings(const RunReader& reader, std::size_t arm, std::uint64_t replicates = RunReader::all_replicates);

    [[nodiscard]] const ArmDescription& arm() const { return arm_; }
    [[nodiscard]] const TimeDeclaration& time() const { return time_; }
    [[nodiscard]] const Table<FiringRecord>& events() const { return events_; }
    [[nodiscard]] const Table<ChoiceRecord>& decisions() const { return decisions_; }
    [[nodiscard]] Happening event(std::uint64_t number) const;
    [[nodiscard]] Happening decision(std::uint64_t number) const;

    /// As Explainer has them.
    [[nodiscard]] std::vector<Happening> find(const ExplanationQuery& query, std::size_t most) const;
    [[nodiscard]] std::optional<Happening> nearest(const ExplanationQuery& query) const;

private:
    void check(const ExplanationQuery& query) const;
    [[nodiscard]] std::vector<std::string> rows_of(const ExplanationQuery& query) const;
    void set_times(Happening& happening) const;
    template <class Visit>
    void visit(const ExplanationQuery& query, const Visit& visit) const;

    const ArmDescription& arm_;
    const TimeDeclaration& time_;
    std::uint64_t replicates_;
    Table<FiringRecord> events_;
    Table<ChoiceRecord> decisions_;
};

}  // namespace hegemon
