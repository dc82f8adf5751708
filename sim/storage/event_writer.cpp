#include "storage/event_writer.hpp"

#include <algorithm>
#include <numeric>

#include "core/check.hpp"
#include "storage/describe.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

namespace {

template <class To, class From>
std::vector<To> converted(const std::vector<From>& from) {
    std::vector<To> to(from.size());
    std::transform(from.begin(), from.end(), to.begin(), [](From value) { return static_cast<To>(value); });
    return to;
}

}  // namespace

EventWriter::EventWriter(const ContentGroup& events, const RunDescription& run, const EventDescription& event)
    : time_(run.time) {
    const ContentGroup group = events.group(event.name);
    group.attribute("role", layout::event_role).attribute("kind", run.kinds[event.kind].name);
    firing_ = group.unlimited("firing");
    const auto field = [&](const char* name, Type type, const std::string& note) {
        ContentDataset dataset = group.dataset(name, type, {firing_});
        return dataset.text("long_name", note);
    };
    replicate_ = BufferedDataset<std::int64_t>(field("replicate", Type::int64, "number of the replicate"));
    step_ = BufferedDataset<std::int32_t>(field("step", Type::int32, "number of the step, from 0"));
    ContentDataset row = field("row", Type::int32, "row of the kind, from 0");
    row_ = BufferedDataset<std::int32_t>(row.attribute("kind", run.kinds[event.kind].name));
    ContentDataset when = field("time", Type::float64, "");
    describe_time(when, run.time, "time of the firing within its step");
    when_ = BufferedDataset<double>(when);
    // An event without causes has a probability a step, not rates.
    const bool has_rate = !event.causes.empty();
    ContentDataset rate =
        field("rate", Type::float64, has_rate ? "sum of the causes times all factors" : "probability in the step");
    rate_ = BufferedDataset<double>(rate.attribute("units", has_rate ? "1/" + run.time.unit : "1"));
    ContentDataset cause = field("cause", Type::int16, "cause that rang");
    make_causes(group, event, cause);
    cause_ = BufferedDataset<std::int16_t>(cause);
}

void EventWriter::make_causes(const ContentGroup& group, const EventDescription& event, ContentDataset& cause) {
    const auto field = [&](const std::string& name, const std::string& unit, const char* note) {
        ContentDataset dataset = group.dataset(name, Type::float64, {firing_});
        return BufferedDataset<double>(dataset.attribute("units", unit).attribute("long_name", note));
    };
    std::vector<std::int16_t> values(event.causes.size() + 1);
    std::iota(values.begin(), values.end(), std::int16_t{-1});
    std::string meanings = "none";
    for (const std::string& name : event.causes) {
        meanings += " " + name;
        causes_.push_back(field("cause_" + name, "1/" + time_.unit, "rate of this cause before factors"));
    }
    describe_flags(cause, values, meanings);
    for (const std::string& name : event.factors)
        factors_.push_back(field("factor_" + name, "1", "multiplies the sum of the causes"));
}

void EventWriter::append(const FiringRecord& firings) {
    const std::size_t count = firings.replicate.size();
    HEGEMON_EXPECT(firings.step.size() == count && firings.row.size() == count && firings.time.size() == count);
    HEGEMON_EXPECT(firings.rate.size() == count && firings.cause.size() == count);
    if (count == 0) return;
    HEGEMON_EXPECT(firings.causes.size() == causes_.size() && firings.factors.size() == factors_.size());
    firings_ += count;
    replicate_.append(converted<std::int64_t>(firings.replicate));
    step_.append(converted<std::int32_t>(firings.step));
    row_.append(converted<std::int32_t>(firings.row));
    std::vector<double> times = firings.time;
    for (double& time : times) time = layout::stored_time(time_, time);
    when_.append(times);
    rate_.append(firings.rate);
    cause_.append(firings.cause);
    for (std::size_t i = 0; i < causes_.size(); ++i) causes_[i].append(firings.causes[i]);
    for (std::size_t i = 0; i < factors_.size(); ++i) factors_[i].append(firings.factors[i]);
}

void EventWriter::flush() {
    extend(firing_, firings_);
    replicate_.flush();
    step_.flush();
    row_.flush();
    when_.flush();
    rate_.flush();
    cause_.flush();
    for (BufferedDataset<double>& cause : causes_) cause.flush();
    for (BufferedDataset<double>& factor : factors_) factor.flush();
}

}  // namespace hegemon
