#include "storage/kind_writer.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "storage/describe.hpp"
#include "storage/run_layout.hpp"

namespace hegemon {

using hdf5::Type;

namespace {

/// 0, 1, or -1 for what is missing.
template <class Number>
std::vector<std::int8_t> truths(const std::vector<Number>& numbers) {
    std::vector<std::int8_t> list(numbers.size());
    std::transform(numbers.begin(), numbers.end(), list.begin(), [](Number number) -> std::int8_t {
        return number != number ? std::int8_t{-1} : std::int8_t{number != 0};
    });
    return list;
}

void describe_truth(ContentDataset& dataset) {
    describe_flags(dataset, std::vector<std::int8_t>{-1, 0, 1}, "missing false true");
}

std::string squared(const std::string& unit) { return unit.empty() || unit == "1" ? unit : "(" + unit + ")2"; }

}  // namespace

KindWriter::KindWriter(const ContentGroup& arm, const RunDescription& run, const KindDescription& kind)
    : kind_(kind), group_(arm.group(layout::free_name(kind.name, layout::reserved_in_arm(), "kind"))) {
    group_.attribute("role", layout::kind_role).attribute("kind", kind.name);
    replicate_ = add_replicates(group_, run.recorded);
    time_ = add_times(group_, run.time);
    auto [row, names] = group_.coordinate(kind.name, Type::string, kind.rows.size());
    names.attribute("long_name", "name of the row");
    names.append(std::span<const std::string>(kind.rows));
    row_ = row;
    for (const ReferenceDescription& reference : kind.references) add_reference(reference);
    for (const ColumnDescription& column : kind.columns) {
        columns_.push_back(column.constant ? ContentDataset() : make_column(column));
        if (column.constant) add_constant(column);
    }
}

std::string KindWriter::stored_name(const std::string& name) const {
    return layout::free_name(name, layout::reserved_in_kind(kind_.name), "value");
}

ContentDataset KindWriter::make_column(const ColumnDescription& column) const {
    const std::string name = stored_name(column.name);
    const bool truth = column.type == ColumnType::truth;
    const Type type = truth ? Type::int8 : column.exact ? Type::float64 : Type::float32;
    ContentDataset dataset = group_.dataset(name, type, {replicate_, time_, row_}, Storing::chunked);
    dataset.attribute("role", "column");
    describe(dataset, column.unit, column.note);
    name_if_other(dataset, column.name, name);
    if (truth) describe_truth(dataset);
    return dataset;
}

void KindWriter::add_constant(const ColumnDescription& column) const {
    const std::string name = stored_name(column.name);
    const bool truth = column.type == ColumnType::truth;
    HEGEMON_EXPECT(column.value.size() == row_.length);
    ContentDataset dataset = group_.dataset(name, truth ? Type::int8 : Type::float64, {row_});
    dataset.attribute("role", "constant");
    describe(dataset, column.unit, column.note);
    name_if_other(dataset, column.name, name);
    if (truth) describe_truth(dataset);
    if (truth)
        dataset.append(truths(column.value));
    else
        dataset.append(column.value);
}

void KindWriter::add_reference(const ReferenceDescription& reference) const {
    const std::string name = stored_name(reference.name);
    HEGEMON_EXPECT(reference.row.size() == row_.length);
    ContentDataset dataset = group_.dataset(name, Type::int32, {row_});
    dataset.attribute("role", "reference").attribute("kind", reference.kind);
    dataset.text("long_name", reference.note)
        .attribute("comment", "row of the kind that the attribute kind names, from 0");
    name_if_other(dataset, reference.name, name);
    dataset.append(reference.row);
}

void KindWriter::append(const std::vector<std::vector<float>>& columns, const std::vector<std::vector<double>>& exact) {
    HEGEMON_EXPECT(columns.empty() || columns.size() == columns_.size());
    HEGEMON_EXPECT(exact.empty() || exact.size() == columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const ColumnDescription& column = kind_.columns[i];
        if (column.constant) continue;
        if (column.exact) {
            if (!exact.empty()) columns_[i].append(exact[i]);
        } else if (!columns.empty()) {
            column.type == ColumnType::truth ? columns_[i].append(truths(columns[i])) : columns_[i].append(columns[i]);
        }
    }
}

void KindWriter::restore(std::uint64_t replicates) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!kind_.columns[i].constant) columns_[i].restore(std::min(replicates, replicate_.length));
}

void KindWriter::add_moments(const ColumnDescription& column, const std::string& of, const std::string& over,
                             const Moments& moments) const {
    const std::string unit = layout::units_text(column.unit);
    const auto add = [&](const char* ending, const std::string& units, const char* what,
                         const std::vector<double>& values) {
        ContentDataset dataset = group_.dataset(of + ending, Type::float64, {time_, row_}, Storing::chunked);
        dataset.attribute("role", "summary");
        describe(dataset, units, what + over);
        dataset.append(values);
    };
    add(".sum", unit, "sum of ", moments.sum);
    add(".sum_of_squares", squared(unit), "sum of squares of ", moments.sum_of_squares);
}

void KindWriter::summarise(const std::vector<std::uint64_t>& count, const std::vector<Moments>& columns) {
    if (count.empty()) return;
    HEGEMON_EXPECT(columns.size() == columns_.size());
    add_counts("count", count, "replicates that had not failed after the step; the sums are over them");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const ColumnDescription& column = kind_.columns[i];
        if (column.constant) continue;
        add_moments(column, column.name, column.name + " over the replicates that count says", columns[i]);
    }
}

void KindWriter::compare(const std::string& first, const std::vector<std::uint64_t>& pairs,
                         const std::vector<Moments>& differences) {
    if (pairs.empty()) return;
    HEGEMON_EXPECT(differences.size() == columns_.size());
    add_counts("pairs", pairs,
               "replicates that had not failed after the step in arm " + first +
                   " nor in this one; the sums of differences are over them");
    for (std::size_t i = 0; i < differences.size(); ++i) {
        const ColumnDescription& column = kind_.columns[i];
        if (differences[i].sum.empty()) continue;
        add_moments(column, column.name + ".difference",
                    column.name + " in arm " + first + " minus that in this arm, over the replicates that pairs says",
                    differences[i]);
    }
}

void KindWriter::add_counts(const std::string& name, const std::vector<std::uint64_t>& counts,
                            const std::string& note) const {
    ContentDataset dataset = group_.dataset(name, Type::int64, {time_});
    dataset.attribute("role", "summary").attribute("units", "1").attribute("long_name", note);
    dataset.append(std::vector<std::int64_t>(counts.begin(), counts.end()));
}

}  // namespace hegemon
