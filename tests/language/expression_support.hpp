#pragma once
/// Expressions over a small world of towns, regions and roads: compiled and run, without scenario, model or engine.
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "language/lowering.hpp"
#include "language/machine.hpp"
#include "language/program.hpp"
#include "language/schema.hpp"

namespace hegemon::test {

/// The same bits, or both not a number.
inline bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) ||
           __builtin_bit_cast(std::uint64_t, a) == __builtin_bit_cast(std::uint64_t, b);
}

/// A text that lies in a file of its own.
Text text_of(const std::string& value);

/// A table as data, for those who work things out by hand: numbers and truths by column, rows of others by reference.
struct Table {
    std::size_t rows = 0;
    std::map<std::string, std::vector<double>> columns;  ///< [row], or [row][lane] if it is in `changing`
    std::map<std::string, bool> changing;                ///< column -> whether it has a value in each lane
    std::map<std::string, Index> references;             ///< [row] -> row
};

/// What expressions see. Towns point at a region and the next town; roads are looked up by the towns at their ends.
///   town:   x, y (changing numbers), open (changing truth), size (number), coastal (truth), region, next
///   region: wealth (changing), area (number), capital -> town
///   road:   flow (changing), km (number), from, to -> town, [from, to] is its key
struct LittleWorld {
    LittleWorld(std::size_t towns, std::size_t regions, std::size_t lanes, std::uint64_t seed);
    LittleWorld(const LittleWorld&) = delete;
    LittleWorld& operator=(const LittleWorld&) = delete;

    Schema schema;
    Graph graph;
    std::map<std::string, Table> tables;
    std::size_t lanes;
    double time = 1.25;

    [[nodiscard]] KindId kind(const std::string& name) const { return schema.kind_of.at(name); }
    /// Adds a let; before the first call of compile().
    void add_let(const std::string& kind, const std::string& name, const std::string& formula);
    [[nodiscard]] double number(const std::string& kind, const std::string& column, std::size_t row,
                                std::size_t lane) const;

    /// Values of an expression on the rows of a kind, [row][lane]; "" for one that stands on no row. Not a number where
    /// it is missing. Throws std::runtime_error with the first diagnostic.
    std::vector<double> compile_and_run(const std::string& kind, const std::string& formula);
    /// The block of an expression, and its memory ready to run it.
    std::unique_ptr<Block> compile(const std::string& kind, const std::string& formula);
    std::vector<double> run(const Block& block);
    /// The same, tile by tile: no pass over all rows, in which more may be remembered.
    std::vector<double> run_by_tiles(const Block& block);
    NodeId lower(const std::string& kind, const std::string& formula);

    /// Before the first formula is compiled.
    void add_reference(const std::string& kind, const std::string& name, const std::string& to, Index rows);

private:
    void add_kind(const std::string& name, std::size_t rows);
    void add_column(const std::string& kind, const std::string& name, ValueType type, std::vector<double> values);
    void bring_up_to_date(const Block& block, std::vector<std::uint8_t>& done);
    void prepare(const Block& block);
    std::vector<std::vector<double>> storage_;  ///< [slot]
    std::map<std::pair<std::string, std::string>, SlotId> slot_;
    std::vector<std::unique_ptr<Text>> texts_;
    std::vector<SyntaxPtr> syntax_;
    Diagnostics diagnostics_;
    std::unique_ptr<Lowering> lowering_;
    std::unique_ptr<Planner> planner_;
    Memory memory_;
    Machine machine_;
};

}  // namespace hegemon::test
