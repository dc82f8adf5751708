#pragma once
/// What can be wrong with a scenario once its files are read: kinds, rows, rules and what they mean together.
#include "core/message.hpp"

namespace hegemon::messages {

// kinds and rows
inline constexpr Message reference_to_unknown_kind{"reference-to-unknown-kind", "'{}' refers to an unknown kind '{}'"};
inline constexpr Message key_is_no_reference{"key-is-no-reference",
                                             "the key of {} names '{}', which is no reference of it"};
inline constexpr Message unknown_row_column{"unknown-row-column", "{} has no column '{}'"};
inline constexpr Message column_not_given{"column-not-given", "{} is given neither by the rows nor by a start"};
inline constexpr Message rows_do_not_give{"rows-do-not-give", "the rows of {} do not give '{}'"};
inline constexpr Message bad_cell{"bad-cell", "'{}' is no {} ({})"};
inline constexpr Message row_twice{"row-twice", "{} has two rows '{}'"};
inline constexpr Message unknown_referenced_row{"unknown-referenced-row", "{} has no row '{}' ({})"};
inline constexpr Message equal_hashes{"equal-hashes", "the names '{}' and '{}' have the same hash; rename one of them"};

// rules
inline constexpr Message section_of_unknown_kind{"section-of-unknown-kind", "{} of an unknown kind '{}'"};
inline constexpr Message name_taken{"name-taken", "'{}' has two meanings on {}: {} and {}"};
inline constexpr Message writes_no_column{"writes-no-column", "{} has no column '{}' to write"};
inline constexpr Message writes_reference{"writes-reference", "{}.{} is a reference, and references never change"};
inline constexpr Message wrong_written_type{"wrong-written-type", "{} gives a {}, but {} is a {}"};
inline constexpr Message adds_to_truth{"adds-to-truth", "{} adds to {}, which is a truth"};
inline constexpr Message flow_changes_form{"flow-changes-form",
                                           "{} cannot change between relax and a plain flow in the run"};
inline constexpr Message flow_of_truth{"flow-of-truth", "{} is a truth and cannot flow"};
inline constexpr Message two_setters{"two-setters", "{} and {} both set {} in the {} phase"};
inline constexpr Message factor_without_rate{"factor-without-rate", "{} has factors but no rate to multiply"};
inline constexpr Message wrong_type_here{"wrong-type-here", "{} must be a {}, not a {}"};

// capacities, claims, decisions
inline constexpr Message capacity_is_truth{"capacity-is-truth", "the capacity {} starts as a truth, not as an amount"};
inline constexpr Message not_a_reference{"not-a-reference", "{} of {} must be a reference, and '{}' is none of {}"};
inline constexpr Message no_capacity{"no-capacity", "{}: {} has no capacity '{}'"};
inline constexpr Message amount_out_of_range{"amount-out-of-range",
                                             "{} for row {}: {} is no amount (it lies in [0, {}])"};
inline constexpr Message otherwise_costs{"otherwise-costs",
                                         "'{}' of {} is what happens otherwise, and must cost nothing ({:.6g} of {})"};
inline constexpr Message otherwise_not_offered{"otherwise-not-offered",
                                               "'{}' of {} is what happens otherwise, and must always be on offer"};
inline constexpr Message group_of_actors{"group-of-actors",
                                         "{} chooses among the rows of one {}, but {} and {} have different actors"};

// calendar
inline constexpr Message ramp_of_truth{"ramp-of-truth", "{} takes its time ('over'), but {} is a truth"};
inline constexpr Message two_entries{"two-entries", "at.{} and at.{} both set {} in one step"};
inline constexpr Message fires_twice{"fires-twice", "{} is fired twice in one step, but can happen only once"};
inline constexpr Message ramp_written{"ramp-written", "while the ramp of at.{} runs, {} has another writer: {}"};

// values
inline constexpr Message parameter_not_constant{"parameter-not-constant",
                                                "a parameter must follow from other parameters and constants"};
inline constexpr Message parameter_not_finite{"parameter-not-finite", "the parameter {} = {} is not a finite number"};
inline constexpr Message parameter_out_of_range{"parameter-out-of-range",
                                                "the parameter {} = {} is out of its range [{}, {}]"};
inline constexpr Message start_out_of_range{"start-out-of-range", "{} of {} starts at {}, out of its range [{}, {}]"};
inline constexpr Message start_not_finite{"start-not-finite", "{} of {} starts at a value that is not finite"};

inline constexpr Message parameter_circle{"parameter-circle", "parameters go in a circle: {}"};
inline constexpr Message start_circle{"start-circle", "start values go in a circle: {}"};
inline constexpr Message outcome_reads_rows{"outcome-reads-rows",
                                            "{} reads rows, which change from step to step: it needs a 'take'"};
inline constexpr Message outcome_circle{"outcome-circle", "outcomes go in a circle: {}"};

// warnings
inline constexpr Message no_occasion{"no-occasion",
                                     "{} is asked in every step: how often it is taken then depends on the step"};
inline constexpr Message unused{"unused", "nothing reads {}"};

}  // namespace hegemon::messages
