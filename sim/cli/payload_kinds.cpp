/// Kinds and events of an arm through time.
#include "cli/payload.hpp"

namespace hegemon::cli {

namespace {

const char* word_of(ReportColumn::Sort sort) {
    switch (sort) {
        case ReportColumn::Sort::column:
            return "column";
        case ReportColumn::Sort::constant:
            return "constant";
        case ReportColumn::Sort::reference:
            break;
    }
    return "reference";
}

/// The place of a column: arm, kind, column.
struct Place {
    std::size_t arm = 0, kind = 0, column = 0;
};

void write_series(JsonWriter& json, ReportSource& source, const Place& at, std::size_t rows) {
    const std::size_t times = source.clock().shown.size();
    if (const auto mean = source.mean(at.arm, at.kind, at.column); !mean.empty()) {
        json.key("mean");
        write_packed(json, mean, {rows, times});
    }
    if (const auto quantiles = source.quantiles(at.arm, at.kind, at.column); !quantiles.empty()) {
        json.key("quantiles");
        write_packed(json, quantiles, {ReportSource::quantile_count, rows, times});
    }
    const auto difference = source.difference(at.arm, at.kind, at.column);
    if (difference.mean.empty()) return;
    json.key("difference").begin_object().key("mean");
    write_packed(json, difference.mean, {rows, times});
    json.key("half_width");
    write_packed(json, difference.half_width, {rows, times});
    json.end();
}

void write_entry(JsonWriter& json, const ReportEntry& entry) {
    json.key("entry").begin_object().key("rule").value(entry.rule).key("kind").value(entry.kind);
    json.key("capacity").value(entry.capacity).key("payer").value(entry.payer).end();
}

void write_column(JsonWriter& json, ReportSource& source, const Place& at) {
    const ReportKind& kind = source.arms()[at.arm].kinds[at.kind];
    const ReportColumn& column = kind.columns[at.column];
    json.begin_object().key("name").value(column.name).key("sort").value(word_of(column.sort));
    if (column.is_truth) json.key("truth").truth(true);
    write_text(json, "unit", column.unit);
    write_text(json, "note", column.note);
    write_text(json, "kind", column.kind);
    if (column.entry) write_entry(json, *column.entry);
    if (column.sort == ReportColumn::Sort::column) {
        write_series(json, source, at, kind.rows.size());
    } else {
        json.key("values").begin_list();
        for (const double value : column.values) json.value(value);
        json.end();
    }
    json.end();
}

}  // namespace

void write_kinds(JsonWriter& json, ReportSource& source, std::size_t arm) {
    json.begin_list();
    for (std::size_t i = 0; i < source.arms()[arm].kinds.size(); ++i) {
        const ReportKind& kind = source.arms()[arm].kinds[i];
        json.begin_object().key("name").value(kind.name).key("rows").begin_list();
        for (const auto& row : kind.rows) json.value(row);
        json.end();
        if (kind.rows_total > kind.rows.size()) json.key("rows_total").value(std::uint64_t{kind.rows_total});
        write_text(json, "source", kind.source);
        json.key("columns").begin_list();
        for (std::size_t column = 0; column < kind.columns.size(); ++column)
            write_column(json, source, {arm, i, column});
        json.end().end();
    }
    json.end();
}

void write_events(JsonWriter& json, ReportSource& source, std::size_t arm) {
    json.begin_list();
    for (std::size_t i = 0; i < source.arms()[arm].events.size(); ++i) {
        const ReportEvent& event = source.arms()[arm].events[i];
        const auto firings = source.firings(arm, i);
        json.begin_object().key("name").value(event.name).key("kind").value(event.kind);
        json.key("firings").value(firings.all);
        if (!firings.mean.empty()) {
            const std::size_t times = source.clock().shown.size();
            json.key("mean");
            write_packed(json, firings.mean, {firings.mean.size() / times, times});
        }
        json.end();
    }
    json.end();
}

}  // namespace hegemon::cli
