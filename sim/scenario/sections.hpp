#pragma once
/// The sections of a scenario, but for rows and the clock: values with places -> declarations.
#include "model/declaration.hpp"
#include "scenario/clock.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

void read_parameters(Reading& reading, const TomlEntry& section, std::vector<ParameterDeclaration>& parameters);
void read_functions(Reading& reading, const TomlEntry& section, std::vector<FunctionDeclaration>& functions);
void read_kinds(Reading& reading, const TomlEntry& section, std::vector<KindDeclaration>& kinds);
void read_settings(Reading& reading, const TomlEntry& section, std::vector<SettingDeclaration>& settings);
/// [let] and [flow].
void read_kind_formulas(Reading& reading, const TomlEntry& section, std::vector<KindFormulas>& kinds);
/// `time_unit` as in TimeDeclaration.
void read_events(Reading& reading, const TomlEntry& section, const std::string& time_unit,
                 std::vector<EventDeclaration>& events);
void read_claims(Reading& reading, const TomlEntry& section, std::vector<ClaimDeclaration>& claims);
void read_decisions(Reading& reading, const TomlEntry& section, std::vector<DecisionDeclaration>& decisions);
/// Without a clock (it could not be read) dates and lengths stay unchecked.
void read_calendar(Reading& reading, const TomlEntry& section, const Clock* clock,
                   std::vector<CalendarEntry>& calendar);
void read_updates(Reading& reading, const TomlEntry& section, std::vector<UpdateDeclaration>& updates);
/// Without a clock the times of outcomes stay unchecked.
void read_outcomes(Reading& reading, const TomlEntry& section, const Clock* clock,
                   std::vector<OutcomeDeclaration>& outcomes);

/// What editors are told of each section (see schema.hpp), and what its tables must have where nothing is laid over
/// something else.
std::string parameters_schema();
std::string parameters_needs();
std::string functions_schema();
std::string functions_needs();
std::string kinds_schema();
std::string rows_schema();
std::string settings_schema();
std::string kind_formulas_schema();
std::string events_schema();
std::string events_needs();
std::string claims_schema();
std::string claims_needs();
std::string decisions_schema();
std::string decisions_needs();
std::string calendar_schema();
std::string calendar_needs();
std::string updates_schema();
std::string outcomes_schema();
std::string outcomes_needs();
std::string variants_schema();

}  // namespace hegemon
