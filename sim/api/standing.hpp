#pragma once
/// How an event or a decision stood: what a replay saw, in the words of the scenario.
#include <cstdint>
#include <hegemon/explanation.hpp>
#include <string>
#include <vector>

#include "engine/replay.hpp"
#include "model/model.hpp"

namespace hegemon {

/// The event or decision of a model, or null.
const EventModel* event_named(const Model& model, const std::string& name);
const DecisionModel* decision_named(const Model& model, const std::string& name);

/// The row of that name in a kind; -1 if there is none.
std::int64_t row_named(const Model& model, KindId kind, const std::string& row);

/// `sights` are those of the event's group; without its own the event could not happen on the row at all.
EventState event_state(const Model& model, const EventModel& event, const std::vector<EventSight>& sights);

/// The others in its group that could happen in the step.
std::vector<Rival> rivals_of(const Model& model, const EventModel& event, const std::vector<EventSight>& sights);

/// Of the choice that was recorded on the row in the step, if it was asked there.
DecisionState decision_state(const Model& model, const DecisionModel& decision, std::uint32_t row, const Sight& sight,
                             const ChoiceRecord& record, std::size_t place);

/// That the option is the wish on the row; 0 if it is not on offer.
double chance_of_wish(const DecisionModel& decision, std::uint32_t row, const ChoiceSight& sight, std::size_t option);

}  // namespace hegemon
