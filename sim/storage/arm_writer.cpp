#include "storage/arm_writer.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "storage/describe.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

ArmWriter::ArmWriter(const ContentGroup& root, const RunDescription& run, std::uint32_t arm)
    : run_(run),
      arm_(run.arms[arm]),
      group_(root.group(layout::free_name(arm_.name, layout::reserved_at_root(), "arm"))),
      replicate_(add_replicates(group_, run.replicates)) {
    group_.attribute("role", layout::arm_role).attribute("arm", arm_.name).text("title", arm_.title);
    ContentDataset status = group_.dataset("status", Type::int8, {replicate_});
    describe_flags(status, std::vector<std::int8_t>{0, 1}, "completed failed");
    status_ = BufferedDataset<std::int8_t>(status.attribute("long_name", "how the replicate ended"));
    make_outcomes();
    make_failures();
    make_parameters();
    make_tables();
    for (const KindDescription& kind : arm_.kinds) kinds_.emplace_back(group_, run, kind);
}

void ArmWriter::make_tables() {
    const ContentGroup events = group_.group("events");
    for (const EventDescription& event : arm_.events)
        events_.emplace_back(events.group(event.name), run_.time, arm_.kinds[event.kind], event);
    const ContentGroup decisions = group_.group("decisions");
    for (const DecisionDescription& decision : arm_.decisions)
        decisions_.emplace_back(decisions.group(decision.name), arm_, decision);
}

void ArmWriter::make_outcomes() {
    const ContentGroup group = group_.group("outcomes");
    const Dimension replicate = add_replicates(group, run_.replicates);
    for (const OutcomeDescription& outcome : run_.outcomes) {
        const std::string name = layout::free_name(outcome.name, layout::reserved_in_outcomes(), "value");
        ContentDataset dataset = group.dataset(name, Type::float64, {replicate});
        describe(dataset, outcome.unit, outcome.note);
        dataset.text("take", outcome.take).text("formula", outcome.formula);
        dataset.attribute("comment", "NaN: missing, or the replicate failed");
        if (outcome.headline) dataset.attribute("headline", std::int8_t{1});
        if (outcome.is_truth) dataset.attribute("truth", std::int8_t{1});
        name_if_other(dataset, outcome.name, name);
        outcomes_.emplace_back(std::move(dataset));
    }
}

void ArmWriter::make_failures() {
    const ContentGroup group = group_.group("failures");
    failures_.failure = group.unlimited("failure");
    const auto field = [&](const char* name, Type type, const char* note) {
        ContentDataset dataset = group.dataset(name, type, {failures_.failure});
        return dataset.attribute("long_name", note);
    };
    failures_.replicate = field("replicate", Type::int64, "number of the replicate");
    failures_.step = field("step", Type::int32, "number of the step, from 0");
    failures_.rule = field("rule", Type::string, "rule whose value could not stand");
    failures_.row = field("row", Type::string, "name of the row");
    failures_.problem = field("problem", Type::string, "what was wrong, with the operands");
}

void ArmWriter::make_parameters() {
    const ContentGroup group = group_.group("parameters");
    for (const ParameterDescription& parameter : arm_.parameters) {
        ContentDataset dataset = group.scalar(parameter.name, parameter.value);
        describe(dataset, parameter.unit, parameter.note);
        dataset.text("source", parameter.source);
        if (parameter.range)
            dataset.attribute("range", std::vector<double>{parameter.range->low, parameter.range->high});
    }
}

void ArmWriter::record(const BatchRecord& batch) {
    HEGEMON_EXPECT(batch.first_replicate == done_ && done_ + batch.lanes <= run_.replicates);
    HEGEMON_EXPECT(batch.outcomes.size() == outcomes_.size() * batch.lanes);
    const std::span<const double> outcomes(batch.outcomes);
    for (std::size_t i = 0; i < outcomes_.size(); ++i)
        outcomes_[i].append(outcomes.subspan(i * batch.lanes, batch.lanes));
    record_failures(batch);
    record_hashes(batch);
    HEGEMON_EXPECT(batch.firings.empty() || batch.firings.size() == events_.size());
    for (std::size_t i = 0; i < batch.firings.size(); ++i) events_[i].append(batch.firings[i]);
    HEGEMON_EXPECT(batch.choices.empty() || batch.choices.size() == decisions_.size());
    for (std::size_t i = 0; i < batch.choices.size(); ++i) decisions_[i].append(batch.choices[i]);
    record_columns(batch);
    done_ += batch.lanes;
    if (done_ < run_.replicates) return;
    flush();
    // Open datasets hold memory, and no more batches come.
    events_.clear();
    decisions_.clear();
}

void ArmWriter::flush() {
    for (BufferedDataset<double>& outcome : outcomes_) outcome.flush();
    status_.flush();
    if (hash_) hash_->flush();
    failures_.replicate.flush();
    failures_.step.flush();
    for (EventWriter& event : events_) event.flush();
    for (DecisionWriter& decision : decisions_) decision.flush();
}

void ArmWriter::add_rests(std::vector<FileRange>& ranges) const {
    const auto add = [&](const ContentDataset& dataset) {
        if (const auto rest = dataset.rest()) ranges.push_back(*rest);
    };
    add(status_.dataset());
    if (hash_) add(hash_->dataset());
    for (const BufferedDataset<double>& outcome : outcomes_) add(outcome.dataset());
}

void ArmWriter::record_columns(const BatchRecord& batch) {
    HEGEMON_EXPECT(batch.columns.empty() || batch.columns.size() == kinds_.size());
    HEGEMON_EXPECT(batch.exact_columns.empty() || batch.exact_columns.size() == kinds_.size());
    const std::vector<std::vector<float>> none;
    const std::vector<std::vector<double>> no_exact;
    for (std::size_t i = 0; i < kinds_.size(); ++i)
        kinds_[i].append(batch.columns.empty() ? none : batch.columns[i],
                         batch.exact_columns.empty() ? no_exact : batch.exact_columns[i]);
}

void ArmWriter::record_failures(const BatchRecord& batch) {
    std::vector<std::int8_t> status(batch.lanes, 0);
    std::vector<std::int64_t> replicate;
    std::vector<std::int32_t> step;
    std::vector<std::string> rule, row, problem;
    for (const Failure& failure : batch.failures) {
        status.at(failure.replicate - batch.first_replicate) = 1;
        replicate.push_back(static_cast<std::int64_t>(failure.replicate));
        step.push_back(static_cast<std::int32_t>(failure.step));
        rule.push_back(failure.rule);
        row.push_back(failure.row);
        problem.push_back(failure.problem);
    }
    status_.append(status);
    if (replicate.empty()) return;
    extend(failures_.failure, failures_.replicate.rows() + replicate.size());
    failures_.replicate.append(replicate);
    failures_.step.append(step);
    failures_.rule.append(rule);
    failures_.row.append(row);
    failures_.problem.append(problem);
}

void ArmWriter::make_hash() {
    auto [step, numbers] = group_.coordinate("step", Type::int32, run_.time.steps);
    numbers.attribute("long_name", "number of the step");
    std::vector<std::int32_t> list;
    for (std::uint64_t i = 0; i < run_.time.steps; ++i) list.push_back(static_cast<std::int32_t>(i));
    numbers.append(list);
    ContentDataset hash = group_.dataset("hash", Type::uint64, {replicate_, step}, Storing::sparse);
    hash.attribute("long_name", "hash of the state after the step");
    hash.attribute("comment", "0 from the step on in which the replicate failed");
    hash_.emplace(std::move(hash));
}

void ArmWriter::record_hashes(const BatchRecord& batch) {
    if (batch.hashes.empty()) return;
    HEGEMON_EXPECT(batch.hashes.size() == batch.lanes * run_.time.steps);
    HEGEMON_EXPECT(hash_ || done_ == 0);
    if (!hash_) make_hash();
    hash_->append(batch.hashes);
}

void ArmWriter::restore(std::uint64_t replicates) {
    status_.restore(replicates);
    for (BufferedDataset<double>& outcome : outcomes_) outcome.restore(replicates);
    if (hdf5::has_link(group_.handle(), "hash")) make_hash();
    if (hash_) hash_->restore(replicates);
    for (ContentDataset* field :
         {&failures_.replicate, &failures_.step, &failures_.rule, &failures_.row, &failures_.problem})
        field->restore_all();
    for (EventWriter& event : events_) event.restore();
    for (DecisionWriter& decision : decisions_) decision.restore();
    for (KindWriter& kind : kinds_) kind.restore(replicates);
    done_ = replicates;
}

void ArmWriter::finish(const ArmSummary& summary) {
    HEGEMON_EXPECT(summary.count.empty() || summary.columns.size() == kinds_.size());
    HEGEMON_EXPECT(summary.pairs.empty() || summary.differences.size() == kinds_.size());
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
        if (!summary.count.empty()) kinds_[i].summarise(summary.count, summary.columns[i]);
        if (!summary.pairs.empty()) kinds_[i].compare(run_.arms.front().name, summary.pairs, summary.differences[i]);
    }
}

void ArmWriter::mark_done() const { hdf5::write_attribute(group_.handle(), "done", static_cast<std::int64_t>(done_)); }

void ArmWriter::unmark_done() const { hdf5::remove_attribute(group_.handle(), "done"); }

}  // namespace hegemon
