#pragma once
/// What the reader of expressions and the checker of names and types can find wrong.
/// Each message has a case in tests/bad/; tests/bad_catalogue_test.py lists those that have none.
#include "core/message.hpp"

namespace hegemon::messages {

// reading
inline constexpr Message unexpected_character{"unexpected-character", "unexpected character '{}'"};
inline constexpr Message unexpected_token{"unexpected-token", "unexpected '{}'"};
inline constexpr Message unexpected_end{"unexpected-end", "the expression ends too early ({} expected)"};
inline constexpr Message expected_token{"expected-token", "'{}' expected, not '{}'"};
inline constexpr Message empty_expression{"empty-expression", "an expression is missing here"};
inline constexpr Message comparison_chain{"comparison-chain", "comparisons do not chain"};
inline constexpr Message bad_number{"bad-number", "'{}' is not a number in range"};
inline constexpr Message date_in_expression{"date-in-expression", "a date has no meaning in an expression: {}"};
inline constexpr Message too_deep{"too-deep", "the expression nests deeper than {} levels"};
inline constexpr Message too_long{"too-long", "the expression is longer than {} characters"};
inline constexpr Message too_deep_in_all{"too-deep-in-all",
                                         "formulas that stand for one another nest deeper than {} levels"};
inline constexpr Message too_large{"too-large", "this expression grows beyond {} parts where functions are put in"};
inline constexpr Message too_large_in_all{"too-large-in-all", "the formulas of this scenario grow beyond {} parts"};
inline constexpr Message too_many_values{"too-many-values", "what is fixed at load would take more than {} values"};

// names
inline constexpr Message unknown_name{"unknown-name", "unknown name '{}' in {}"};
inline constexpr Message unknown_member{"unknown-member", "a row of {} has no '{}'"};
inline constexpr Message unknown_function{"unknown-function", "unknown function '{}'"};
inline constexpr Message unknown_kind{"unknown-kind", "unknown kind '{}'"};
inline constexpr Message unknown_row{"unknown-row", "{} has no row '{}'"};
inline constexpr Message two_meanings{"two-meanings", "'{}' has two meanings here: {} and {}"};
inline constexpr Message no_this{"no-this", "'this' stands for the rule's own row, and {} has none"};
inline constexpr Message row_in_rule{"row-in-rule", "a rule cannot name a row ('{}' is a row of {})"};
inline constexpr Message not_an_address{"not-an-address", "'{}' is no address"};
inline constexpr Message unknown_pair{"unknown-pair", "there is no row {}"};
inline constexpr Message unknown_column{"unknown-column", "{} has no column '{}'"};
inline constexpr Message unknown_event{"unknown-event", "{} has no event '{}'"};
inline constexpr Message argument_count{"argument-count", "{} takes {}, not {}"};

// types
inline constexpr Message wants_number{"wants-number", "{} is a truth, {} wants numbers"};
inline constexpr Message wants_truth{"wants-truth", "{} is a number, {} wants a truth"};
inline constexpr Message wants_value{"wants-value", "{} is a row of {}, {} wants a value"};
inline constexpr Message wants_row{"wants-row", "{} is a {}, {} wants a row"};
inline constexpr Message member_of_value{"member-of-value", "'.{}' stands after a {}, and only rows have members"};
inline constexpr Message different_types{"different-types", "the two sides differ: {} and {}"};
inline constexpr Message different_kinds{"different-kinds", "rows of {} and rows of {} cannot be compared"};
inline constexpr Message rows_have_no_order{"rows-have-no-order", "rows compare with == and != only, not with {}"};
inline constexpr Message wrong_key_kind{"wrong-key-kind", "{} is looked up by a row of {}, not of {}"};
inline constexpr Message aggregate_form{"aggregate-form", "{} goes over the rows of a kind"};
inline constexpr Message aggregate_body{"aggregate-body", "{} {} a formula after ':'"};
inline constexpr Message relax_place{"relax-place", "relax may stand only as the whole of a flow"};
inline constexpr Message draw_place{"draw-place", "{}() is a draw; draws may stand in set, add and start only"};
inline constexpr Message draw_in_aggregate{"draw-in-aggregate", "{}() is a draw and cannot stand in an aggregate"};
inline constexpr Message asks_too_early{"asks-too-early",
                                        "{} asks {}, but what fires is known only from the events on"};
inline constexpr Message asks_choice_too_early{"asks-choice-too-early",
                                               "{} asks {}, but what is chosen is known only from the decisions on"};
inline constexpr Message event_member{"event-member", "an event has '.rate' only, not '.{}'"};
inline constexpr Message decision_member{"decision-member", "the decision {} has no '.{}'"};
inline constexpr Message capacity_without_part{"capacity-without-part", "{} is a capacity, which has several parts"};
inline constexpr Message capacity_member{"capacity-member", "a capacity has no '.{}'"};
inline constexpr Message option_outside{"option-outside", "'option' has a meaning only where a decision's options are"};
inline constexpr Message option_without_attribute{"option-without-attribute", "an option is no value"};
inline constexpr Message option_attribute{"option-attribute", "the options of this decision have no '{}'"};

// meaning
inline constexpr Message circle{"circle", "a circle: {}"};
inline constexpr Message missing_value{"missing-value", "{} is missing{}"};
inline constexpr Message may_be_missing{"may-be-missing", "{} may be missing, but where wants a truth for every row"};
inline constexpr Message too_many_pairs{"too-many-pairs", "this aggregate would look at more than {} pairs of rows"};

}  // namespace hegemon::messages
