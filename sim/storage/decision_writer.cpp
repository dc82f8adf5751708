#include "storage/decision_writer.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/check.hpp"
#include "storage/describe.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

namespace {

template <class Thing>
const Thing* find_named(const std::vector<Thing>& things, const std::string& name) {
    const auto found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

/// Of a capacity of the actor, as its column says it; empty if that cannot be told.
std::string unit_of_capacity(const ArmDescription& arm, const DecisionDescription& decision,
                             const std::string& capacity) {
    const auto& asked = arm.kinds[decision.kind];
    const auto* actor = find_named(asked.references, decision.actor);
    const auto* kind = decision.actor == "this" ? &asked
                       : actor == nullptr       ? nullptr
                                                : find_named(arm.kinds, actor->kind);
    const auto* column = kind == nullptr ? nullptr : find_named(kind->columns, capacity);
    return column == nullptr ? std::string() : column->unit;
}

}  // namespace

DecisionWriter::DecisionWriter(const ContentGroup& group, const ArmDescription& arm,
                               const DecisionDescription& decision)
    : table_(group, "choice", arm.kinds[decision.kind].name) {
    HEGEMON_EXPECT(decision.otherwise < decision.options.size());
    group.attribute("role", layout::decision_role).attribute("kind", arm.kinds[decision.kind].name);
    group.attribute("actor", decision.actor).attribute("otherwise", decision.options[decision.otherwise]);
    std::vector<std::int16_t> values(decision.options.size());
    std::iota(values.begin(), values.end(), std::int16_t{0});
    const auto option = [&](const char* name, const char* note) {
        ContentDataset dataset = table_.field(name, Type::int16, note);
        describe_flags(dataset, values, layout::joined(decision.options));
        return BufferedDataset<std::int16_t>(dataset);
    };
    wish_ = option("wish", "option that was wished");
    option_ = option("option", "option that was taken; another than the wish just if that was refused");
    ContentDataset refused = table_.field("refused", Type::int8, "whether the wish could not be paid");
    describe_flags(refused, std::vector<std::int8_t>{0, 1}, "false true");
    refused_ = BufferedDataset<std::int8_t>(refused);
    served_before_ = BufferedDataset<std::int32_t>(
        table_.field("served_before", Type::int32, "wishes of the same actor that were served before it in the step"));
    precision_ = BufferedDataset<double>(
        table_.field("precision", Type::float64, "multiplies the utilities; 0: all options alike, infinite: the best"));
    for (const std::string& name : decision.options) {
        ContentDataset utility = table_.field("utility_" + name, Type::float64, "utility of the option " + name);
        utilities_.emplace_back(utility.attribute("comment", "NaN: not on offer"));
    }
    for (const std::string& name : decision.capacities) {
        ContentDataset free = table_.field("free_" + name, Type::float64, "");
        describe(free, unit_of_capacity(arm, decision, name), "what the actor had free before it was served");
        free_.emplace_back(free);
    }
}

void DecisionWriter::append(const ChoiceRecord& choices) {
    const std::size_t count = choices.replicate.size();
    HEGEMON_EXPECT(choices.wish.size() == count && choices.option.size() == count && choices.refused.size() == count);
    HEGEMON_EXPECT(choices.served_before.size() == count && choices.precision.size() == count);
    if (count == 0) return;
    HEGEMON_EXPECT(choices.utilities.size() == utilities_.size() && choices.free.size() == free_.size());
    table_.append(choices.replicate, choices.step, choices.row);
    wish_.append(choices.wish);
    option_.append(choices.option);
    refused_.append(choices.refused);
    served_before_.append_converted(choices.served_before);
    precision_.append(choices.precision);
    for (std::size_t i = 0; i < utilities_.size(); ++i) utilities_[i].append(choices.utilities[i]);
    for (std::size_t i = 0; i < free_.size(); ++i) free_[i].append(choices.free[i]);
}

void DecisionWriter::restore() {
    table_.restore();
    wish_.restore_all();
    option_.restore_all();
    refused_.restore_all();
    served_before_.restore_all();
    precision_.restore_all();
    for (BufferedDataset<double>& utility : utilities_) utility.restore_all();
    for (BufferedDataset<double>& free : free_) free.restore_all();
}

void DecisionWriter::flush() {
    table_.flush();
    wish_.flush();
    option_.flush();
    refused_.flush();
    served_before_.flush();
    precision_.flush();
    for (BufferedDataset<double>& utility : utilities_) utility.flush();
    for (BufferedDataset<double>& free : free_) free.flush();
}

}  // namespace hegemon
