#include "storage/event_writer.hpp"

#include <numeric>

#include "core/check.hpp"
#include "storage/describe.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

EventWriter::EventWriter(const ContentGroup& group, const TimeDeclaration& time, const KindDescription& kind,
                         const EventDescription& event)
    : time_(time), table_(group, "firing", kind.name) {
    group.attribute("role", layout::event_role).attribute("kind", kind.name);
    ContentDataset when = table_.field("time", Type::float64, "");
    describe_time(when, time, "time of the firing within its step");
    when_ = BufferedDataset<double>(when);
    // An event without causes has a probability a step, not rates.
    const bool has_rate = !event.causes.empty();
    ContentDataset rate = table_.field("rate", Type::float64,
                                       has_rate ? "sum of the causes times all factors" : "probability in the step");
    rate_ = BufferedDataset<double>(rate.attribute("units", has_rate ? "1/" + time.unit : "1"));
    ContentDataset cause = table_.field("cause", Type::int16, "cause that rang");
    make_causes(event, cause);
    cause_ = BufferedDataset<std::int16_t>(cause);
}

void EventWriter::make_causes(const EventDescription& event, ContentDataset& cause) {
    const auto field = [&](const std::string& name, const std::string& unit, const char* note) {
        ContentDataset dataset = table_.field(name, Type::float64, note);
        return BufferedDataset<double>(dataset.attribute("units", unit));
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
    HEGEMON_EXPECT(firings.time.size() == count && firings.rate.size() == count && firings.cause.size() == count);
    if (count == 0) return;
    HEGEMON_EXPECT(firings.causes.size() == causes_.size() && firings.factors.size() == factors_.size());
    table_.append(firings.replicate, firings.step, firings.row);
    std::vector<double> times = firings.time;
    for (double& time : times) time = layout::stored_time(time_, time);
    when_.append(times);
    rate_.append(firings.rate);
    cause_.append(firings.cause);
    for (std::size_t i = 0; i < causes_.size(); ++i) causes_[i].append(firings.causes[i]);
    for (std::size_t i = 0; i < factors_.size(); ++i) factors_[i].append(firings.factors[i]);
}

void EventWriter::restore() {
    table_.restore();
    when_.restore_all();
    rate_.restore_all();
    cause_.restore_all();
    for (BufferedDataset<double>& cause : causes_) cause.restore_all();
    for (BufferedDataset<double>& factor : factors_) factor.restore_all();
}

void EventWriter::flush() {
    table_.flush();
    when_.flush();
    rate_.flush();
    cause_.flush();
    for (BufferedDataset<double>& cause : causes_) cause.flush();
    for (BufferedDataset<double>& factor : factors_) factor.flush();
}

}  // namespace hegemon
