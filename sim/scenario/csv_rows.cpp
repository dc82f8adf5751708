#include "scenario/csv_rows.hpp"

#include <algorithm>

#include "scenario/csv.hpp"

namespace hegemon {

namespace {

class CsvRows {
public:
    CsvRows(Reading& reading, const Text& from, RowsDeclaration& rows)
        : reading_(reading), from_(from), rows_(rows), csv_(reading, rows.file, *rows.texts) {}

    void read(const std::vector<TakenColumn>& taken, const KindDeclaration* kind) {
        if (const std::size_t bad = first_invalid_utf8(rows_.file->text); bad != std::string_view::npos)
            return reading_.error({rows_.file, bad, 1}, messages::csv_not_utf8);
        if (!csv_.next(headings_)) return reading_.error({rows_.file, 0, 0}, messages::csv_empty, from_.value);
        if (headings_.size() > reading_.limits().columns)
            return reading_.error(csv_.line(), messages::too_many_columns, reading_.limits().columns);
        check_headings();
        taken.empty() ? take_known(kind) : take_named(taken);
        if (!rows_.columns.empty()) read_cells();
    }

private:
    [[nodiscard]] Span where(const CsvField& field) const { return {rows_.file, field.begin, field.text.size()}; }

    void check_headings() {
        std::vector<const CsvField*> sorted;
        for (const CsvField& heading : headings_) sorted.push_back(&heading);
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->text < b->text; });
        for (std::size_t i = 1; i < sorted.size(); ++i)
            if (sorted[i]->text == sorted[i - 1]->text && !sorted[i]->text.empty())
                reading_.error(where(*sorted[i]), messages::csv_heading_twice, sorted[i]->text);
    }

    void take_named(const std::vector<TakenColumn>& taken) {
        for (const TakenColumn& take : taken) {
            const auto heading = std::find_if(headings_.begin(), headings_.end(),
                                              [&](const CsvField& field) { return field.text == take.heading.value; });
            if (heading == headings_.end()) {
                missing_heading(take.heading);
                continue;
            }
            rows_.columns.push_back(take.column);
            fields_.push_back(static_cast<std::size_t>(heading - headings_.begin()));
        }
    }

    void missing_heading(const Text& wanted) {
        std::vector<std::string> known;
        for (const CsvField& heading : headings_) known.emplace_back(heading.text);
        const std::string near = nearest(wanted.value, known);
        reading_.add(complain(wanted.at, messages::csv_no_heading, from_.value, wanted.value),
                     near.empty() ? separator_hint() : near + "?");
    }

    void take_known(const KindDeclaration* kind) {
        for (std::size_t i = 0; i < headings_.size(); ++i) {
            const std::string_view heading = headings_[i].text;
            if (!is_name(heading) || (kind != nullptr && !is_column(*kind, heading))) continue;
            rows_.columns.push_back({std::string(heading), where(headings_[i])});
            fields_.push_back(i);
        }
        if (rows_.columns.empty())
            reading_.add(complain(csv_.line(), messages::csv_nothing_taken, from_.value, rows_.kind.value),
                         separator_hint());
    }

    static bool is_column(const KindDeclaration& kind, std::string_view heading) {
        return heading == "name" ||
               std::any_of(kind.columns.begin(), kind.columns.end(),
                           [&](const ColumnDeclaration& column) { return column.name.value == heading; });
    }

    [[nodiscard]] std::string separator_hint() const {
        const bool other = headings_.size() == 1 && headings_[0].text.find_first_of(";\t") != std::string_view::npos;
        return other ? "fields are separated by commas"
                     : "take = { COLUMN = \"HEADING\" } says which heading is which column";
    }

    void read_cells() {
        const std::string& text = rows_.file->text;
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        rows_.cells.reserve(std::min(lines, reading_.limits().rows) * fields_.size());
        const auto name =
            std::find_if(rows_.columns.begin(), rows_.columns.end(), [](const Name& n) { return n.value == "name"; });
        const auto name_column = static_cast<std::size_t>(name - rows_.columns.begin());
        std::vector<CsvField> line;
        while (!reading_.is_full() && csv_.next(line)) {
            if (line.size() != headings_.size()) {
                reading_.error(csv_.line(), messages::csv_ragged, line.size(), headings_.size());
                continue;
            }
            if (rows_.rows() == reading_.limits().rows)
                return reading_.error(csv_.line(), messages::too_many_rows, reading_.limits().rows);
            for (const std::size_t field : fields_)
                rows_.cells.push_back({line[field].text, Cell::Type::csv, line[field].begin});
            if (name_column == fields_.size()) continue;
            const Cell& cell = rows_.cells[rows_.cells.size() - fields_.size() + name_column];
            reading_.check_name(cell.text, rows_.where(cell));
        }
    }

    Reading& reading_;
    const Text& from_;
    RowsDeclaration& rows_;
    CsvReader csv_;
    std::vector<CsvField> headings_;
    std::vector<std::size_t> fields_;  ///< column -> field of a line
};

}  // namespace

void read_csv_rows(Reading& reading, const Text& from, const std::vector<TakenColumn>& taken,
                   const KindDeclaration* kind, RowsDeclaration& rows) {
    CsvRows(reading, from, rows).read(taken, kind);
}

}  // namespace hegemon
