#pragma once
/// What the reader of scenario files can find wrong: files, TOML, structure, clock, rows.
/// Each message has a case in tests/bad/.
#include "core/message.hpp"
#include "core/messages.hpp"

namespace hegemon::messages {

// files
inline constexpr Message file_not_found{"file-not-found",
                                        "there is no file '{}' in the scenario's folder or in the library"};
inline constexpr Message path_leaves{"path-leaves", "the path '{}' leaves the scenario's folder and the library"};
inline constexpr Message not_a_file{"not-a-file", "'{}' is not a file"};
inline constexpr Message file_too_large{"file-too-large", "'{}' is larger than {} bytes"};
inline constexpr Message model_of_model{"model-of-model", "a model cannot name a model of its own"};
inline constexpr Message file_twice{"file-twice", "'{}' is the name of the scenario itself"};

// TOML
inline constexpr Message toml_syntax{"toml-syntax", "cannot be read as TOML: {}"};
inline constexpr Message string_not_closed{"string-not-closed", "the string is not closed before the line ends"};
inline constexpr Message toml_nesting{"toml-nesting", "nests deeper than {} levels"};
inline constexpr Message toml_dots{"toml-dots", "a key with more than {} dots"};
inline constexpr Message number_not_finite{"number-not-finite", "'{}' is not a finite number"};

// structure
inline constexpr Message unknown_section{"unknown-section", "unknown section or key '{}'"};
inline constexpr Message unknown_key{"unknown-key", "unknown key '{}' in {}"};
inline constexpr Message missing_key{"missing-key", "{} needs '{}'"};
inline constexpr Message wrong_type{"wrong-type", "{} must be {}, not {}"};
inline constexpr Message wrong_choice{"wrong-choice", "{} must be one of {}, not '{}'"};
inline constexpr Message invalid_name{"invalid-name",
                                      "'{}' is not a name: letters, digits and _, not beginning with a digit"};
inline constexpr Message reserved_name{"reserved-name", "'{}' is a word of the language and cannot be a name"};
inline constexpr Message name_too_long{"name-too-long", "a name has at most {} characters"};
inline constexpr Message repeated_name{"repeated-name", "'{}' stands twice in {}"};
inline constexpr Message empty_list{"empty-list", "{} must name at least one {}"};
inline constexpr Message range_pair{"range-pair", "'range' must be two numbers, [lowest, highest]"};
inline constexpr Message range_order{"range-order", "the range goes from {} down to {}"};
inline constexpr Message clamp_without_range{"clamp-without-range", "'clamp' needs a 'range'"};
inline constexpr Message reference_only{"reference-only", "'{}' cannot stand beside 'ref': a reference never changes"};
inline constexpr Message capacity_of_truth{"capacity-of-truth", "a capacity is an amount and cannot start as a truth"};
inline constexpr Message address_parts{"address-parts", "an address stands in quotes: \"{}[ROW].COLUMN\" = ..."};
inline constexpr Message writes_other_row{"writes-other-row", "a rule writes its own row only, not '{}'"};

// rules and outcomes
inline constexpr Message probability_and_rates{"probability-and-rates",
                                               "an event has rates or a probability, not both"};
inline constexpr Message probability_needs_steps{
    "probability-needs-steps", "'probability' is a chance per step, but this model counts time in {}s"};
inline constexpr Message claims_nothing{"claims-nothing", "claim {} binds nothing: it names no capacity"};
inline constexpr Message no_options{"no-options", "decision {} has no options to choose from"};
inline constexpr Message too_many_options{"too-many-options", "a decision has at most {} options"};
inline constexpr Message attribute_missing{"attribute-missing", "option '{}' has no '{}', which option '{}' has"};
inline constexpr Message unknown_option{"unknown-option", "decision {} has no option '{}'"};
inline constexpr Message bind_or_spend{"bind-or-spend", "'{}' is paid by 'bind' or by 'spend': {}"};
inline constexpr Message bind_without_while{"bind-without-while", "'bind' does not say how long: it needs a 'while'"};
inline constexpr Message while_without_bind{"while-without-bind", "'while' has no 'bind' beside it"};
inline constexpr Message window_without_take{"window-without-take",
                                             "'{}' needs a 'take': a formula of other outcomes has no time"};
inline constexpr Message outside_run{"outside-run", "'{}' lies outside the run, which goes from {} to {}"};
inline constexpr Message window_empty{"window-empty", "no step begins between 'from' and 'to'"};

// calendar
inline constexpr Message does_nothing{"does-nothing", "[at.{}] does nothing: it needs a 'set', an 'add' or a 'fire'"};
inline constexpr Message no_step_after{"no-step-after", "no step begins from '{}' on: the run ends at {}"};
inline constexpr Message ramp_in_add{"ramp-in-add", "a ramp goes to a value: it can stand in 'set' only"};

// variants
inline constexpr Message variant_named_base{"variant-named-base",
                                            "'base' is the name of the scenario as it stands, without a variant"};
inline constexpr Message too_many_variants{"too-many-variants", "a scenario has at most {} variants"};
inline constexpr Message not_in_variant{"not-in-variant",
                                        "a variant cannot change '{}': all arms of a run share clock and outcomes"};
inline constexpr Message variant_changes_nothing{"variant-changes-nothing", "variant {} changes nothing"};
inline constexpr Message unknown_rule{"unknown-rule", "there is no '{}' to take away"};
inline constexpr Message unknown_decision{"unknown-decision", "there is no decision '{}'"};
inline constexpr Message forced_and_removed{"forced-and-removed", "decision {} is forced, but also taken away"};
inline constexpr Message unknown_column_or_let{"unknown-column-or-let", "there is no column or let '{}' to freeze"};
inline constexpr Message begins_late{"begins-late", "{} cannot change during a run, and this variant begins late"};
inline constexpr Message freezes_let_late{"freezes-let-late",
                                          "a let has no memory to keep, so a variant that begins late cannot freeze "
                                          "'{}'"};
inline constexpr Message freezes_capacity{"freezes-capacity",
                                          "the capacity {} cannot be frozen: what is paid from it must go somewhere"};
inline constexpr Message has_happened{"has-happened", "at.{} comes before this variant begins, where nothing differs"};

// clock
inline constexpr Message not_a_duration{"not-a-duration", "{} must be a number with a unit, such as {}, not '{}'"};
inline constexpr Message step_not_positive{"step-not-positive", "the step must be longer than nothing"};
inline constexpr Message length_not_positive{"length-not-positive", "'{}' must be longer than nothing"};
inline constexpr Message not_a_date{"not-a-date", "'{}' must be a date, not the text \"{}\""};
inline constexpr Message date_without_calendar{"date-without-calendar",
                                               "a date has no meaning where time is counted in steps"};
inline constexpr Message date_without_start{"date-without-start",
                                            "a date has no meaning here, because 'start' is a number"};
inline constexpr Message number_for_date{"number-for-date", "'{}' must be a date{}, because 'start' is a date"};
inline constexpr Message end_before_start{"end-before-start", "the end is not after the start"};
inline constexpr Message no_whole_step{"no-whole-step", "the run is shorter than half a step"};
inline constexpr Message too_many_steps{"too-many-steps", "the run would take {} steps, more than {}"};

// rows
inline constexpr Message two_row_sources{"two-row-sources", "rows come from 'data' or from a file, not from both"};
inline constexpr Message no_row_source{"no-row-source", "rows.{} needs 'data' or 'from'"};
inline constexpr Message take_without_from{"take-without-from", "'take' needs 'from'"};
inline constexpr Message take_and_columns{"take-and-columns",
                                          "'take' and 'columns' say the same: one of them is enough"};
inline constexpr Message row_length{"row-length", "values in this row: {}, columns: {}"};
inline constexpr Message too_many_rows{"too-many-rows", "more than {} rows"};
inline constexpr Message too_many_columns{"too-many-columns", "more than {} columns"};
inline constexpr Message row_name_type{"row-name-type", "a row's name must be a string, not {}"};
inline constexpr Message csv_empty{"csv-empty", "'{}' has no line of headings"};
inline constexpr Message csv_ragged{"csv-ragged", "fields in this line: {}, headings: {}"};
inline constexpr Message csv_open_quote{"csv-open-quote", "this quote is not closed"};
inline constexpr Message csv_after_quote{"csv-after-quote", "unexpected text after the closing quote"};
inline constexpr Message csv_not_utf8{"csv-not-utf8", "the file is not UTF-8 here"};
inline constexpr Message csv_heading_twice{"csv-heading-twice", "the heading '{}' stands twice"};
inline constexpr Message csv_no_heading{"csv-no-heading", "'{}' has no heading '{}'"};
inline constexpr Message csv_nothing_taken{"csv-nothing-taken", "no heading of '{}' is a column of {}"};

// --set, --arms
inline constexpr Message unknown_variant{"unknown-variant", "unknown variant '{}'"};
inline constexpr Message unknown_parameter{"unknown-parameter", "unknown parameter '{}'"};
inline constexpr Message empty_value{"empty-value", "a value is missing after '{}='"};

}  // namespace hegemon::messages
